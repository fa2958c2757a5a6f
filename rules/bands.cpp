#include "rules/bands.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace hadir::rules {
namespace {

// The days on which the bands of a group may differ from those of the day before.
std::set<LocalDay> turns_of(std::span<const Band> group) {
    std::set<LocalDay> days;
    for (const Band& band : group) {
        days.insert(band.valid.first);
        if (band.valid.last) days.insert(*band.valid.last + std::chrono::days(1));
    }
    return days;
}

class DayCheck {
public:
    DayCheck(std::string_view file, LocalDay day, BandRules rules, Faults& faults)
        : file_(file), day_(day), rules_(rules), faults_(faults) {}

    // `bands` hold on the day, by `from`.
    void run(std::span<const Band* const> bands) {
        const Band& first = *bands.front();
        if (rules_.start == BandRules::Start::at_one && first.from != 1)
            fault(first,
                  fmt::format("begins at {}; the first band of {} must begin at 1", first.from, first.group));
        for (std::size_t i = 1; i < bands.size(); ++i)
            meet(*bands[i - 1], *bands[i]);
        const Band& last = *bands.back();
        if (rules_.end == BandRules::End::open && last.to)
            fault(last, fmt::format("is the last band of {}, and nothing follows it; leave `to` empty",
                                    last.group));
    }

private:
    void meet(const Band& before, const Band& after) {
        const std::optional<int> next = next_of(before);
        if (!next || *next > after.from) {
            fault(after, fmt::format("{} is in line {} already; let that band end before this one begins",
                                     after.from, before.line));
        } else if (*next < after.from) {
            const int last = after.from - 1;
            fault(after,
                  fmt::format("no band of {} has {}; let line {} and this one meet", after.group,
                              *next == last ? fmt::format("{}", last) : fmt::format("{} to {}", *next, last),
                              before.line));
        }
    }
    // The first number behind a band.
    [[nodiscard]] std::optional<int> next_of(const Band& band) const {
        if (!band.to || rules_.to == BandRules::To::excluded) return band.to;
        return *band.to + 1;
    }
    void fault(const Band& band, std::string message) {
        faults_.add(file_, band.line, fmt::format("{} (on {})", message, format_day(day_)));
    }

    std::string_view file_;
    LocalDay day_;
    BandRules rules_;
    Faults& faults_;
};

void check_group(std::string_view file, std::span<const Band> group, BandRules rules, Faults& faults) {
    std::set<std::uint64_t> told;  // a line that is at fault over years is told once
    for (const LocalDay day : turns_of(group)) {
        std::vector<const Band*> holding;
        for (const Band& band : group) {
            if (band.valid.holds(day)) holding.push_back(&band);
        }
        if (holding.empty()) continue;
        Faults found;
        DayCheck(file, day, rules, found).run(holding);
        for (const Fault& fault : found.list()) {
            if (told.insert(fault.line).second) faults.add(fault.file, fault.line, fault.message);
        }
    }
}

}  // namespace

void check_bands(std::string_view file, std::vector<Band> bands, BandRules rules, Faults& faults) {
    std::ranges::stable_sort(bands, [](const Band& a, const Band& b) {
        return std::tie(a.group, a.from) < std::tie(b.group, b.from);
    });
    for (auto from = bands.begin(); from != bands.end();) {
        const auto to =
            std::find_if(from, bands.end(), [&](const Band& band) { return band.group != from->group; });
        check_group(file, {from, to}, rules, faults);
        from = to;
    }
}

}  // namespace hadir::rules
