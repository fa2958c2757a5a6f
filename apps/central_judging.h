// hadir-central's words about verdicts: judge days anew, prove them from the records, add a holiday.
#pragma once

#include "config/settings.h"
#include "core/result.h"
#include "rules/rule_book.h"

namespace hadir::apps {

// Of the folder that --rules names; USAGE with the first fault.
[[nodiscard]] Result<rules::RuleBook> rule_book(const config::Settings& settings);

[[nodiscard]] Result<void> judge_anew(const config::Settings& settings);
[[nodiscard]] Result<void> replay_days(const config::Settings& settings);
[[nodiscard]] Result<void> holiday(const config::Settings& settings);

}  // namespace hadir::apps
