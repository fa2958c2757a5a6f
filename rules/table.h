// Reading one table: its rows as R, each with its line, its id, and what no other row may say on the same
// day.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/rules.h"
#include "rules/faults.h"
#include "rules/row.h"

namespace hadir::rules {

constexpr std::size_t kRuleFileBytesMax = 1'048'576;
constexpr std::size_t kRuleRowsMax = 5'000;  // of one file
constexpr std::size_t kRuleFilesMax = 64;    // of a folder

using Files = std::map<std::string, std::string, std::less<>>;  // name ("schedules.csv") to text

template <class R>
struct Listed {
    R row;
    std::uint64_t line = 0;
};
template <class R>
using Table = std::vector<Listed<R>>;

template <class R>
struct TableShape {
    std::string_view file;
    std::vector<std::string_view> columns;  // before the four that every table has
    R (*read)(Row&);
    std::string (*keys)(const R&);  // of the id, such as BTN-5/BTN-REG/5
    // Of one thing only one row holds on a day: "BTN-5 on day 5 outside Ramadan". Bands are checked as bands.
    std::vector<std::string> (*things)(const R&);
};

// The rows of a file as cells; none, with a fault, when it is missing, too large or no CSV of these columns.
[[nodiscard]] std::vector<wire::CsvRow> csv_rows(const Files& files, std::string_view file,
                                                 const std::vector<std::string_view>& columns,
                                                 Faults& faults);
[[nodiscard]] std::vector<std::string_view> with_common(std::vector<std::string_view> columns);
// "schedules/BTN-5/BTN-REG/5@2019-01-01"
[[nodiscard]] std::string id_of(std::string_view file, std::string_view keys, LocalDay from);

struct Holding {
    std::string thing;
    DaySpan valid;
    std::uint64_t line = 0;
};
void check_overlaps(std::string_view file, std::vector<Holding> holdings, Faults& faults);
void check_ids(std::string_view file, const std::vector<std::pair<std::string, std::uint64_t>>& ids,
               Faults& faults);

template <class R>
Table<R> read_table(const TableShape<R>& shape, const Files& files, Faults& faults) {
    const auto columns = with_common(shape.columns);
    Table<R> table;
    for (const wire::CsvRow& csv : csv_rows(files, shape.file, columns, faults)) {
        Row cells(shape.file, columns, csv, faults);
        R row = shape.read(cells);
        static_cast<Rule&>(row) = cells.rule();
        row.id = id_of(shape.file, shape.keys(row), row.valid.first);
        table.push_back({std::move(row), csv.line});
    }
    // A cell that was not read would bring faults here that are none.
    if (faults.names(shape.file)) return table;
    std::vector<Holding> holdings;
    std::vector<std::pair<std::string, std::uint64_t>> ids;
    for (const auto& [row, line] : table) {
        for (std::string& thing : shape.things(row))
            holdings.push_back({std::move(thing), row.valid, line});
        ids.emplace_back(row.id, line);
    }
    check_overlaps(shape.file, std::move(holdings), faults);
    if (!faults.names(shape.file)) check_ids(shape.file, ids, faults);
    return table;
}

template <class R>
[[nodiscard]] std::vector<R> rows_of(Table<R> table) {
    std::vector<R> rows;
    for (auto& listed : table)
        rows.push_back(std::move(listed.row));
    return rows;
}

}  // namespace hadir::rules
