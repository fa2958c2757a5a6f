#include "wire/side.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_random.h"
#include "tests/wire/vectors.h"

namespace hadir::wire {
namespace {

TEST(Side, DigestsAndLinesAreThoseOfTheVectors) {
    const auto& file = vectors("side");
    std::vector<SideLine> lines;
    for (const auto& item : file.at("good").as_array()) {
        const auto& row = item.as_object();
        const Side side{text_at(row, "field"), fixed_at<Salt>(row, "salt"), text_at(row, "value")};
        EXPECT_EQ(digest_of(side), fixed_at<Hash>(row, "digest"));
        lines.push_back({static_cast<std::uint32_t>(row.at("inc").as_int64()),
                         static_cast<std::uint64_t>(row.at("seq").as_int64()), side});
    }
    const std::string text = text_at(file, "text");
    EXPECT_EQ(write_sides(lines), text);
    const auto read = parse_sides(text);
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(read->size(), lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        EXPECT_EQ(read->at(i).side, lines[i].side);
        EXPECT_EQ(read->at(i).seq, lines[i].seq);
    }
}

TEST(Side, BadBodiesAreRefused) {
    for (const auto& item : vectors("side").at("bad").as_array()) {
        const auto read = parse_sides(text_of(item.as_object()));
        EXPECT_FALSE(read) << item.at("reason");
    }
    const auto second = parse_sides(text_at(vectors("side"), "text") + "{}\n");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().line, vectors("side").at("good").as_array().size() + 1);
}

TEST(Side, ABodyHoldsOnlyDigests) {
    hadir::tests::FakeRandom random;
    const Side why = make_side(random, "why", "Siti Rahmawati asked for it");
    const auto body = parse_json("{\"side\":" + write_side_digests({why}) + '}');
    ASSERT_TRUE(body);
    EXPECT_EQ(side_digest_in(*body, "why"), digest_of(why));
    EXPECT_FALSE(side_digest_in(*body, "name"));
    EXPECT_FALSE(side_digest_in(*parse_json("{}"), "why"));
    EXPECT_NE(make_side(random, "why", why.value).salt, why.salt) << "the same text again says nothing";
}

}  // namespace
}  // namespace hadir::wire
