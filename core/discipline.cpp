#include "core/discipline.h"

#include <algorithm>
#include <numeric>

namespace hadir {
namespace {

using std::chrono::months;
using std::chrono::year_month_day;

constexpr const char* kContractRegime = "PPPK";
constexpr const char* kOldRegime = "PP53";

int year_of(LocalDay day) {
    return static_cast<int>(year_month_day(day).year());
}

LocalDay first_of_next_month(LocalDay day) {
    const year_month_day date(day);
    return LocalDay((date.year() / date.month() + months(1)) / 1);
}

// PP 53 speaks of PNS alone; CPNS are under PP 94 as PNS are.
bool opens_cases(PersonKind kind, std::string_view regime) {
    return kind != PersonKind::cpns || regime != kOldRegime;
}

const Threshold* band_of(int count, CountMode mode, std::string_view regime, LocalDay day,
                         const DisciplineRules& rules) {
    const auto found = std::ranges::find_if(rules.thresholds, [&](const Threshold& row) {
        return row.regime == regime && row.mode == mode && row.valid.holds(day) && row.from <= count &&
               (!row.to || count <= *row.to);
    });
    return found == rules.thresholds.end() ? nullptr : &*found;
}

const Conversion* conversion_of(std::string_view regime, LocalDay day, const DisciplineRules& rules) {
    const auto found = std::ranges::find_if(rules.conversions, [&](const Conversion& row) {
        return row.regime == regime && row.valid.holds(day) && row.minutes > 0;
    });
    return found == rules.conversions.end() ? nullptr : &*found;
}

int minutes_of(const std::vector<MissingMinutes>& parts) {
    return std::accumulate(parts.begin(), parts.end(), 0,
                           [](int sum, const MissingMinutes& part) { return sum + part.minutes; });
}

// The oldest minutes, as many as make a day; what the last one has too many stays in `left`.
std::vector<MissingMinutes> take(std::vector<MissingMinutes>& left, int minutes) {
    std::vector<MissingMinutes> taken;
    while (minutes > 0) {
        MissingMinutes& oldest = left.front();
        const int part = std::min(minutes, oldest.minutes);
        taken.push_back({oldest.day, part});
        minutes -= part;
        oldest.minutes -= part;
        if (oldest.minutes == 0) left.erase(left.begin());
    }
    return taken;
}

// Goes over the days once, in their order.
class Tally {
public:
    explicit Tally(const DisciplineRules& rules) : rules_(rules) {}

    void add(const DisciplineDay& day) {
        const std::string regime = regime_of(day.kind, day.day, rules_);
        if (day.presence == Presence::absent) {
            add_day({.day = day.day, .conversion = {}, .from = {}}, counter(day.day, regime), day.kind);
        } else if (day.presence == Presence::other && day.missing > 0) {
            add_minutes(day, counter(day.day, regime));
        }
        follow_run(day, regime);
    }
    [[nodiscard]] Absences finish() {
        for (Counting& counting : counters_)
            found_.counters.push_back(std::move(counting.counter));
        end_run();
        return std::move(found_);
    }

private:
    struct Counting {
        AbsenceCounter counter;
        int reached = 0;  // the count at which a band was last reached
    };

    Counting& counter(LocalDay day, const std::string& regime) {
        for (Counting& known : counters_) {
            if (known.counter.year == year_of(day) && known.counter.regime == regime) return known;
        }
        return counters_.emplace_back(AbsenceCounter{year_of(day), regime, {}, {}}, 0);
    }

    void add_day(CountedDay day, Counting& counting, PersonKind kind) {
        counting.counter.days.push_back(std::move(day));
        reach(CountMode::year, counting.counter.regime, counting.counter.days, counting.reached, kind);
    }

    void add_minutes(const DisciplineDay& day, Counting& counting) {
        AbsenceCounter& counter = counting.counter;
        counter.remainder.push_back({day.day, day.missing});
        const Conversion* row = conversion_of(counter.regime, day.day, rules_);
        while (row != nullptr && counter.remainder_minutes() >= row->minutes) {
            auto from = take(counter.remainder, row->minutes);
            add_day({day.day, row->id, std::move(from)}, counting, day.kind);
        }
    }

    void follow_run(const DisciplineDay& day, const std::string& regime) {
        const bool unknown_between = last_ && day.day - *last_ > std::chrono::days(1);
        last_ = day.day;
        if (unknown_between || day.presence == Presence::other || regime != run_.regime) end_run();
        if (day.presence != Presence::absent) return;
        run_.regime = regime;
        run_.days.push_back(day.day);
        std::vector<CountedDay> counted;
        counted.reserve(run_.days.size());
        for (const LocalDay absent : run_.days)
            counted.push_back({.day = absent, .conversion = {}, .from = {}});
        reach(CountMode::consecutive, regime, counted, run_reached_, day.kind);
    }

