// Monthly recaps: of an OPD by person, of the province by OPD, of a person by day. Use inside Database::read
// or ::transaction.
//
// Whoever moved within the month stands in each OPD with the days there; the cut of the whole month stands
// where the month ended, since a person has one allowance.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/opd_scope.h"
#include "central/recap_columns.h"
#include "central/verdicts_repository.h"
#include "core/result.h"
#include "rules/rule_book.h"

namespace hadir::central {

constexpr long long kRecapPeopleMax = 20'000;  // of a recap by person

// Figures of one person or of many: they add up.
struct RecapLine {
    int people = 0;
    Recap recap;
    int cut_people = 0;  // whose month ended here, and under a known rule book: those of the cut
    int basis_points = 0;
    std::array<int, kCutGroups> groups{};

    RecapLine& operator+=(const RecapLine& other);
    [[nodiscard]] int unknown() const { return recap.unknown + recap.unscheduled; }
    [[nodiscard]] int mean_basis_points() const { return cut_people == 0 ? 0 : basis_points / cut_people; }
};

struct PersonLine {
    PersonId person;
    std::string name;
    std::string number;
    std::string nip;
    std::string title;   // of the post on the last of these days
    bool moved = false;  // has days of this month in another OPD
    std::optional<Cut> cut;
    RecapLine line;
};
struct OpdLine {
    std::string opd;
    RecapLine line;
};

// What every recap says of itself.
struct RecapFacts {
    std::chrono::year_month month;
    std::optional<LocalDay> until;  // the last day that was judged, where the month goes on
    UnixMs as_of;
    Zone zone = Zone::wib;
    std::vector<RecapColumn> columns;
    std::optional<Hash> rules;

    // Figures may still change.
    [[nodiscard]] bool is_provisional(const RecapLine& total) const { return until || total.unknown() > 0; }
};

struct PeopleRecap {
    RecapFacts facts;
    std::string opd;
    std::vector<PersonLine> rows;  // by name
    RecapLine total;
};
struct OpdsRecap {
    RecapFacts facts;
    std::vector<OpdLine> rows;  // by name
    RecapLine total;
};
struct PersonDay {
    StoredVerdict stored;
    Recap recap;                    // of this day alone
    std::optional<std::string> in;  // when, "07:21:09"
    std::optional<std::string> out;

    [[nodiscard]] const DayVerdict& verdict() const { return stored.verdict; }
    // What is known of one side waits for the other.
    [[nodiscard]] int late() const { return verdict().code == "BD" ? 0 : verdict().in.minutes; }
    [[nodiscard]] int early() const { return verdict().code == "BD" ? 0 : verdict().out.minutes; }
};
struct PersonRecap {
    RecapFacts facts;
    std::string opd;
    PersonLine person;
    std::vector<PersonDay> days;
};

struct RecapAsk {
    const Database& database;
    const rules::RuleBook* book;  // none: nothing is known of cuts
    std::chrono::year_month month;
    UnixMs now;
    Zone zone = Zone::wib;
};

// TOO_LARGE past kRecapPeopleMax.
[[nodiscard]] Result<PeopleRecap> recap_of_opd(const RecapAsk& ask, const std::string& opd);
[[nodiscard]] OpdsRecap recap_of_opds(const RecapAsk& ask);
// Of the days within the scope. NOT_FOUND where the person is not, or has none and is of another OPD.
[[nodiscard]] Result<PersonRecap> recap_of_person(const RecapAsk& ask, const PersonId& person,
                                                  const OpdScope& scope);

}  // namespace hadir::central
