#include "wire/sealed_key.h"

#include <gtest/gtest.h>

namespace hadir::wire {
namespace {

TEST(SealedKey, OpensOnlyWithItsPassphraseAndUse) {
    const SigningKey key = SigningKey::generate();
    const auto sealed = seal_key(key, "badge", "delapan huruf", SealCost::quick);
    ASSERT_TRUE(sealed) << sealed.error().message;
    EXPECT_EQ(sealed->find(to_hex(key.seed())), std::string::npos);
    const auto opened = open_sealed_key(*sealed, "badge", "delapan huruf");
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->public_key(), key.public_key());
    EXPECT_EQ(open_sealed_key(*sealed, "badge", "delapan hurup").error().code, ErrorCode::not_allowed);
    EXPECT_EQ(open_sealed_key(*sealed, "root", "delapan huruf").error().code, ErrorCode::malformed);
    EXPECT_EQ(seal_key(key, "badge", "pendek", SealCost::quick).error().code, ErrorCode::usage);
}

TEST(SealedKey, ADamagedFileIsSaidToBeDamaged) {
    const auto sealed = seal_key(SigningKey::generate(), "root", "delapan huruf", SealCost::quick).value();
    for (std::size_t at = 0; at < sealed.size(); at += 7) {
        std::string changed = sealed;
        changed[at] = changed[at] == 'a' ? 'b' : 'a';
        if (changed != sealed) {
            EXPECT_FALSE(open_sealed_key(changed, "root", "delapan huruf")) << at;
        }
    }
    // A file from outside cannot make this program take all memory.
    std::string greedy = sealed;
    greedy.replace(greedy.find("\"memory\":"), 9, "\"memory\":99999999999");
    EXPECT_EQ(open_sealed_key(greedy, "root", "delapan huruf").error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace hadir::wire
