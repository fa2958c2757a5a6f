#include "central/papers_repository.h"

#include <soci/soci.h>

#include <array>

namespace hadir::central {
namespace {

constexpr std::array<std::pair<PaperState, const char*>, 4> kStates = {
    {{PaperState::pending, "pending"},
     {PaperState::approved, "approved"},
     {PaperState::rejected, "rejected"},
     {PaperState::withdrawn, "withdrawn"}}};

struct PaperColumns {
    std::string person, code, first, last, side, state;
    long long id = 0, decided = 0;
    int from = 0, to = 0, at = 0;
    soci::indicator has_from = soci::i_null, has_to = soci::i_null, has_side = soci::i_null,
                    has_at = soci::i_null;

    template <class Statement>
    void bind(Statement& statement) {
        statement.exchange(soci::into(id));
        for (std::string* text : {&person, &code, &first, &last})
            statement.exchange(soci::into(*text));
        statement.exchange(soci::into(from, has_from));
        statement.exchange(soci::into(to, has_to));
        statement.exchange(soci::into(side, has_side));
        statement.exchange(soci::into(at, has_at));
        statement.exchange(soci::into(state));
        statement.exchange(soci::into(decided));
    }
    [[nodiscard]] Paper row() const {
        Paper paper;
        paper.id = id;
        paper.code = code;
        paper.days = {parse_day(first).value_or(LocalDay{}), parse_day(last)};
        if (has_from == soci::i_ok) paper.from = from;
        if (has_to == soci::i_ok) paper.to = to;
        if (has_side == soci::i_ok) paper.side = side == "in" ? Side::in : Side::out;
        if (has_at == soci::i_ok) paper.at_s = at;
        paper.state = paper_state_from(state).value_or(PaperState::pending);
        paper.decided = {decided};
        return paper;
    }
};

constexpr const char* kPapersFrom =
    "SELECT id, person, code, first_day, last_day, from_min, to_min, side, at_s, state, COALESCE(decided_ms, "
    "0) FROM "
    "papers WHERE first_day <= :last AND last_day >= :first";

std::string last_text(const DaySpan& days) {
    return format_day(days.last.value_or(days.first));
}

template <class Each>
void run(soci::statement& statement, const std::string& query, Each each) {
    statement.alloc();
    statement.prepare(query);
    statement.define_and_bind();
    statement.execute();
    while (statement.fetch())
        each();
}

}  // namespace

const char* name_of(PaperState state) {
    for (const auto& [value, name] : kStates) {
        if (value == state) return name;
    }
    return "pending";
}

std::optional<PaperState> paper_state_from(std::string_view name) {
    for (const auto& [value, text] : kStates) {
        if (text == name) return value;
    }
    return std::nullopt;
}

std::vector<Paper> PapersRepository::of_person(const PersonId& person, const DaySpan& days) {
    const std::string id = person.hex(), first = format_day(days.first), last = last_text(days);
    PaperColumns columns;
    soci::statement statement(sql_);
    columns.bind(statement);
    for (const std::string* value : {&last, &first, &id})
        statement.exchange(soci::use(*value));
    std::vector<Paper> papers;
    run(statement, std::string(kPapersFrom) + " AND person = :person ORDER BY id",
        [&] { papers.push_back(columns.row()); });
    return papers;
}

std::map<PersonId, std::vector<Paper>> PapersRepository::of_all(const DaySpan& days) {
    const std::string first = format_day(days.first), last = last_text(days);
    PaperColumns columns;
    soci::statement statement(sql_);
    columns.bind(statement);
    for (const std::string* value : {&last, &first})
        statement.exchange(soci::use(*value));
    std::map<PersonId, std::vector<Paper>> papers;
    run(statement, std::string(kPapersFrom) + " ORDER BY id", [&] {
        if (const auto person = PersonId::parse_hex(columns.person)) papers[*person].push_back(columns.row());
    });
    return papers;
}

std::map<std::int64_t, std::vector<Outage>> PapersRepository::outages(const DaySpan& days) {
    // Days begin at different moments in the three zones; one more on each side costs nothing.
    const long long first = start_of(days.first - std::chrono::days(1), Zone::wib).value;
    const long long last = start_of(days.last.value_or(days.first) + std::chrono::days(2), Zone::wib).value;
    long long id = 0, device = 0, from = 0, to = 0;
    std::string state;
    soci::statement statement =
        (sql_.prepare
             << "SELECT id, device, from_ms, to_ms, state FROM outages WHERE from_ms <= :last AND to_ms >= "
                ":first ORDER BY id",
         soci::use(last), soci::use(first), soci::into(id), soci::into(device), soci::into(from),
         soci::into(to), soci::into(state));
    statement.execute();
    std::map<std::int64_t, std::vector<Outage>> outages;
    while (statement.fetch())
        outages[device].push_back(
            {id, {{from}, {to}}, paper_state_from(state).value_or(PaperState::pending)});
    return outages;
}

}  // namespace hadir::central
