#include "store/side_shelf.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/temporary_folder.h"

namespace hadir::store {
namespace {

wire::SideLine line(std::uint64_t seq, std::uint32_t inc = 1) {
    return {inc, seq, {"pin", Salt{{7}}, "sealed " + std::to_string(seq)}};
}

TEST(SideShelf, WaitsInTheOrderOfItsRecords) {
    tests::TemporaryFolder folder;
    const SideShelf shelf = SideShelf::beside(folder / "ledger.db");
    EXPECT_TRUE(shelf.all()->empty()) << "no folder yet";
    for (const auto& made : {line(10), line(2), line(1, 2)})
        ASSERT_TRUE(shelf.put(made));
    std::ofstream(folder / "sides/notes.txt") << "not ours";
    const auto all = *shelf.all();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0], (ShelvedSide{1, 2, "pin"}));
    EXPECT_EQ(all[2], (ShelvedSide{2, 1, "pin"}));
    const auto read = shelf.read(all[1]);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->side, line(10).side);
    EXPECT_EQ(read->seq, 10U);
}

TEST(SideShelf, RefusedIsKeptAndGoneIsGone) {
    tests::TemporaryFolder folder;
    const SideShelf shelf(folder / "sides");
    ASSERT_TRUE(shelf.put(line(1)));
    ASSERT_TRUE(shelf.mark_refused({1, 1, "pin"}));
    const ShelvedSide refused{1, 1, "pin", true};
    EXPECT_EQ(shelf.all()->front(), refused);
    EXPECT_TRUE(shelf.read(refused));
    EXPECT_TRUE(shelf.remove(refused));
    EXPECT_TRUE(shelf.remove(refused)) << "a second time";
    EXPECT_TRUE(shelf.all()->empty());
    EXPECT_FALSE(shelf.read(refused));
}

TEST(SideShelf, NobodyElseReadsIt) {
    tests::TemporaryFolder folder;
    const SideShelf shelf(folder / "sides");
    ASSERT_TRUE(shelf.put(line(1)));
    struct stat found{};
    ASSERT_EQ(::stat((folder / "sides/1-1-pin.side").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

}  // namespace
}  // namespace hadir::store
