// An office with its line of superiors, and the desk where their papers are asked for and decided on.
#pragma once

#include <gtest/gtest.h>

#include <sqlite3.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "central/assignments_repository.h"
#include "central/judge_queue_repository.h"
#include "central/papers.h"
#include "central/people_repository.h"
#include "central/posts_repository.h"
#include "tests/central/ingest_fixture.h"
#include "tests/central/shipped_book.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"

namespace hadir::central::tests {

inline LocalDay day_of(const char* text) {
    return *parse_day(text);
}

// Siti answers to Budi, Budi to Ani, Ani to Tono, and Tono to nobody. Joko is PPPK and answers to Budi. Dewi
// is of BKD. It is Monday, 21 September 2026, in the morning.
class PapersFixture : public IngestFixture {
protected:
    PapersFixture() {
        clock.jump_wall(kMorning);
        const auto done = database.transaction([&]() -> Result<void> {
            add("Siti Rahmawati", siti);
            add("Budi Santoso", budi);
            add("Ani Wijaya", ani);
            add("Tono Prabowo", tono);
            add("Joko Susilo", joko);
            add("Dewi Lestari", dewi);
            PostsRepository posts(database);
            posts.replace({post(siti, budi), post(budi, ani), post(ani, tono), post(tono, std::nullopt),
                           post(joko, budi, Employment::pppk), post(dewi, tono)});
            AssignmentsRepository(database).replace(AssignmentKind::plan, {{{}, always, "BTN-5"}});
            return {};
        });
        if (!done) throw std::runtime_error(done.error().message);
    }

    Post post(const PersonId& person, const std::optional<PersonId>& superior,
              Employment employment = Employment::pns) const {
        return {
            person,  always, employment, PostLevel::pelaksana, "", {"Dinas PUPR", "Jalan", "Kantor Induk"},
            superior};
    }
    void add(const std::string& name, const PersonId& person) {
        const std::string id = person.hex();
        PeopleRepository(database).add(
            {person, {id, name, "Dinas PUPR", "Jalan", "Kantor Induk"}, id.substr(0, 5), true});
    }
    void deputise(const PersonId& person, const PersonId& deputy) {
        ASSERT_TRUE(database.transaction([&]() -> Result<void> {
            PostsRepository(database).replace({Deputy{person, always, deputy}});
            return {};
        }));
    }

    PaperWish leave(const char* first = "2026-09-28", const char* last = "2026-09-30") const {
        PaperWish wish;
        wish.person = siti;
        wish.code = "CT";
        wish.days = {day_of(first), day_of(last)};
        wish.why = "menjenguk orang tua di Serang";
        return wish;
    }
    PaperWish correction(const char* day = "2026-09-18") const {
        PaperWish wish = leave(day, day);
        wish.code = "KOREKSI";
        wish.side = Side::in;
        wish.at_s = 27'000;
        wish.why = "kios mati, masuk pukul 07.30";
        return wish;
    }
    Result<std::int64_t> ask(const PaperWish& wish) {
        return ask_paper(database, desk, {officer(wish.person), std::nullopt}, wish);
    }
    Result<std::int64_t> ask_as(const PersonId& asker, const PaperWish& wish,
                                const std::optional<OpdScope>& enters = std::nullopt) {
        return ask_paper(database, desk, {officer(asker), enters}, wish);
    }
    Result<void> approve(const PersonId& by, std::int64_t paper) {
        return decide_paper(database, desk, officer(by), {paper, true, ""});
    }
    Result<void> reject(const PersonId& by, std::int64_t paper, const std::string& why) {
        return decide_paper(database, desk, officer(by), {paper, false, why});
    }
    static Officer officer(const PersonId& person) { return {person, "akun"}; }

    PaperRow row(std::int64_t paper) { return row_in(database, paper); }
    static PaperRow row_in(const Database& database, std::int64_t paper) {
        return **database.read(
            [&]() -> Result<std::optional<PaperRow>> { return PaperRowsRepository(database).find(paper); });
    }
    // Every column of every row, as text.
    std::vector<std::string> table(const std::string& name) {
        std::vector<std::string> rows;
        sqlite3* raw = nullptr;
        sqlite3_open((folder / "central.db").c_str(), &raw);
        const auto add_row = [](void* into, int count, char** values, char**) {
            std::string text;
            for (int i = 0; i < count; ++i)
                text += std::string(values[i] != nullptr ? values[i] : "-") + '|';
            static_cast<std::vector<std::string>*>(into)->push_back(text);
            return 0;
        };
        sqlite3_exec(raw, ("SELECT * FROM " + name + " ORDER BY 1").c_str(), add_row, &rows, nullptr);
        sqlite3_close(raw);
        return rows;
    }
    std::vector<QueuedDay> queued() {
        return *database.transaction(
            [&]() -> Result<std::vector<QueuedDay>> { return JudgeQueueRepository(database).take(1000); });
    }
    std::vector<std::string> decisions() {
        return *database.read([&]() -> Result<std::vector<std::string>> {
            std::vector<std::string> lines;
            if (const auto device = DevicesRepository(database).find(own.dev())) {
                for (const StoredRecord& record : RecordsRepository(database).page(device->id, 0, 100))
                    lines.push_back(record.line.line);
            }
            return lines;
        });
    }
    void wait_days(int days) { clock.jump_wall(clock.wall() + std::chrono::days(days)); }

    const DaySpan always{day_of("2020-01-01"), std::nullopt};
    const PersonId siti = filled<PersonId>(1), budi = filled<PersonId>(2), ani = filled<PersonId>(3),
                   tono = filled<PersonId>(4), joko = filled<PersonId>(5), dewi = filled<PersonId>(6);
    hadir::tests::FakeClock clock;
    hadir::tests::FakeRandom random;
    wire::SigningKey key = wire::SigningKey::generate();
    OwnLedger own{key, clock, random};
    const rules::RuleBook book = shipped_book();
    PaperDesk desk{own, book.presence, {}, Zone::wib};
};

}  // namespace hadir::central::tests
