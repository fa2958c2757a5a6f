// Many people before one terminal: through the real reader and the kiosk's own loop, on a clock that the
// test moves.
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "device/motion_gate.h"
#include "device/reader.h"
#include "device/scene.h"
#include "tests/device/kiosk_terminal.h"
#include "tests/sanitized.h"

namespace hadir::device {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kPeople = 100;
constexpr std::size_t kAgainAfter = 4;  // check-ins
constexpr milliseconds kFrameTime{33};
constexpr int kFrameStep = 9;  // of 30 frames a second every ninth is looked at: a slow computer
// 1.5 s a person.
constexpr SceneOptions kQueue{.frames_between = 8, .frames_in = 8, .frames_held = 21, .frames_out = 8};

enum class Shown : std::uint8_t { good, again, forged, too_far };

Shown shown_by(std::size_t person) {
    if (person % 17 == 9) return Shown::forged;
    if (person % 13 == 7) return Shown::too_far;
    if (person % 11 == 10) return Shown::again;  // somebody who was recorded a little before
    return Shown::good;
}

BadgeId badge_id(std::size_t person) {
    BadgeId id;
    id.bytes[0] = 0x40;
    id.bytes[1] = static_cast<std::uint8_t>(person >> 8);
    id.bytes[2] = static_cast<std::uint8_t>(person);
    return id;
}

std::size_t number_in(const BadgeId& id) {
    return std::size_t{id.bytes[1]} << 8 | id.bytes[2];
}

class CrowdTest : public tests::KioskTerminal {
protected:
    void use_people(std::size_t count) {
        wire::Roster roster;
        roster.head.dev = DeviceId{{9}};
        roster.head.version = 6;
        roster.head.expires = tests::FakeClock::kStart + std::chrono::days(300);
        for (std::size_t i = 0; i < count; ++i) {
            PersonId id;
            id.bytes[0] = static_cast<std::uint8_t>(1 + (i >> 8));
            id.bytes[1] = static_cast<std::uint8_t>(i);
            roster.people.push_back({id, name(i), number_of(i), true, false, {badge_id(i)}, {}, {}});
        }
        station->use(std::make_shared<const RosterBook>(keys(), roster, policy));
    }
    static std::string name(std::size_t person) { return "Pegawai " + std::to_string(person); }
    static std::string number_of(std::size_t i) { return std::to_string(10'000 + i); }

    std::string badge_of(std::size_t person, const wire::SigningKey& key) const {
        return wire::write_badge({7, badge_id(person), *parse_day("2028-12-31")}, key).value();
    }

    // The newest frame and what follows from it, as the kiosk's own loop goes on; what it told of scans is
    // appended to `results`.
    void look(std::vector<std::string> texts, std::vector<std::string>& results) {
        Happened happened;
        happened.texts = std::move(texts);
        for (auto wait = milliseconds(0); wait == milliseconds(0); happened.texts.clear()) {
            const Step done = step(happened);
            if (done.announced) results.push_back(state() + ' ' + field("result.name"));
            wait = done.wait;
        }
    }

    MotionGate gate;
    Reader reader;
};

TEST_F(CrowdTest, OfAHundredPeopleEveryReadableBadgeIsRecordedOnceInOrderAndNoneSwapped) {
    use_people(kPeople);
    const auto forger = wire::SigningKey::generate();
    std::vector<SceneCard> cards;
    std::vector<std::string> expected;
    std::vector<std::size_t> recorded;
    for (std::size_t i = 0; i < kPeople; ++i) {
        const Shown shown = shown_by(i);
        const std::size_t whose = shown == Shown::again ? recorded[recorded.size() - kAgainAfter] : i;
        const std::string text = badge_of(whose, shown == Shown::forged ? forger : badge_key);
        cards.push_back(
            {qr::encode(text).value(), name(whose), "PEMPROV BANTEN", shown == Shown::too_far ? 7.0 : 1.0});
        if (shown == Shown::good) {
            expected.push_back("masuk " + name(i));
            recorded.push_back(i);
        }
        if (shown == Shown::again) expected.push_back("sudah " + name(whose));
        if (shown == Shown::forged) expected.push_back("ditolak ");
    }
    Scene scene(std::move(cards), kQueue);
    ASSERT_EQ(scene.frame_count() * kFrameTime, kPeople * milliseconds(1485));
    std::vector<std::string> results;
    Frame frame;
    for (int n = 0; n < scene.frame_count(); n += kFrameStep) {
        scene.render(n, frame);
        clock.advance(kFrameTime * kFrameStep);
        look(gate.wants(frame, clock.since_boot()) ? reader.read_next(frame).texts
                                                   : std::vector<std::string>(),
             results);
    }
    EXPECT_EQ(results, expected);
    std::vector<std::size_t> stored;
    for (const auto& line : records()) {
        if (line.head.kind != "checkin") continue;
        const auto checkin = wire::parse_checkin(line.body);
        ASSERT_TRUE(checkin) << checkin.error().message;
        stored.push_back(number_in(checkin->badge));
    }
    EXPECT_EQ(stored, recorded);
}

std::size_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::size_t all = 0, resident = 0;
    statm >> all >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// Three pixels a module, as printed and held straight to the lens.
void draw(const qr::QrCode& code, Frame& frame) {
    constexpr int kModule = 3;
    constexpr Size kSize{320, 240};
    auto* const pixels = frame.reset_gray(kSize);
    std::fill_n(pixels, kSize.width * kSize.height, std::uint8_t{240});
    const int left = (kSize.width - code.size * kModule) / 2;
    const int top = (kSize.height - code.size * kModule) / 2;
    for (int y = 0; y < code.size * kModule; ++y)
        for (int x = 0; x < code.size * kModule; ++x)
            if (code.is_dark(x / kModule, y / kModule)) pixels[(top + y) * kSize.width + left + x] = 20;
}

class LongRun : public CrowdTest {};

// 10,000 check-ins in script/soak; fewer in script/test.
TEST_F(LongRun, ThousandsOfCheckinsLeaveTheMemoryAsItWas) {
    if (hadir::tests::kSanitized) GTEST_SKIP() << "a sanitizer keeps memory of its own";
    constexpr std::size_t kSettled = 1000;
    constexpr std::size_t kGrowthMax = 2u << 20;
    const std::size_t people = std::getenv("HADIR_SOAK") != nullptr ? 10'000 : 2000;
    use_people(people);
    std::vector<std::string> results;
    Frame frame;
    std::size_t settled = 0;
    for (std::size_t i = 0; i < people; ++i) {
        draw(qr::encode(badge_of(i, badge_key)).value(), frame);
        clock.advance(std::chrono::seconds(2));
        results.clear();
        look(reader.read_next(frame).texts, results);
        ASSERT_EQ(results, std::vector{"masuk " + name(i)});
        if (i + 1 == kSettled) settled = resident_bytes();
    }
    const auto grown = static_cast<std::ptrdiff_t>(resident_bytes()) - static_cast<std::ptrdiff_t>(settled);
    RecordProperty("grown_kib", static_cast<int>(grown / 1024));
    EXPECT_LE(grown, static_cast<std::ptrdiff_t>(kGrowthMax));
}

}  // namespace
}  // namespace hadir::device
