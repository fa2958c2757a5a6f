#include "central/paper_rows_repository.h"

#include <soci/soci.h>

#include "central/papers_repository.h"

namespace hadir::central {
namespace {

constexpr const char* kSelect =
    "SELECT id, person, code, first_day, last_day, from_min, to_min, COALESCE(side, ''), at_s, state, "
    "asked_ms, asked_by, COALESCE(document, ''), COALESCE(decided_ms, 0), COALESCE(decided_by, ''), decision "
    "FROM papers WHERE ";

// A column that may hold nothing.
struct MaybeInt {
    long long value = 0;
    soci::indicator has = soci::i_null;

    MaybeInt() = default;
    template <class Number>
    explicit MaybeInt(const std::optional<Number>& number)
        : value(number.value_or(0)), has(number ? soci::i_ok : soci::i_null) {}
    template <class Number>
    [[nodiscard]] std::optional<Number> get() const {
        return has == soci::i_ok ? std::optional(static_cast<Number>(value)) : std::nullopt;
    }
};

struct Columns {
    std::string person, code, first, last, side, state, asked_by, document, decided_by;
    long long id = 0, asked = 0, decided = 0;
    MaybeInt from, to, at, decision;

    void bind(soci::statement& statement) {
        statement.exchange(soci::into(id));
        for (std::string* text : {&person, &code, &first, &last})
            statement.exchange(soci::into(*text));
        statement.exchange(soci::into(from.value, from.has));
        statement.exchange(soci::into(to.value, to.has));
        statement.exchange(soci::into(side));
        statement.exchange(soci::into(at.value, at.has));
        statement.exchange(soci::into(state));
        statement.exchange(soci::into(asked));
        statement.exchange(soci::into(asked_by));
        statement.exchange(soci::into(document));
        statement.exchange(soci::into(decided));
        statement.exchange(soci::into(decided_by));
        statement.exchange(soci::into(decision.value, decision.has));
    }
    [[nodiscard]] PaperRow row() const {
        PaperRow row;
        Paper& paper = row.paper;
        paper.id = id;
        paper.code = code;
        paper.days = {parse_day(first).value_or(LocalDay{}), parse_day(last)};
        paper.from = from.get<int>();
        paper.to = to.get<int>();
        if (!side.empty()) paper.side = side == "in" ? Side::in : Side::out;
        paper.at_s = at.get<int>();
        paper.state = paper_state_from(state).value_or(PaperState::pending);
        paper.decided = {decided};
        row.person = PersonId::parse_hex(person).value_or(PersonId{});
        row.asked = {asked};
        row.asked_by = PersonId::parse_hex(asked_by).value_or(PersonId{});
        row.document = Hash::parse_hex(document);
        row.decided_by = PersonId::parse_hex(decided_by);
        row.decision = decision.get<std::int64_t>();
        return row;
    }
};

std::string side_text(const std::optional<Side>& side) {
    if (!side) return "";
    return *side == Side::in ? "in" : "out";
}

}  // namespace

void PaperRowsRepository::add(const PaperRow& row) {
    const Paper& paper = row.paper;
    const long long id = paper.id, asked = row.asked.value;
    const std::string person = row.person.hex(), first = format_day(paper.days.first),
                      last = format_day(paper.days.last.value_or(paper.days.first)),
                      side = side_text(paper.side), asked_by = row.asked_by.hex(),
                      document = row.document ? row.document->hex() : "";
    MaybeInt from(paper.from), to(paper.to), at(paper.at_s);
    sql_ << "INSERT INTO papers (id, person, code, first_day, last_day, from_min, to_min, side, at_s, state, "
            "asked_ms, asked_by, document) VALUES (:id, :person, :code, :first, :last, :from, :to, "
            "NULLIF(:side, ''), :at, 'pending', :asked, :by, NULLIF(:document, ''))",
        soci::use(id), soci::use(person), soci::use(paper.code), soci::use(first), soci::use(last),
        soci::use(from.value, from.has), soci::use(to.value, to.has), soci::use(side),
        soci::use(at.value, at.has), soci::use(asked), soci::use(asked_by), soci::use(document);
}

bool PaperRowsRepository::end(const PaperEnd& end) {
    const long long id = end.paper, at = end.at.value, record = end.record;
    const std::string state = name_of(end.state), by = end.by.hex();
    soci::statement update =
        (sql_.prepare << "UPDATE papers SET state = :state, decided_ms = :at, decided_by = :by, decision = "
                         ":record WHERE id = :id AND state = 'pending'",
         soci::use(state), soci::use(at), soci::use(by), soci::use(record), soci::use(id));
    update.execute(true);
    return update.get_affected_rows() > 0;
}

void PaperRowsRepository::clear() {
    sql_ << "DELETE FROM papers";
}

std::vector<PaperRow> PaperRowsRepository::select(const std::string& where,
                                                  const std::vector<std::string>& values) {
    Columns columns;
    soci::statement statement(sql_);
    columns.bind(statement);
    for (const std::string& value : values)
        statement.exchange(soci::use(value));
    statement.alloc();
    statement.prepare(kSelect + where);
    statement.define_and_bind();
    statement.execute();
    std::vector<PaperRow> rows;
    while (statement.fetch())
        rows.push_back(columns.row());
    return rows;
}

std::optional<PaperRow> PaperRowsRepository::find(std::int64_t paper) {
    const auto rows = select("id = CAST(:id AS INTEGER)", {std::to_string(paper)});
    return rows.empty() ? std::nullopt : std::optional(rows.front());
}

std::vector<PaperRow> PaperRowsRepository::of_person(const PersonId& person, std::int64_t before, int limit) {
    return select(
        "(person = :person OR asked_by = :by) AND id < CAST(:before AS INTEGER) ORDER BY id DESC "
        "LIMIT CAST(:limit AS INTEGER)",
        {person.hex(), person.hex(), std::to_string(before), std::to_string(limit)});
}

std::vector<PaperRow> PaperRowsRepository::pending() {
    return select("state = 'pending' ORDER BY asked_ms, id", {});
}

std::vector<PaperRow> PaperRowsRepository::touching(const PersonId& person, const DaySpan& days) {
    return select(
        "person = :person AND first_day <= :last AND last_day >= :first AND state IN ('pending', "
        "'approved') ORDER BY id",
        {person.hex(), format_day(days.last.value_or(days.first)), format_day(days.first)});
}

std::int64_t PaperRowsRepository::count_pending(const PersonId& person) {
    const std::string id = person.hex();
    long long count = 0;
    sql_ << "SELECT COUNT(*) FROM papers WHERE state = 'pending' AND person = :person", soci::use(id),
        soci::into(count);
    return count;
}

bool PaperRowsRepository::names_document(const Hash& document) {
    const std::string digest = document.hex();
    long long count = 0;
    sql_ << "SELECT COUNT(*) FROM papers WHERE document = :document", soci::use(digest), soci::into(count);
    return count > 0;
}

std::vector<Hash> PaperRowsRepository::documents_of_erased() {
    std::string digest;
    soci::statement statement =
        (sql_.prepare << "SELECT DISTINCT p.document FROM papers p JOIN erasures x ON x.person = p.person "
                         "WHERE p.document IS NOT NULL",
         soci::into(digest));
    statement.execute();
    std::vector<Hash> found;
    while (statement.fetch()) {
        if (const auto document = Hash::parse_hex(digest)) found.push_back(*document);
    }
    return found;
}

}  // namespace hadir::central
