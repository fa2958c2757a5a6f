#include "central/cases.h"

#include <algorithm>

#include "central/case_records.h"
#include "central/people_repository.h"
#include "central/records_repository.h"
#include "core/authority.h"

namespace hadir::central {
namespace {

std::string name_in(const Database& database, const PersonId& person) {
    const auto found = PeopleRepository(database).find(person);
    return found ? found->facts.name : "somebody";
}

const char* what_was_done(const CaseEntry& entry) {
    switch (entry.act) {
        case CaseAct::proposed:
            return "a sanction was proposed";
        case CaseAct::statement:
            return "the person made a statement";
        case CaseAct::recounted:
            return "the days were counted anew";
        default:
            return name_of(entry.state);
    }
}

Error changed_since(const Database& database, const StoredCase& stored) {
    const CaseEntry& newest = stored.entries.back();
    const std::string who = newest.by ? name_in(database, *newest.by) : std::string("central");
    return Error(ErrorCode::conflict, who + " was faster: " + stored.number + " is now " +
                                          what_was_done(newest) + ", since " + format_at(newest.at) +
                                          "; look at it again");
}

// As everybody who acts needs it.
Result<StoredCase> case_for(const Database& database, const Officer& officer, const std::string& number,
                            std::int64_t seen) {
    auto stored = CasesRepository(database).find(number);
    if (!stored) return fail(ErrorCode::not_found, "no such case");
    if (stored->person == officer.person)
        return fail(ErrorCode::not_allowed, "nobody acts in a case against themselves");
    if (stored->newest() != seen) return propagate(changed_since(database, *stored));
    return *std::move(stored);
}

Result<void> write(const Database& database, const CaseDesk& desk, const char* kind, wire::JsonWriter body,
                   const Officer& officer, const std::string& why) {
    const auto record = append_decision(database, desk.own, kind, std::move(body), officer, why);
    if (!record) return propagate(record.error());
    const auto line = wire::parse_line(RecordsRepository(database).line(*record));
    if (!line) return propagate(line.error());
    apply_case(database, *record, *line);
    return {};
}

Result<void> check_move(const StoredCase& stored, const CaseEntry& entry, const std::string& why,
                        const CaseBench& bench) {
    if (entry.day > bench.today())
        return fail(ErrorCode::usage, "the day has not come; enter what has happened");
    return may_move(stored.history(), {entry.state, entry.day, MoveCause::official, why}, bench.rules(),
                    bench.calendar_of(stored.person));
}

CaseBench bench_of(const Database& database, const CaseDesk& desk) {
    return {database, desk.book, desk.terms, desk.zone, desk.today()};
}

Result<Imposition> imposition_of(const StoredCase& stored, const std::string& imposer,
                                 const Sanction& sanction, const CaseBench& bench) {
    const Post* post = bench.posts().post_on(stored.person, bench.today());
    if (post == nullptr)
        return fail(ErrorCode::not_allowed,
                    "the person has no post today; have BKD correct the posts table first");
    return Imposition{stored.basis.regime, imposer, name_of(post->level), sanction.level, bench.today()};
}

// What the decider's entry holds; refused with why.
Result<CaseEntry> decision_of(const StoredCase& stored, const Officer& officer, const SanctionWish& wish,
                              const std::string& imposer, const CaseBench& bench) {
    const CaseEntry* proposal = stored.proposal();
    if (proposal == nullptr)
        return fail(ErrorCode::not_allowed, "no sanction is proposed yet; have the examiner propose one");
    const Sanction* sanction = bench.sanction(stored.basis.regime, wish.sanction);
    if (sanction == nullptr)
        return fail(ErrorCode::usage, stored.basis.regime + " has no sanction " + wish.sanction);
    const auto imposition = imposition_of(stored, imposer, *sanction, bench);
    if (!imposition) return propagate(imposition.error());
    const auto row = may_decide({stored.person.hex(), proposal->by->hex(), officer.person.hex(), *imposition},
                                bench.rules());
    if (!row) return propagate(row.error());
    CaseEntry entry;
    entry.state = CaseState::keputusan;
    entry.day = bench.today();
    entry.sanction = wish.sanction;
    entry.rule = *row;
    return entry;
}

Result<void> check_statement(const std::string& text) {
    const auto characters = std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; });
    const bool plain = std::ranges::none_of(
        text, [](unsigned char byte) { return (byte < 0x20 && byte != '\n') || byte == 0x7f; });
    if (characters < static_cast<std::ptrdiff_t>(kStatementCharsMin) || text.size() > kStatementBytesMax ||
        !plain)
        return fail(ErrorCode::usage, "a statement is 10 characters to 3000 bytes of text");
    return {};
}

}  // namespace

