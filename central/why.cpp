#include "central/why.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string_view>

namespace hadir::central {
namespace {

constexpr std::array<std::array<const char*, 12>, 2> kMonths = {
    {{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
      "November", "Desember"},
     {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December"}}};

std::string date_text(LocalDay day, Language language) {
    const std::chrono::year_month_day date(day);
    const auto month = kMonths[static_cast<std::size_t>(language)][unsigned{date.month()} - 1];
    return fmt::format("{} {} {}", unsigned{date.day()}, month, int{date.year()});
}

// "2026-05-02/2026-05-04"; a single day reads as one.
std::optional<std::string> days_in(const std::string& text, Language language) {
    const auto slash = text.find('/');
    if (slash == std::string::npos) return std::nullopt;
    const auto first = parse_day(text.substr(0, slash)), last = parse_day(text.substr(slash + 1));
    if (!first || !last) return std::nullopt;
    const bool id = language == Language::id;
    if (*first == *last) return (id ? "pada " : "on ") + date_text(*first, language);
    return fmt::format("{} {} {} {}", id ? "dari" : "from", date_text(*first, language), id ? "sampai" : "to",
                       date_text(*last, language));
}

std::optional<int> number_in(std::string_view text) {
    int number = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// "07:21:09" as "07.21.09"; "07:00+1" as "07.00 hari berikutnya"; nothing when it is no time.
std::optional<std::string> clock_in(std::string_view text, LocalDay day, Language language) {
    const auto sign = text.find_first_of("+-");
    const std::string_view clock = text.substr(0, sign);
    const auto is_clock_letter = [](char c) { return c == ':' || (c >= '0' && c <= '9'); };
    if ((clock.size() != 5 && clock.size() != 8) || clock[2] != ':' ||
        !std::ranges::all_of(clock, is_clock_letter))
        return std::nullopt;
    std::string out(clock);
    std::ranges::replace(out, ':', '.');
    if (sign == std::string_view::npos) return out;
    const auto days = number_in(text.substr(sign));
    if (!days) return std::nullopt;
    if (*days == 1) return out + (language == Language::id ? " hari berikutnya" : " the next day");
    if (*days == -1) return out + (language == Language::id ? " hari sebelumnya" : " the day before");
    return out + (language == Language::id ? " tanggal " : " on ") +
           date_text(day + std::chrono::days(*days), language);
}

// A rule's row, wherever it stands in the book.
const Rule* find_in(std::string_view) {
    return nullptr;
}
template <class Rows, class... More>
const Rule* find_in(std::string_view id, const Rows& rows, const More&... more) {
    const auto found = std::ranges::find(rows, id, &Rule::id);
    return found != rows.end() ? &*found : find_in(id, more...);
}

class Words {
public:
    Words(LocalDay day, const rules::RuleBook& book, const WhyNames& names)
        : day_(day), book_(book), names_(names) {}

    [[nodiscard]] WhyLine line(const Reason& reason) const {
        WhyLine line{reason.sentence, "", "", reason.rule, "", {}, reason.stamps, reason.papers};
        const auto sentence = std::ranges::find_if(book_.sentences, [&](const rules::Sentence& one) {
            return one.key == reason.sentence && one.valid.holds(day_);
        });
        const bool known = sentence != book_.sentences.end();
        line.text_id = fill(known ? sentence->text_id : bare(reason), reason, Language::id);
        line.text_en = fill(known ? sentence->text_en : bare(reason), reason, Language::en);
        if (const Rule* rule = rule_of(reason.rule)) {
            line.source = rule->source;
            line.confidence = rule->confidence;
        }
        return line;
    }

private:
    [[nodiscard]] const Rule* rule_of(const std::string& id) const {
        if (id.empty()) return nullptr;
        const PresenceRules& rules = book_.presence;
        return find_in(id, rules.schedules, rules.shifts, rules.holidays, rules.record_rules, rules.day_bands,
                       rules.deductions, rules.paper_kinds, names_.holidays);
    }

    // Of a sentence that the book has no longer: nothing is hidden.
    static std::string bare(const Reason& reason) {
        std::string text = reason.sentence + ':';
        for (const auto& [name, value] : reason.values)
            text += fmt::format(" {0}={{{0}}}", name);
        return text;
    }

    [[nodiscard]] std::string fill(std::string_view text, const Reason& reason, Language language) const {
        std::string out;
        for (auto open = text.find('{'); open != text.npos; open = text.find('{')) {
            const auto close = text.find('}', open);
            if (close == text.npos) break;
            const std::string name(text.substr(open + 1, close - open - 1));
            const auto value =
                std::ranges::find(reason.values, name, [](const auto& pair) { return pair.first; });
            out += text.substr(0, open);
            out += value != reason.values.end() ? said(name, value->second, language)
                                                : std::string(text.substr(open, close + 1 - open));
            text.remove_prefix(close + 1);
        }
        return out.append(text);
    }

    [[nodiscard]] std::string said(const std::string& name, const std::string& value,
                                   Language language) const {
        if (name == "paper") return paper_text(value, language);
        const auto number = number_in(value);
        if (name == "basis_points" && number) return percent_text(*number, language);
        if (name == "terminal") return terminal_text(value, language);
        if (const auto days = days_in(value, language)) return *days;
        return clock_in(value, day_, language).value_or(value);
    }

    [[nodiscard]] std::string paper_text(const std::string& code, Language language) const {
        const auto found = std::ranges::find_if(book_.presence.paper_kinds, [&](const PaperKind& kind) {
            return kind.code == code && kind.valid.holds(day_);
        });
        if (found == book_.presence.paper_kinds.end()) return code;
        return language == Language::id ? found->text_id : found->text_en;
    }

    [[nodiscard]] std::string terminal_text(const std::string& value, Language language) const {
        std::int64_t id = 0;
        std::from_chars(value.data(), value.data() + value.size(), id);
        const auto found = names_.terminals.find(id);
        if (found != names_.terminals.end()) return found->second;
        return language == Language::id ? "sebuah kios" : "a kiosk";
    }

    LocalDay day_;
    const rules::RuleBook& book_;
    const WhyNames& names_;
};

}  // namespace

std::vector<WhyLine> explain(const std::vector<Reason>& why, LocalDay day, const rules::RuleBook& book,
                             const WhyNames& names) {
    const Words words(day, book, names);
    std::vector<WhyLine> lines;
    lines.reserve(why.size());
    for (const Reason& reason : why)
        lines.push_back(words.line(reason));
    return lines;
}

bool is_unverified(Confidence confidence) {
    return confidence == Confidence::memory || confidence == Confidence::example;
}

std::string percent_text(int basis_points, Language language) {
    std::string text = std::to_string(basis_points / 100);
    if (const int rest = basis_points % 100; rest != 0) {
        text += fmt::format("{}{:02}", language == Language::id ? ',' : '.', rest);
        if (text.ends_with('0')) text.pop_back();
    }
    return text + (language == Language::id ? " %" : "%");
}

}  // namespace hadir::central
