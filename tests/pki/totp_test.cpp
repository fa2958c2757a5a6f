// One-time codes against the vectors of RFC 4226 (appendix D), RFC 6238 (appendix B) and RFC 4648 (10).
#include "pki/totp.h"

#include <gtest/gtest.h>

namespace hadir::pki::tests {
namespace {

const TotpSecret kSecret = *TotpSecret::from(as_bytes("12345678901234567890"));
constexpr std::int64_t kNothingUsed = 0;

// Of the RFC's eight digits, the last six: the modulus of six digits keeps just these.
TEST(Totp, GivesTheCodesOfRfc6238) {
    const std::pair<std::int64_t, const char*> vectors[] = {{59, "287082"},
                                                            {1'111'111'109, "081804"},
                                                            {1'111'111'111, "050471"},
                                                            {1'234'567'890, "005924"},
                                                            {2'000'000'000, "279037"},
                                                            {20'000'000'000, "353130"}};
    for (const auto& [seconds, code] : vectors)
        EXPECT_EQ(totp_code(kSecret.view(), totp_step({seconds * 1000})), code) << seconds;
}

TEST(Totp, GivesTheCodesOfRfc4226) {
    const char* codes[] = {"755224", "287082", "359152", "969429", "338314",
                           "254676", "287922", "162583", "399871", "520489"};
    for (std::int64_t count = 0; count < 10; ++count)
        EXPECT_EQ(totp_code(kSecret.view(), count), codes[count]) << count;
}

TEST(Totp, TakesOneStepBesideAndNoMore) {
    const UnixMs now{1'790'000'000'000};
    const auto step = totp_step(now);
    for (const int off : {-1, 0, 1})
        EXPECT_EQ(totp_match(kSecret, totp_code(kSecret.view(), step + off), now, kNothingUsed), step + off)
            << off;
    for (const int off : {-2, 2})
        EXPECT_EQ(totp_match(kSecret, totp_code(kSecret.view(), step + off), now, kNothingUsed), std::nullopt)
            << off;
}

TEST(Totp, TakesNoCodeTwiceAndNoneFromBefore) {
    const UnixMs now{1'790'000'000'000};
    const auto step = totp_step(now);
    EXPECT_EQ(totp_match(kSecret, totp_code(kSecret.view(), step), now, step), std::nullopt);
    EXPECT_EQ(totp_match(kSecret, totp_code(kSecret.view(), step - 1), now, step), std::nullopt);
    EXPECT_EQ(totp_match(kSecret, totp_code(kSecret.view(), step + 1), now, step), step + 1);
}

TEST(Totp, TakesNothingThatIsNotSixDigits) {
    const UnixMs now{1'790'000'000'000};
    const std::string code = totp_code(kSecret.view(), totp_step(now));
    for (const std::string& wrong :
         {std::string(), code.substr(1), code + "0", " " + code, std::string(1000, '0')})
        EXPECT_EQ(totp_match(kSecret, wrong, now, kNothingUsed), std::nullopt) << wrong.size();
}

TEST(Totp, WritesBase32AsRfc4648Does) {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "MY"},
                                                           {"fo", "MZXQ"},
                                                           {"foo", "MZXW6"},
                                                           {"foob", "MZXW6YQ"},
                                                           {"fooba", "MZXW6YTB"},
                                                           {"foobar", "MZXW6YTBOI"}};
    for (const auto& [plain, text] : vectors)
        EXPECT_EQ(to_base32(as_bytes(plain)), text);
    EXPECT_EQ(totp_address(kSecret, "siti"),
              "otpauth://totp/"
              "Hadir:siti?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Hadir&algorithm=SHA1&digits=6"
              "&period=30");
}

}  // namespace
}  // namespace hadir::pki::tests