bool may_be_proposed(CaseState state) {
    switch (state) {
        case CaseState::panggilan_2:  // who stays away twice is judged on the evidence
        case CaseState::pemeriksaan:
        case CaseState::bebas_sementara:
        case CaseState::lhp:
            return true;
        default:
            return false;
    }
}

Result<void> move_case(const Database& database, const CaseDesk& desk, const Officer& officer,
                       const CaseMoveWish& wish) {
    if (auto plain = check_reason(wish.why); !plain) return plain;
    if (wish.to == CaseState::keputusan)
        return fail(ErrorCode::usage, "KEPUTUSAN is a decision on a sanction, not a step");
    return decide(database, desk.own, [&]() -> Result<void> {
        const auto stored = case_for(database, officer, wish.number, wish.seen);
        if (!stored) return propagate(stored.error());
        CaseEntry entry;
        entry.state = wish.to;
        entry.day = wish.day;
        if (auto may = check_move(*stored, entry, wish.why, bench_of(database, desk)); !may) return may;
        return write(database, desk, kCaseMoved, moved_body(*stored, entry), officer, wish.why);
    });
}

Result<void> propose_sanction(const Database& database, const CaseDesk& desk, const Officer& officer,
                              const SanctionWish& wish) {
    if (auto plain = check_reason(wish.why); !plain) return plain;
    return decide(database, desk.own, [&]() -> Result<void> {
        const auto stored = case_for(database, officer, wish.number, wish.seen);
        if (!stored) return propagate(stored.error());
        if (!may_be_proposed(stored->state()))
            return fail(ErrorCode::not_allowed, std::string("nothing is proposed in ") +
                                                    name_of(stored->state()) +
                                                    ": the person is to be heard first");
        if (bench_of(database, desk).sanction(stored->basis.regime, wish.sanction) == nullptr)
            return fail(ErrorCode::usage, stored->basis.regime + " has no sanction " + wish.sanction);
        wire::JsonWriter body = case_body(*stored);
        body.field("sanction", wish.sanction);
        return write(database, desk, kCaseProposed, std::move(body), officer, wish.why);
    });
}

Result<void> decide_case(const Database& database, const CaseDesk& desk, const Officer& officer,
                         const SanctionWish& wish, CaseView view) {
    if (auto plain = check_reason(wish.why); !plain) return plain;
    return decide(database, desk.own, [&]() -> Result<void> {
        const CaseBench bench = bench_of(database, desk);
        const auto known = CasesRepository(database).find(wish.number);
        const auto imposer = known ? bench.imposer_of(officer, known->person) : std::nullopt;
        if (!known || (!imposer && view != CaseView::all)) return fail(ErrorCode::not_found, "no such case");
        const auto stored = case_for(database, officer, wish.number, wish.seen);
        if (!stored) return propagate(stored.error());
        if (!imposer)
            return fail(ErrorCode::not_allowed,
                        "only a superior of the person, or the governor, decides; pass the case to them");
        const auto entry = decision_of(*stored, officer, wish, *imposer, bench);
        if (!entry) return propagate(entry.error());
        if (auto may = check_move(*stored, *entry, wish.why, bench); !may) return may;
        return write(database, desk, kCaseMoved, moved_body(*stored, *entry), officer, wish.why);
    });
}

Result<void> state_in_case(const Database& database, const CaseDesk& desk, const Officer& officer,
                           const StatementWish& wish) {
    if (auto good = check_statement(wish.text); !good) return good;
    return decide(database, desk.own, [&]() -> Result<void> {
        const auto stored = CasesRepository(database).find(wish.number);
        if (!stored || stored->person != officer.person) return fail(ErrorCode::not_found, "no such case");
        if (is_end(stored->state())) return fail(ErrorCode::conflict, "the case is closed");
        const auto own = std::ranges::count(stored->entries, std::optional(officer.person), &CaseEntry::by);
        if (own >= static_cast<std::ptrdiff_t>(kStatementsMax))
            return fail(ErrorCode::conflict, "30 statements are there already; bring the rest on paper");
        if (wish.kind == StatementKind::statement)
            return write(database, desk, kCaseStatement, case_body(*stored), officer, wish.text);
        const CaseBench bench = bench_of(database, desk);
        if (stored->state() != CaseState::penyampaian)
            return fail(ErrorCode::conflict, "there is no decision to object to now");
        const auto until = bench.objection_until(*stored);
        if (until && bench.today() > *until)
            return fail(ErrorCode::conflict, "objections ended on " + format_day(*until));
        CaseEntry entry;
        entry.state = CaseState::upaya_administratif;
        entry.day = bench.today();
        if (auto may = check_move(*stored, entry, wish.text, bench); !may) return may;
        return write(database, desk, kCaseMoved, moved_body(*stored, entry), officer, wish.text);
    });
}

}  // namespace hadir::central
