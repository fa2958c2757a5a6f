#include "wire/pin.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_random.h"
#include "tests/wire/vectors.h"
#include "wire/encodings.h"

namespace hadir::wire {
namespace {

class PinTest : public testing::Test {
protected:
    PinTest() { EXPECT_TRUE(start_crypto()); }

    static KeyRow evidence_row(const PublicKey& key, UnixMs from, UnixMs until) {
        return {"evidence", key_id_of(key.bytes),
                "x25519",   Bytes(key.bytes.begin(), key.bytes.end()),
                from,       until,
                {},         {}};
    }

    PhotoKey key = PhotoKey::generate();
    PinUse use{DeviceId{{9}}, PersonId{{1}}, UnixMs{1'795'478'400'000}, "048213"};
};

TEST_F(PinTest, TheTypoCheckIsThatOfTheVectors) {
    for (const auto& item : vectors("pin").at("check").as_array()) {
        const auto& row = item.as_object();
        const PinCheck check{fixed_at<Salt>(row, "salt"),
                             static_cast<std::uint8_t>(row.at("bits").as_int64())};
        EXPECT_TRUE(fits(check, text_at(row, "pin"))) << text_at(row, "pin");
        EXPECT_FALSE(fits({check.salt, static_cast<std::uint8_t>(check.bits ^ 1)}, text_at(row, "pin")));
    }
}

TEST_F(PinTest, OneWrongPinInSixtyFourFits) {
    hadir::tests::FakeRandom random;
    const PinCheck check = make_pin_check(random, "048213");
    EXPECT_TRUE(fits(check, "048213"));
    EXPECT_NE(make_pin_check(random, "048213").salt, check.salt);
    int fitting = 0;
    for (int i = 0; i < 64'000; ++i)
        fitting += fits(check, std::to_string(100'000 + i)) ? 1 : 0;
    EXPECT_NEAR(fitting, 1000, 150);
}

TEST_F(PinTest, OnlyTheMonthsKeyOpensIt) {
    const auto value = seal_pin(use, key.public_key());
    ASSERT_TRUE(value) << value.error().message;
    EXPECT_EQ(value->find(use.pin), std::string::npos);
    EXPECT_EQ(pin_sealed_to(*value), key_id_of(key.public_key().bytes));
    const auto opened = open_pin(*value, key);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(*opened, use);
    EXPECT_EQ(open_pin(*value, PhotoKey::generate()).error().code, ErrorCode::bad_signature);
    EXPECT_NE(*seal_pin(use, key.public_key()), *value) << "the same PIN again says nothing";
    use.pin = "12345";
    EXPECT_EQ(seal_pin(use, key.public_key()).error().code, ErrorCode::malformed);
}

// Sealed by the second implementation.
TEST_F(PinTest, OpensWhatAnotherImplementationSealed) {
    const auto& row = vectors("pin");
    const auto month = PhotoKey::from_secret(hex_at(row, "secret"));
    ASSERT_TRUE(month);
    const std::string value = text_at(row, "value");
    EXPECT_EQ(pin_sealed_to(value), fixed_at<KeyId>(row, "key_id"));
    const auto opened = open_pin(value, *month);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->dev, fixed_at<DeviceId>(row, "dev"));
    EXPECT_EQ(opened->person, fixed_at<PersonId>(row, "person"));
    EXPECT_EQ(format_at(opened->at), text_at(row, "at"));
    EXPECT_EQ(opened->pin, text_at(row, "pin"));
    for (const auto& change : row.at("changed").as_array()) {
        Bytes changed = *from_base64(value);
        changed[static_cast<std::size_t>(change.at("at").as_int64())] ^= 1;
        EXPECT_FALSE(open_pin(to_base64(changed), *month)) << change.at("at");
    }
    for (const auto& item : row.at("bad").as_array())
        EXPECT_FALSE(open_pin(text_at(item.as_object(), "value"), *month)) << item.at("reason");
}

TEST_F(PinTest, TheKeyIsTheMonthsOrUnderAClockThatIsFarOffTheLast) {
    const PhotoKey next = PhotoKey::generate();
    KeysFile keys;
    EXPECT_FALSE(pin_key_at(keys, use.at));
    keys.rows.push_back(
        evidence_row(next.public_key(), use.at + std::chrono::days(30), use.at + std::chrono::days(60)));
    keys.rows.push_back(evidence_row(key.public_key(), use.at, use.at + std::chrono::days(30)));
    EXPECT_EQ(pin_key_at(keys, use.at), key.public_key());
    EXPECT_EQ(pin_key_at(keys, UnixMs{0}), next.public_key());
}

TEST_F(PinTest, TellsTheEasyOnesFromTheOthers) {
    const auto& file = vectors("easy_pin");
    const auto texts = [&](const char* list) {
        std::vector<std::string> found;
        for (const auto& item : file.at(list).as_array())
            found.emplace_back(item.as_string());
        return found;
    };
    for (const std::string& pin : texts("easy"))
        EXPECT_TRUE(is_easy_pin(pin)) << pin;
    for (const std::string& pin : texts("good"))
        EXPECT_TRUE(is_pin(pin) && !is_easy_pin(pin)) << pin;
    for (const std::string& pin : texts("bad"))
        EXPECT_FALSE(is_pin(pin)) << pin;
}

TEST_F(PinTest, DigitsAndNothingElse) {
    EXPECT_TRUE(is_pin("000000"));
    EXPECT_TRUE(is_presence_number("00000"));
    for (const char* bad : {"", "12345", "1234567", "12345x", "12 456", "\uFF11\uFF12"})
        EXPECT_FALSE(is_pin(bad)) << bad;
    EXPECT_FALSE(is_presence_number("123456"));
}

}  // namespace
}  // namespace hadir::wire
