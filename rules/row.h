// One row of a table of rules: cells by the name of their column, as what they mean. A cell that cannot be
// read is a fault with its line; the reader gets a value that fits and goes on, so that the rest of the row
// is looked at too.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/rules.h"
#include "rules/faults.h"
#include "wire/csv.h"

namespace hadir::rules {

struct Range {
    int min = 0;
    int max = 0;
};
constexpr Range kMinutes{0, 1'440};  // of a day

template <class Value>
using Choice = std::pair<std::string_view, Value>;

class Row {
public:
    Row(std::string_view file, std::span<const std::string_view> columns, const wire::CsvRow& csv,
        Faults& faults)
        : file_(file), columns_(columns), csv_(csv), faults_(faults) {}

    [[nodiscard]] std::string_view cell(std::string_view column) const;
    [[nodiscard]] bool empty(std::string_view column) const { return cell(column).empty(); }
    // Letters, digits, - and _: what a rule's id is made of.
    [[nodiscard]] std::string code(std::string_view column);
    [[nodiscard]] std::string code_or_all(std::string_view column);  // also *
    [[nodiscard]] std::string text(std::string_view column);         // not empty
    [[nodiscard]] int number(std::string_view column, Range range);
    [[nodiscard]] std::optional<int> open_number(std::string_view column, Range range);  // empty: none
    [[nodiscard]] std::optional<int> minute(std::string_view column);                    // "07:30" is 450
    [[nodiscard]] LocalDay day(std::string_view column);
    // start, end, break_from, break_to. Overnight, an end that is not after the start is on the next day.
    enum class Overnight : std::uint8_t { no, yes };
    [[nodiscard]] WorkHours hours(Overnight overnight);

    // The value of the name in the cell.
    template <class Value>
    [[nodiscard]] Value choice(std::string_view column, std::span<const Choice<Value>> choices) {
        std::vector<std::string_view> names;
        for (const auto& [name, value] : choices) {
            if (cell(column) == name) return value;
            names.push_back(name);
        }
        fault_choice(column, names);
        return choices.front().second;
    }
    template <class Value>
    [[nodiscard]] Value choice(std::string_view column, std::initializer_list<Choice<Value>> choices) {
        return choice<Value>(column, std::span(choices.begin(), choices.size()));
    }

    // The four columns at the end; the id is yet to be made.
    [[nodiscard]] Rule rule();
    [[nodiscard]] std::uint64_t line() const { return csv_.line; }
    void fault(std::string message) { faults_.add(file_, csv_.line, std::move(message)); }
    void fault_in(std::string_view column, std::string_view what);
    void fault_choice(std::string_view column, std::span<const std::string_view> names);

private:
    std::string_view file_;
    std::span<const std::string_view> columns_;
    const wire::CsvRow& csv_;
    Faults& faults_;
};

}  // namespace hadir::rules
