#include "central/cases_repository.h"

#include <soci/soci.h>

#include <algorithm>
#include <array>

#include "central/case_records.h"
#include "wire/json.h"

namespace hadir::central {
namespace {

constexpr std::array<std::pair<CaseTab, const char*>, 5> kTabs{{{CaseTab::examine, "examine"},
                                                                {CaseTab::proposed, "proposed"},
                                                                {CaseTab::answer, "answer"},
                                                                {CaseTab::objection, "objection"},
                                                                {CaseTab::closed, "closed"}}};
constexpr std::array<std::pair<CaseAct, const char*>, 5> kActs{{{CaseAct::opened, "opened"},
                                                                {CaseAct::moved, "moved"},
                                                                {CaseAct::recounted, "recounted"},
                                                                {CaseAct::proposed, "proposed"},
                                                                {CaseAct::statement, "statement"}}};

template <class Value, std::size_t N>
const char* name_in(const std::array<std::pair<Value, const char*>, N>& names, Value value) {
    return std::ranges::find(names, value, &std::pair<Value, const char*>::first)->second;
}

constexpr const char* kColumns =
    "SELECT number, person, opd, regime, mode, threshold, article, sanctions, day, count, days, salary_stop, "
    "rules, opened_ms FROM cases ";

// One row of `cases` as SOCI fills it.
struct CaseRow {
    std::string number, person, opd, regime, mode, threshold, article, sanctions, day, days, salary_stop,
        rules;
    int count = 0;
    long long opened = 0;

