// The photograph of a check-in: taken where policy asks, sealed before it is written, and never in the way of
// the record.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "device/station.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"
#include "wire/badge.h"
#include "wire/records.h"

namespace hadir::device {
namespace {

class FakePhotos final : public PhotoSource {
public:
    // A live camera never sees the same twice, unless a test says so.
    std::optional<Shot> take() override {
        ++asked;
        if (!next) return std::nullopt;
        Shot shot{*next, look};
        if (live) shot.look.frame.fill(static_cast<std::uint8_t>(asked));
        return shot;
    }
    std::optional<wire::Photo> next = wire::Photo{wire::FaceSeen::yes, 10, 20, Bytes(30'000, 0xAB)};
    Look look;
    bool live = true;
    int asked = 0;
};

class EvidenceTest : public testing::Test {
protected:
    EvidenceTest() {
        EXPECT_TRUE(wire::start_crypto());
        clock.set_synchronised(true);
        wire::FileHead head;
        head.kind = "keys";
        head.version = 1;
        const store::Identity identity{DeviceId{{9}},
                                       1,
                                       ledger_key,
                                       root.public_key(),
                                       "",
                                       "",
                                       "",
                                       "",
                                       wire::write_keys_file(head, keys().rows, root)};
        auto opened = Station::open(identity, (folder / "ledger.db").string(), random, platform::Trace());
        EXPECT_TRUE(opened) << opened.error().message;
        station.emplace(std::move(*opened));
        station->use(&photos, shelf);
        use(wire::PhotoWhen::always);
    }

    wire::KeysFile keys() const {
        const auto& pub = badge_key.public_key().bytes;
        wire::KeysFile file;
        file.rows.push_back({"badge",
                             wire::key_id_of(pub),
                             "ed25519",
                             Bytes(pub.begin(), pub.end()),
                             {},
                             {},
                             {},
                             std::uint8_t{7}});
        const auto& month_pub = month.public_key().bytes;
        file.rows.push_back({"evidence",
                             wire::key_id_of(month_pub),
                             "x25519",
                             Bytes(month_pub.begin(), month_pub.end()),
                             FakeClock::kStart,
                             FakeClock::kStart + std::chrono::days(7),
                             {},
                             {}});
        return file;
    }
    void use(wire::PhotoWhen when, bool with_roster = true) {
        wire::Policy policy;
        policy.head.version = 3;
        policy.evidence = when;
        wire::Roster roster;
        roster.head.version = 5;
        roster.head.expires = FakeClock::kStart + std::chrono::days(30);
        roster.people.push_back({PersonId{{1}}, "Siti R.", "20417", true, false, {BadgeId{{1}}}, {}});
        station->use(std::make_shared<const RosterBook>(
            keys(), with_roster ? std::optional(roster) : std::nullopt, policy));
    }
    Moment now() const {
        Moment moment{clock.wall(), clock.since_boot(), clock.boot(), {}};
        moment.clock =
            read_clock(moment.wall, moment.up, clock.kernel_error(), std::nullopt, FakeClock::kStart);
        return moment;
    }
    ScanResult scan(std::uint8_t badge = 1) {
        const auto text =
            wire::write_badge({7, BadgeId{{badge}}, *parse_day("2028-12-31")}, badge_key).value();
        const auto result = station->commit(station->decide(text, now()), now());
        EXPECT_TRUE(result);
        return *result;
    }
    std::vector<std::string> kinds() const {
        std::vector<std::string> found;
        const auto rows = *store::LedgerReader::open(folder / "ledger.db")->rows(1, 1, 100);
        for (const auto& row : rows)
            found.push_back(wire::parse_line(row.line)->head.kind);
        return found;
    }
    wire::Checkin checkin(std::uint64_t seq = 1) const {
        const auto rows = store::LedgerReader::open(folder / "ledger.db")->rows(1, seq, 1);
        return *wire::parse_checkin(wire::parse_line(rows->front().line)->body);
    }

    using FakeClock = tests::FakeClock;
    tests::TemporaryFolder folder;
    FakeClock clock;
    tests::FakeRandom random;
    wire::SigningKey ledger_key = wire::SigningKey::generate();
    wire::SigningKey badge_key = wire::SigningKey::generate();
    wire::SigningKey root = wire::SigningKey::generate();
    wire::PhotoKey month = wire::PhotoKey::generate();
    store::PhotoShelf shelf{folder / "photos", 1};
    FakePhotos photos;
    std::optional<Station> station;
};

TEST_F(EvidenceTest, TheRecordNamesThePhotographThatWaitsSealed) {
    const ScanResult result = scan();
    EXPECT_EQ(result.seq, 1U);
    const wire::Checkin made = checkin();
    EXPECT_TRUE(made.marks.empty());
    ASSERT_EQ(made.evidence.size(), 1U);
    const auto waiting = *shelf.all();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].seq, 1U);
    EXPECT_EQ(waiting[0].sha256, made.evidence[0].sha256);
    const Bytes sealed = *shelf.read(waiting[0]);
    EXPECT_EQ(wire::sha256(sealed), made.evidence[0].sha256);
    EXPECT_EQ(sealed.size(), made.evidence[0].bytes);
    EXPECT_EQ(wire::open_photo(sealed, month)->jpeg, photos.next->jpeg);
}

TEST_F(EvidenceTest, NoneIsTakenUntilPolicyAsks) {
    use(wire::PhotoWhen::off);
    scan();
    EXPECT_EQ(photos.asked, 0);
    EXPECT_TRUE(checkin().evidence.empty());
    EXPECT_TRUE(checkin().marks.empty());
}

TEST_F(EvidenceTest, PolicyMayAskForDoubtfulOnesAlone) {
    use(wire::PhotoWhen::marked);
    scan();
    EXPECT_EQ(photos.asked, 0);
    use(wire::PhotoWhen::marked, false);  // nobody is known: the check-in is marked
    clock.advance(std::chrono::hours(5));
    scan();
    EXPECT_EQ(photos.asked, 1);
    EXPECT_EQ(checkin(2).marks, std::vector<std::string>{"unknown"});
    EXPECT_EQ(checkin(2).evidence.size(), 1U);
}

TEST_F(EvidenceTest, ASecondScanInTheGuardTimeTakesNone) {
    scan();
    scan();
    EXPECT_EQ(photos.asked, 1);
}

TEST_F(EvidenceTest, AMonthWithoutKeyMarksTheRecordAndRefusesNobody) {
    clock.advance(std::chrono::days(8));
    const ScanResult result = scan();
    EXPECT_EQ(result.seq, 1U);
    EXPECT_TRUE(result.decision.outcome.marks.empty()) << "the person can do nothing about it";
    EXPECT_EQ(photos.asked, 0) << "what cannot be sealed is not taken";
    EXPECT_EQ(checkin().marks, std::vector<std::string>{"no_photo"});
    EXPECT_TRUE(checkin().evidence.empty());
}

TEST_F(EvidenceTest, ACameraWithoutPictureMarksTheRecord) {
    photos.next.reset();
    scan();
    EXPECT_EQ(checkin().marks, std::vector<std::string>{"no_photo"});
}

TEST_F(EvidenceTest, APhotographWithoutFaceIsKeptAndSaysSo) {
    photos.next->face = wire::FaceSeen::no;
    scan();
    EXPECT_EQ(checkin().marks, std::vector<std::string>{"no_face"});
    EXPECT_EQ(checkin().evidence.size(), 1U);
}

TEST_F(EvidenceTest, OnePictureForTwoBadgesIsMarkedAndRefusesNobody) {
    photos.live = false;
    photos.look.frame.fill(80);
    EXPECT_EQ(scan(1).seq, 1U);
    clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(scan(2).seq, 2U);
    EXPECT_TRUE(checkin(1).marks.empty()) << "nothing was there to be like";
    EXPECT_EQ(checkin(2).marks, (std::vector<std::string>{"unknown", "same_frame"}));
}

TEST_F(EvidenceTest, AFullDiskGivesUpPhotographsAndSaysSo) {
    scan();
    station->use(&photos, store::PhotoShelf(folder / "photos", std::uintmax_t{1} << 62U));
    clock.advance(std::chrono::hours(5));
    scan();
    EXPECT_TRUE(shelf.all()->empty());
    EXPECT_EQ(kinds(), (std::vector<std::string>{"checkin", "alarm", "checkin"}));
    EXPECT_EQ(checkin(3).marks, std::vector<std::string>{"no_photo"});
}

// A picture of one gray, with a lighter square.
Frame plain_frame() {
    Frame frame;
    std::uint8_t* pixels = frame.reset_gray({1280, 720});
    std::fill_n(pixels, 1280 * 720, std::uint8_t{100});
    for (int y = 300; y < 400; ++y)
        std::fill_n(pixels + y * 1280 + 600, 100, std::uint8_t{200});
    return frame;
}

TEST(CameraPhoto, WithoutModelItSaysNothingOfFaces) {
    const Frame frame = plain_frame();
    CameraPhoto camera(frame, "/nowhere/model.xml");
    const auto photo = camera.take();
    ASSERT_TRUE(photo);
    EXPECT_EQ(photo->photo.face, wire::FaceSeen::unknown);
    EXPECT_NEAR(photo->photo.brightness, 101, 1);
    EXPECT_EQ(photo->look.frame.front(), 100);
    EXPECT_EQ(photo->look.frame[36 * Look::kFrameWidth + 64], 200) << "in the middle of the square";
    EXPECT_FALSE(photo->look.face);
    ASSERT_GT(photo->photo.jpeg.size(), 100U);
    EXPECT_EQ(photo->photo.jpeg[0], 0xFF);
    EXPECT_EQ(photo->photo.jpeg[1], 0xD8);
}

TEST(CameraPhoto, AnEmptyFrameGivesNone) {
    const Frame frame;
    CameraPhoto camera(frame);
    EXPECT_FALSE(camera.take());
}

TEST(CameraPhoto, ABrokenModelIsAsNone) {
    tests::TemporaryFolder folder;
    std::ofstream(folder / "model.xml") << "<opencv_storage><cascade>";
    const Frame frame = plain_frame();
    CameraPhoto camera(frame, folder / "model.xml");
    ASSERT_TRUE(camera.take());
    EXPECT_EQ(camera.take()->photo.face, wire::FaceSeen::unknown);
}

TEST(CameraPhoto, LooksForAFaceWhereTheModelIsInstalled) {
    if (!std::filesystem::exists(kFaceModel)) GTEST_SKIP() << "opencv-data is not installed";
    const Frame frame = plain_frame();
    CameraPhoto camera(frame);
    EXPECT_EQ(camera.take()->photo.face, wire::FaceSeen::no);
}

}  // namespace
}  // namespace hadir::device
