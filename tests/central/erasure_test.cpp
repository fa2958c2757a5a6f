// A person is forgotten: the files themselves are searched, byte by byte.
#include "central/erasure.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "central/attendance_repository.h"
#include "central/mirror.h"
#include "central/people.h"
#include "central/people_repository.h"
#include "central/projection.h"
#include "central/sessions.h"
#include "central/sides_repository.h"
#include "central/signed_files.h"
#include "central/sqlite_files.h"
#include "central/terminal_decisions.h"
#include "tests/central/log_fixture.h"
#include "tests/central/staff.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"

namespace hadir::central::tests {
namespace {

const std::string kNip = "198001012005012001";
const std::string kName = "Siti Rahmawati";
const std::string kShown = "Siti R.";
const std::string kAccount = "siti.rahmawati";
const std::string kPeople = "nip,nama,opd,unit,kantor\n" + kNip + ",\"" + kName +
                            ", S.T.\",Dinas PUPR,Bidang Jalan,Kantor Induk\n"
                            "197905052003121002,Budi Santoso,Dinas PUPR,Sekretariat,Kantor Induk\n";
const Officer kOfficer{filled<PersonId>(2), "rina"};

bool file_holds(const std::filesystem::path& file, const std::string& text) {
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    return bytes.find(text) != std::string::npos;
}

class ErasureTest : public WithLog {
protected:
    ErasureTest() {
        clock.jump_wall(kNow);
        EXPECT_TRUE(import_people(*database, random, kPeople, ImportMode::apply));
        siti = person_of(kNip);
        const auto badge = filled<BadgeId>(0xaa);
        EXPECT_TRUE(import_badges(
            *database, "badge,person,key_id,expires\n" + badge.hex() + ',' + siti.hex() + ",1,2099-12-31\n"));
        add_staff(*database, {kAccount, "kopi tubruk pagi", Role::bkd_officer, siti}, kNow);
        terminal.check_in(badge);
        send(1, 1);
        EXPECT_TRUE(roster_for(*database, device(), roster_key, kNow));
        confirm_terminal_as_siti();
        EXPECT_TRUE(sign());
    }

    // Siti's account and, in the reason, her name stand beside a decision.
    void confirm_terminal_as_siti() {
        run_sql(folder / "central.db", "UPDATE devices SET enrolled_by = '" + kOfficer.person.hex() + "'");
        EXPECT_TRUE(central::confirm_terminal(
            *database, own, {siti, kAccount},
            {terminal.dev, 1, terminal.key.public_key(), "compared by SITI RAHMAWATI at the door"}));
    }
    PersonId person_of(const std::string& nip) {
        const auto people = database->read(
            [&]() -> Result<std::vector<Person>> { return PeopleRepository(*database).all(); });
        for (const Person& person : *people) {
            if (person.facts.nip == nip) return person.person;
        }
        return {};
    }
    Device device() {
        return **database->read([&]() -> Result<std::optional<Device>> {
            return DevicesRepository(*database).find(terminal.dev);
        });
    }
    Result<void> erase(const PersonId& person, const std::string& why = "asked for it in writing") {
        return erase_person(*database, own, kOfficer, {person, why});
    }
    void erase_whole() {
        ASSERT_TRUE(erase(siti));
        ASSERT_TRUE(issue_rosters(*database, roster_key, clock.wall()));
        ASSERT_TRUE(keep_and_scrub());
    }
    Result<void> keep_and_scrub() {
        if (auto kept = keep_erased(*database, folder / "erased.list"); !kept) return kept;
        return scrub(*database, folder / "central.db", clock.wall());
    }
    // Files of the folder that hold anything by which Siti is known.
    std::vector<std::string> naming_files() {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
            if (!entry.is_regular_file()) continue;
            for (const std::string& text : {kNip, kName, kShown, kAccount, std::string("SITI RAHMAWATI")}) {
                if (file_holds(entry.path(), text))
                    found.push_back(entry.path().filename().string() + ": " + text);
            }
        }
        return found;
    }
    std::string roster_text() { return roster_for(*database, device(), roster_key, clock.wall())->file; }

