#include "wire/phone_badge.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/wire/vectors.h"
#include "wire/encodings.h"

namespace hadir::wire {
namespace {

TEST(PhoneBadge, AgreesWithTheVectors) {
    const auto& file = vectors("phone");
    const auto key = SigningKey::from_seed(hex_at(file, "seed"));
    for (const auto& item : file.at("good").as_array()) {
        const auto& row = item.as_object();
        const auto code = parse_phone_code(text_at(row, "text"));
        ASSERT_TRUE(code) << code.error().message;
        EXPECT_EQ(code->key, fixed_at<PhoneKeyId>(row, "phone"));
        EXPECT_EQ(code->step, row.at("step").as_int64());
        EXPECT_TRUE(is_signed_by(*code, fixed_at<PublicKey>(file, "pub")));
        EXPECT_EQ(bytes_of(*code), hex_at(row, "hex"));
        EXPECT_EQ(to_base64url(bytes_of(*code)), text_at(row, "phone_code"));
        EXPECT_EQ(write_phone_code(make_phone_code(code->key, code->step, *key)), text_at(row, "text"));
    }
}

TEST(PhoneBadge, AKeyIsProvedForOnePerson) {
    const auto& file = vectors("phone");
    const auto& row = file.at("registration").as_object();
    const auto key = fixed_at<PublicKey>(file, "pub");
    const Bytes message = phone_registration_message(fixed_at<PersonId>(row, "person"), key);
    EXPECT_EQ(message, hex_at(row, "message"));
    EXPECT_TRUE(verify(key, message, parse_signature(text_at(row, "proof")).value()));
}

TEST(PhoneBadge, TellsWhatIsNoCodeFromWhatTheKeyHasNotSigned) {
    const auto& file = vectors("phone");
    for (const auto& item : file.at("bad").as_array()) {
        const auto code = parse_phone_code(text_at(item.as_object(), "bad"));
        ASSERT_FALSE(code) << item.at("reason");
        EXPECT_EQ(code.error().code, ErrorCode::malformed);
    }
    for (const auto& item : file.at("forged").as_array()) {
        const auto code = parse_phone_code(text_at(item.as_object(), "text"));
        ASSERT_TRUE(code) << item.at("reason");
        EXPECT_FALSE(is_signed_by(*code, fixed_at<PublicKey>(file, "pub"))) << item.at("reason");
    }
}

TEST(PhoneBadge, StepsThreeAsideAreNear) {
    for (const auto& item : vectors("phone").at("steps").as_array()) {
        const auto& row = item.as_object();
        const auto now = parse_at(text_at(row, "at"));
        ASSERT_TRUE(now);
        EXPECT_EQ(phone_step_at(*now), row.at("own").as_int64());
        EXPECT_EQ(is_step_near(static_cast<std::uint32_t>(row.at("step").as_int64()), *now),
                  row.at("near").as_bool())
            << row;
    }
    EXPECT_EQ(phone_step_at({-1}), 0U);
    EXPECT_EQ(phone_step_at({253'402'300'799'999}), 0xffff'ffffU);
    EXPECT_FALSE(is_step_near(0xffff'ffffU, {0}));
}

TEST(PhoneBadge, EveryCodeComesBackAsItWasMade) {
    const SigningKey key = SigningKey::generate();
    EXPECT_TRUE(rc::check([&](std::uint64_t id, std::uint32_t step) {
        Bytes raw;
        append_u64(raw, id);
        const auto made = make_phone_code(*PhoneKeyId::from(raw), step, key);
        const std::string text = write_phone_code(made);
        RC_ASSERT(text.size() == kPhoneTextChars);
        const auto read = parse_phone_code(text);
        RC_ASSERT(read.has_value());
        RC_ASSERT(read->key == made.key && read->step == step);
        RC_ASSERT(is_signed_by(*read, key.public_key()));
    }));
}

TEST(PhoneBadge, EverySingleByteChangeIsRefused) {
    const SigningKey key = SigningKey::generate();
    const std::string text = write_phone_code(make_phone_code({{1, 2, 3}}, 179'547'966, key));
    int accepted = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (int value = 0; value < 256; ++value) {
            std::string changed = text;
            changed[at] = static_cast<char>(value);
            if (changed == text) continue;
            const auto code = parse_phone_code(changed);
            if (code && is_signed_by(*code, key.public_key())) ++accepted;
        }
    }
    EXPECT_EQ(accepted, 0);
    EXPECT_TRUE(is_signed_by(parse_phone_code(text).value(), key.public_key())) << "the control";
}

TEST(PhoneBadge, HostileTextsAreNoCodes) {
    for (const std::string& text :
         {std::string(), std::string("'; DROP TABLE records; --"), std::string(100'000, 'A'),
          std::string("HADIR:2:") + std::string(114, '\0'), std::string(122, '\xff')}) {
        const auto code = parse_phone_code(text);
        ASSERT_FALSE(code);
        EXPECT_EQ(code.error().message.find("DROP"), std::string::npos);
    }
}

}  // namespace
}  // namespace hadir::wire
