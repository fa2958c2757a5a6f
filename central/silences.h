// Which terminals were silent through a window of work. Pure but for read_silences.
#pragma once

#include <cstdint>
#include <vector>

#include "central/database.h"
#include "central/judging.h"
#include "core/interval.h"

namespace hadir::central {

struct Silence {
    std::int64_t device = 0;
    TimeInterval span;
};

// Inside Database::read.
[[nodiscard]] std::vector<Silence> read_silences(const Database& database, const JudgeBench& bench,
                                                 UnixMs now);

}  // namespace hadir::central
