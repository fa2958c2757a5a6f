#include "central/branches.h"

#include <gtest/gtest.h>

#include <vector>

namespace hadir::central::tests {
namespace {

// 0: 1 2 3 4 5 6 7 ..;  1 leaves 0 at 4;  2 leaves 1 at 6;  3 leaves 0 at 6.
const std::vector<Branch> kTree{
    {0, std::nullopt, 1, false}, {1, 0, 4, false}, {2, 1, 6, false}, {3, 0, 6, false}};

TEST(Branches, NameTheHolderOfEachRecord) {
    EXPECT_EQ(holder_of(kTree, 0, 9), 0);
    EXPECT_EQ(holder_of(kTree, 2, 7), 2);
    EXPECT_EQ(holder_of(kTree, 2, 5), 1);
    EXPECT_EQ(holder_of(kTree, 2, 3), 0);
    EXPECT_EQ(holder_of(kTree, 3, 5), 0);
    EXPECT_TRUE(leads_to(kTree, 2, 1, 4));
    EXPECT_FALSE(leads_to(kTree, 2, 1, 6));
    EXPECT_FALSE(leads_to(kTree, 2, 0, 4));
}

TEST(Branches, PartWhereTheFirstOtherOneLeaves) {
    const std::vector<Branch> whole{{}};
    EXPECT_EQ(first_parting(whole, 0), std::nullopt);
    for (const std::int64_t tip : {0, 1, 2, 3})
        EXPECT_EQ(first_parting(kTree, tip), 4U) << tip;
    const std::vector<Branch> late{{0, std::nullopt, 1, false}, {1, 0, 9, false}, {2, 1, 4, false}};
    EXPECT_EQ(first_parting(late, 0), 9U);
}

TEST(Branches, ShareRecordsUpToTheNextParting) {
    EXPECT_EQ(last_common(kTree, 0, 2), 3U);
    EXPECT_EQ(last_common(kTree, 0, 4), 5U);
    EXPECT_EQ(last_common(kTree, 0, 6), std::nullopt);
    EXPECT_EQ(last_common(kTree, 1, 4), 5U);
    EXPECT_EQ(last_common(kTree, 2, 6), std::nullopt);
}

}  // namespace
}  // namespace hadir::central::tests
