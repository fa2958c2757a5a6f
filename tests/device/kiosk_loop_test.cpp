#include "device/kiosk_loop.h"

#include <gtest/gtest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include "apps/verify_ledger.h"
#include "tests/fakes/crash_vfs.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"
#include "wire/badge.h"
#include "wire/json.h"
#include "wire/records.h"

namespace hadir::device {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// One enrolled terminal with a roster of two people, on a clock that the test moves.
class KioskLoopTest : public testing::Test {
protected:
    KioskLoopTest() {
        const auto ready = wire::start_crypto();
        EXPECT_TRUE(ready);
        clock.set_synchronised(true);
        siti = badge(1);
        budi = badge(2);
    }

    std::string badge(std::uint8_t id, LocalDay expires = *parse_day("2028-12-31")) const {
        return wire::write_badge({7, BadgeId{{id}}, expires}, badge_key).value();
    }

    wire::KeysFile keys_file() const {
        wire::KeyRow row;
        row.use = "badge";
        row.alg = "ed25519";
        row.pub = Bytes(badge_key.public_key().bytes.begin(), badge_key.public_key().bytes.end());
        row.id = wire::key_id_of(row.pub);
        row.badge_key = std::uint8_t{7};
        wire::KeysFile file;
        file.rows.push_back(row);
        return file;
    }

    void open_station(const std::string& vfs = {}) {
        wire::FileHead head;
        head.kind = "keys";
        head.version = 1;
        store::Identity identity{DeviceId{{9}},
                                 1,
                                 ledger_key,
                                 root.public_key(),
                                 "",
                                 "",
                                 "",
                                 "",
                                 wire::write_keys_file(head, keys_file().rows, root)};
        auto opened = Station::open(identity, ledger(), random, platform::Trace(), vfs);
        ASSERT_TRUE(opened) << opened.error().message;
        station.emplace(std::move(*opened));
        station->use(book);
        loop.use(&*station);
    }

    std::shared_ptr<const RosterBook> make_book() const {
        wire::Roster roster;
        roster.head.dev = DeviceId{{9}};
        roster.head.version = 5;
        roster.head.expires = FakeClock::kStart + std::chrono::hours(24 * 14);
        roster.office = "Kantor Pusat";
        roster.kiosk = "Kios 02";
        roster.people.push_back(
            {PersonId{{1}}, "Siti R.", "20417", true, false, {BadgeId{{1}}}, std::nullopt});
        roster.people.push_back(
            {PersonId{{2}}, "Budi S.", "00318", false, false, {BadgeId{{2}}}, std::nullopt});
        roster.revoked.push_back(BadgeId{{3}});
        return std::make_shared<const RosterBook>(keys_file(), roster);
    }

    Moment now() const {
        Moment moment{clock.wall(), clock.since_boot(), clock.boot(), {}};
        moment.clock =
            read_clock(moment.wall, moment.up, clock.kernel_error(), std::nullopt, FakeClock::kStart);
        return moment;
    }

    // One step; the states that it told are appended to `told`.
    Step step(std::vector<std::string> texts = {}, std::vector<PageAction> actions = {},
              CameraState camera = CameraState::running) {
        Happened happened;
        happened.camera = camera;
        happened.texts = std::move(texts);
        happened.actions = std::move(actions);
        happened.hint = hint;
        Step result = loop.step(now(), happened);
        for (const std::string& event : result.events) {
            last_event = event;
            told.push_back(field("state"));
        }
        return result;
    }

    // Shows a badge: the step that reads it and the one that decides.
    std::string scan(const std::string& text) {
        step({text});
        step({text});
        return told.empty() ? "" : told.back();
    }

    std::string field(const std::string& key) const {
        const auto json = wire::parse_json(last_event);
        EXPECT_TRUE(json) << last_event;
        const wire::Json* found = json->find(key);
        return found != nullptr && found->text() != nullptr ? *found->text() : "";
    }
    std::string result(const std::string& key) const {
        const auto json = wire::parse_json(last_event);
        const wire::Json* found = json->find("result");
        found = found != nullptr ? found->find(key) : nullptr;
        return found != nullptr && found->text() != nullptr ? *found->text() : "";
    }

    std::vector<std::string> kinds(const std::string& vfs = {}) const {
        const auto reader = store::LedgerReader::open(ledger(), vfs);
        const auto rows = reader->rows(1, 1, 1000).value();
        std::vector<std::string> found;
        for (const auto& row : rows)
            found.push_back(wire::parse_line(row.line)->head.kind);
        return found;
    }
    std::string ledger() const { return (folder / "ledger.db").string(); }

