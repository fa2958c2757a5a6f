#include "core/interval.h"

#include <algorithm>

namespace hadir {
namespace {

using std::chrono::milliseconds;

// The least and the most true time between two readings of one boot's clock; each was cut to a millisecond.
milliseconds least(milliseconds up) {
    return std::max(milliseconds(0), up - rate_error(up) - milliseconds(1));
}
milliseconds most(milliseconds up) {
    return up + rate_error(up) + milliseconds(1);
}

// The record whose bound is the tightest so far: a bound is always reckoned from it in one go, so that no
// rounding adds up over a long row of records.
struct Source {
    UnixMs bound;
    BootId boot;
    milliseconds up{0};
};
enum class Across : std::uint8_t { the_bound_stands, nothing_is_known };

// Walks over the records in the order given and tightens one bound of each by that of the records before it.
template <class Walk, class Carry, class Tighter>
void sweep(Walk&& walk, std::span<const TimeMark> marks, UnixMs TimeInterval::* side,
           std::vector<TimeInterval>& intervals, Across across, Carry carry, Tighter tighter) {
    std::optional<Source> source;
    UnixMs neighbour;  // the same bound of the record before this one
    walk([&](std::size_t i) {
        UnixMs& own = intervals[i].*side;
        const TimeMark& mark = marks[i];
        bool carried = false;
        if (source && source->boot == mark.boot) {
            const UnixMs bound = carry(source->bound, milliseconds(std::abs((mark.up - source->up).count())));
            carried = tighter(bound, own);
            if (carried) own = bound;
        } else if (source && across == Across::the_bound_stands && tighter(neighbour, own)) {
            own = neighbour;
        }
        // While the source is the tightest it stays, so that what it says of the next record is exact.
        if (!carried) source = Source{own, mark.boot, mark.up};
        neighbour = own;
    });
}

bool is_later(UnixMs left, UnixMs right) {
    return left > right;
}
bool is_earlier(UnixMs left, UnixMs right) {
    return left < right;
}

}  // namespace

std::optional<TimeInterval> proved_by(UnixMs at, const ClockReading& clock) {
    if (!is_trusted(clock.state) || !clock.off_ms || !clock.unc_ms || *clock.unc_ms < 0) return std::nullopt;
    const UnixMs middle = at + milliseconds(*clock.off_ms);
    // `at` was cut to a millisecond, too.
    return TimeInterval{middle + -milliseconds(*clock.unc_ms), middle + milliseconds(*clock.unc_ms + 1)};
}

std::vector<TimeInterval> intervals_of(std::span<const TimeMark> marks, UnixMs before) {
    std::vector<TimeInterval> intervals;
    intervals.reserve(marks.size());
    for (const TimeMark& mark : marks) {
        TimeInterval own{before, std::max(before, mark.received)};
        // What the server's clock rules out proves nothing.
        if (mark.proved && mark.proved->earliest <= own.latest && mark.proved->latest >= own.earliest) {
            own.earliest = std::max(own.earliest, mark.proved->earliest);
            own.latest = std::min(own.latest, mark.proved->latest);
        }
        intervals.push_back(own);
    }
    const auto forward = [&](auto&& visit) {
        for (std::size_t i = 0; i < marks.size(); ++i)
            visit(i);
    };
    const auto backward = [&](auto&& visit) {
        for (std::size_t i = marks.size(); i-- > 0;)
            visit(i);
    };
    // The records stand in a row, so one walk each way carries every bound to everybody.
    sweep(
        forward, marks, &TimeInterval::earliest, intervals, Across::the_bound_stands,
        [](UnixMs from, milliseconds up) { return from + least(up); }, is_later);
    sweep(
        backward, marks, &TimeInterval::earliest, intervals, Across::nothing_is_known,
        [](UnixMs from, milliseconds up) { return from + -most(up); }, is_later);
    sweep(
        backward, marks, &TimeInterval::latest, intervals, Across::the_bound_stands,
        [](UnixMs from, milliseconds up) { return from + -least(up); }, is_earlier);
    sweep(
        forward, marks, &TimeInterval::latest, intervals, Across::nothing_is_known,
        [](UnixMs from, milliseconds up) { return from + most(up); }, is_earlier);
    // Proofs that contradict each other leave nothing between them: then the outer ones are all that is
    // known.
    for (TimeInterval& interval : intervals) {
        if (interval.earliest > interval.latest) std::swap(interval.earliest, interval.latest);
    }
    return intervals;
}

UnixMs likely_time(UnixMs at, const ClockReading& clock, const TimeInterval& interval) {
    const UnixMs told = best_time(at, clock);
    if (interval.holds(told)) return told;
    return is_trusted(clock.state) ? std::clamp(told, interval.earliest, interval.latest) : interval.latest;
}

}  // namespace hadir
