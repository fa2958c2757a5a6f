#include "central/recap_api.h"

#include "central/photo_keys.h"
#include "central/recap_json.h"
#include "central/recap_sheets.h"
#include "central/web_shell.h"

namespace hadir::central {
namespace {

using httpd::Response;
using AnyRecap = std::variant<PeopleRecap, OpdsRecap, PersonRecap>;

Result<std::chrono::year_month> asked_month(const Visit& visit) {
    const auto text = query_value(visit.request, "month");
    if (!text) return propagate(text.error());
    const auto day = text->empty() ? std::optional(local_day(visit.api.clock.wall(), visit.api.zone))
                                   : parse_day(*text + "-01");
    if (!day) return fail(ErrorCode::malformed, "query: month must be like 2026-11");
    const std::chrono::year_month_day date(*day);
    return date.year() / date.month();
}

// Who goes out here is noted: each person of a list, or the one person.
Result<void> note(const Visit& visit, const AnyRecap& recap) {
    if (const auto* one = std::get_if<PersonRecap>(&recap))
        return visit.note_one({ViewKind::attendance}, one->person.person);
    std::vector<PersonId> people;
    if (const auto* many = std::get_if<PeopleRecap>(&recap)) {
        for (const PersonLine& row : many->rows)
            people.push_back(row.person);
    }
    return visit.note_list({ViewKind::attendance}, std::move(people));
}

RecapAsk ask_of(const Visit& visit, std::chrono::year_month month) {
    return {visit.database, visit.api.book, month, visit.api.clock.wall(), visit.api.zone};
}

// Of the OPD that is asked for or the account is of, by person; else of all of them, by OPD.
Result<AnyRecap> recap_asked(const Visit& visit) {
    const auto month = asked_month(visit);
    if (!month) return propagate(month.error());
    const auto scope = scope_in(visit.request, visit.scope);
    if (!scope) return propagate(scope.error());
    const RecapAsk ask = ask_of(visit, *month);
    auto recap = visit.database.read([&]() -> Result<AnyRecap> {
        if (scope->is_all()) return AnyRecap(recap_of_opds(ask));
        auto people = recap_of_opd(ask, scope->opd());
        if (!people) return propagate(people.error());
        return AnyRecap(*std::move(people));
    });
    if (!recap) return propagate(recap.error());
    if (auto noted = note(visit, *recap); !noted) return propagate(noted.error());
    return recap;
}

Result<AnyRecap> person_asked(const Visit& visit) {
    const auto month = asked_month(visit);
    if (!month) return propagate(month.error());
    const auto person = PersonId::parse_hex(visit.request.captures.front());
    if (!person) return fail(ErrorCode::not_found, "the path names nobody");
    const RecapAsk ask = ask_of(visit, *month);
    auto recap = visit.database.read([&]() -> Result<AnyRecap> {
        auto found = recap_of_person(ask, *person, visit.scope);
        if (!found) return propagate(found.error());
        return AnyRecap(*std::move(found));
    });
    if (!recap) return propagate(recap.error());
    if (auto noted = note(visit, *recap); !noted) return propagate(noted.error());
    return recap;
}

struct ToJson {
    std::string operator()(const PeopleRecap& recap) const { return people_recap_json(recap); }
    std::string operator()(const OpdsRecap& recap) const { return opds_recap_json(recap); }
    std::string operator()(const PersonRecap& recap) const { return person_recap_json(recap); }
};

struct ToSheets {
    Nips nips;
    std::vector<Sheet> operator()(const PeopleRecap& recap) const { return sheets_of(recap, nips); }
    std::vector<Sheet> operator()(const OpdsRecap& recap) const { return sheets_of(recap); }
    std::vector<Sheet> operator()(const PersonRecap& recap) const { return sheets_of(recap, nips); }
};

std::vector<Sheet> sheets_for(const Visit& visit, const AnyRecap& recap) {
    const bool may = scope_of(visit.session.holder(), Permission::see_nip).has_value();
    return std::visit(ToSheets{may ? Nips::shown : Nips::hidden}, recap);
}

// "Dinas PUPR" is dinas-pupr: what every system takes in a file's name.
std::string file_word(const std::string& text) {
    std::string word;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        const bool capital = c >= 'A' && c <= 'Z';
        if (letter || capital) {
            word.push_back(capital ? static_cast<char>(c - 'A' + 'a') : c);
        } else if (!word.empty() && word.back() != '-') {
            word.push_back('-');
        }
    }
    return word.substr(0, 60);
}

struct FileName {
    std::string operator()(const PeopleRecap& recap) const { return of(recap.facts, recap.opd); }
    std::string operator()(const OpdsRecap& recap) const { return of(recap.facts, "semua OPD"); }
    std::string operator()(const PersonRecap& recap) const { return of(recap.facts, recap.person.number); }

private:
    static std::string of(const RecapFacts& facts, const std::string& whose) {
        return "rekap-" + format_month(facts.month) + "-" + file_word(whose);
    }
};

Response file(const std::string& name, const char* type, std::string body) {
    return {200,
            {{"Content-Type", type},
             {"Content-Disposition", "attachment; filename=\"" + name + "\""},
             {"Cache-Control", "no-store"}},
            std::move(body)};
}

Response json_answer(const AnyRecap& recap) {
    return fresh_json(200, std::visit(ToJson{}, recap));
}

Response csv_answer(const Visit& visit, const AnyRecap& recap) {
    return file(std::visit(FileName{}, recap) + ".csv", "text/csv; charset=utf-8; header=present",
                csv_of(sheets_for(visit, recap).front()));
}

Result<Response> xlsx_answer(const Visit& visit, const AnyRecap& recap) {
    const std::string name = std::visit(FileName{}, recap);
    auto book = xlsx_of(sheets_for(visit, recap), {name, visit.api.clock.wall()});
    if (!book) return propagate(book.error());
    return file(name + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                *std::move(book));
}

Result<Response> recaps(const Visit& visit) {
    const auto recap = recap_asked(visit);
    if (!recap) return propagate(recap.error());
    return json_answer(*recap);
}

Result<Response> recaps_csv(const Visit& visit) {
    const auto recap = recap_asked(visit);
    if (!recap) return propagate(recap.error());
    return csv_answer(visit, *recap);
}

Result<Response> recaps_xlsx(const Visit& visit) {
    const auto recap = recap_asked(visit);
    if (!recap) return propagate(recap.error());
    return xlsx_answer(visit, *recap);
}

Result<Response> person_recap(const Visit& visit) {
    const auto recap = person_asked(visit);
    if (!recap) return propagate(recap.error());
    return json_answer(*recap);
}

Result<Response> person_recap_xlsx(const Visit& visit) {
    const auto recap = person_asked(visit);
    if (!recap) return propagate(recap.error());
    return xlsx_answer(visit, *recap);
}

}  // namespace

std::vector<httpd::Route> recap_routes(const WebApi& api) {
    return {guarded(api, "/v1/recaps", Permission::see_attendance, recaps),
            guarded(api, "/v1/recaps.csv", Permission::see_attendance, recaps_csv),
            guarded(api, "/v1/recaps.xlsx", Permission::see_attendance, recaps_xlsx),
            guarded(api, "/v1/people/{person}/recap", Permission::see_attendance, person_recap),
            guarded(api, "/v1/people/{person}/recap.xlsx", Permission::see_attendance, person_recap_xlsx)};
}

}  // namespace hadir::central
