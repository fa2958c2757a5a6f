// What the fields of tables from the personnel system may hold: names, NIPs, days. A fault names its line.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "central/people_repository.h"
#include "core/bytes.h"
#include "core/result.h"
#include "core/rules.h"
#include "wire/csv.h"

namespace hadir::central {

// 1 to 128 bytes without spaces around it or control characters.
[[nodiscard]] bool is_text(std::string_view text);
[[nodiscard]] bool is_nip(std::string_view text);  // 18 digits

// A row, and the line where it begins.
template <class Row>
struct Lined {
    Row row;
    std::uint64_t line = 1;
};

// One row's fields under their columns' names.
class FieldReader {
public:
    FieldReader(const wire::CsvRow& row, std::span<const std::string_view> columns)
        : row_(row), columns_(columns) {}

    [[nodiscard]] const std::string& raw(std::string_view column) const;
    [[nodiscard]] Result<std::string> text(std::string_view column) const;
    [[nodiscard]] Result<std::string> text_or_empty(std::string_view column) const;
    [[nodiscard]] Result<LocalDay> day(std::string_view column) const;
    [[nodiscard]] Result<DaySpan> span() const;  // `dari`, `sampai`; both belong to it, an empty end is open
    [[nodiscard]] std::unexpected<Error> fault(const std::string& message) const {
        return fail(ErrorCode::usage, message, row_.line);
    }
    [[nodiscard]] std::uint64_t line() const { return row_.line; }

private:
    const wire::CsvRow& row_;
    std::span<const std::string_view> columns_;
};

// The table's rows; `read` makes one of its fields.
template <class Row>
Result<std::vector<Lined<Row>>> read_rows(std::string_view csv,
                                          std::initializer_list<std::string_view> columns,
                                          const std::function<Result<Row>(const FieldReader&)>& read) {
    const auto rows = wire::parse_csv(csv, columns);
    if (!rows) return propagate(rows.error());
    std::vector<Lined<Row>> lined;
    lined.reserve(rows->size());
    for (const wire::CsvRow& row : *rows) {
        auto one = read(FieldReader(row, columns));
        if (!one) return propagate(one.error());
        lined.push_back({*std::move(one), row.line});
    }
    return lined;
}

template <class Row>
std::vector<Row> bare(const std::vector<Lined<Row>>& lined) {
    std::vector<Row> rows;
    rows.reserve(lined.size());
    for (const Lined<Row>& one : lined)
        rows.push_back(one.row);
    return rows;
}

// Whom the NIPs of a table name: also those who have left, whose rows reach back.
class Nips {
public:
    explicit Nips(const std::vector<Person>& people);

    [[nodiscard]] Result<PersonId> read(const FieldReader& fields, std::string_view column) const;
    [[nodiscard]] Result<std::optional<PersonId>> read_or_empty(const FieldReader& fields,
                                                                std::string_view column) const;
    [[nodiscard]] std::string nip_of(const PersonId& person) const;  // the id where there is no such person
    [[nodiscard]] std::string name_of(const PersonId& person) const;

private:
    std::map<std::string, PersonId, std::less<>> by_nip_;
    std::map<PersonId, PersonFacts> facts_;
};

// A row as a difference shows it: CSV without the line's end.
[[nodiscard]] std::string row_text(std::initializer_list<std::string_view> fields);
[[nodiscard]] bool overlap(const DaySpan& left, const DaySpan& right);
[[nodiscard]] std::string text_of(const std::optional<LocalDay>& day);  // empty for an open end
// For a fault: "A, B, C", and how many more there are.
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

}  // namespace hadir::central
