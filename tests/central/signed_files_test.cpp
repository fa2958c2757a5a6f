#include "central/signed_files.h"

#include <gtest/gtest.h>

#include "central/nonces.h"
#include "central/online_keys.h"
#include "central/people.h"
#include "platform/random.h"
#include "tests/central/terminal.h"
#include "tests/temporary_folder.h"

namespace hadir::central::tests {
namespace {

const std::string kPeople =
    "nip,nama,opd,unit,kantor\n"
    "198001012005012001,Siti Rahmawati,Dinas PUPR,Bidang Jalan,Kantor Induk\n"
    "197905052003121002,Budi Santoso,Dinas PUPR,Sekretariat,UPT Utara\n"
    "199010102015032003,Ani Lestari,Bappeda,Sekretariat,Kantor Induk\n";

class SignedFiles : public testing::Test {
protected:
    SignedFiles() {
        terminal.enrol(database);
        EXPECT_TRUE(import_people(database, random, kPeople, ImportMode::apply));
        device = **database.read([&]() -> Result<std::optional<Device>> {
            return DevicesRepository(database).find(terminal.dev);
        });
    }
    IssuedFile issue(UnixMs now = kNow) { return *roster_for(database, device, key, now); }
    wire::Roster opened(const IssuedFile& file) {
        wire::KeysFile keys;
        const auto& pub = key.public_key().bytes;
        keys.rows.push_back({"roster", wire::key_id_of(pub), "ed25519", Bytes(pub.begin(), pub.end()), kNow,
                             kNow, std::nullopt, std::nullopt});
        return *wire::open_roster(file.file, keys, terminal.dev);
    }
    PersonId person(const std::string& name) {
        const auto people =
            database.read([&]() -> Result<std::vector<Person>> { return PeopleRepository(database).all(); });
        for (const Person& found : *people) {
            if (found.facts.name == name) return found.person;
        }
        throw std::runtime_error(name);
    }
    void give_badge(const std::string& badge, const std::string& name) {
        EXPECT_TRUE(import_badges(database, "badge,person,key_id,expires\n" + badge + ',' +
                                                person(name).hex() + ",1,2027-12-31\n"));
    }

