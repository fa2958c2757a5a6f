// What may be asked for and until when, and whose word decides on it. Pure (docs/rules.md, Papers).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/posts.h"
#include "core/bytes.h"
#include "core/judge.h"
#include "core/result.h"
#include "core/rules.h"

namespace hadir::central {

// BKD's settings `close-day` and `decide-days`.
struct PaperTerms {
    int close_day = 5;            // of the month after: the last day on which a month's papers are asked for
    std::chrono::days decide{3};  // each superior has so long before the next one may decide too
};

constexpr std::size_t kWhyCharsMin = 10;
constexpr std::chrono::days kAheadMax{365};
constexpr std::chrono::days kPaperDaysMax{366};
constexpr int kAnnualLeaveDays = 12;        // a year (docs/rules.md)
constexpr const char* kAnnualLeave = "CT";  // of paper_kinds.csv

struct PaperWish {
    PersonId person;
    std::string code;
    DaySpan days;  // with a last one
    std::optional<int> from;
    std::optional<int> to;
    std::optional<Side> side;
    std::optional<int> at_s;
    std::optional<Hash> document;
    std::string why;
};

// The last day on which a paper for that day is asked for.
[[nodiscard]] LocalDay closes_on(LocalDay day, int close_day);

enum class Closing : std::uint8_t { counts, passed_over };  // BKD enters what came too late

struct AskFacts {
    const PresenceRules& rules;
    const PostBook& posts;
    PaperTerms terms;
    LocalDay today;
    Closing closing = Closing::counts;
};
// USAGE that says what is wrong and what to do.
[[nodiscard]] Result<void> check_paper(const PaperWish& wish, const AskFacts& facts);

// USAGE unless it is a reason (central/decisions.h) of at least kWhyCharsMin characters.
[[nodiscard]] Result<void> check_long_reason(const std::string& why);

// The kinds that somebody of that employment may ask for on that day.
[[nodiscard]] std::vector<const PaperKind*> kinds_for(const PresenceRules& rules, Employment employment,
                                                      LocalDay day);
[[nodiscard]] const PaperKind* kind_on(const PresenceRules& rules, const std::string& code, LocalDay day);

// Who asked for whom, and when.
struct Asking {
    PersonId person;
    PersonId asked_by;
    LocalDay asked;
    LocalDay first;  // of the paper: whose superiors count once the person has no post any more
};
struct Deciders {
    std::vector<Superior> now;     // each of them may, from the direct one up
    std::optional<Superior> next;  // joins them on `next_from`
    LocalDay next_from;
};
// Neither whose paper it is nor who asked for it is ever among them.
[[nodiscard]] Deciders deciders_of(const PostBook& posts, const Asking& asking, std::chrono::days deadline,
                                   LocalDay today);

}  // namespace hadir::central