    hadir::tests::FakeClock clock;
    hadir::tests::FakeRandom random;
    wire::SigningKey ledger_key = wire::SigningKey::generate();
    wire::SigningKey roster_key = wire::SigningKey::generate();
    Mirror mirror{(folder / "mirror.db").string()};
    OwnLedger own{ledger_key, clock, random, &mirror};
    PersonId siti;
};

TEST_F(ErasureTest, LeavesNothingInAnyFileAndEveryProofValid) {
    const auto before = naming_files();
    for (const char* file : {"central.db", "mirror.db"}) {
        EXPECT_TRUE(
            std::ranges::any_of(before, [&](const std::string& found) { return found.starts_with(file); }))
            << "the search finds nothing in " << file << ", so it proves nothing";
    }
    const std::string proof = proof_text(1);
    ASSERT_EQ(verdict_on(proof), wire::ProofVerdict::valid);

    erase_whole();
    ASSERT_TRUE(back_up(folder / "central.db", folder / "backup.db"));
    const auto after = naming_files();
    EXPECT_TRUE(after.empty()) << testing::PrintToString(after);

    EXPECT_EQ(verdict_on(proof), wire::ProofVerdict::valid) << "given out before";
    EXPECT_EQ(verdict_on(proof_text(1)), wire::ProofVerdict::valid) << "given out after";
    ASSERT_TRUE(sign()) << "the log goes on";
    EXPECT_EQ(run_sql(folder / "mirror.db", "SELECT COUNT(*) FROM records"), 2);
    EXPECT_EQ(export_people(*database)->find(kName), std::string::npos);
}

TEST_F(ErasureTest, IsARecordOfWhoDecidedAndWhyWithoutTheName) {
    ASSERT_TRUE(erase(siti));
    const auto rows = *database->read([&]() -> Result<std::vector<StoredRecord>> {
        const auto central = DevicesRepository(*database).find(own.dev());
        return RecordsRepository(*database).page(central->id, 0, 10);
    });
    ASSERT_EQ(rows.size(), 2U);
    const auto line = wire::parse_line(rows[1].line.line);
    ASSERT_TRUE(line);
    EXPECT_EQ(line->head.kind, "person-erased");
    EXPECT_EQ(*line->body.find("person")->text(), siti.hex());
    EXPECT_EQ(*line->body.find("by")->text(), kOfficer.person.hex());
    const auto sides = *database->read([&]() -> Result<std::vector<StoredSide>> {
        return SidesRepository(*database).of_record(rows[1].id);
    });
    ASSERT_EQ(sides.size(), 2U);
    EXPECT_EQ(sides[1].side.value().value, "asked for it in writing");
    ASSERT_TRUE(erase(siti)) << "again is fine";
    EXPECT_EQ(run_sql(folder / "mirror.db", "SELECT COUNT(*) FROM records"), 2) << "and decided once";
}

TEST_F(ErasureTest, IsRefusedForNobodyAndForAReasonThatNames) {
    EXPECT_EQ(erase(filled<PersonId>(9)).error().code, ErrorCode::not_found);
    EXPECT_EQ(erase(siti, "").error().code, ErrorCode::usage);
    for (const std::string& why :
         {std::string("siti rahmawati has left"), "NIP " + kNip + " has left", std::string("Siti R. left")})
        EXPECT_EQ(erase(siti, why).error().code, ErrorCode::usage) << why;
    EXPECT_EQ(person_of(kNip), siti) << "what is refused changes nothing";
}

TEST_F(ErasureTest, TellsTerminalsByATombstoneAndAwaitsTheirWord) {
    // The fixture's certificate is from before the confirmation.
    run_sql(folder / "central.db", "UPDATE devices SET certificate_generation = 0");
    const auto before = roster_for(*database, device(), roster_key, clock.wall())->version;
    erase_whole();
    const std::string roster = roster_text();
    EXPECT_NE(roster.find("{\"erased\":[\"" + siti.hex() + "\"]}"), std::string::npos) << roster;
    EXPECT_EQ(roster.find(kShown), std::string::npos);
    EXPECT_NE(roster.find("{\"revoked\":[\"aaaaaaaaaaaaaaaa\"]}"), std::string::npos)
        << "the card opens nothing";
    const auto version = roster_for(*database, device(), roster_key, clock.wall())->version;
    const auto open = [&] {
        const auto rows = database->read([&]() -> Result<std::vector<ErasureTerminal>> {
            return ErasuresRepository(*database).terminals();
        });
        return std::ranges::count_if(*rows, [](const ErasureTerminal& row) { return !row.done; });
    };
    const auto tells = [&](const std::optional<std::string>& holds) {
        Draft upload = draft(terminal, 2, 0);
        upload.upload.roster = holds;
        return upload.send(*database, receipt_key, kNow).answer.status;
    };
    EXPECT_EQ(open(), 1);
    EXPECT_EQ(tells(std::nullopt), 200);
    EXPECT_EQ(tells(std::to_string(before)), 200);
    EXPECT_EQ(open(), 1) << "it holds the old one still";
    EXPECT_EQ(tells("x"), 400);
    EXPECT_EQ(tells(std::to_string(version)), 200);
    EXPECT_EQ(open(), 0);
}

TEST_F(ErasureTest, HoldsInARestoredBackupToo) {
    ASSERT_TRUE(back_up(folder / "central.db", folder / "before.db"));
    erase_whole();
    const auto restore_before = [&] {
        database.reset();
        ASSERT_TRUE(restore(folder / "before.db", folder / "central.db"));
        database.emplace(*Database::open(folder / "central.db"));
    };
    restore_before();
    EXPECT_EQ(person_of(kNip), siti) << "without the list she would be back";
    ASSERT_TRUE(keep_and_scrub());
    std::filesystem::remove(folder / "before.db");
    const auto after = naming_files();
    EXPECT_TRUE(after.empty()) << testing::PrintToString(after);
    EXPECT_NE(roster_text().find("erased"), std::string::npos);
    // The decision itself comes back from the mirror.
    EXPECT_EQ(mirror.restore(*database, ledger_key, kNow).value(), 1U);
    EXPECT_TRUE(mirror.catch_up(*database, own.dev()));
}

TEST_F(ErasureTest, ComesBackFromTheMirrorAlone) {
    ASSERT_TRUE(back_up(folder / "central.db", folder / "before.db"));
    erase_whole();
    database.reset();
    ASSERT_TRUE(restore(folder / "before.db", folder / "central.db"));
    database.emplace(*Database::open(folder / "central.db"));
    std::filesystem::remove(folder / "before.db");
    std::filesystem::remove(folder / "erased.list");
    ASSERT_EQ(mirror.restore(*database, ledger_key, kNow).value(), 1U);
    ASSERT_TRUE(keep_and_scrub());
    const auto after = naming_files();
    EXPECT_TRUE(after.empty()) << testing::PrintToString(after);
    EXPECT_TRUE(file_holds(folder / "erased.list", siti.hex())) << "the list is made again from the database";
}

TEST_F(ErasureTest, AListThatCannotBeReadStopsEverything) {
    for (const std::string& text :
         {std::string("nonsense\n"), siti.hex() + '\n', format_at(kNow) + ' ' + siti.hex(),
          format_at(kNow) + ' ' + siti.hex() + "00\n"}) {
        std::ofstream(folder / "erased.list") << text;
        const auto kept = keep_erased(*database, folder / "erased.list");
        ASSERT_FALSE(kept) << text;
        EXPECT_NE(kept.error().message.find("line 1"), std::string::npos);
    }
    EXPECT_EQ(person_of(kNip), siti);
}

TEST_F(ErasureTest, WhoIsImportedAgainIsSomebodyNew) {
    erase_whole();
    const auto difference = import_people(*database, random, kPeople, ImportMode::apply);
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->added.size(), 1U);
    EXPECT_NE(person_of(kNip), siti) << "nothing is left that could tell";
    ASSERT_TRUE(keep_and_scrub());
    EXPECT_NE(person_of(kNip), PersonId{}) << "the list names ids, and this one is another";
    EXPECT_FALSE(import_badges(
        *database, "badge,person,key_id,expires\n00112233445566aa," + siti.hex() + ",1,2099-12-31\n"))
        << "an erased person gets no card";
}

