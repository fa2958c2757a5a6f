#include "central/case_bench.h"

#include <algorithm>

#include "central/holidays_repository.h"
#include "core/day_plan.h"

namespace hadir::central {
namespace {

// Deadlines are counted from moves that may be old; rosters are read for these days.
constexpr std::chrono::days kBack{400}, kAhead{120};

PresenceRules with_added_holidays(const Database& database, PresenceRules rules) {
    const auto added = HolidaysRepository(database).all();
    rules.holidays.insert(rules.holidays.end(), added.begin(), added.end());
    return rules;
}

// The law that we have read names no time for the summons; BKD's own stands in.
DisciplineRules with_own_deadline(DisciplineRules rules, int summon_days) {
    for (CaseStep& row : rules.case_steps) {
        if (row.state != name_of(CaseState::panggilan_1) || row.deadline_days) continue;
        row.deadline_days = summon_days;
        row.deadline_from = name_of(CaseState::dugaan);
    }
    return rules;
}

bool is_office_day(LocalDay day, const PresenceRules& rules) {
    const auto weekday = std::chrono::weekday(day).iso_encoding();
    return weekday <= 5 && std::ranges::find(rules.holidays, day, &Holiday::day) == rules.holidays.end();
}

}  // namespace

CaseBench::CaseBench(const Database& database, const rules::RuleBook& book, const CaseTerms& terms, Zone zone,
                     LocalDay today)
    : duties_(read_duty_book(database, zone, today - kBack, today + kAhead)),
      presence_(with_added_holidays(database, book.presence)),
      rules_(with_own_deadline(book.discipline, terms.summon_days)),
      governor_(terms.governor),
      today_(today) {}

WorkingDay CaseBench::calendar_of(const PersonId& person) const {
    return [this, person](LocalDay day) {
        const Duty duty = duties_.duties(person, day, day).front();
        const DayKind kind = plan_of(duty, presence_).kind;
        return kind == DayKind::unknown ? is_office_day(day, presence_) : kind == DayKind::work;
    };
}

std::vector<DueStep> CaseBench::due(const StoredCase& stored) const {
    return due_steps(stored.history(), rules_, calendar_of(stored.person));
}

std::optional<LocalDay> CaseBench::objection_until(const StoredCase& stored) const {
    if (stored.state() != CaseState::penyampaian) return std::nullopt;
    for (const DueStep& step : due(stored)) {
        if (step.state == CaseState::berlaku) return step.due - std::chrono::days(1);
    }
    return std::nullopt;
}

std::optional<std::string> CaseBench::imposer_of(const Officer& officer, const PersonId& person) const {
    if (!governor_.empty() && officer.account == governor_) return "GUBERNUR";
    const auto line = duties_.posts().superiors_on(person, today_);
    const bool above =
        std::ranges::any_of(line, [&](const Superior& one) { return one.acting == officer.person; });
    const Post* post = duties_.posts().post_on(officer.person, today_);
    if (!above || post == nullptr) return std::nullopt;
    return name_of(post->level);
}

std::optional<Superior> CaseBench::superior_of(const PersonId& person) const {
    return duties_.posts().superior_on(person, today_);
}

const Sanction* CaseBench::sanction(const std::string& regime, const std::string& code) const {
    // A case under the older regime is still decided by its sanctions, whenever that is.
    const auto found = std::ranges::find_if(
        rules_.sanctions, [&](const Sanction& row) { return row.regime == regime && row.code == code; });
    return found == rules_.sanctions.end() ? nullptr : &*found;
}

}  // namespace hadir::central
