#include "rules/row.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace hadir::rules {
namespace {

constexpr int kDayMinutes = 1'440;
constexpr std::size_t kCodeBytesMax = 48;

std::optional<int> number_from(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<int> minute_from(std::string_view text) {
    if (text.size() != 5 || text[2] != ':' || text.find_first_of("+-") != text.npos) return std::nullopt;
    const auto hour = number_from(text.substr(0, 2));
    const auto minute = number_from(text.substr(3));
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    return *hour * 60 + *minute;
}

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= kCodeBytesMax && std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

}  // namespace

std::string_view Row::cell(std::string_view column) const {
    const auto at = std::ranges::find(columns_, column);
    return at == columns_.end() ? std::string_view()
                                : csv_.fields[static_cast<std::size_t>(at - columns_.begin())];
}

void Row::fault_in(std::string_view column, std::string_view what) {
    fault(fmt::format("{} {}: {}", column, what, shown(cell(column))));
}

void Row::fault_choice(std::string_view column, std::span<const std::string_view> names) {
    fault_in(column, fmt::format("is not one of {}", fmt::join(names, ", ")));
}

std::string Row::code(std::string_view column) {
    if (!is_code(cell(column))) fault_in(column, "must be of letters, digits, - and _, at most 48");
    return std::string(cell(column));
}

std::string Row::code_or_all(std::string_view column) {
    return cell(column) == "*" ? "*" : code(column);
}

std::string Row::text(std::string_view column) {
    if (empty(column)) fault(fmt::format("{} is empty; write it", column));
    return std::string(cell(column));
}

int Row::number(std::string_view column, Range range) {
    const auto value = number_from(cell(column));
    if (value && *value >= range.min && *value <= range.max) return *value;
    fault_in(column, fmt::format("is not a whole number from {} to {}", range.min, range.max));
    return range.min;
}

std::optional<int> Row::open_number(std::string_view column, Range range) {
    if (empty(column)) return std::nullopt;
    return number(column, range);
}

std::optional<int> Row::minute(std::string_view column) {
    const auto value = minute_from(cell(column));
    if (!value) fault_in(column, "is not a time like 07:30");
    return value;
}

LocalDay Row::day(std::string_view column) {
    const auto value = parse_day(cell(column));
    if (!value) fault_in(column, "is not a date like 2026-11-24");
    return value.value_or(LocalDay());
}

WorkHours Row::hours(Overnight overnight) {
    const auto start = minute("start");
    const auto end = minute("end");
    if (!start || !end) return {};
    // On the next day if it is not after the start.
    const auto later = [&](int time, bool also_equal) {
        return overnight == Overnight::yes && (time < *start || (also_equal && time == *start))
                   ? time + kDayMinutes
                   : time;
    };
    WorkHours hours{*start, later(*end, true), 0, 0};
    if (hours.end <= hours.start) fault_in("end", fmt::format("is not after the start {}", cell("start")));
    if (empty("break_from") && empty("break_to")) return hours;
    const auto break_from = minute("break_from");
    const auto break_to = minute("break_to");
    if (!break_from || !break_to) return hours;
    hours.break_from = later(*break_from, false);
    hours.break_to = later(*break_to, false);
    if (hours.break_from < hours.start || hours.break_to <= hours.break_from || hours.break_to > hours.end)
        fault(fmt::format("the break {} to {} is not within {} to {}; leave both empty for none",
                          cell("break_from"), cell("break_to"), cell("start"), cell("end")));
    return hours;
}

Rule Row::rule() {
    Rule rule;
    rule.valid.first = day("valid_from");
    if (!empty("valid_to")) rule.valid.last = day("valid_to");
    if (rule.valid.last && *rule.valid.last < rule.valid.first)
        fault_in("valid_to", fmt::format("is before valid_from {}", shown(cell("valid_from"))));
    rule.source = text("source");
    const auto confidence = confidence_from(cell("confidence"));
    if (!confidence)
        fault_in("confidence", "is not one of read, computed, inferred, decided, memory, example");
    rule.confidence = confidence.value_or(Confidence::memory);
    return rule;
}

}  // namespace hadir::rules
