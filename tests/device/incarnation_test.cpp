// A terminal that is enrolled by its lens, and one that gets a new ledger key while it works.
#include <gtest/gtest.h>

#include "device/kiosk_loop.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"
#include "wire/badge.h"
#include "wire/chain.h"
#include "wire/enrolment.h"
#include "wire/json.h"
#include "wire/records.h"

namespace hadir::device {
namespace {

class NewKeysTest : public testing::Test {
protected:
    NewKeysTest() {
        EXPECT_TRUE(wire::start_crypto());
        clock.set_synchronised(true);
        const auto& pub = badge_key.public_key().bytes;
        keys.rows.push_back({"badge", wire::key_id_of(pub), "ed25519", Bytes(pub.begin(), pub.end()),
                             UnixMs{0}, UnixMs{0}, std::nullopt, std::uint8_t{7}});
        siti = *wire::write_badge({7, BadgeId{{1}}, *parse_day("2028-12-31")}, badge_key);
    }
    store::Identity identity(std::uint32_t inc, const wire::SigningKey& key) const {
        const wire::FileHead head{"keys", std::nullopt, 1, UnixMs{0}, UnixMs{0}};
        return {DeviceId{{9}},
                inc,
                key,
                root.public_key(),
                "",
                "",
                "",
                "",
                wire::write_keys_file(head, keys.rows, root)};
    }
    void open(const store::Identity& opened) {
        loop.use(nullptr);
        station.reset();
        auto made = Station::open(opened, ledger, random, platform::Trace());
        ASSERT_TRUE(made) << made.error().message;
        station.emplace(std::move(*made));
        station->use(std::make_shared<const RosterBook>(keys));
        loop.use(&*station);
    }
    Moment now() const {
        Moment moment{clock.wall(), clock.since_boot(), clock.boot(), {}};
        moment.clock = read_clock(moment.wall, moment.up, std::chrono::milliseconds(5), std::nullopt,
                                  tests::FakeClock::kStart);
        return moment;
    }
    Step step(std::vector<std::string> texts = {}) {
        Happened happened;
        happened.camera = CameraState::running;
        happened.texts = std::move(texts);
        Step result = loop.step(now(), happened);
        if (!result.events.empty()) event = *wire::parse_json(result.events.back());
        return result;
    }
    std::string told(const char* key) const {
        const wire::Json* found = event.find(key);
        return found != nullptr && found->text() != nullptr ? *found->text() : "";
    }
    std::vector<wire::Line> lines(std::uint32_t inc) const {
        std::vector<wire::Line> found;
        const auto reader = store::LedgerReader::open(ledger);
        const auto rows = reader->rows(inc, 1, 100).value();
        for (const auto& row : rows)
            found.push_back(*wire::parse_line(row.line));
        return found;
    }

    tests::TemporaryFolder folder;
    tests::FakeClock clock;
    tests::FakeRandom random;
    wire::SigningKey first = wire::SigningKey::generate();
    wire::SigningKey second = wire::SigningKey::generate();
    wire::SigningKey badge_key = wire::SigningKey::generate();
    wire::SigningKey root = wire::SigningKey::generate();
    wire::KeysFile keys;
    std::string siti;
    std::string ledger = folder / "ledger.db";
    std::optional<Station> station;
    KioskLoop loop{KioskLabels{}};
    wire::Json event;
};

TEST_F(NewKeysTest, AnEnrolmentCodeIsHandedOnOnceAndOnlyWhileItIsNeeded) {
    const std::string qr = wire::write_enrol_qr({{wire::EnrolSlot{{1}}, wire::EnrolSecret{{2}}},
                                                 root.public_key(),
                                                 Hash{{3}},
                                                 "https://central.example:8711"});
    EXPECT_FALSE(step({siti}).enrol);
    EXPECT_FALSE(step({qr.substr(0, qr.size() - 4)}).enrol) << "only a whole code";
    EXPECT_FALSE(step({"HADIR:E:1:" + std::string(5000, 'A')}).enrol);
    EXPECT_EQ(told("code"), "BELUM_TERDAFTAR");
    EXPECT_EQ(step({qr}).enrol, qr);
    EXPECT_EQ(told("code"), "MENDAFTAR");
    EXPECT_FALSE(step({qr}).enrol) << "it is still held to the lens";
    loop.enrolment_is_over();
    step();
    EXPECT_EQ(told("code"), "BELUM_TERDAFTAR");
    EXPECT_TRUE(step({qr}).enrol);
    open(identity(1, first));
    clock.advance(std::chrono::seconds(5));
    EXPECT_FALSE(step({qr}).enrol) << "an enrolled terminal has no use for it";
}

TEST_F(NewKeysTest, TheFingerprintIsShownUntilItIsCompared) {
    open(identity(1, first));
    step();
    EXPECT_TRUE(event.find("fingerprint")->is_null());
    Surroundings around;
    around.fingerprint = "7K3M-9QXA-TN04-ZP5W";
    loop.use(around);
    step();
    EXPECT_EQ(told("fingerprint"), "7K3M-9QXA-TN04-ZP5W");
}

TEST_F(NewKeysTest, ANewIncarnationBeginsWithTheEndOfTheOldOne) {
    open(identity(1, first));
    ASSERT_TRUE(station->begin_incarnation(now())) << "the first has nothing to begin with";
    EXPECT_TRUE(lines(1).empty());
    step({siti});
    step();
    const auto old_end = station->head();
    auto next = identity(2, second);
    next.past = {{1, first.public_key()}};
    open(next);
    ASSERT_TRUE(station->begin_incarnation(now()));
    ASSERT_TRUE(station->begin_incarnation(now())) << "a second time does nothing";
    const auto made = lines(2);
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[0].head.kind, "incarnation");
    EXPECT_EQ(*made[0].body.find("prev_inc")->integer(), 1);
    EXPECT_EQ(*made[0].body.find("prev_seq")->integer(), static_cast<std::int64_t>(old_end.seq));
    EXPECT_EQ(*made[0].body.find("prev_head")->text(), old_end.hash.hex());
    EXPECT_EQ(made[1].head.kind, "alarm");
}

TEST_F(NewKeysTest, ANewIncarnationForgetsNobody) {
    open(identity(1, first));
    step({siti});
    step();
    ASSERT_EQ(told("state"), "periksa") << "no roster names the badge";
    auto next = identity(2, second);
    next.past = {{1, first.public_key()}};
    open(next);
    clock.advance(std::chrono::seconds(20));
    step();
    step({siti});
    step();
    EXPECT_EQ(told("state"), "sudah") << "the check-in of a moment ago still counts";
    clock.advance(std::chrono::minutes(5));
    step();
    step({siti});
    step();
    EXPECT_EQ(lines(2).size(), 1U) << "and the next one goes to the new ledger";
}

TEST_F(NewKeysTest, AChoiceOnTheScreenIsWaitedFor) {
    open(identity(1, first));
    EXPECT_TRUE(loop.is_at_rest());
    step({siti});
    EXPECT_FALSE(loop.is_at_rest());
    step();
    EXPECT_TRUE(loop.is_at_rest());
}

}  // namespace
}  // namespace hadir::device
