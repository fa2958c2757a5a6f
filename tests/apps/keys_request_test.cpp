#include "wire/keys_request.h"

#include <gtest/gtest.h>

namespace hadir::wire {
namespace {

using namespace std::chrono_literals;

KeyRow row(const std::string& use) {
    const auto key = SigningKey::generate();
    const ByteView pub = key.public_key().view();
    return {use,          key_id_of(pub), "ed25519", Bytes(pub.begin(), pub.end()),
            UnixMs{1000}, UnixMs{2000},   {},        {}};
}

class KeysRequest : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(start_crypto()); }
};

TEST_F(KeysRequest, RoundTrips) {
    const std::vector<KeyRow> rows{row("roster"), row("policy"), row("receipt"), row("device")};
    const auto read = parse_keys_request(write_keys_request(rows));
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(read->size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        EXPECT_EQ(write_key_row((*read)[i]), write_key_row(rows[i]));
}

TEST_F(KeysRequest, RefusesABadgeKeyAndUnknownUses) {
    KeyRow badge = row("badge");
    badge.badge_key = std::uint8_t{7};
    EXPECT_NE(parse_keys_request(write_keys_request({badge})).error().message.find("row 1: a badge key"),
              std::string::npos);
    EXPECT_EQ(parse_keys_request(write_keys_request({row("roster"), row("coffee")})).error().code,
              ErrorCode::malformed);
}

TEST_F(KeysRequest, RefusesWhatIsNoRequest) {
    KeyRow backwards = row("roster");
    std::swap(backwards.from, backwards.until);
    for (const std::string& text :
         {std::string(), std::string("{}"), std::string(R"({"v":1,"kind":"keys-request","rows":[]})"),
          std::string(R"({"v":2,"kind":"keys-request","rows":[]})"),
          std::string(R"({"v":1,"kind":"keys","rows":[]})"),
          std::string(R"({"v":1,"kind":"keys-request","rows":[1]})"),
          write_keys_request({row("roster")}) + "x", write_keys_request({backwards})}) {
        EXPECT_EQ(parse_keys_request(text).error().code, ErrorCode::malformed) << text;
    }
}

TEST_F(KeysRequest, RefusesMoreThanItsLimits) {
    EXPECT_TRUE(
        parse_keys_request(write_keys_request(std::vector<KeyRow>(kKeysRequestRowsMax, row("roster")))));
    EXPECT_FALSE(
        parse_keys_request(write_keys_request(std::vector<KeyRow>(kKeysRequestRowsMax + 1, row("roster")))));
    EXPECT_EQ(parse_keys_request(std::string(kKeysRequestBytesMax + 1, ' ')).error().code,
              ErrorCode::too_large);
}

}  // namespace
}  // namespace hadir::wire
