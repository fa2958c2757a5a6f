#include "apps/arguments.h"

#include <gtest/gtest.h>

namespace hadir::apps {
namespace {

Result<Arguments> parse(const std::vector<std::string>& words) {
    return Arguments::parse(words, {"dir", "out"});
}

TEST(Arguments, TakeOptionsInBothSpellingsAndKeepTheRest) {
    const auto arguments = parse({"file", "--dir", "a b", "--out=x=y", "--", "--dir"});
    ASSERT_TRUE(arguments);
    EXPECT_EQ(arguments->option("dir"), "a b");
    EXPECT_EQ(arguments->option("out"), "x=y");
    EXPECT_EQ(arguments->rest(), (std::vector<std::string>{"file", "--dir"}));
}

TEST(Arguments, RefuseUnknownDoubledAndUnfinishedOptions) {
    for (const std::vector<std::string>& words : {std::vector<std::string>{"--nope", "x"},
                                                  {"--dir", "a", "--dir", "b"},
                                                  {"--dir"},
                                                  {"--dir=a", "--dir=a"},
                                                  {"--di", "a"},
                                                  {"--=a"}}) {
        const auto refused = parse(words);
        ASSERT_FALSE(refused) << words.front();
        EXPECT_EQ(refused.error().code, ErrorCode::usage);
    }
}

TEST(Arguments, NameWhatIsMissing) {
    const auto missing = parse({"--out="});
    EXPECT_EQ(missing->required("dir").error().message, "--dir is missing");
    EXPECT_EQ(missing->required("out").error().message, "--out is missing");
    EXPECT_EQ(missing->path("dir"), std::nullopt);
}

}  // namespace
}  // namespace hadir::apps
