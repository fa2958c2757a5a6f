#include "wire/bundle.h"

#include <gtest/gtest.h>

#include "tests/wire/vectors.h"
#include "wire/signed_file.h"

namespace hadir::wire {
namespace {

// The one among the vectors of signed files.
const boost::json::object& row() {
    for (const auto& item : vectors("signed_file").at("good").as_array())
        if (text_at(item.as_object(), "domain") == "hadir-bundle-1") return item.as_object();
    throw std::runtime_error("no bundle among the vectors");
}
SigningKey key() {
    return SigningKey::from_seed(hex_at(row(), "seed")).value();
}
std::string signed_again(const std::string& body) {
    return sign_file(FileDomain::bundle, body, key());
}

TEST(Bundle, IsReadAndWrittenAsTheVectorHasIt) {
    const std::string text = text_at(row(), "text");
    const auto head = read_bundle_head(text);
    ASSERT_TRUE(head) << head.error().message;
    EXPECT_EQ(head->from, 3U);
    EXPECT_EQ(head->count, 4U);
    const auto bundle = open_bundle(text, key().public_key());
    ASSERT_TRUE(bundle) << bundle.error().message;
    ASSERT_EQ(bundle->lines.size(), 4U);
    const auto hashes =
        check_lines({head->dev, head->inc, head->from}, head->prev, key().public_key(), bundle->lines);
    ASSERT_TRUE(hashes) << hashes.error().message;
    EXPECT_EQ(write_bundle(*head, bundle->lines, key()), text);
    auto with_all = *head;
    with_all.anchor = bundle->lines.front().signature;
    with_all.checkpoint = "bm90ZQ==";
    const auto again = open_bundle(write_bundle(with_all, bundle->lines, key()), key().public_key());
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->head.anchor, with_all.anchor);
    EXPECT_EQ(again->head.checkpoint, with_all.checkpoint);
}

TEST(Bundle, AnyChangedByteIsRefused) {
    const std::string text = text_at(row(), "text");
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string changed = text;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        ASSERT_FALSE(open_bundle(changed, key().public_key())) << "byte " << i;
    }
    EXPECT_FALSE(open_bundle(text, SigningKey::generate().public_key()));
}

TEST(Bundle, WhatItsTerminalSignedIsStillHeldToTheLimits) {
    const std::string text = text_at(row(), "text");
    const std::string body(split_signed_file(FileDomain::bundle, text)->body);
    const std::string head = body.substr(0, body.find('\n') + 1), lines = body.substr(head.size());
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string changed = head;
        return changed.replace(changed.find(from), from.size(), to) + lines;
    };
    for (const std::string& bad :
         {with("\"count\":4", "\"count\":3"), with("\"count\":4", "\"count\":0"),
          with("\"count\":4", "\"count\":501"), with("\"inc\":1", "\"inc\":0"),
          with("\"from\":3", "\"from\":0"), with("\"kind\":\"bundle\"", "\"kind\":\"roster\""),
          with("\"v\":1", "\"v\":2"), with("\"anchor\":null", "\"anchor\":\"x\""),
          with("\"checkpoint\":null", "\"checkpoint\":\"*\""), lines, head + "x\n"}) {
        const auto opened = open_bundle(signed_again(bad), key().public_key());
        EXPECT_FALSE(opened) << bad.substr(0, 200);
    }
    std::string many = head;
    for (int i = 0; i < 501; ++i)
        many += lines.substr(0, lines.find('\n') + 1);
    const auto opened = open_bundle(signed_again(many), key().public_key());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace hadir::wire
