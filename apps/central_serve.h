// hadir-central's own work: two listeners until it is told to stop.
#pragma once

#include "central/paper_rules.h"
#include "config/settings.h"
#include "core/result.h"
#include "wire/roster.h"

namespace hadir::apps {

[[nodiscard]] Result<void> serve(const config::Settings& settings);

// What the terminals are told, as the settings say it.
[[nodiscard]] wire::Policy policy_of(const config::Settings& settings);
// When months close, and how long superiors have.
[[nodiscard]] central::PaperTerms paper_terms(const config::Settings& settings);

}  // namespace hadir::apps
