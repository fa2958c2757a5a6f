#include "central/paper_rules.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "central/decisions.h"

namespace hadir::central {
namespace {

constexpr std::chrono::days kDay{1};
constexpr int kMinutesADay = 1440;
constexpr int kHoursEndMax = kMinutesADay + 720;  // noon of the day after: a night's duty
constexpr int kCorrectionMax = 129'600;           // the same in seconds: a shift over midnight
// PPPK have a shorter list of leave: from memory, to be checked against the law (docs/rules.md).
constexpr std::array<std::string_view, 4> kLeaveOfPppk{"CT", "CS", "CM", "CM3"};

std::size_t characters_in(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool may_have(const PaperKind& kind, Employment employment) {
    if (employment != Employment::pppk || kind.effect != PaperEffect::leave) return true;
    return std::ranges::find(kLeaveOfPppk, kind.code) != kLeaveOfPppk.end();
}

Result<void> check_days(const PaperWish& wish, const AskFacts& facts) {
    const LocalDay first = wish.days.first, last = *wish.days.last;
    if (last < first) return fail(ErrorCode::usage, "days: the last one is before the first");
    if (last - first >= kPaperDaysMax)
        return fail(ErrorCode::usage, "days: 366 at most; ask for what follows by a second paper");
    if (last > facts.today + kAheadMax) return fail(ErrorCode::usage, "days: not more than a year ahead");
    if (facts.closing == Closing::passed_over) return {};
    const LocalDay closed = closes_on(first, facts.terms.close_day);
    if (facts.today <= closed) return {};
    return fail(ErrorCode::usage, "days: the month of " + format_day(first) + " was closed on " +
                                      format_day(closed) +
                                      "; BKD can still enter it, bring them the document");
}

Result<void> check_post(const PaperWish& wish, const AskFacts& facts, const PaperKind& kind) {
    if (const auto gap = facts.posts.first_gap(wish.person, wish.days))
        return fail(ErrorCode::usage, "days: nobody has entered a post for " + format_day(*gap) +
                                          "; ask your OPD to have the posts table corrected");
    if (!may_have(kind, facts.posts.post_on(wish.person, wish.days.first)->employment))
        return fail(ErrorCode::usage, "code: PPPK have no " + kind.text_id);
    return {};
}

Result<void> check_hours(const PaperWish& wish, const PaperKind& kind) {
    if (!wish.from && !wish.to) return {};
    if (kind.effect != PaperEffect::duty)
        return fail(ErrorCode::usage,
                    "from, to: only duty is of some hours; a " + kind.text_id + " is of whole days");
    if (!wish.from || !wish.to || *wish.from < 0 || *wish.from >= kMinutesADay || *wish.to <= *wish.from ||
        *wish.to > kHoursEndMax)
        return fail(ErrorCode::usage, "from, to: both, the end after the start");
    return {};
}

Result<void> check_correction(const PaperWish& wish, const PaperKind& kind, LocalDay today) {
    if (kind.effect != PaperEffect::correction) {
        if (wish.side || wish.at_s)
            return fail(ErrorCode::usage, "side, at_s: only a correction names an event");
        return {};
    }
    if (!wish.side || !wish.at_s || *wish.at_s < 0 || *wish.at_s > kCorrectionMax)
        return fail(ErrorCode::usage, "side, at_s: a correction names check-in or check-out and its time");
    if (wish.days.first != *wish.days.last) return fail(ErrorCode::usage, "days: a correction is of one day");
    if (wish.days.first > today)
        return fail(ErrorCode::usage, "days: that day has not begun; there is nothing to correct yet");
    return {};
}

}  // namespace

LocalDay closes_on(LocalDay day, int close_day) {
    const std::chrono::year_month_day date(day);
    const auto after = std::chrono::year_month(date.year(), date.month()) + std::chrono::months(1);
    return LocalDay(after / std::chrono::day(static_cast<unsigned>(close_day)));
}

Result<void> check_long_reason(const std::string& why) {
    if (auto plain = check_reason(why); !plain) return plain;
    const auto first = why.find_first_not_of(' ');
    const auto last = why.find_last_not_of(' ');
    if (first == std::string::npos ||
        characters_in(std::string_view(why).substr(first, last - first + 1)) < kWhyCharsMin)
        return fail(ErrorCode::usage, "why: a reason of at least 10 characters");
    return {};
}

const PaperKind* kind_on(const PresenceRules& rules, const std::string& code, LocalDay day) {
    const auto found = std::ranges::find_if(
        rules.paper_kinds, [&](const PaperKind& kind) { return kind.code == code && kind.valid.holds(day); });
    return found == rules.paper_kinds.end() ? nullptr : &*found;
}

std::vector<const PaperKind*> kinds_for(const PresenceRules& rules, Employment employment, LocalDay day) {
    std::vector<const PaperKind*> kinds;
    for (const PaperKind& kind : rules.paper_kinds) {
        if (kind.valid.holds(day) && may_have(kind, employment)) kinds.push_back(&kind);
    }
    return kinds;
}

Result<void> check_paper(const PaperWish& wish, const AskFacts& facts) {
    if (auto why = check_long_reason(wish.why); !why) return why;
    if (auto days = check_days(wish, facts); !days) return days;
    const PaperKind* kind = kind_on(facts.rules, wish.code, wish.days.first);
    if (kind == nullptr)
        return fail(ErrorCode::usage,
                    "code: no kind of paper on " + format_day(wish.days.first) + " is called that");
    if (auto post = check_post(wish, facts, *kind); !post) return post;
    if (auto hours = check_hours(wish, *kind); !hours) return hours;
    return check_correction(wish, *kind, facts.today);
}

Deciders deciders_of(const PostBook& posts, const Asking& asking, std::chrono::days deadline,
                     LocalDay today) {
    const LocalDay day = posts.post_on(asking.person, today) != nullptr ? today : asking.first;
    auto line = posts.superiors_on(asking.person, day);
    std::erase_if(line, [&](const Superior& superior) { return superior.acting == asking.asked_by; });
    const auto missed =
        static_cast<std::size_t>(std::max<std::int64_t>(0, (today - asking.asked) / deadline));
    Deciders deciders;
    const auto count = std::min(line.size(), missed + 1);
    deciders.now.assign(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(count));
    if (count < line.size()) {
        deciders.next = line[count];
        deciders.next_from = asking.asked + deadline * static_cast<int>(missed + 1);
    }
    return deciders;
}

}  // namespace hadir::central
