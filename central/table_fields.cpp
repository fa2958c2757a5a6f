#include "central/table_fields.h"

#include <algorithm>

namespace hadir::central {
namespace {

constexpr std::size_t kNipDigits = 18;
constexpr std::size_t kTextBytesMax = 128;
constexpr std::size_t kListedMax = 12;

}  // namespace

bool is_text(std::string_view text) {
    return !text.empty() && text.size() <= kTextBytesMax && text.front() != ' ' && text.back() != ' ' &&
           std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
}

bool is_nip(std::string_view text) {
    return text.size() == kNipDigits &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

const std::string& FieldReader::raw(std::string_view column) const {
    const auto found = std::ranges::find(columns_, column);
    return row_.fields.at(static_cast<std::size_t>(found - columns_.begin()));
}

Result<std::string> FieldReader::text(std::string_view column) const {
    if (is_text(raw(column))) return raw(column);
    return fault(std::string(column) +
                 " must be 1 to 128 bytes of text without spaces around it or control characters");
}

Result<std::string> FieldReader::text_or_empty(std::string_view column) const {
    if (raw(column).empty()) return std::string();
    return text(column);
}

Result<LocalDay> FieldReader::day(std::string_view column) const {
    if (const auto day = parse_day(raw(column))) return *day;
    return fault(std::string(column) + " must be a day like 2026-11-24");
}

Result<DaySpan> FieldReader::span() const {
    const auto first = day("dari");
    if (!first) return propagate(first.error());
    if (raw("sampai").empty()) return DaySpan{*first, std::nullopt};
    const auto last = day("sampai");
    if (!last) return propagate(last.error());
    if (*last < *first) return fault("sampai is before dari");
    return DaySpan{*first, *last};
}

Nips::Nips(const std::vector<Person>& people) {
    for (const Person& person : people) {
        by_nip_.emplace(person.facts.nip, person.person);
        facts_.emplace(person.person, person.facts);
    }
}

Result<PersonId> Nips::read(const FieldReader& fields, std::string_view column) const {
    const std::string& nip = fields.raw(column);
    if (!is_nip(nip)) return fields.fault(std::string(column) + " must be 18 digits");
    const auto found = by_nip_.find(nip);
    if (found != by_nip_.end()) return found->second;
    return fields.fault(std::string(column) + " " + nip + " is nobody's; import the people first");
}

Result<std::optional<PersonId>> Nips::read_or_empty(const FieldReader& fields,
                                                    std::string_view column) const {
    if (fields.raw(column).empty()) return std::optional<PersonId>();
    const auto person = read(fields, column);
    if (!person) return propagate(person.error());
    return std::optional(*person);
}

std::string Nips::nip_of(const PersonId& person) const {
    const auto found = facts_.find(person);
    return found == facts_.end() ? person.hex() : found->second.nip;
}

std::string Nips::name_of(const PersonId& person) const {
    const auto found = facts_.find(person);
    return found == facts_.end() ? std::string() : found->second.name;
}

std::string row_text(std::initializer_list<std::string_view> fields) {
    std::string text = wire::csv_row(fields);
    text.pop_back();
    return text;
}

bool overlap(const DaySpan& left, const DaySpan& right) {
    return left.holds(right.first) || right.holds(left.first);
}

std::string text_of(const std::optional<LocalDay>& day) {
    return day ? format_day(*day) : std::string();
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kListedMax); ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > kListedMax) text += " and " + std::to_string(names.size() - kListedMax) + " more";
    return names.empty() ? "none" : text;
}

}  // namespace hadir::central