    void end_run() {
        if (!run_.days.empty()) found_.runs.push_back(std::move(run_));
        run_ = {};
        run_reached_ = 0;
    }

    // A band is reached once, even where newer rows draw its limits elsewhere.
    void reach(CountMode mode, const std::string& regime, const std::vector<CountedDay>& days, int& reached,
               PersonKind kind) {
        const LocalDay day = days.back().day;
        const int count = static_cast<int>(days.size());
        const Threshold* row = band_of(count, mode, regime, day, rules_);
        if (row == nullptr || row->from <= reached || !opens_cases(kind, regime)) return;
        reached = count;
        std::optional<LocalDay> salary_stop;
        if (mode == CountMode::consecutive) salary_stop = first_of_next_month(day);
        found_.events.push_back(
            {day, regime, mode, count, row->id, row->article, row->sanctions, days, salary_stop});
    }

    const DisciplineRules& rules_;
    Absences found_;
    std::vector<Counting> counters_;
    AbsenceRun run_;
    int run_reached_ = 0;
    std::optional<LocalDay> last_;
};

bool share_a_day(const std::vector<CountedDay>& left, const std::vector<CountedDay>& right) {
    return std::ranges::any_of(left, [&](const CountedDay& day) {
        return std::ranges::find(right, day.day, &CountedDay::day) != right.end();
    });
}

}  // namespace

const char* name_of(PersonKind kind) {
    switch (kind) {
        case PersonKind::pns:
            return "PNS";
        case PersonKind::cpns:
            return "CPNS";
        case PersonKind::pppk:
            return "PPPK";
    }
    return "PNS";
}

std::optional<PersonKind> person_kind_from(std::string_view name) {
    for (const PersonKind kind : {PersonKind::pns, PersonKind::cpns, PersonKind::pppk}) {
        if (name == name_of(kind)) return kind;
    }
    return std::nullopt;
}

DisciplineDay discipline_day(const DayVerdict& verdict, PersonKind kind) {
    DisciplineDay day{verdict.day, kind, Presence::other, 0};
    // What is known of one side of a BD day waits for the other.
    if (verdict.code != "BD") day.missing = verdict.in.missing + verdict.out.missing;
    // A day of which nobody has said whether it is free ends a run, as BD does (D10, D20).
    if (verdict.kind != DayKind::work && verdict.kind != DayKind::unknown) day.presence = Presence::free;
    if (verdict.counts_as_absence()) day.presence = Presence::absent;
    return day;
}

int AbsenceCounter::converted() const {
    return static_cast<int>(
        std::ranges::count_if(days, [](const CountedDay& day) { return !day.conversion.empty(); }));
}

int AbsenceCounter::remainder_minutes() const {
    return minutes_of(remainder);
}

Absences absences_of(std::span<const DisciplineDay> days, const DisciplineRules& rules) {
    std::vector<DisciplineDay> ordered(days.begin(), days.end());
    std::ranges::sort(ordered, {}, &DisciplineDay::day);
    Tally tally(rules);
    for (const DisciplineDay& day : ordered)
        tally.add(day);
    return tally.finish();
}

std::string regime_of(PersonKind kind, LocalDay day, const DisciplineRules& rules) {
    // Until their own rule is entered, nothing else is held against PPPK (D26).
    if (kind == PersonKind::pppk) return kContractRegime;
    const Threshold* newest = nullptr;
    for (const Threshold& row : rules.thresholds) {
        if (row.regime == kContractRegime || !row.valid.holds(day)) continue;
        if (newest == nullptr || row.valid.first > newest->valid.first) newest = &row;
    }
    return newest == nullptr ? std::string() : newest->regime;
}

const ThresholdEvent* still_stands(const ThresholdEvent& basis, std::span<const ThresholdEvent> now) {
    const auto found = std::ranges::find_if(now, [&](const ThresholdEvent& event) {
        if (event.threshold != basis.threshold || event.mode != basis.mode) return false;
        // One case a year and band, and one a run.
        return basis.mode == CountMode::year ? year_of(event.day) == year_of(basis.day)
                                             : share_a_day(event.days, basis.days);
    });
    return found == now.end() ? nullptr : &*found;
}

}  // namespace hadir
