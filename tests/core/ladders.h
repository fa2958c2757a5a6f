// The rules of discipline as they are shipped, and spans of days to try them on.
#pragma once

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "core/discipline.h"
#include "rules/rule_book.h"

namespace hadir {

inline LocalDay day_of(const char* text) {
    return *parse_day(text);
}

// Of config/rules, as they are shipped.
inline const DisciplineRules& shipped_rules() {
    static const auto book =
        rules::read_rules(rules::read_rule_folder(HADIR_SOURCE_DIR "/config/rules").value()).value();
    return book.discipline;
}

inline DisciplineDay absent(LocalDay day) {
    return {day, PersonKind::pns, Presence::absent, 0};
}
inline DisciplineDay present(LocalDay day, int missing = 0) {
    return {day, PersonKind::pns, Presence::other, missing};
}

// That many TK days, each followed by a day at work, so that no run grows.
inline std::vector<DisciplineDay> apart(LocalDay first, int count) {
    std::vector<DisciplineDay> span;
    for (int i = 0; i < count; ++i) {
        span.push_back(absent(first + std::chrono::days(2 * i)));
        span.push_back(present(first + std::chrono::days(2 * i + 1)));
    }
    return span;
}

// TK from Monday to Friday, the weekends free.
inline std::vector<DisciplineDay> in_a_row(LocalDay first, int count) {
    std::vector<DisciplineDay> span;
    for (LocalDay day = first; count > 0; day += std::chrono::days(1)) {
        const bool weekend = std::chrono::weekday(day).iso_encoding() > 5;
        span.push_back({day, PersonKind::pns, weekend ? Presence::free : Presence::absent, 0});
        if (!weekend) --count;
    }
    return span;
}

using Steps = std::vector<std::pair<int, std::string>>;

inline std::string joined(const std::vector<std::string>& words) {
    return std::accumulate(words.begin(), words.end(), std::string(),
                           [](std::string text, const std::string& word) { return text + word; });
}

inline Steps steps_of(const std::vector<ThresholdEvent>& events, CountMode mode = CountMode::year) {
    Steps steps;
    for (const ThresholdEvent& event : events) {
        if (event.mode == mode) steps.emplace_back(event.count, joined(event.sanctions));
    }
    return steps;
}

class Ladder : public testing::Test {
protected:
    [[nodiscard]] Absences of(const std::vector<DisciplineDay>& span) const {
        return absences_of(span, rules_);
    }
    [[nodiscard]] Steps after(LocalDay first, int count) const {
        return steps_of(of(apart(first, count)).events);
    }

    DisciplineRules rules_ = shipped_rules();
};

}  // namespace hadir