    hadir::tests::TemporaryFolder folder;
    Database database = *Database::open(folder / "central.db");
    platform::SystemRandom random;
    wire::SigningKey key = wire::SigningKey::generate();
    Terminal terminal;
    Device device;
};

TEST_F(SignedFiles, ARosterHoldsItsOpdAndNobodyElse) {
    give_badge("00000000000000aa", "Siti Rahmawati");
    const auto roster = opened(issue());
    EXPECT_EQ(roster.opd, "Dinas PUPR");
    EXPECT_EQ(roster.kiosk, "Kios 02");
    ASSERT_EQ(roster.people.size(), 2U);
    for (const auto& row : roster.people) {
        const bool siti = row.person == person("Siti Rahmawati");
        EXPECT_EQ(row.name, siti ? "Siti R." : "Budi S.");
        EXPECT_EQ(row.home, siti);
        EXPECT_EQ(row.badges.size(), siti ? 1U : 0U);
    }
}

TEST_F(SignedFiles, ARosterNeverHoldsANip) {
    const auto file = issue();
    EXPECT_EQ(file.file.find("198001012005012001"), std::string::npos);
    EXPECT_EQ(file.file.find("Rahmawati"), std::string::npos);
}

TEST_F(SignedFiles, ARosterListsRevokedBadgesOfTheWholeProvince) {
    give_badge("00000000000000aa", "Siti Rahmawati");
    give_badge("00000000000000bb", "Ani Lestari");
    ASSERT_TRUE(revoke_badge(database, *BadgeId::parse_hex("00000000000000aa"), kNow));
    ASSERT_TRUE(revoke_badge(database, *BadgeId::parse_hex("00000000000000bb"), kNow));
    const auto roster = opened(issue());
    EXPECT_EQ(roster.revoked.size(), 2U);
    for (const auto& row : roster.people)
        EXPECT_TRUE(row.badges.empty());
}

TEST_F(SignedFiles, ARosterIsMadeAnewOnlyWhenItSaysSomethingNew) {
    const auto first = issue();
    EXPECT_EQ(issue(kNow + std::chrono::hours(1)).file, first.file);
    // A badge of another OPD changes the people's generation, but not this roster.
    give_badge("00000000000000bb", "Ani Lestari");
    EXPECT_EQ(issue(kNow + std::chrono::hours(2)).version, first.version);
    give_badge("00000000000000aa", "Siti Rahmawati");
    const auto second = issue(kNow + std::chrono::hours(3));
    EXPECT_GT(second.version, first.version);
    EXPECT_EQ(issue(kNow + std::chrono::hours(4)).file, second.file);
}

TEST_F(SignedFiles, ARosterIsRenewedAtHalfOfItsLife) {
    const auto first = issue();
    EXPECT_EQ(issue(kNow + std::chrono::days(6)).version, first.version);
    const auto second = issue(kNow + std::chrono::days(7));
    EXPECT_GT(second.version, first.version);
    EXPECT_EQ(second.expires, kNow + std::chrono::days(21));
}

TEST_F(SignedFiles, AClockThatFellBackStillRaisesTheVersion) {
    const auto first = issue();
    give_badge("00000000000000aa", "Siti Rahmawati");
    EXPECT_EQ(issue(kNow + -std::chrono::days(400)).version, first.version + 1);
}

TEST_F(SignedFiles, APolicyKeepsItsVersion) {
    const auto first = *current_policy(database, {}, key, kNow);
    EXPECT_EQ(current_policy(database, {}, key, kNow + std::chrono::days(1))->file, first.file);
    EXPECT_GT(current_policy(database, {}, key, kNow + std::chrono::days(8))->version, first.version);
    wire::Policy shorter;
    shorter.guard_s = 15;
    EXPECT_GT(current_policy(database, shorter, key, kNow + std::chrono::days(1))->version, first.version);
}

TEST_F(SignedFiles, AKeysFileMustComeFromTheRootAndNotBeOlder) {
    const auto root = wire::SigningKey::generate();
    const auto file = [&](std::int64_t version, std::chrono::days life) {
        return wire::write_keys_file({"keys", std::nullopt, version, kNow, kNow + life}, {}, root);
    };
    const std::string held = file(7, std::chrono::days(10));
    EXPECT_TRUE(import_keys(database, held, root.public_key()));
    EXPECT_TRUE(import_keys(database, held, root.public_key()));
    const auto same = import_keys(database, file(7, std::chrono::days(11)), root.public_key());
    EXPECT_EQ(same.error().code, ErrorCode::conflict);
    EXPECT_EQ(import_keys(database, file(6, std::chrono::days(10)), root.public_key()).error().code,
              ErrorCode::conflict);
    EXPECT_EQ(import_keys(database, file(8, std::chrono::days(10)), key.public_key()).error().code,
              ErrorCode::bad_signature);
    EXPECT_TRUE(import_keys(database, file(8, std::chrono::days(10)), root.public_key()));
}

TEST_F(SignedFiles, OnlineKeysComeBackAndAreNeverOverwritten) {
    const auto made = OnlineKeys::make(folder / "keys", "Hadir test", kNow);
    ASSERT_TRUE(made) << made.error().message;
    const auto loaded = OnlineKeys::load(folder / "keys");
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded->receipt.public_key(), made->receipt.public_key());
    EXPECT_EQ(loaded->ca.certificate, made->ca.certificate);
    EXPECT_EQ(OnlineKeys::make(folder / "keys", "Hadir test", kNow).error().code, ErrorCode::usage);
    EXPECT_EQ(OnlineKeys::load(folder / "none").error().code, ErrorCode::not_found);
    using std::filesystem::perms;
    for (const auto& file : std::filesystem::directory_iterator(folder / "keys"))
        EXPECT_EQ(file.status().permissions(), perms::owner_read | perms::owner_write) << file.path();

    const auto root = wire::SigningKey::generate();
    wire::KeysFile keys;
    keys.rows = *made->rows(kNow);
    EXPECT_TRUE(loaded->check_listed(keys));
    EXPECT_TRUE(wire::open_keys_file(
        wire::write_keys_file({"keys", std::nullopt, 1, kNow, kNow}, keys.rows, root), root.public_key()));
    keys.rows.erase(keys.rows.begin() + 2);
    const auto missing = loaded->check_listed(keys);
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message.find("receipt"), std::string::npos);
}

TEST(CentralNonces, AreGoodForFiveMinutesAndMadeHereAlone) {
    platform::SystemRandom random;
    Nonces nonces(random);
    Nonces others(random);
    const Nonce nonce = nonces.make(kNow);
    EXPECT_NE(nonces.make(kNow), nonce);
    EXPECT_TRUE(nonces.is_fresh(nonce, kNow + std::chrono::minutes(5)));
    EXPECT_FALSE(nonces.is_fresh(nonce, kNow + std::chrono::minutes(6)));
    EXPECT_FALSE(nonces.is_fresh(nonce, kNow + -std::chrono::minutes(1)));
    EXPECT_FALSE(others.is_fresh(nonce, kNow));
    Nonce changed = nonce;
    changed.bytes[5] ^= 1;
    EXPECT_FALSE(nonces.is_fresh(changed, kNow));
}

}  // namespace
}  // namespace hadir::central::tests
