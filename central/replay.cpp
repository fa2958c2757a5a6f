#include "central/replay.h"

#include <map>

#include "central/projection.h"
#include "central/sqlite_files.h"

namespace hadir::central {
namespace {

using ByDay = std::map<std::pair<PersonId, LocalDay>, DayVerdict>;

Result<ByDay> verdicts_in(const Database& database, const DaySpan& days) {
    return database.read([&]() -> Result<ByDay> {
        ByDay verdicts;
        for (StoredVerdict& row : VerdictsRepository(database).of_days(days, OpdScope::all()))
            verdicts.emplace(std::pair(row.person, row.verdict.day), std::move(row.verdict));
        return verdicts;
    });
}

Result<void> make_again(const Database& database, const DaySpan& days) {
    return database.transaction([&]() -> Result<void> {
        rebuild_projections(database);
        VerdictsRepository(database).clear(days);
        return {};
    });
}

Replay compare(const ByDay& stand, const ByDay& replayed) {
    Replay result{replayed.size(), {}};
    for (const auto& [key, verdict] : stand) {
        const auto again = replayed.find(key);
        if (again == replayed.end())
            result.differing.push_back({key.first, key.second, verdict.code, "-"});
        else if (!(again->second == verdict))
            result.differing.push_back({key.first, key.second, verdict.code, again->second.code});
    }
    for (const auto& [key, verdict] : replayed) {
        if (!stand.contains(key)) result.differing.push_back({key.first, key.second, "-", verdict.code});
    }
    return result;
}

}  // namespace

Result<Replay> replay(const std::string& database, const std::string& copy, const JudgeBench& bench,
                      const DaySpan& days, UnixMs now) {
    if (auto copied = back_up(database, copy); !copied) return propagate(copied.error());
    const auto original = Database::open(database);
    if (!original) return propagate(original.error());
    const auto again = Database::open(copy);
    if (!again) return propagate(again.error());
    if (auto made = make_again(*again, days); !made) return propagate(made.error());
    if (const auto judged = judge_days(*again, bench, days, "replay", now); !judged)
        return propagate(judged.error());
    const auto stand = verdicts_in(*original, days);
    if (!stand) return propagate(stand.error());
    const auto replayed = verdicts_in(*again, days);
    if (!replayed) return propagate(replayed.error());
    return compare(*stand, *replayed);
}

}  // namespace hadir::central