TEST_F(ErasureTest, ShowsACheckInWithoutAName) {
    erase_whole();
    ASSERT_TRUE(database->transaction([&]() -> Result<void> {
        rebuild_projections(*database);
        return {};
    }));
    const auto arrivals = *database->read([&]() -> Result<std::vector<Arrival>> {
        return AttendanceRepository(*database).arrivals("2026-09-21", OpdScope::all(), std::nullopt, 10);
    });
    ASSERT_EQ(arrivals.size(), 1U);
    EXPECT_EQ(arrivals[0].person, siti);
    EXPECT_FALSE(arrivals[0].name);
    EXPECT_FALSE(arrivals[0].number);
}

TEST(NamesPerson, TakesWholeWordsInAnyCase) {
    const auto names = [](const char* text, const char* name = "dr. Siti Rahmawati, Sp.PD") {
        return names_person(text, kNip, name);
    };
    for (const char* text : {"Siti Rahmawati", "told by SITI RAHMAWATI.", "(siti r.) left",
                             "dr. Siti Rahmawati, Sp.PD", "198001012005012001", "NIP:198001012005012001;"})
        EXPECT_TRUE(names(text)) << text;
    for (const char* text : {"", "Siti", "Siti Rahmawatia", "1980010120050120011", "asked for it"})
        EXPECT_FALSE(names(text)) << text;
    EXPECT_FALSE(names("the panitia decided", "Ani"));
    EXPECT_TRUE(names("the panitia and Ani decided", "Ani"));
}

}  // namespace
}  // namespace hadir::central::tests
