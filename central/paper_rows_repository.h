// Papers with what is around them: who asked, who decided, which document. The judge reads the same rows by
// central/papers_repository.h. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/judge.h"

namespace hadir::central {

struct PaperRow {
    Paper paper;  // `decided` is 0 while it waits
    PersonId person;
    UnixMs asked;
    PersonId asked_by;
    std::optional<Hash> document;
    std::optional<PersonId> decided_by;
    std::optional<std::int64_t> decision;  // the record that ended it
};

struct PaperEnd {
    std::int64_t paper = 0;
    PaperState state = PaperState::pending;
    PersonId by;
    UnixMs at;
    std::int64_t record = 0;
};

class PaperRowsRepository {
public:
    explicit PaperRowsRepository(const Database& database) : sql_(database.sql()) {}

    void add(const PaperRow& row);
    bool end(const PaperEnd& end);  // false unless it was pending
    void clear();

    std::optional<PaperRow> find(std::int64_t paper);
    // The person's, and those that the person asked for; newest first, `before` excluded.
    std::vector<PaperRow> of_person(const PersonId& person, std::int64_t before, int limit);
    std::vector<PaperRow> pending();  // oldest first
    // Pending and approved ones of a person that touch these days.
    std::vector<PaperRow> touching(const PersonId& person, const DaySpan& days);
    std::int64_t count_pending(const PersonId& person);
    [[nodiscard]] bool names_document(const Hash& document);
    // Of people who were erased.
    std::vector<Hash> documents_of_erased();

private:
    std::vector<PaperRow> select(const std::string& where, const std::vector<std::string>& values);

    soci::session& sql_;
};

}  // namespace hadir::central
