// What somebody finds who takes a terminal's disk home after many check-ins with photographs: no readable
// photograph, no personal number, nothing that makes a badge. Real programs throughout; at the end the same
// search must find what the test itself lays beside.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <set>

#include "apps/key_folder.h"
#include "store/photo_shelf.h"
#include "tests/faults/bkd.h"
#include "tests/temporary_folder.h"
#include "wire/photo.h"

namespace hadir::tests {
namespace {

constexpr int kPeople = 12;
constexpr int kPeopleInSoak = 1000;
constexpr int kSlicesMax = 10;  // photographs of which a part in the middle is looked for
constexpr std::size_t kSliceBytes = 24;
// How every JPEG of ours begins: start of image, then the header JFIF.
constexpr std::string_view kJpegStart("\xFF\xD8\xFF\xE0\x00\x10JFIF", 10);

struct Needle {
    std::string name;
    std::string bytes;
};

std::string text(ByteView bytes) {
    return std::string(as_text(bytes));
}

class TerminalDisk : public testing::Test {
protected:
    void SetUp() override {
        people = std::getenv("HADIR_SOAK") != nullptr ? kPeopleInSoak : kPeople;
        const auto founded = bkd.set_up(people);
        ASSERT_TRUE(founded) << founded.error().message;
        const auto started = bkd.start_central({"--evidence", "always"});
        ASSERT_TRUE(started) << started.error().message;
        const auto enrolled = bkd.enrol();
        ASSERT_TRUE(enrolled) << enrolled.error().message;
    }

    // Personal numbers, keys that sign badges or open photographs, and a badge itself.
    [[nodiscard]] std::vector<Needle> secrets() const {
        std::vector<Needle> needles{{"a badge", "HADIR:1:"}, {"a JPEG", std::string(kJpegStart)}};
        const std::string csv = text_of(bkd.people_csv());
        for (std::size_t at = csv.find("\n19"); at != std::string::npos; at = csv.find("\n19", at + 1))
            needles.push_back({"a NIP", csv.substr(at + 1, 18)});
        const auto badge =
            apps::KeyFolder(bkd.folder() / "keys").open_badge_key("only for a test", clock.wall());
        EXPECT_TRUE(badge);
        needles.push_back({"the badge key", text(badge->key.seed())});
        needles.push_back({"the badge key in hex", to_hex(badge->key.seed())});
        for (const auto& file : std::filesystem::directory_iterator(bkd.folder() / "central/keys/evidence"))
            needles.push_back({"a key of photographs", text_of(file.path()).substr(0, 64)});
        return needles;
    }

    // Which of them stand in any file of the terminal's folder.
    [[nodiscard]] std::set<std::string> found(const std::vector<Needle>& needles) {
        std::set<std::string> names;
        searched = 0;
        for (const auto& file : std::filesystem::recursive_directory_iterator(bkd.terminal())) {
            if (!file.is_regular_file()) continue;
            const std::string bytes = text_of(file.path());
            searched += bytes.size();
            for (const Needle& needle : needles) {
                if (bytes.contains(needle.bytes))
                    names.insert(needle.name + " in " + file.path().filename().string());
            }
        }
        return names;
    }

    // Central's photographs, opened with their key.
    [[nodiscard]] std::vector<Bytes> opened() const {
        std::vector<Bytes> pictures;
        for (const auto& file : std::filesystem::directory_iterator(bkd.folder() / "central/keys/evidence")) {
            const auto key = wire::PhotoKey::from_secret(*from_hex(text_of(file.path()).substr(0, 64)));
            const auto month = bkd.folder() / "central/photos" / file.path().filename().string().substr(0, 7);
            if (!std::filesystem::exists(month)) continue;
            for (const auto& sealed : std::filesystem::directory_iterator(month)) {
                auto photo = wire::open_photo(as_bytes(text_of(sealed.path())), *key);
                EXPECT_TRUE(photo) << photo.error().message;
                if (photo) pictures.push_back(std::move(photo->jpeg));
            }
        }
        return pictures;
    }

    int people = 0;
    platform::SystemClock clock;
    TemporaryFolder folder;
    Bkd bkd{folder.path()};
    std::size_t searched = 0;
};

TEST_F(TerminalDisk, HoldsNoReadablePhotographNoNipAndNothingThatMakesABadge) {
    const auto pictures = bkd.photograph(people);
    ASSERT_TRUE(pictures) << pictures.error().message;
    const auto heard = bkd.play(*pictures);
    ASSERT_TRUE(heard) << heard.error().message;
    const store::PhotoShelf shelf = store::PhotoShelf::beside(bkd.ledger());
    EXPECT_EQ(shelf.all()->size(), static_cast<std::size_t>(people)) << "each check-in has its photograph";
    std::vector<Needle> needles = secrets();
    EXPECT_EQ(found(needles), std::set<std::string>()) << "while they wait";
    const std::size_t searched_waiting = searched;

    const Finished sent = bkd.sync({"send"});
    EXPECT_EQ(sent.status, 0) << sent.output;
    EXPECT_TRUE(shelf.all()->empty());
    const auto jpegs = opened();
    ASSERT_EQ(jpegs.size(), static_cast<std::size_t>(people));
    for (const Bytes& jpeg : jpegs)
        EXPECT_TRUE(text(jpeg).starts_with(kJpegStart));
    for (std::size_t i = 0; i < jpegs.size() && i < kSlicesMax; ++i)
        needles.push_back(
            {"a part of a photograph", text(ByteView(jpegs[i]).subspan(jpegs[i].size() / 2, kSliceBytes))});
    EXPECT_EQ(found(needles), std::set<std::string>()) << "once they are sent";
    std::printf(
        "%d check-ins with photographs, %zu needles: nothing in %.1f MB while they waited and %.1f MB "
        "after\n",
        people, needles.size(), static_cast<double>(searched_waiting) / 1e6,
        static_cast<double>(searched) / 1e6);

    // The control: the search finds what is there.
    write_text(bkd.terminal() / "photo.jpg", "x" + text(jpegs.front()));
    const auto seen = found(needles);
    EXPECT_TRUE(seen.contains("a JPEG in photo.jpg"));
    EXPECT_TRUE(seen.contains("a part of a photograph in photo.jpg"));
    write_text(bkd.terminal() / "other", needles[2].bytes + "HADIR:1:");
    EXPECT_TRUE(found(needles).contains("a NIP in other"));
    EXPECT_TRUE(found(needles).contains("a badge in other"));
}

}  // namespace
}  // namespace hadir::tests
