#include "wire/key_change.h"

#include <gtest/gtest.h>

#include "tests/wire/vectors.h"
#include "wire/encodings.h"
#include "wire/revoked.h"

namespace hadir::wire {
namespace {

const boost::json::object& part(const char* name) {
    return vectors("enrolment").at(name).as_object();
}
SigningKey key_at(const boost::json::object& row) {
    return SigningKey::from_seed(hex_at(row, "seed")).value();
}

TEST(KeyChange, RenewalIsSignedByTheLedgerKey) {
    const auto& file = vectors("enrolment");
    const auto& row = part("renewal");
    const LedgerName ledger{fixed_at<DeviceId>(file, "dev"), 1};
    const SigningKey key = key_at(part("ledger"));
    const auto made =
        make_renewal(ledger, key, fixed_at<Nonce>(row, "nonce"), from_base64(text_at(file, "csr")).value());
    EXPECT_EQ(write_renewal(made), text_at(row, "request"));
    const auto read = parse_renewal(text_at(row, "request"));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_TRUE(signature_fits(*read, ledger, key.public_key()));
    EXPECT_FALSE(signature_fits(*read, {ledger.dev, 2}, key.public_key()));
    EXPECT_FALSE(signature_fits(*read, {DeviceId{}, 1}, key.public_key()));
    EXPECT_FALSE(parse_renewal(R"({"csr":"","nonce":"00"})"));
    EXPECT_EQ(parse_renewal_answer(write_renewal_answer(Bytes{1, 2, 3})).value(), (Bytes{1, 2, 3}));
    EXPECT_FALSE(parse_renewal_answer(R"({"certificate":"AQI"})"));
}

TEST(KeyChange, IncarnationIsSignedByBothKeys) {
    const auto& row = part("incarnation");
    const DeviceId dev = fixed_at<DeviceId>(vectors("enrolment"), "dev");
    const SigningKey old_key = key_at(part("ledger"));
    const SigningKey new_key = key_at(row.at("new_ledger").as_object());
    const LedgerEnd end{{dev, 1},
                        static_cast<std::uint64_t>(row.at("prev_seq").as_int64()),
                        fixed_at<Hash>(row, "prev_head")};
    const auto made = make_incarnation(end, old_key, new_key, fixed_at<Nonce>(row, "nonce"));
    EXPECT_EQ(write_incarnation(made), text_at(row, "request"));
    auto read = parse_incarnation(text_at(row, "request"));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_TRUE(signatures_fit(*read, dev, old_key.public_key()));
    EXPECT_FALSE(signatures_fit(*read, DeviceId{}, old_key.public_key()));
    EXPECT_FALSE(signatures_fit(*read, dev, new_key.public_key()));
    read->new_signature = read->old_signature;
    EXPECT_FALSE(signatures_fit(*read, dev, old_key.public_key()));
    EXPECT_EQ(parse_incarnation_answer(write_incarnation_answer(7)).value(), 7U);
    EXPECT_FALSE(parse_incarnation_answer(R"({"inc":0})"));
    EXPECT_FALSE(parse_incarnation_answer(R"({"inc":4294967296})"));
}

TEST(KeyChange, FingerprintIsThatOfTheVectors) {
    for (const auto& item : vectors("enrolment").at("fingerprints").as_array()) {
        const auto& row = item.as_object();
        EXPECT_EQ(fingerprint_text(fixed_at<PublicKey>(row, "pub")), text_at(row, "text"));
    }
}

TEST(KeyChange, NonceComesBack) {
    Nonce nonce;
    nonce.bytes.fill(0xAB);
    EXPECT_EQ(parse_nonce_answer(write_nonce_answer(nonce)).value(), nonce);
    EXPECT_FALSE(parse_nonce_answer(R"({"nonce":"AB"})"));
}

TEST(RevokedFile, ComesBackAndOnlyFromItsKey) {
    const SigningKey key = SigningKey::generate();
    const auto& pub = key.public_key().bytes;
    KeysFile keys;
    keys.rows.push_back({"revoked", key_id_of(pub), "ed25519", Bytes(pub.begin(), pub.end()), UnixMs{0},
                         UnixMs{0}, std::nullopt, std::nullopt});
    const UnixMs now{1'790'000'000'000};
    const std::string text =
        write_revoked_file({"", std::nullopt, 3, now, now}, {{DeviceId{{1}}, 2, now}}, key);
    const auto file = open_revoked_file(text, keys);
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_EQ(file->rows.size(), 1U);
    EXPECT_EQ(file->rows[0].inc, 2U);
    EXPECT_EQ(file->rows[0].since, now);
    keys.rows[0].use = "device";
    EXPECT_FALSE(open_revoked_file(text, keys));
}

// The one of the other implementation.
TEST(RevokedFile, IsThatOfTheVectors) {
    bool seen = false;
    for (const auto& item : vectors("signed_file").at("good").as_array()) {
        const auto& row = item.as_object();
        if (text_at(row, "domain") != "hadir-revoked-1") continue;
        seen = true;
        const Bytes pub = hex_at(row, "pub");
        KeysFile keys;
        keys.rows.push_back(
            {"revoked", key_id_of(pub), "ed25519", pub, UnixMs{0}, UnixMs{0}, std::nullopt, std::nullopt});
        const auto file = open_revoked_file(text_of(row), keys);
        ASSERT_TRUE(file) << file.error().message;
        ASSERT_EQ(file->rows.size(), 1U);
        EXPECT_EQ(write_revoked_file(file->head, file->rows, key_at(row)), text_of(row));
    }
    EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace hadir::wire
