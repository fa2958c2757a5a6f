#include "wire/signed_file.h"

#include <gtest/gtest.h>

#include "tests/wire/vectors.h"
#include "wire/keys_file.h"
#include "wire/receipt.h"
#include "wire/roster.h"

namespace hadir::wire {
namespace {

FileDomain domain_named(const std::string& name) {
    for (const FileDomain domain :
         {FileDomain::receipt, FileDomain::roster, FileDomain::policy, FileDomain::keys, FileDomain::device,
          FileDomain::bundle, FileDomain::revoked}) {
        if (name == name_of(domain)) return domain;
    }
    throw std::runtime_error("no domain " + name);
}

std::string body_of(const std::string& text) {
    return text.substr(0, text.rfind("sig "));
}

// A keys file that lists one key, as the readers of other files need one.
KeysFile listing(const std::string& use, const PublicKey& key) {
    KeyRow row;
    row.use = use;
    row.id = key_id_of(key.bytes);
    row.alg = "ed25519";
    row.pub = Bytes(key.bytes.begin(), key.bytes.end());
    KeysFile file;
    file.rows.push_back(row);
    return file;
}

TEST(SignedFile, OneOfEachDomainIsWrittenAndReadAlike) {
    for (const auto& item : vectors("signed_file").at("good").as_array()) {
        const auto& row = item.as_object();
        const FileDomain domain = domain_named(text_at(row, "domain"));
        const std::string text = text_at(row, "text");
        EXPECT_TRUE(open_signed_file(domain, text, fixed_at<PublicKey>(row, "pub")))
            << text_at(row, "domain");
        const auto key = SigningKey::from_seed(hex_at(row, "seed")).value();
        EXPECT_EQ(sign_file(domain, body_of(text), key), text);
    }
}

TEST(SignedFile, BadOnesAreRefused) {
    for (const auto& item : vectors("signed_file").at("bad").as_array()) {
        const auto& row = item.as_object();
        const std::string text = text_of(row);
        const auto body =
            open_signed_file(domain_named(text_at(row, "domain")), text, fixed_at<PublicKey>(row, "pub"));
        EXPECT_FALSE(body && parse_rows(*body, text_at(row, "kind"))) << row.at("reason");
    }
}

TEST(SignedFile, EveryChangedByteIsRefused) {
    const SigningKey key = SigningKey::generate();
    const std::string text = sign_file(FileDomain::policy, "{\"v\":1}\n", key);
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string changed = text;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(open_signed_file(FileDomain::policy, changed, key.public_key())) << at;
    }
    EXPECT_FALSE(open_signed_file(FileDomain::roster, text, key.public_key()));
    EXPECT_TRUE(open_signed_file(FileDomain::policy, text, key.public_key())) << "the control";
}

TEST(SignedFile, VersionsNeverFallBehindTheClockOrTheLastOne) {
    EXPECT_EQ(next_version(0, UnixMs{1'795'000'000'000}), 1'795'000'000);
    EXPECT_EQ(next_version(1'795'000'005, UnixMs{1'795'000'000'000}), 1'795'000'006);
}

TEST(Receipt, IsWrittenAndReadAsTheVectorsSay) {
    const auto& file = vectors("receipt");
    for (const auto& item : file.at("good").as_array()) {
        const auto& row = item.as_object();
        const KeysFile keys = listing("receipt", fixed_at<PublicKey>(row, "pub"));
        const std::string text = text_at(row, "text");
        const auto receipt = open_receipt(text, keys);
        ASSERT_TRUE(receipt) << receipt.error().message;
        EXPECT_EQ(write_receipt(*receipt, SigningKey::from_seed(hex_at(row, "seed")).value()), text);
        EXPECT_EQ(receipt->acked, static_cast<std::uint64_t>(row.at("fields").at("acked").as_int64()));
    }
    for (const auto& item : file.at("bad").as_array()) {
        const auto& row = item.as_object();
        EXPECT_FALSE(open_receipt(text_of(row), listing("receipt", fixed_at<PublicKey>(row, "pub"))))
            << row.at("reason");
    }
}

TEST(DeviceStatement, IsWrittenAndReadAsTheVectorsSay) {
    const auto& file = vectors("device");
    const KeysFile keys = listing("device", fixed_at<PublicKey>(file, "pub"));
    const auto key = SigningKey::from_seed(hex_at(file, "seed")).value();
    for (const auto& item : file.at("good").as_array()) {
        const auto statement = open_device_statement(text_of(item.as_object()), keys);
        ASSERT_TRUE(statement) << statement.error().message;
        EXPECT_EQ(write_device_statement(*statement, key), text_of(item.as_object()));
    }
    for (const auto& item : file.at("bad").as_array()) {
        EXPECT_FALSE(open_device_statement(text_of(item.as_object()), keys)) << item.at("reason");
    }
}

TEST(KeysFile, ReadsTheVectorsAndRefusesTheBadOnes) {
    const auto& file = vectors("keys");
    const auto root = fixed_at<PublicKey>(file, "pub");
    const std::string text = text_at(file, "text");
    const auto keys = open_keys_file(text, root);
    ASSERT_TRUE(keys) << keys.error().message;
    EXPECT_EQ(keys->rows.size(), file.at("rows").as_array().size());
    EXPECT_EQ(keys->badge_keys().size(), 2U);
    EXPECT_EQ(write_keys_file(keys->head, keys->rows, SigningKey::from_seed(hex_at(file, "seed")).value()),
              text);
    for (const auto& item : file.at("read").as_array())
        EXPECT_TRUE(open_keys_file(text_of(item.as_object()), root)) << item.at("reason");
    for (const auto& item : file.at("bad").as_array())
        EXPECT_FALSE(open_keys_file(text_of(item.as_object()), root)) << item.at("reason");
}

TEST(KeysFile, AKeySignsOnlyWhatItIsListedFor) {
    const SigningKey key = SigningKey::generate();
    const std::string receipt = write_receipt(Receipt{}, key);
    EXPECT_TRUE(open_receipt(receipt, listing("receipt", key.public_key())));
    EXPECT_FALSE(open_receipt(receipt, listing("roster", key.public_key())));
}

TEST(Roster, ReadsTheVectorsAndRefusesTheBadOnes) {
    const auto& file = vectors("roster");
    const auto dev = fixed_at<DeviceId>(file.at("head").as_object(), "dev");
    const KeysFile keys = listing("roster", fixed_at<PublicKey>(file, "pub"));
    const auto roster = open_roster(text_at(file, "text"), keys, dev);
    ASSERT_TRUE(roster) << roster.error().message;
    EXPECT_EQ(roster->people.size(), 2U);
    EXPECT_EQ(roster->people[0].name, "Siti R.");
    EXPECT_FALSE(roster->people[1].home);
    EXPECT_TRUE(roster->people[0].phones.empty() && !roster->people[0].check);
    const auto& phone = vectors("phone");
    EXPECT_EQ(
        roster->people[1].phones,
        (std::vector{RosterPhone{fixed_at<PhoneKeyId>(phone.at("good").as_array()[0].as_object(), "phone"),
                                 fixed_at<PublicKey>(phone, "pub")}}));
    ASSERT_TRUE(roster->people[1].check);
    EXPECT_EQ(roster->people[1].check->bits, 41);
    EXPECT_FALSE(roster->revoked.empty());
    EXPECT_EQ(roster->erased.size(), 1U);
    for (const auto& item : file.at("bad").as_array())
        EXPECT_FALSE(open_roster(text_of(item.as_object()), keys, dev)) << item.at("reason");
    const auto foreign = open_roster(text_at(file, "text"), keys, DeviceId{{1}});
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code, ErrorCode::wrong_device);
}

TEST(Roster, OurWriterIsReadBack) {
    const SigningKey key = SigningKey::generate();
    Roster roster;
    roster.head.dev = DeviceId{{4}};
    roster.head.version = 5;
    roster.zone = Zone::wit;
    roster.people.push_back({PersonId{{1}},
                             "Siti R.",
                             "20417",
                             true,
                             false,
                             {BadgeId{{2}}},
                             std::nullopt,
                             PinCheck{Salt{{4}}, 63},
                             {{PhoneKeyId{{3}}, SigningKey::generate().public_key()}}});
    for (std::uint8_t i = 0; i < 250; ++i) {
        for (std::uint8_t j = 0; j < 5; ++j)
            roster.revoked.push_back(BadgeId{{i, j}});
    }
    for (std::uint8_t i = 0; i < 250; ++i)
        roster.erased.insert(roster.erased.end(), 3, PersonId{{i}});
    const auto read =
        open_roster(write_roster(roster, key), listing("roster", key.public_key()), DeviceId{{4}});
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->revoked, roster.revoked);
    EXPECT_EQ(read->erased, roster.erased);
    EXPECT_EQ(read->zone, Zone::wit);
    EXPECT_EQ(read->people[0].badges, roster.people[0].badges);
    EXPECT_EQ(read->people[0].phones, roster.people[0].phones);
    EXPECT_EQ(read->people[0].check, roster.people[0].check);
}

TEST(Policy, ReadsTheVectorsAndRefusesTheBadOnes) {
    const auto& file = vectors("policy");
    const KeysFile keys = listing("policy", fixed_at<PublicKey>(file, "pub"));
    const auto policy = open_policy(text_at(file, "text"), keys);
    ASSERT_TRUE(policy) << policy.error().message;
    EXPECT_EQ(policy->guard_s, 60);
    EXPECT_EQ(policy->day_start_min, 180);
    for (const auto& item : file.at("read").as_array())
        EXPECT_TRUE(open_policy(text_of(item.as_object()), keys)) << item.at("reason");
    for (const auto& item : file.at("bad").as_array())
        EXPECT_FALSE(open_policy(text_of(item.as_object()), keys)) << item.at("reason");
}

}  // namespace
}  // namespace hadir::wire