    void bind(soci::statement& statement) {
        for (std::string* text :
             {&number, &person, &opd, &regime, &mode, &threshold, &article, &sanctions, &day})
            statement.exchange(soci::into(*text));
        statement.exchange(soci::into(count));
        for (std::string* text : {&days, &salary_stop, &rules})
            statement.exchange(soci::into(*text));
        statement.exchange(soci::into(opened));
    }
    [[nodiscard]] StoredCase stored() const {
        StoredCase found;
        found.number = number;
        found.person = PersonId::parse_hex(person).value_or(PersonId{});
        found.opd = opd;
        found.basis = {parse_day(day).value_or(LocalDay{}),
                       regime,
                       count_mode_from(mode).value_or(CountMode::year),
                       count,
                       threshold,
                       article,
                       words_of(sanctions),
                       read_counted(days),
                       parse_day(salary_stop)};
        found.rules = rules;
        found.opened = {opened};
        return found;
    }
};

std::vector<StoredCase> rows_of(soci::statement& statement, CaseRow& row, const std::string& where) {
    statement.alloc();
    statement.prepare(kColumns + where);
    statement.define_and_bind();
    statement.execute();
    std::vector<StoredCase> found;
    while (statement.fetch())
        found.push_back(row.stored());
    return found;
}

}  // namespace

const char* name_of(CaseTab tab) {
    return name_in(kTabs, tab);
}
std::optional<CaseTab> case_tab_from(std::string_view name) {
    const auto* found = std::ranges::find(kTabs, name, &std::pair<CaseTab, const char*>::second);
    return found == kTabs.end() ? std::nullopt : std::optional(found->first);
}
const char* name_of(CaseAct act) {
    return name_in(kActs, act);
}
CaseAct case_act_from(std::string_view name) {
    const auto* found = std::ranges::find(kActs, name, &std::pair<CaseAct, const char*>::second);
    return found == kActs.end() ? CaseAct::moved : found->first;
}

CaseHistory StoredCase::history() const {
    CaseHistory history{basis.regime, {}};
    for (const CaseEntry& entry : entries) {
        if (entry.act != CaseAct::opened && entry.act != CaseAct::moved) continue;
        // Central itself opens a case and, afterwards, moves it where data were corrected.
        const bool by_data = !entry.by && entry.act == CaseAct::moved;
        history.moves.push_back(
            {entry.state, entry.day, by_data ? MoveCause::corrected_data : MoveCause::official, ""});
    }
    return history;
}

namespace {

// From the end back to where corrected data began the procedure anew.
template <class Wanted>
const CaseEntry* newest_in_procedure(const std::vector<CaseEntry>& entries, Wanted wanted) {
    for (std::size_t i = entries.size(); i-- > 0;) {
        if (wanted(entries[i])) return &entries[i];
        if (entries[i].act == CaseAct::moved && !entries[i].by) return nullptr;
    }
    return nullptr;
}

}  // namespace

const CaseEntry* StoredCase::proposal() const {
    return newest_in_procedure(entries,
                               [](const CaseEntry& entry) { return entry.act == CaseAct::proposed; });
}

const CaseEntry* StoredCase::decision() const {
    return newest_in_procedure(entries, [](const CaseEntry& entry) {
        return entry.act == CaseAct::moved && entry.state == CaseState::keputusan;
    });
}

CaseTab StoredCase::tab() const {
    switch (state()) {
        case CaseState::panggilan_1:
        case CaseState::panggilan_2:
        case CaseState::penyampaian:
            return proposal() != nullptr && state() != CaseState::penyampaian ? CaseTab::proposed
                                                                              : CaseTab::answer;
        case CaseState::keputusan:
            return CaseTab::proposed;
        case CaseState::upaya_administratif:
            return CaseTab::objection;
        case CaseState::berlaku:
        case CaseState::selesai:
        case CaseState::bukan_pelanggaran:
        case CaseState::data_dikoreksi:
            return CaseTab::closed;
        default:
            return proposal() != nullptr ? CaseTab::proposed : CaseTab::examine;
    }
}

void CasesRepository::put(const StoredCase& stored) {
    const std::string person = stored.person.hex(), mode = name_of(stored.basis.mode),
                      sanctions = text_of_words(stored.basis.sanctions), day = format_day(stored.basis.day),
                      days = write_counted(stored.basis.days), state = name_of(stored.state()),
                      stop = stored.basis.salary_stop ? format_day(*stored.basis.salary_stop) : "",
                      tab = name_of(stored.tab());
    const long long opened = stored.opened.value, newest = stored.newest();
    sql_
        << "INSERT INTO cases (number, person, opd, regime, mode, threshold, article, sanctions, day, count, "
           "days, salary_stop, rules, opened_ms, state, tab, entry) VALUES (:number, :person, :opd, :regime, "
           ":mode, :threshold, :article, :sanctions, :day, :count, :days, :stop, :rules, :opened, :state, "
           ":tab, "
           ":entry) ON CONFLICT (number) DO UPDATE SET threshold = excluded.threshold, article = "
           "excluded.article, sanctions = excluded.sanctions, day = excluded.day, count = excluded.count, "
           "days = "
           "excluded.days, salary_stop = excluded.salary_stop, rules = excluded.rules, state = "
           "excluded.state, "
           "tab = excluded.tab, entry = excluded.entry",
        soci::use(stored.number), soci::use(person), soci::use(stored.opd), soci::use(stored.basis.regime),
        soci::use(mode), soci::use(stored.basis.threshold), soci::use(stored.basis.article),
        soci::use(sanctions), soci::use(day), soci::use(stored.basis.count), soci::use(days), soci::use(stop),
        soci::use(stored.rules), soci::use(opened), soci::use(state), soci::use(tab), soci::use(newest);
    const CaseEntry& entry = stored.entries.back();
    const std::string act = name_of(entry.act), entered = name_of(entry.state), on = format_day(entry.day),
                      by = entry.by ? entry.by->hex() : "", changed = write_changed(entry.changed);
    const long long at = entry.at.value;
    sql_ << "INSERT INTO case_entries (record, number, act, state, day, at_ms, by, sanction, rule, changed) "
            "VALUES "
            "(:record, :number, :act, :state, :day, :at, :by, :sanction, :rule, :changed) ON CONFLICT "
            "(record) DO "
            "NOTHING",
        soci::use(newest), soci::use(stored.number), soci::use(act), soci::use(entered), soci::use(on),
        soci::use(at), soci::use(by), soci::use(entry.sanction), soci::use(entry.rule), soci::use(changed);
}

std::vector<CaseEntry> CasesRepository::entries_of(const std::string& number) {
    long long record = 0, at = 0;
    std::string act, state, day, by, sanction, rule, changed;
    soci::statement statement =
        (sql_.prepare
             << "SELECT record, act, state, day, at_ms, by, sanction, rule, changed FROM case_entries "
                "WHERE number = :number ORDER BY record",
         soci::use(number), soci::into(record), soci::into(act), soci::into(state), soci::into(day),
         soci::into(at), soci::into(by), soci::into(sanction), soci::into(rule), soci::into(changed));
    statement.execute();
    std::vector<CaseEntry> entries;
    while (statement.fetch()) {
        entries.push_back({record,
                           case_act_from(act),
                           case_state_from(state).value_or(CaseState::dugaan),
                           parse_day(day).value_or(LocalDay{}),
                           {at},
                           PersonId::parse_hex(by),
                           sanction,
                           rule,
                           read_changed(changed)});
    }
    return entries;
}

std::optional<StoredCase> CasesRepository::find(const std::string& number) {
    CaseRow row;
    soci::statement statement(sql_);
    row.bind(statement);
    statement.exchange(soci::use(number));
    auto found = rows_of(statement, row, "WHERE number = :number");
    if (found.empty()) return std::nullopt;
    found.front().entries = entries_of(number);
    return std::move(found.front());
}

std::vector<StoredCase> CasesRepository::of_person(const PersonId& person) {
    const std::string id = person.hex();
    CaseRow row;
    soci::statement statement(sql_);
    row.bind(statement);
    statement.exchange(soci::use(id));
    auto found = rows_of(statement, row, "WHERE person = :person ORDER BY number");
    for (StoredCase& stored : found)
        stored.entries = entries_of(stored.number);
    return found;
}

std::vector<StoredCase> CasesRepository::page(const CaseQuery& query) {
    const std::string tab = name_of(query.tab);
    CaseRow row;
    soci::statement statement(sql_);
    row.bind(statement);
    statement.exchange(soci::use(tab));
    statement.exchange(soci::use(query.after));
    statement.exchange(soci::use(query.limit));
    auto found = rows_of(statement, row, "WHERE tab = :tab AND number > :after ORDER BY number LIMIT :limit");
    for (StoredCase& stored : found)
        stored.entries = entries_of(stored.number);
    return found;
}

std::vector<StoredCase> CasesRepository::open() {
    CaseRow row;
    soci::statement statement(sql_);
    row.bind(statement);
    auto found = rows_of(statement, row, "WHERE tab <> 'closed' ORDER BY number");
    for (StoredCase& stored : found)
        stored.entries = entries_of(stored.number);
    return found;
}

std::vector<StoredCase> CasesRepository::in_force() {
    const std::string state = hadir::name_of(CaseState::berlaku);
    CaseRow row;
    soci::statement statement(sql_);
    row.bind(statement);
    statement.exchange(soci::use(state));
    auto found =
        rows_of(statement, row,
                "WHERE number IN (SELECT number FROM case_entries WHERE state = :state) ORDER BY number");
    for (StoredCase& stored : found)
        stored.entries = entries_of(stored.number);
    return found;
}

std::map<CaseTab, std::int64_t> CasesRepository::counts() {
    std::map<CaseTab, std::int64_t> counts;
    for (const auto& [tab, name] : kTabs)
        counts[tab] = 0;
    std::string tab;
    long long count = 0;
    soci::statement statement =
        (sql_.prepare << "SELECT tab, COUNT(*) FROM cases GROUP BY tab", soci::into(tab), soci::into(count));
    statement.execute();
    while (statement.fetch()) {
        if (const auto of = case_tab_from(tab)) counts[*of] = count;
    }
    return counts;
}

std::string CasesRepository::next_number(int year) {
    const std::string prefix = "D-" + std::to_string(year) + '-';
    const int length = static_cast<int>(prefix.size()), skip = length + 1;
    int highest = 0;
    sql_ << "SELECT COALESCE(MAX(CAST(SUBSTR(number, :skip) AS INTEGER)), 0) FROM cases WHERE SUBSTR(number, "
            "1, "
            ":length) = :prefix",
        soci::use(skip), soci::use(length), soci::use(prefix), soci::into(highest);
    return case_number(prefix, highest + 1);
}

void CasesRepository::clear() {
    sql_ << "DELETE FROM cases";
    sql_ << "DELETE FROM case_entries";
}

}  // namespace hadir::central
