#include "store/photo_shelf.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/temporary_folder.h"

namespace hadir::store {
namespace {

Hash digest(std::uint8_t byte) {
    Hash hash;
    hash.bytes.fill(byte);
    return hash;
}

std::vector<std::uint64_t> numbers(const PhotoShelf& shelf) {
    std::vector<std::uint64_t> found;
    const auto photos = *shelf.all();
    for (const ShelvedPhoto& photo : photos)
        found.push_back(photo.seq);
    return found;
}

class PhotoShelfTest : public testing::Test {
protected:
    void put(std::uint64_t seq, std::uint32_t inc = 1) {
        ASSERT_TRUE(shelf.put({inc, seq, digest(static_cast<std::uint8_t>(seq))}, Bytes(100, 7)));
    }
    tests::TemporaryFolder folder;
    PhotoShelf shelf{folder / "photos", 1};
};

TEST_F(PhotoShelfTest, KeepsWhatWasPutInTheOrderOfRecords) {
    EXPECT_TRUE(shelf.all()->empty());
    put(10);
    put(9);
    put(1, 2);
    EXPECT_EQ(numbers(shelf), (std::vector<std::uint64_t>{9, 10, 1}));
    const ShelvedPhoto first = shelf.all()->front();
    EXPECT_EQ(first.sha256, digest(9));
    EXPECT_EQ(*shelf.read(first), Bytes(100, 7));
    ASSERT_TRUE(shelf.remove(first));
    EXPECT_TRUE(shelf.remove(first)) << "the other program was first";
    EXPECT_EQ(shelf.read(first).error().code, ErrorCode::not_found);
    EXPECT_EQ(numbers(shelf), (std::vector<std::uint64_t>{10, 1}));
}

TEST_F(PhotoShelfTest, ARefusedOneIsKeptAndKnown) {
    put(4);
    ASSERT_TRUE(shelf.mark_refused(shelf.all()->front()));
    const auto photos = *shelf.all();
    ASSERT_EQ(photos.size(), 1U);
    EXPECT_TRUE(photos[0].refused);
    EXPECT_EQ(shelf.read(photos[0])->size(), 100U);
}

TEST_F(PhotoShelfTest, OtherFilesAreNone) {
    put(1);
    for (const std::string& name :
         {std::string("1-2.sealed"), "1-2-" + digest(2).hex(), "0-2-" + digest(2).hex() + ".sealed",
          "1-0-" + digest(2).hex() + ".sealed", "1-2-" + digest(2).hex() + ".sealed.Ab3xYz",
          "x-2-" + digest(2).hex() + ".sealed", std::string("1-2-short.sealed")})
        std::ofstream(folder.path() / "photos" / name) << "x";
    EXPECT_EQ(numbers(shelf), std::vector<std::uint64_t>{1});
}

TEST_F(PhotoShelfTest, PhotographsLeaveTheDisksLastRoomToRecords) {
    put(1);
    put(2);
    put(3);
    EXPECT_EQ(shelf.make_room(), 0U);
    const PhotoShelf greedy(folder / "photos", std::uintmax_t{1} << 62U);  // more than any disk has
    EXPECT_EQ(greedy.put({1, 4, digest(4)}, Bytes(100)).error().code, ErrorCode::too_large);
    EXPECT_EQ(greedy.make_room(), 3U);
    EXPECT_TRUE(shelf.all()->empty());
    EXPECT_EQ(greedy.make_room(), 0U);
}

}  // namespace
}  // namespace hadir::store
