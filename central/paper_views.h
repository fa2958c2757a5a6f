// Papers as people read them: with names, reasons, who decides, and what to look at twice. Inside
// Database::read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/paper_rows_repository.h"
#include "central/paper_rules.h"
#include "central/people_repository.h"
#include "rules/rule_book.h"

namespace hadir::central {

// Annual leave of the year in which the paper begins, in the person's working days as the calendar stands now
// (D16).
struct AnnualLeave {
    int year = 0;
    int used = 0;   // by papers that are approved
    int asked = 0;  // by this one
};

struct NamedDecider {
    std::string name;                   // whose word it is
    std::optional<std::string> acting;  // who speaks it, where a deputy does
};

struct PaperView {
    PaperRow row;
    Person person;
    PaperKind kind;
    std::string why;                      // empty: erased
    std::optional<std::string> asked_by;  // where it was not the person
    std::optional<std::string> decided_by;
    std::optional<std::string> decision_why;
    std::vector<NamedDecider> deciders;  // while it waits, from the direct superior up
    std::optional<NamedDecider> next;
    LocalDay next_from;
    std::vector<std::string> marks;  // overlaps late by_other closed over_12 escalated
    std::optional<AnnualLeave> leave;
};

// What all views of one answer share.
class PaperReader {
public:
    PaperReader(const Database& database, const rules::RuleBook& book, PaperTerms terms, Zone zone,
                LocalDay today);

    [[nodiscard]] PaperView view(const PaperRow& row) const;
    // What waits for this person's word, oldest first; whether their own name or a deputy's.
    [[nodiscard]] std::vector<PaperRow> waiting_for(const PersonId& person) const;
    // Whose it is, who asked, who decides today or has decided.
    [[nodiscard]] bool may_read(const PaperRow& row, const PersonId& reader) const;
    [[nodiscard]] std::vector<const PaperKind*> kinds_of(const PersonId& person) const;

private:
    [[nodiscard]] std::string name_of_person(const PersonId& person) const;
    [[nodiscard]] NamedDecider named(const Superior& superior) const;
    [[nodiscard]] AnnualLeave annual_leave(const PaperRow& row) const;
    void add_deciders(PaperView& view) const;
    void add_marks(PaperView& view) const;

    const Database& database_;
    PaperTerms terms_;
    Zone zone_;
    LocalDay today_;
    PresenceRules rules_;
    PostBook posts_;
};

}  // namespace hadir::central
