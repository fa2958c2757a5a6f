// Tables that come in whole from the personnel system: what one would change is shown before it does, and
// each that was taken is a decision in central's own ledger.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "central/database.h"
#include "central/decisions.h"
#include "core/result.h"

namespace hadir::central {

// A row as CSV without its line's end, under the columns that are its name.
using RowTexts = std::map<std::string, std::string>;

struct TableDifference {
    struct Change {
        std::string before;
        std::string after;
    };
    // What is let pass and probably meant otherwise.
    struct Warning {
        std::uint64_t line = 1;
        std::string text;
    };
    std::vector<std::string> added;
    std::vector<Change> changed;
    std::vector<std::string> gone;
    std::size_t unchanged = 0;
    std::vector<Warning> warnings;

    [[nodiscard]] bool is_empty() const { return added.empty() && changed.empty() && gone.empty(); }
};
[[nodiscard]] TableDifference difference_of(const RowTexts& stored, const RowTexts& wanted);

// A table that was read without a fault, and how it gets into the database.
struct TablePlan {
    TableDifference difference;
    std::size_t rows = 0;
    std::function<void()> apply;
    // Days whose verdicts it may change; none given: any.
    std::optional<std::vector<std::pair<PersonId, LocalDay>>> touched;
};

// `read` is called inside a transaction; a fault has its line.
struct Table {
    std::string name;
    std::function<Result<TablePlan>(const Database&, std::string_view csv)> read;
};

// Changes nothing.
[[nodiscard]] Result<TableDifference> preview_table(const Database& database, const Table& table,
                                                    std::string_view csv);

struct TableImport {
    std::string_view csv;
    std::string why;
};
// With the record `table-imported`: name, digest and figures of the file, who and why.
[[nodiscard]] Result<TableDifference> import_table(const Database& database, const OwnLedger& own,
                                                   const Officer& officer, const Table& table,
                                                   const TableImport& order);

}  // namespace hadir::central
