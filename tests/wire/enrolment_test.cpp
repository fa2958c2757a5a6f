#include "wire/enrolment.h"

#include <gtest/gtest.h>

#include "tests/wire/vectors.h"
#include "wire/encodings.h"

namespace hadir::wire {
namespace {

EnrolCode code_of(const boost::json::object& file) {
    return {fixed_at<EnrolSlot>(file, "slot"), fixed_at<EnrolSecret>(file, "secret")};
}

TEST(Enrolment, CodeIsReadAsPeopleTypeIt) {
    const auto& file = vectors("enrolment");
    EXPECT_EQ(write_enrol_code(code_of(file)), text_at(file, "code"));
    for (const auto& item : file.at("code_read").as_array()) {
        const auto code = parse_enrol_code(std::string(item.as_string()));
        ASSERT_TRUE(code) << item;
        EXPECT_EQ(code->secret, code_of(file).secret);
    }
    for (const auto& item : file.at("code_bad").as_array())
        EXPECT_FALSE(parse_enrol_code(std::string(item.as_string()))) << item;
}

TEST(Enrolment, QrPinsRootAndCa) {
    const auto& file = vectors("enrolment");
    const auto qr = parse_enrol_qr(text_at(file, "qr"));
    ASSERT_TRUE(qr) << qr.error().message;
    EXPECT_EQ(qr->url, text_at(file, "url"));
    EXPECT_EQ(qr->ca_sha256.hex(), text_at(file, "ca_sha256"));
    EXPECT_EQ(qr->root.hex(), text_at(file.at("root").as_object(), "pub"));
    EXPECT_EQ(write_enrol_qr(*qr), text_at(file, "qr"));
    for (const auto& item : file.at("qr_bad").as_array())
        EXPECT_FALSE(parse_enrol_qr(text_at(item.as_object(), "bad"))) << item.at("reason");
}

TEST(Enrolment, BothSidesProveTheSecret) {
    const auto& file = vectors("enrolment");
    const EnrolCode code = code_of(file);
    const auto ledger = SigningKey::from_seed(hex_at(file.at("ledger").as_object(), "seed")).value();
    const EnrolRequest made = make_enrol_request(code, ledger, from_base64(text_at(file, "csr")).value());
    EXPECT_EQ(write_enrol_request(made), text_at(file, "request"));
    auto request = parse_enrol_request(text_at(file, "request"));
    ASSERT_TRUE(request);
    EXPECT_TRUE(mac_fits(*request, code.secret));
    EXPECT_TRUE(signature_fits(*request));
    EXPECT_FALSE(mac_fits(*request, EnrolSecret{{1}}));

    const EnrolAnswer answer =
        make_enrol_answer(code.secret, request->mac, fixed_at<DeviceId>(file, "dev"),
                          from_base64(text_at(file, "certificate")).value(), text_at(file, "keys_file"));
    EXPECT_EQ(write_enrol_answer(answer), text_at(file, "answer"));
    const auto read = parse_enrol_answer(text_at(file, "answer"));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_TRUE(mac_fits(*read, code.secret, request->mac));
    EXPECT_FALSE(mac_fits(*read, code.secret, Hash{}));
    request->csr.back() ^= 1U;
    EXPECT_FALSE(mac_fits(*request, code.secret));
    EXPECT_FALSE(signature_fits(*request));
}

}  // namespace
}  // namespace hadir::wire
