#include "apps/central_cases.h"

#include <spdlog/spdlog.h>

namespace hadir::apps {
namespace {

constexpr std::chrono::milliseconds kLookFor{1'000};  // of each round

}  // namespace

central::CaseTerms case_terms(const config::Settings& settings) {
    return {settings.text("governor"), static_cast<int>(settings.number("summon-days")),
            settings.text("letterhead")};
}

// Until nobody waits, or the next round is near.
Result<std::size_t> CaseRound::look() {
    const LocalDay today = desk_.today();
    if (everybody_ != today) {
        if (auto queued = central::queue_everybody(database_, today); !queued)
            return propagate(queued.error());
        everybody_ = today;
    }
    const auto begin = desk_.own.clock.since_boot();
    std::size_t records = 0;
    while (desk_.own.clock.since_boot() - begin < kLookFor) {
        const auto some = central::look_at_cases(database_, desk_);
        if (!some) return propagate(some.error());
        if (some->people == 0) break;
        records += some->records;
    }
    return records;
}

void CaseRound::tend() {
    const auto records = look();
    const std::string now = records ? "" : records.error().message;
    if (now != trouble_ && !now.empty()) spdlog::error("cases: {}", now);
    trouble_ = now;
    if (records && *records > 0) spdlog::info("cases of discipline: {} records", *records);
}

}  // namespace hadir::apps
