// Keeps verdicts true: judges what is new or has changed (core/judge.h), and nothing else.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/verdicts_repository.h"
#include "core/result.h"
#include "core/time.h"
#include "rules/rule_book.h"

namespace hadir::central {

// By which rules, and where "today" begins. The book outlives it.
struct JudgeBench {
    const rules::RuleBook& book;
    Zone province = Zone::wib;
};

struct Judged {
    std::size_t days = 0;     // looked at
    std::size_t changed = 0;  // of them, with another verdict than before
};

// Opens the days that have begun since the last one, takes up what terminals have reported, and judges a part
// of what waits; call it until it looks at nothing. Each call is one short transaction, so that uploads need
// not wait.
[[nodiscard]] Result<Judged> judge_waiting(const Database& database, const JudgeBench& bench, UnixMs now);

// By this book from now on: where it is another than before, every day that was judged waits to be judged
// again. Once, as a server starts.
[[nodiscard]] Result<void> open_rule_book(const Database& database, const rules::RuleBook& book, UnixMs now);

// Everybody's days, whatever waits.
[[nodiscard]] Result<Judged> judge_days(const Database& database, const JudgeBench& bench,
                                        const DaySpan& days, const std::string& cause, UnixMs now);

}  // namespace hadir::central
