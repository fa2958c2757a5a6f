#include "core/day_shares.h"

#include <algorithm>
#include <tuple>

namespace hadir {
namespace {

// Every way of sharing is tried while there are at most so many; beyond, each stamp goes where it helps most
// at its turn.
constexpr std::size_t kWaysMax = 4096;

struct Contested {
    const Stamp* stamp = nullptr;
    std::vector<std::size_t> days;  // more than one, ascending
};

bool is_work(const DayCase& day) {
    return day.plan.kind == DayKind::work;
}

bool is_of_date(const Stamp& stamp, LocalDay day) {
    return local_day(stamp.known.earliest, stamp.zone) == day;
}

std::vector<std::size_t> days_of(const std::vector<DayCase>& days, const Stamp& stamp) {
    std::vector<std::size_t> fitting;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (!is_work(days[i])) continue;
        const Seen seen = seen_on(days[i].duty->day, stamp);
        if (meets(reach_of(days[i].plan), seen)) fitting.push_back(i);
    }
    if (!fitting.empty()) return fitting;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (!is_work(days[i]) && is_of_date(stamp, days[i].duty->day)) fitting.push_back(i);
    }
    return fitting;
}

Harm harm_on(const DayCase& day, const std::vector<Seen>& stamps) {
    if (!is_work(day)) return {};
    Harm harm = day.papered ? Harm{} : harm_of(findings_of(day, stamps));
    for (const Seen& seen : stamps)
        harm.distance_ms += nearest_event(day, seen).distance_ms;
    return harm;
}

// Stamps that want the same days, and nothing of other groups.
class Group {
public:
    explicit Group(std::vector<Contested> stamps) : stamps_(std::move(stamps)) {
        for (const Contested& one : stamps_)
            days_.insert(days_.end(), one.days.begin(), one.days.end());
        std::ranges::sort(days_);
        days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
    }

    void share(const std::vector<DayCase>& days, DayShares& shares) const {
        std::size_t ways = 1;
        for (const Contested& one : stamps_)
            ways = std::min(ways * one.days.size(), kWaysMax + 1);
        if (ways > kWaysMax) return share_one_by_one(days, shares);
        DayShares best;
        Harm least;
        for (std::size_t way = 0; way < ways; ++way) {
            DayShares tried = shares;
            give(way, days, tried);
            const Harm harm = harm_in(days, tried);
            if (!best.empty() && !(harm < least)) continue;
            least = harm;
            best = std::move(tried);
        }
        shares = std::move(best);
    }

private:
    // The way's digits name each stamp's day; the first way gives all to their earliest days.
    void give(std::size_t way, const std::vector<DayCase>& days, DayShares& shares) const {
        for (const Contested& one : stamps_) {
            const std::size_t day = one.days[way % one.days.size()];
            way /= one.days.size();
            shares[day].push_back(seen_on(days[day].duty->day, *one.stamp));
        }
    }

    void share_one_by_one(const std::vector<DayCase>& days, DayShares& shares) const {
        for (const Contested& one : stamps_) {
            std::optional<std::size_t> chosen;
            Harm least;
            for (const std::size_t day : one.days) {
                DayShares tried = shares;
                tried[day].push_back(seen_on(days[day].duty->day, *one.stamp));
                const Harm harm = harm_in(days, tried);
                if (chosen && !(harm < least)) continue;
                chosen = day;
                least = harm;
            }
            shares[*chosen].push_back(seen_on(days[*chosen].duty->day, *one.stamp));
        }
    }

    [[nodiscard]] Harm harm_in(const std::vector<DayCase>& days, const DayShares& shares) const {
        Harm harm;
        for (const std::size_t day : days_)
            harm += harm_on(days[day], shares[day]);
        return harm;
    }

    std::vector<Contested> stamps_;
    std::vector<std::size_t> days_;
};

// Contested stamps in groups: a stamp joins the groups that have one of its days.
std::vector<Group> groups_of(const std::vector<Contested>& contested) {
    std::vector<std::vector<Contested>> groups;
    for (const Contested& one : contested) {
        const bool joins = !groups.empty() && std::ranges::any_of(groups.back(), [&](const Contested& other) {
            return other.days.back() >= one.days.front() && one.days.back() >= other.days.front();
        });
        if (!joins) groups.emplace_back();
        groups.back().push_back(one);
    }
    std::vector<Group> made;
    made.reserve(groups.size());
    for (auto& group : groups)
        made.emplace_back(std::move(group));
    return made;
}

std::vector<const Stamp*> in_order(const std::vector<Stamp>& stamps) {
    std::vector<const Stamp*> sorted;
    sorted.reserve(stamps.size());
    for (const Stamp& stamp : stamps)
        sorted.push_back(&stamp);
    std::ranges::sort(sorted, {}, [](const Stamp* stamp) {
        return std::tuple(stamp->known.earliest, stamp->known.latest, stamp->zone, stamp->id);
    });
    return sorted;
}

}  // namespace

DayShares share_stamps(const std::vector<DayCase>& days, const std::vector<Stamp>& stamps) {
    DayShares shares(days.size());
    std::vector<Contested> contested;
    for (const Stamp* stamp : in_order(stamps)) {
        auto fitting = days_of(days, *stamp);
        if (fitting.size() == 1)
            shares[fitting.front()].push_back(seen_on(days[fitting.front()].duty->day, *stamp));
        else if (fitting.size() > 1)
            contested.push_back({stamp, std::move(fitting)});
    }
    for (const Group& group : groups_of(contested))
        group.share(days, shares);
    for (auto& share : shares)
        std::ranges::sort(share, {},
                          [](const Seen& seen) { return std::pair(seen.earliest_ms, seen.latest_ms); });
    return shares;
}

DayShares share_plainly(const std::vector<DayCase>& days, const std::vector<Stamp>& stamps) {
    DayShares shares(days.size());
    for (const Stamp* stamp : in_order(stamps)) {
        std::optional<std::size_t> chosen;
        Nearest least;
        for (const std::size_t day : days_of(days, *stamp)) {
            if (!is_work(days[day])) continue;
            const Nearest nearest = nearest_event(days[day], seen_on(days[day].duty->day, *stamp));
            if (chosen && nearest.distance_ms >= least.distance_ms) continue;
            chosen = day;
            least = nearest;
        }
        if (chosen)
            shares[*chosen].push_back(read_plainly(seen_on(days[*chosen].duty->day, *stamp), least.side));
    }
    return shares;
}

}  // namespace hadir
