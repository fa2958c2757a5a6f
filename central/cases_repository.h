// The projection of discipline cases: how each stands, and what happened in it. Use inside Database::read or
// ::transaction.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/case_steps.h"
#include "core/discipline.h"
#include "core/time.h"

namespace hadir::central {

// Where a case stands in the queue, by who has to act.
enum class CaseTab : std::uint8_t {
    examine,    // Perlu diperiksa
    proposed,   // Usulan: somebody who may impose it has to decide, or the decision has to be delivered
    answer,     // Menunggu tanggapan pegawai
    objection,  // Keberatan
    closed,     // Selesai, and in force
};
[[nodiscard]] const char* name_of(CaseTab tab);
[[nodiscard]] std::optional<CaseTab> case_tab_from(std::string_view name);

enum class CaseAct : std::uint8_t { opened, moved, recounted, proposed, statement };
[[nodiscard]] const char* name_of(CaseAct act);
[[nodiscard]] CaseAct case_act_from(std::string_view name);

// A day that counted and does so no longer, and what it is now.
struct ChangedDay {
    LocalDay day;
    std::string code;
    bool operator==(const ChangedDay&) const = default;
};

// One entry of a case. Its words stand beside its record (central/sides_repository.h).
struct CaseEntry {
    std::int64_t record = 0;
    CaseAct act = CaseAct::opened;
    CaseState state = CaseState::dugaan;  // from then on
    LocalDay day;
    UnixMs at;
    std::optional<PersonId> by;  // none: central itself
    std::string sanction;        // of a proposal or a decision
    std::string rule;            // of a decision: the row that allows it
    std::vector<ChangedDay> changed;
    bool operator==(const CaseEntry&) const = default;
};

struct StoredCase {
    std::string number;  // "D-2026-0113"
    PersonId person;
    std::string opd;       // of the person on the event's day
    ThresholdEvent basis;  // as counted last
    std::string rules;     // the rule book's digest then
    UnixMs opened;
    std::vector<CaseEntry> entries;  // in the order of their records
    bool operator==(const StoredCase&) const = default;

    [[nodiscard]] CaseHistory history() const;
    [[nodiscard]] CaseState state() const { return entries.back().state; }
    // What people who decide have to have seen.
    [[nodiscard]] std::int64_t newest() const { return entries.back().record; }
    // That was made in the present procedure: corrected data undo it.
    [[nodiscard]] const CaseEntry* proposal() const;
    [[nodiscard]] const CaseEntry* decision() const;
    [[nodiscard]] CaseTab tab() const;
};

struct CaseQuery {
    CaseTab tab = CaseTab::examine;
    std::string after;  // the number that ended the page before
    int limit = 50;
};

class CasesRepository {
public:
    explicit CasesRepository(const Database& database) : sql_(database.sql()) {}

    // Writes the case's own row anew; entries that are there stay.
    void put(const StoredCase& stored);
    std::optional<StoredCase> find(const std::string& number);
    std::vector<StoredCase> of_person(const PersonId& person);  // by number
    std::vector<StoredCase> page(const CaseQuery& query);       // by number
    std::vector<StoredCase> open();                             // all that nobody has closed, by number
    std::vector<StoredCase> in_force();                         // whose sanction came into force, by number
    std::map<CaseTab, std::int64_t> counts();
    [[nodiscard]] std::string next_number(int year);
    void clear();

private:
    std::vector<CaseEntry> entries_of(const std::string& number);

    soci::session& sql_;
};

}  // namespace hadir::central
