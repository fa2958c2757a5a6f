// The JSON of verdicts (docs/api.md). Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "central/day_facts_repository.h"
#include "central/verdicts_repository.h"
#include "central/why.h"
#include "rules/rule_book.h"

namespace hadir::central {

// One row of the list behind a figure.
struct NamedVerdict {
    StoredVerdict stored;
    PersonName person;
};
[[nodiscard]] std::string verdicts_json(const std::vector<NamedVerdict>& rows,
                                        const std::map<std::int64_t, StampFacts>& stamps,
                                        const std::optional<std::string>& next);

// A why's sentences with the records they name, as an array.
[[nodiscard]] std::string why_json(const std::vector<WhyLine>& lines,
                                   const std::map<std::int64_t, StampFacts>& stamps);
// When a side of the day was, "07:21:09", of the next day "06:02:10+1"; nothing where nobody knows.
[[nodiscard]] std::optional<std::string> time_of(const DayVerdict& verdict, Side side,
                                                 const std::map<std::int64_t, StampFacts>& stamps);

// A person's days, each with what it was held to be before.
struct PersonDays {
    PersonId person;
    PersonName name;
    std::string opd;
    DaySpan days;
    UnixMs as_of;
    std::string zone;
    std::vector<StoredVerdict> verdicts;
    std::map<LocalDay, std::vector<OldVerdict>> before;
    std::map<std::int64_t, StampFacts> stamps;
    WhyNames names;
};
// Without a book a why has its keys, and no sentences.
[[nodiscard]] std::string person_days_json(const PersonDays& days, const rules::RuleBook* book);

}  // namespace hadir::central
