#include "central/judge_inputs.h"

#include "central/devices_repository.h"
#include "central/holidays_repository.h"
#include "central/papers_repository.h"

namespace hadir::central {
namespace {

constexpr std::chrono::days kDay{1};

DaySpan with_margin(const DaySpan& days) {
    return {days.first - kJudgeMargin, days.last.value_or(days.first) + kJudgeMargin};
}

}  // namespace

PresenceRules rules_of_now(const Database& database, const rules::RuleBook& book) {
    PresenceRules rules = book.presence;
    const auto added = HolidaysRepository(database).all();
    rules.holidays.insert(rules.holidays.end(), added.begin(), added.end());
    return rules;
}

JudgeInputs::JudgeInputs(const Database& database, Zone province, const DaySpan& days)
    : days_(with_margin(days)),
      duties_(read_duty_book(database, province, days_.first, *days_.last)),
      reported_(DevicesRepository(database).reported()),
      outages_(PapersRepository(database).outages(days_)) {}

PersonSpan JudgeInputs::of(const PersonId& person, std::vector<Stamp> stamps,
                           std::vector<Paper> papers) const {
    PersonSpan span;
    span.duties = duties_.duties(person, days_.first, *days_.last);
    span.stamps = std::move(stamps);
    span.papers = std::move(papers);
    for (const Duty& duty : span.duties) {
        for (const std::int64_t terminal : duties_.terminals_of(person, duty.day)) {
            const auto same = std::ranges::find_if(span.terminals, [&](const Watermark& one) {
                return one.terminal == terminal && *one.serves.last + kDay == duty.day;
            });
            if (same != span.terminals.end()) {
                same->serves.last = duty.day;
                continue;
            }
            const auto reported = reported_.find(terminal);
            const auto outages = outages_.find(terminal);
            span.terminals.push_back({terminal,
                                      reported == reported_.end() ? UnixMs{} : reported->second,
                                      outages == outages_.end() ? std::vector<Outage>{} : outages->second,
                                      {duty.day, duty.day}});
        }
    }
    return span;
}

}  // namespace hadir::central
