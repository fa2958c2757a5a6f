#include "rules/sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace hadir::rules {
namespace {

using Values = std::set<std::string_view>;

// What core/judge says, and the values that it gives with it; a sentence need not use them all.
struct Key {
    std::string_view name;
    Values values;
};
const std::vector<Key>& keys() {
    static const std::vector<Key> kKeys{{"schedule", {"plan", "name", "start", "end"}},
                                        {"on_time", {"time", "start"}},
                                        {"late", {"time", "start", "minutes", "level"}},
                                        {"no_check_in", {"start", "minutes", "level"}},
                                        {"duty_hours_in", {"from", "to"}},
                                        {"outage_in", {"from", "to"}},
                                        {"corrected_in", {}},
                                        {"flex", {"end"}},
                                        {"on_time_out", {"time", "end"}},
                                        {"early", {"time", "end", "minutes", "level"}},
                                        {"no_check_out", {"end", "minutes", "level"}},
                                        {"duty_hours_out", {"from", "to"}},
                                        {"outage_out", {"from", "to"}},
                                        {"corrected_out", {}},
                                        {"absent", {}},
                                        {"absent_pending", {"paper"}},
                                        {"unknown_terminals", {"terminal", "until"}},
                                        {"unknown_schedule", {"plan"}},
                                        {"unknown_holidays", {"year"}},
                                        {"unknown_ramadan", {"year"}},
                                        {"unknown_roster", {"plan"}},
                                        {"unknown_pin", {}},
                                        {"unknown_outage", {}},
                                        {"unknown_no_terminal", {}},
                                        {"off", {"name"}},
                                        {"holiday", {"name"}},
                                        {"joint_leave", {"name"}},
                                        {"leave", {"paper", "days"}},
                                        {"duty", {"paper", "days"}},
                                        {"remote", {"paper", "days"}},
                                        {"deduction", {"basis_points", "label", "profile"}},
                                        {"deduction_month", {"label", "profile"}},
                                        {"deduction_absent", {"basis_points", "label", "profile"}},
                                        {"no_deduction_row", {"profile"}},
                                        {"no_profile", {}},
                                        {"interval", {}},
                                        {"outside_window", {"time"}},
                                        {"scan_on_free_day", {}},
                                        {"other_zone", {"zone"}}};
    return kKeys;
}

const Key* key_of(std::string_view name) {
    const auto found = std::ranges::find(keys(), name, &Key::name);
    return found == keys().end() ? nullptr : &*found;
}

// The words in braces; none, with a fault, for a brace without its partner.
std::optional<Values> values_in(Row& row, std::string_view column) {
    Values values;
    std::string_view text = row.cell(column);
    for (std::size_t at = text.find_first_of("{}"); at != text.npos; at = text.find_first_of("{}")) {
        const std::size_t end = text.find_first_of("{}", at + 1);
        if (text[at] == '}' || end == text.npos || text[end] == '{') {
            row.fault(fmt::format("{} has a brace without its partner; write values like {{time}}", column));
            return std::nullopt;
        }
        values.insert(text.substr(at + 1, end - at - 1));
        text.remove_prefix(end + 1);
    }
    return values;
}

void check_values(Row& row, const Key& key) {
    const auto in_id = values_in(row, "text_id");
    const auto in_en = values_in(row, "text_en");
    if (!in_id || !in_en) return;
    if (*in_id != *in_en) row.fault("text_id and text_en have different values in braces; use the same");
    Values all = *in_id;
    all.insert(in_en->begin(), in_en->end());
    for (const std::string_view value : all) {
        if (!key.values.contains(value))
            row.fault(
                fmt::format("{} has no value {{{}}}; it has {}", key.name, shown(value),
                            key.values.empty() ? "none" : fmt::format("{}", fmt::join(key.values, ", "))));
    }
}

Sentence read_sentence(Row& row) {
    Sentence sentence;
    sentence.key = row.code("key");
    sentence.text_id = row.text("text_id");
    sentence.text_en = row.text("text_en");
    if (const Key* key = key_of(sentence.key)) {
        check_values(row, *key);
    } else {
        row.fault_in("key", "is nothing that the judge says");
    }
    return sentence;
}

}  // namespace

Table<Sentence> read_sentences(const Files& files, Faults& faults) {
    const auto name = [](const Sentence& row) { return row.key; };
    const auto things = [](const Sentence& row) { return std::vector{row.key}; };
    auto table = read_table<Sentence>(
        {"sentences.csv", {"key", "text_id", "text_en"}, read_sentence, name, things}, files, faults);
    if (faults.names("sentences.csv")) return table;
    for (const Key& key : keys()) {
        if (std::ranges::none_of(table, [&](const auto& listed) { return listed.row.key == key.name; }))
            faults.add("sentences.csv", 0, fmt::format("has no sentence {}; add it", key.name));
    }
    return table;
}

}  // namespace hadir::rules
