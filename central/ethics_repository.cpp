#include "central/ethics_repository.h"

#include <soci/soci.h>

#include <algorithm>
#include <array>

#include "central/case_records.h"

namespace hadir::central {
namespace {

constexpr std::array<std::pair<EthicsState, const char*>, 5> kStates{{{EthicsState::opened, "opened"},
                                                                      {EthicsState::council, "council"},
                                                                      {EthicsState::hearing, "hearing"},
                                                                      {EthicsState::decided, "decided"},
                                                                      {EthicsState::closed, "closed"}}};
constexpr std::array<std::pair<EthicsVerdict, const char*>, 3> kVerdicts{
    {{EthicsVerdict::no_breach, "no_breach"},
     {EthicsVerdict::closed_statement, "closed_statement"},
     {EthicsVerdict::open_statement, "open_statement"}}};

template <class Value, std::size_t N>
const char* name_in(const std::array<std::pair<Value, const char*>, N>& names, Value value) {
    return std::ranges::find(names, value, &std::pair<Value, const char*>::first)->second;
}
template <class Value, std::size_t N>
std::optional<Value> value_in(const std::array<std::pair<Value, const char*>, N>& names,
                              std::string_view name) {
    const auto* found = std::ranges::find(names, name, &std::pair<Value, const char*>::second);
    return found == names.end() ? std::nullopt : std::optional(found->first);
}

struct EthicsRow {
    std::string number, person, members, verdict;
    long long opened = 0;

    void bind(soci::statement& statement) {
        for (std::string* text : {&number, &person, &members, &verdict})
            statement.exchange(soci::into(*text));
        statement.exchange(soci::into(opened));
    }
    [[nodiscard]] EthicsCase stored() const {
        EthicsCase found{number, PersonId::parse_hex(person).value_or(PersonId{}), {opened}, {}, {}, {}};
        for (const std::string& member : words_of(members))
            found.council.push_back(PersonId::parse_hex(member).value_or(PersonId{}));
        found.verdict = ethics_verdict_from(verdict);
        return found;
    }
};

std::vector<EthicsCase> rows_of(soci::statement& statement, const EthicsRow& row, const std::string& where) {
    statement.alloc();
    statement.prepare("SELECT number, person, members, verdict, opened_ms FROM ethics_cases " + where);
    statement.define_and_bind();
    statement.execute();
    std::vector<EthicsCase> found;
    while (statement.fetch())
        found.push_back(row.stored());
    return found;
}

}  // namespace

const char* name_of(EthicsState state) {
    return name_in(kStates, state);
}
std::optional<EthicsState> ethics_state_from(std::string_view name) {
    return value_in(kStates, name);
}
const char* name_of(EthicsVerdict verdict) {
    return name_in(kVerdicts, verdict);
}
std::optional<EthicsVerdict> ethics_verdict_from(std::string_view name) {
    return value_in(kVerdicts, name);
}

void EthicsRepository::put(const EthicsCase& stored) {
    std::vector<std::string> ids;
    for (const PersonId& member : stored.council)
        ids.push_back(member.hex());
    const std::string person = stored.person.hex(), state = name_of(stored.state()),
                      members = text_of_words(ids), verdict = stored.verdict ? name_of(*stored.verdict) : "",
                      by = stored.entries.back().by.hex();
    const long long opened = stored.opened.value, newest = stored.newest(),
                    at = stored.entries.back().at.value;
    sql_
        << "INSERT INTO ethics_cases (number, person, opened_ms, state, members, verdict, entry) VALUES "
           "(:number, "
           ":person, :opened, :state, :members, :verdict, :entry) ON CONFLICT (number) DO UPDATE SET state = "
           "excluded.state, members = excluded.members, verdict = excluded.verdict, entry = excluded.entry",
        soci::use(stored.number), soci::use(person), soci::use(opened), soci::use(state), soci::use(members),
        soci::use(verdict), soci::use(newest);
    sql_ << "INSERT INTO ethics_entries (record, number, state, at_ms, by) VALUES (:record, :number, :state, "
            ":at, :by) "
            "ON CONFLICT (record) DO NOTHING",
        soci::use(newest), soci::use(stored.number), soci::use(state), soci::use(at), soci::use(by);
}

std::vector<EthicsEntry> EthicsRepository::entries_of(const std::string& number) {
    long long record = 0, at = 0;
    std::string state, by;
    soci::statement select =
        (sql_.prepare
             << "SELECT record, state, at_ms, by FROM ethics_entries WHERE number = :number ORDER BY record",
         soci::use(number), soci::into(record), soci::into(state), soci::into(at), soci::into(by));
    select.execute();
    std::vector<EthicsEntry> entries;
    while (select.fetch()) {
        entries.push_back({record,
                           ethics_state_from(state).value_or(EthicsState::opened),
                           {at},
                           PersonId::parse_hex(by).value_or(PersonId{})});
    }
    return entries;
}

std::optional<EthicsCase> EthicsRepository::find(const std::string& number) {
    EthicsRow row;
    soci::statement statement(sql_);
    row.bind(statement);
    statement.exchange(soci::use(number));
    auto found = rows_of(statement, row, "WHERE number = :number");
    if (found.empty()) return std::nullopt;
    found.front().entries = entries_of(number);
    return std::move(found.front());
}

std::vector<EthicsCase> EthicsRepository::page(const std::string& after, int limit) {
    EthicsRow row;
    soci::statement statement(sql_);
    row.bind(statement);
    statement.exchange(soci::use(after));
    statement.exchange(soci::use(limit));
    auto found = rows_of(statement, row, "WHERE number > :after ORDER BY number LIMIT :limit");
    for (EthicsCase& stored : found)
        stored.entries = entries_of(stored.number);
    return found;
}

std::string EthicsRepository::next_number(int year) {
    const std::string prefix = "E-" + std::to_string(year) + '-';
    const int length = static_cast<int>(prefix.size()), skip = length + 1;
    int highest = 0;
    sql_ << "SELECT COALESCE(MAX(CAST(SUBSTR(number, :skip) AS INTEGER)), 0) FROM ethics_cases WHERE "
            "SUBSTR(number, 1, "
            ":length) = :prefix",
        soci::use(skip), soci::use(length), soci::use(prefix), soci::into(highest);
    return case_number(prefix, highest + 1);
}

void EthicsRepository::clear() {
    sql_ << "DELETE FROM ethics_cases";
    sql_ << "DELETE FROM ethics_entries";
}

}  // namespace hadir::central
