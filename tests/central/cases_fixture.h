// An office with its line of superiors, their days as somebody has judged them, and the desk where cases are
// kept.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "central/absences_repository.h"
#include "central/assignments_repository.h"
#include "central/case_watch.h"
#include "central/cases.h"
#include "central/people_repository.h"
#include "central/posts_repository.h"
#include "central/verdicts_repository.h"
#include "tests/central/ingest_fixture.h"
#include "tests/central/shipped_book.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"

namespace hadir::central::tests {

inline LocalDay on(const char* text) {
    return *parse_day(text);
}

// Siti is pelaksana under Budi (pengawas), he under Ani (administrator), she under Tono (JPT pratama). Joko
// is PPPK. Dewi and Rudi are of BKD and nobody's superiors. It is Monday, 21 September 2026.
class CasesFixture : public IngestFixture {
protected:
    CasesFixture() {
        clock.jump_wall(kMorning);
        const auto done = database.transaction([&]() -> Result<void> {
            add("Siti Rahmawati", siti);
            add("Budi Santoso", budi);
            add("Ani Wijaya", ani);
            add("Tono Prabowo", tono);
            add("Joko Susilo", joko);
            add("Dewi Lestari", dewi);
            add("Rudi Hartono", rudi);
            PostsRepository(database).replace(
                {post(siti, PostLevel::pelaksana, budi), post(budi, PostLevel::pengawas, ani),
                 post(ani, PostLevel::administrator, tono), post(tono, PostLevel::jpt_pratama, std::nullopt),
                 post(joko, PostLevel::pelaksana, budi, Employment::pppk),
                 post(dewi, PostLevel::pengawas, std::nullopt),
                 post(rudi, PostLevel::pengawas, std::nullopt)});
            AssignmentsRepository(database).replace(AssignmentKind::plan, {{{}, always, "BTN-5"}});
            return {};
        });
        if (!done) throw std::runtime_error(done.error().message);
    }

    Post post(const PersonId& person, PostLevel level, const std::optional<PersonId>& superior,
              Employment employment = Employment::pns) const {
        return {person, always, employment, level, "Staf", {"Dinas PUPR", "Jalan", "Kantor Induk"}, superior};
    }
    void add(const std::string& name, const PersonId& person) {
        const std::string id = person.hex();
        PeopleRepository(database).add(
            {person, {id, name, "Dinas PUPR", "Jalan", "Kantor Induk"}, id.substr(0, 5), true});
    }

    // Every day from first to last: on time, and free at weekends.
    void present(const PersonId& person, const char* first, const char* last) {
        std::vector<StoredVerdict> rows;
        for (LocalDay day = on(first); day <= on(last); day += std::chrono::days(1)) {
            const bool free = std::chrono::weekday(day).iso_encoding() > 5;
            rows.push_back(row_of(person, day, free ? "OFF" : "TW"));
            if (free) rows.back().verdict.kind = DayKind::off;
        }
        put(rows);
    }
    void judged(const PersonId& person, LocalDay day, const std::string& code, int missing = 0) {
        StoredVerdict row = row_of(person, day, code);
        row.verdict.in.missing = missing;
        put({row});
    }
    static StoredVerdict row_of(const PersonId& person, LocalDay day, const std::string& code) {
        StoredVerdict row;
        row.person = person;
        row.opd = "Dinas PUPR";
        row.verdict.day = day;
        row.verdict.code = code;
        row.cause = "test";
        return row;
    }
    void put(const std::vector<StoredVerdict>& rows) {
        ASSERT_TRUE(database.transaction([&]() -> Result<void> {
            VerdictsRepository(database).put(rows);
            AbsencesRepository(database).add(rows.front().person, rows.front().verdict.day);
            return {};
        }));
    }
    void judged(const PersonId& person, const char* day, const std::string& code, int missing = 0) {
        judged(person, on(day), code, missing);
    }
    void absent(const PersonId& person, const std::vector<const char*>& days) {
        for (const char* day : days)
            judged(person, day, "TK");
    }

    // Until nobody waits; how many records that wrote.
    std::size_t look() {
        std::size_t records = 0;
        for (;;) {
            const auto some = look_at_cases(database, desk);
            if (!some) throw std::runtime_error(some.error().message);
            if (some->people == 0) return records;
            records += some->records;
        }
    }
    std::vector<StoredCase> cases(const PersonId& person) { return cases_in(database, person); }
    static std::vector<StoredCase> cases_in(const Database& database, const PersonId& person) {
        return *database.read(
            [&]() -> Result<std::vector<StoredCase>> { return CasesRepository(database).of_person(person); });
    }
    StoredCase only_case(const PersonId& person) {
        const auto all = cases(person);
        if (all.size() != 1) throw std::runtime_error("not one case");
        return all.front();
    }
    // Siti has stayed away for three days.
    StoredCase opened() {
        present(siti, "2026-08-31", "2026-09-20");
        absent(siti, {"2026-09-14", "2026-09-15", "2026-09-16"});
        look();
        return only_case(siti);
    }

    static Officer officer(const PersonId& person) { return {person, "akun"}; }
    std::int64_t newest() { return only_case(siti).newest(); }
    Result<void> move(CaseState to, const char* day = "2026-09-21", const char* why = "surat 800/12") {
        return move_case(database, desk, officer(dewi), {only_case(siti).number, to, on(day), why, newest()});
    }
    Result<void> propose(const char* sanction, const PersonId& by) {
        return propose_sanction(database, desk, officer(by),
                                {only_case(siti).number, sanction, "tiga hari tanpa keterangan", newest()});
    }
    Result<void> decide_as(const PersonId& by, const char* sanction) {
        return decide_case(database, desk, officer(by),
                           {only_case(siti).number, sanction, "wajib masuk kerja", newest()},
                           CaseView::of_subordinates);
    }
    // Examined, with a proposal by Dewi.
    void examined() {
        opened();
        ASSERT_TRUE(move(CaseState::panggilan_1));
        ASSERT_TRUE(move(CaseState::pemeriksaan));
        ASSERT_TRUE(propose("R1", dewi));
    }
    void go_to(const char* day) { clock.jump_wall(start_of(on(day), Zone::wib) + std::chrono::hours(8)); }

    const DaySpan always{on("2020-01-01"), std::nullopt};
    const PersonId siti = filled<PersonId>(1), budi = filled<PersonId>(2), ani = filled<PersonId>(3),
                   tono = filled<PersonId>(4), joko = filled<PersonId>(5), dewi = filled<PersonId>(6),
                   rudi = filled<PersonId>(7);
    hadir::tests::FakeClock clock;
    hadir::tests::FakeRandom random;
    wire::SigningKey key = wire::SigningKey::generate();
    OwnLedger own{key, clock, random};
    const rules::RuleBook book = shipped_book();
    CaseDesk desk{own, book, {}, Zone::wib};
};

}  // namespace hadir::central::tests