    using FakeClock = tests::FakeClock;
    std::optional<Hint> hint;  // what the frames say
    tests::TemporaryFolder folder;
    FakeClock clock;
    tests::FakeRandom random;
    wire::SigningKey ledger_key = wire::SigningKey::generate();
    wire::SigningKey badge_key = wire::SigningKey::generate();
    wire::SigningKey root = wire::SigningKey::generate();
    std::shared_ptr<const RosterBook> book = make_book();
    std::string siti, budi;
    std::optional<Station> station;
    KioskLoop loop{KioskLabels{}};
    std::vector<std::string> told;
    std::string last_event;
};

TEST_F(KioskLoopTest, WithoutIdentityItSaysSoAndRecordsNothing) {
    step();
    EXPECT_EQ(told.back(), "admin_daftar");
    EXPECT_EQ(field("code"), "BELUM_TERDAFTAR");
    EXPECT_EQ(scan(siti), "admin_daftar");
    EXPECT_FALSE(std::filesystem::exists(ledger()));
}

TEST_F(KioskLoopTest, ALedgerThatDoesNotOpenIsNoMatterOfEnrolment) {
    loop.ledger_opens(false);
    step();
    EXPECT_EQ(field("code"), "PENYIMPANAN");
    loop.ledger_opens(true);
    open_station();
    EXPECT_EQ(scan(siti), "masuk");
}

TEST_F(KioskLoopTest, AReadBadgeIsSeenAtOnceAndShownOnlyAfterItsCommit) {
    open_station();
    step();
    EXPECT_EQ(told.back(), "siap");
    const Step read = step({siti});
    EXPECT_EQ(told.back(), "membaca");
    EXPECT_FALSE(read.announced);
    EXPECT_EQ(read.wait.count(), 0);
    EXPECT_TRUE(kinds().empty());
    const Step decided = step({siti});
    EXPECT_EQ(told.back(), "masuk");
    EXPECT_TRUE(decided.announced);
    EXPECT_EQ(result("name"), "Siti R.");
    EXPECT_EQ(result("record"), "02-000001");
    EXPECT_EQ(kinds(), std::vector<std::string>{"checkin"});
}

TEST_F(KioskLoopTest, AHeldBadgeIsOneScanAndTheResultEndsByItself) {
    open_station();
    scan(siti);
    for (int i = 0; i < 30; ++i) {
        clock.advance(std::chrono::milliseconds(100));
        step({siti});
    }
    EXPECT_EQ(told.back(), "siap");
    EXPECT_EQ(kinds().size(), 1U);
}

TEST_F(KioskLoopTest, ABadgeShownAgainInsideTheGuardTimeStandsAlready) {
    open_station();
    scan(siti);
    clock.advance(seconds(5));
    step();
    EXPECT_EQ(scan(siti), "sudah");
    EXPECT_EQ(result("code"), "SUDAH_TERCATAT");
    EXPECT_EQ(result("dir"), "in");
    EXPECT_EQ(kinds().size(), 1U);
}

TEST_F(KioskLoopTest, AHintIsToldOnceItHasStoodForHalfASecondAndNotBesideAResult) {
    open_station();
    step();
    hint = Hint::dark;
    step();
    clock.advance(std::chrono::milliseconds(499));
    EXPECT_TRUE(step().events.empty()) << "it may be gone with the next frame";
    clock.advance(std::chrono::milliseconds(1));
    EXPECT_EQ(step().events.size(), 1U);
    EXPECT_EQ(field("hint"), "dark");
    hint = Hint::near;
    step();
    hint = Hint::dark;
    clock.advance(std::chrono::milliseconds(400));
    EXPECT_TRUE(step().events.empty()) << "it comes and goes";
    EXPECT_EQ(scan(badge(1)), "masuk");
    EXPECT_EQ(field("hint"), "");
}

TEST_F(KioskLoopTest, TheNextBadgeCutsAResultShort) {
    open_station();
    scan(siti);
    clock.advance(std::chrono::milliseconds(200));
    EXPECT_EQ(scan(budi), "periksa");
    EXPECT_EQ(result("code"), "KANTOR_LAIN");
    EXPECT_EQ(kinds().size(), 2U);
}

TEST_F(KioskLoopTest, ADayInAndOutTellsTheHoursBetween) {
    open_station();
    scan(siti);
    clock.advance(minutes(8 * 60 + 44));
    step();
    EXPECT_EQ(scan(siti), "pulang");
    EXPECT_NE(last_event.find("\"worked_min\":524"), std::string::npos) << last_event;
}

TEST_F(KioskLoopTest, WhereTheRuleCannotTellThePersonChooses) {
    open_station();
    scan(siti);
    clock.advance(minutes(90));
    step();
    EXPECT_EQ(scan(siti), "arah");
    EXPECT_EQ(kinds().size(), 2U) << "recorded before anybody chose";
    step({}, {{PageAction::Kind::direction, 99, Direction::out}});
    EXPECT_EQ(told.back(), "arah") << "only the check-in on the screen can be given a direction";
    step({}, {{PageAction::Kind::direction, 2, Direction::out}});
    EXPECT_EQ(told.back(), "pulang");
    step({}, {{PageAction::Kind::direction, 2, Direction::in}});
    EXPECT_EQ(told.back(), "pulang") << "and only once";
    EXPECT_EQ(kinds(), (std::vector<std::string>{"checkin", "checkin", "direction"}));
}

TEST_F(KioskLoopTest, RefusedCodesAreRecordedByDigestOnceAMinute) {
    open_station();
    const std::string hostile = "'; DROP TABLE records; --";
    EXPECT_EQ(scan(hostile), "ditolak");
    EXPECT_EQ(result("code"), "BUKAN_LENCANA");
    EXPECT_EQ(last_event.find("DROP"), std::string::npos);
    for (int i = 0; i < 5; ++i) {
        clock.advance(seconds(6));
        step();
        EXPECT_EQ(scan(hostile), "ditolak");
    }
    EXPECT_EQ(kinds().size(), 1U);
    clock.advance(seconds(40));
    step();
    scan(hostile);
    EXPECT_EQ(kinds().size(), 2U);
    const auto reader = store::LedgerReader::open(ledger());
    const auto rows = *reader->rows(1, 1, 10);
    EXPECT_EQ(rows[0].line.find("DROP"), std::string::npos);
    EXPECT_NE(rows[1].line.find("\"count\":6"), std::string::npos) << rows[1].line;
}

TEST_F(KioskLoopTest, AtMostThirtyRefusalsAnHourAreRecorded) {
    open_station();
    for (int i = 0; i < 60; ++i) {
        clock.advance(seconds(10));
        step();
        EXPECT_EQ(scan("code " + std::to_string(i)), "ditolak");
    }
    EXPECT_EQ(kinds().size(), 30U);
}

TEST_F(KioskLoopTest, RevokedAndExpiredBadgesAreRefusedWithTheirReason) {
    open_station();
    EXPECT_EQ(scan(badge(3)), "ditolak");
    EXPECT_EQ(result("code"), "LENCANA_DICABUT");
    clock.advance(seconds(6));
    EXPECT_EQ(scan(badge(1, *parse_day("2026-11-23"))), "ditolak");
    EXPECT_EQ(result("code"), "LENCANA_KEDALUWARSA");
    EXPECT_EQ(result("detail"), "2026-11-23");
}

TEST_F(KioskLoopTest, ALostCameraIsToldAndForgotten) {
    open_station();
    step();
    step({}, {}, CameraState::lost);
    EXPECT_EQ(told.back(), "gangguan");
    EXPECT_EQ(field("code"), "KAMERA");
    step({}, {}, CameraState::running);
    EXPECT_EQ(told.back(), "siap");
}

TEST_F(KioskLoopTest, AClockThatJumpsIsRecorded) {
    open_station();
    step();
    clock.advance(seconds(1));
    step();
    EXPECT_TRUE(kinds().empty());
    clock.jump_wall(clock.wall() + minutes(10));
    step();
    EXPECT_EQ(kinds(), std::vector<std::string>{"clock"});
    clock.jump_wall(UnixMs{0});
    EXPECT_EQ(scan(siti), "periksa");
    EXPECT_EQ(result("code"), "WAKTU_BELUM_TEPERCAYA");
}

TEST_F(KioskLoopTest, ARestartForgetsNobody) {
    open_station();
    scan(siti);
    station.reset();
    clock.advance(seconds(20));
    open_station();
    step();
    EXPECT_EQ(scan(siti), "sudah");
}

TEST_F(KioskLoopTest, AFileInForceIsRecordedOnceAndAgainWhenItChanges) {
    open_station();
    const wire::Version first{5, wire::sha256(as_bytes("roster 5"))};
    const wire::Version second{6, wire::sha256(as_bytes("roster 6"))};
    ASSERT_TRUE(station->note_version("roster", first, now()));
    ASSERT_TRUE(station->note_version("roster", first, now()));
    ASSERT_TRUE(station->note_version("policy", first, now()));
    EXPECT_EQ(station->head().seq, 2U);
    open_station();  // a restart records nothing that stands already
    ASSERT_TRUE(station->note_version("roster", first, now()));
    EXPECT_EQ(station->head().seq, 2U);
    ASSERT_TRUE(station->note_version("roster", second, now()));
    EXPECT_EQ(station->head().seq, 3U);
    const auto rows = store::LedgerReader::open(ledger())->rows(1, 3, 1);
    ASSERT_TRUE(rows && rows->size() == 1);
    const auto line = wire::parse_line(rows->front().line);
    ASSERT_TRUE(line);
    EXPECT_EQ(line->head.kind, "roster");
    EXPECT_EQ(*wire::parse_version(line->body), second);
}

TEST_F(KioskLoopTest, ADiskThatRefusesIsNeverShownAsSuccessAndHeals) {
    tests::CrashVfs disk;
    open_station(disk.name());
    EXPECT_EQ(scan(siti), "masuk");
    disk.fail_at(1, tests::Trouble::io_error, tests::Times::for_ever);
    EXPECT_EQ(scan(badge(4)), "gangguan");
    EXPECT_EQ(field("code"), "PENYIMPANAN");
    EXPECT_EQ(std::count(told.begin(), told.end(), "periksa"), 0) << "a success that is not stored was shown";
    disk.heal();
    clock.advance(seconds(6));
    step();
    EXPECT_EQ(told.back(), "siap");
    EXPECT_EQ(kinds(disk.name()), (std::vector<std::string>{"checkin", "alarm"}));
    EXPECT_EQ(scan(badge(4)), "periksa");
    station.reset();
}

TEST_F(KioskLoopTest, TheLedgerThatItLeavesVerifies) {
    open_station();
    for (std::uint8_t id = 10; id < 40; ++id) {
        clock.advance(seconds(2));
        scan(badge(id));
    }
    wire::TrustedKeys keys;
    keys.by_inc[1] = ledger_key.public_key();
    const auto verdict = apps::verify_ledger(ledger(), keys);
    ASSERT_TRUE(verdict) << verdict.error().message;
    EXPECT_EQ(verdict->fault, std::nullopt);
    EXPECT_EQ(verdict->records, 30U);
}

TEST_F(KioskLoopTest, EveryChangedByteOfLineHashOrSignatureNamesItsRecord) {
    open_station();
    for (std::uint8_t id = 10; id < 16; ++id) {
        clock.advance(seconds(2));
        scan(badge(id));
    }
    station.reset();
    wire::TrustedKeys keys;
    keys.by_inc[1] = ledger_key.public_key();
    SQLite::Database sql(ledger(), SQLite::OPEN_READWRITE);
    int changed = 0;
    for (const std::string column : {"line", "hash", "sig"}) {
        for (int seq = 1; seq <= 6; ++seq) {
            const std::string where = " WHERE inc = 1 AND seq = " + std::to_string(seq);
            const std::string good =
                sql.execAndGet("SELECT CAST(" + column + " AS BLOB) FROM records" + where).getString();
            const std::string type = column == "line" ? "CAST(? AS TEXT)" : "?";
            const auto put = [&](const std::string& bytes) {
                SQLite::Statement update(sql, "UPDATE records SET " + column + " = " + type + where);
                update.bind(1, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
                update.exec();
            };
            for (std::size_t at = 0; at < good.size(); ++at, ++changed) {
                std::string bad = good;
                bad[at] = static_cast<char>(bad[at] ^ 1);
                put(bad);
                const auto verdict = apps::verify_ledger(ledger(), keys);
                ASSERT_TRUE(verdict) << verdict.error().message;
                ASSERT_TRUE(verdict->fault) << column << " of seq " << seq << " byte " << at;
                EXPECT_TRUE(verdict->fault->starts_with("inc 1 seq " + std::to_string(seq) + ":"))
                    << *verdict->fault;
            }
            put(good);
        }
    }
    EXPECT_GT(changed, 2000);
    EXPECT_EQ(apps::verify_ledger(ledger(), keys)->fault, std::nullopt)
        << "the control: put back, all is good";
}

TEST(PageAction, OnlyTheTwoMessagesOfTheContractAreTaken) {
    EXPECT_TRUE(parse_page_action(R"({"action":"done"})"));
    EXPECT_EQ(parse_page_action(R"({"action":"direction","of":418,"dir":"out"})")->of, 418U);
    for (const char* bad :
         {"", "done", R"({"action":"reboot"})", R"({"action":"direction","of":0,"dir":"in"})",
          R"({"action":"direction","of":1,"dir":"auto"})", R"({"action":"direction"})"}) {
        EXPECT_FALSE(parse_page_action(bad)) << bad;
    }
}

}  // namespace
}  // namespace hadir::device
