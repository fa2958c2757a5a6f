// Cases of discipline as the web API tells them (docs/api.md): with names, the arithmetic, the why of each
// day, deadlines, and what may follow.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "central/case_bench.h"
#include "central/people_repository.h"
#include "central/sides_repository.h"
#include "central/why.h"
#include "wire/json.h"

namespace hadir::central {

// Reads what belongs to cases. Inside Database::read; the book outlives it.
class CaseReader {
public:
    CaseReader(const Database& database, const CaseDesk& desk);

    [[nodiscard]] const CaseBench& bench() const { return bench_; }
    [[nodiscard]] std::optional<Person> person(const PersonId& person) const;
    // A row of the queue, and whether its soonest deadline is over.
    void write_row(wire::JsonWriter& json, const StoredCase& stored) const;
    [[nodiscard]] bool is_late(const StoredCase& stored) const;
    // All that is known of it.
    [[nodiscard]] std::string file(const StoredCase& stored) const;
    // What was said in an entry; none: nothing, or it is erased.
    [[nodiscard]] std::optional<std::string> words_of(const CaseEntry& entry) const;

private:
    [[nodiscard]] std::optional<std::string> name_of_person(const PersonId& person) const;
    [[nodiscard]] std::string why_of(const DayVerdict& verdict) const;
    void write_facts(wire::JsonWriter& json, const StoredCase& stored) const;
    void write_due(wire::JsonWriter& json, const DueStep& step) const;
    void write_sanction(wire::JsonWriter& json, const StoredCase& stored, const std::string& code) const;
    void write_days(wire::JsonWriter& json, const StoredCase& stored) const;
    void write_entry(wire::JsonWriter& json, const StoredCase& stored, const CaseEntry& entry) const;
    void write_word(wire::JsonWriter& json, const StoredCase& stored, const CaseEntry* entry) const;

    const Database& database_;
    const rules::RuleBook& book_;
    CaseBench bench_;
    WhyNames names_;
};

// The row of thresholds.csv on which a case rests; none: it is no longer in the book.
[[nodiscard]] const Threshold* threshold_of(const StoredCase& stored, const rules::RuleBook& book);

}  // namespace hadir::central
