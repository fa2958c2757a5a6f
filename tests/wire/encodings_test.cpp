#include "wire/encodings.h"

#include <gtest/gtest.h>

#include "core/time.h"
#include "tests/wire/vectors.h"
#include "wire/crypto.h"

namespace hadir::wire {
namespace {

TEST(Encodings, Base45GoesBothWaysAndRefusesTheRest) {
    const auto& file = vectors("base45");
    for (const auto& item : file.at("good").as_array()) {
        const auto& row = item.as_object();
        EXPECT_EQ(to_base45(hex_at(row, "hex")), text_at(row, "text"));
        EXPECT_EQ(from_base45(text_at(row, "text")), hex_at(row, "hex"));
    }
    for (const auto& item : file.at("bad").as_array())
        EXPECT_FALSE(from_base45(text_at(item.as_object(), "bad"))) << item;
}

TEST(Encodings, CrockfordTakesWhatPeopleType) {
    const auto& file = vectors("crockford");
    for (const auto& item : file.at("good").as_array()) {
        EXPECT_EQ(to_crockford(hex_at(item.as_object(), "hex")), text_at(item.as_object(), "text"));
    }
    for (const char* list : {"good", "read"}) {
        for (const auto& item : file.at(list).as_array()) {
            EXPECT_EQ(from_crockford(text_at(item.as_object(), "text")), hex_at(item.as_object(), "hex"));
        }
    }
    for (const auto& item : file.at("bad").as_array()) {
        const auto read = from_crockford(text_at(item.as_object(), "bad"));
        EXPECT_FALSE(read && read->size() == static_cast<std::size_t>(item.at("size").as_int64())) << item;
    }
}

TEST(Encodings, Base64IsCanonicalOrRefused) {
    const auto& file = vectors("base64url");
    for (const auto& item : file.at("good").as_array()) {
        EXPECT_EQ(to_base64url(hex_at(item.as_object(), "hex")), text_at(item.as_object(), "text"));
        EXPECT_EQ(from_base64url(text_at(item.as_object(), "text")), hex_at(item.as_object(), "hex"));
    }
    for (const auto& item : file.at("bad").as_array()) {
        const auto read = from_base64url(text_at(item.as_object(), "bad"));
        EXPECT_FALSE(read && read->size() == static_cast<std::size_t>(item.at("size").as_int64())) << item;
    }
    for (const auto& item : file.at("base64_good").as_array()) {
        EXPECT_EQ(to_base64(hex_at(item.as_object(), "hex")), text_at(item.as_object(), "text"));
        EXPECT_EQ(from_base64(text_at(item.as_object(), "text")), hex_at(item.as_object(), "hex"));
    }
    for (const auto& item : file.at("base64_bad").as_array())
        EXPECT_FALSE(from_base64(text_at(item.as_object(), "bad"))) << item;
}

TEST(Encodings, TimesAndDaysHaveOneForm) {
    const auto& file = vectors("at");
    for (const auto& item : file.at("good").as_array()) {
        const UnixMs time{item.at("unix_ms").as_int64()};
        EXPECT_EQ(format_at(time), text_at(item.as_object(), "text"));
        EXPECT_EQ(parse_at(text_at(item.as_object(), "text")), time);
    }
    for (const auto& item : file.at("bad").as_array())
        EXPECT_FALSE(
            parse_at(item.is_object() ? text_at(item.as_object(), "bad") : std::string(item.as_string())))
            << item;
}

TEST(Ed25519, RefusesWhatALooseVerifierTakes) {
    const auto& file = vectors("ed25519");
    const auto accepts = [](const boost::json::object& row) {
        const auto signature = Signature::from(hex_at(row, "signature"));
        return signature && verify(fixed_at<PublicKey>(row, "pub"), hex_at(row, "message"), *signature);
    };
    for (const auto& item : file.at("accepted").as_array())
        EXPECT_TRUE(accepts(item.as_object())) << item;
    int openssl_alone_takes = 0;
    for (const auto& item : file.at("refused").as_array()) {
        EXPECT_FALSE(accepts(item.as_object())) << item;
        if (item.at("openssl").is_bool() && item.at("openssl").as_bool()) ++openssl_alone_takes;
    }
    EXPECT_GT(openssl_alone_takes, 0) << "the control: these rows do catch a loose verifier";
    for (const auto& item : file.at("bad_keys").as_array())
        EXPECT_FALSE(is_usable_key(fixed_at<PublicKey>(item.as_object(), "pub"))) << item;
}

}  // namespace
}  // namespace hadir::wire
