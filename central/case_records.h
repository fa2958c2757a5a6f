// Cases of discipline as lines of central's own ledger (docs/formats.md 2), and back: the projection follows
// from them alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "central/cases_repository.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::central {

inline constexpr const char* kCaseOpened = "case-opened";
inline constexpr const char* kCaseRecounted = "case-recounted";
inline constexpr const char* kCaseMoved = "case-moved";
inline constexpr const char* kCaseProposed = "case-proposed";
inline constexpr const char* kCaseStatement = "case-statement";

[[nodiscard]] const char* name_of(CountMode mode);  // "year", as in thresholds.csv
[[nodiscard]] std::optional<CountMode> count_mode_from(std::string_view name);

// Each a body whose object has not ended: by and side may follow.
[[nodiscard]] wire::JsonWriter opened_body(const StoredCase& opened);
[[nodiscard]] wire::JsonWriter recounted_body(const StoredCase& recounted);
[[nodiscard]] wire::JsonWriter case_body(const StoredCase& stored);
[[nodiscard]] wire::JsonWriter moved_body(const StoredCase& stored, const CaseEntry& entry);

// Does what a record says to the tables, where it is about a case; again changes nothing. Inside a
// transaction.
void apply_case(const Database& database, std::int64_t record, const wire::Line& line);

// The counted days of a basis: [["2026-11-09","",[]],["2026-11-10","<row>",[["2026-10-01",120]]]].
[[nodiscard]] std::string write_counted(const std::vector<CountedDay>& days);
[[nodiscard]] std::vector<CountedDay> read_counted(std::string_view json);
[[nodiscard]] std::string write_changed(const std::vector<ChangedDay>& changed);  // [["2026-11-10","CT"]]
[[nodiscard]] std::vector<ChangedDay> read_changed(std::string_view json);

// Codes with a space between them, as in the rules.
[[nodiscard]] std::string text_of_words(const std::vector<std::string>& words);
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);
[[nodiscard]] std::string case_number(const std::string& prefix, int count);  // "D-2026-0113"

}  // namespace hadir::central
