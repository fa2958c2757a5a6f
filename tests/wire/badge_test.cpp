#include "wire/badge.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <random>

#include "tests/wire/vectors.h"
#include "wire/encodings.h"

namespace hadir::wire {
namespace {

BadgeKeys keys_of(const boost::json::object& file) {
    BadgeKeys keys;
    for (const auto& item : file.at("keys").as_array()) {
        keys.emplace(static_cast<std::uint8_t>(item.at("badge_key").as_int64()),
                     fixed_at<PublicKey>(item.as_object(), "pub"));
    }
    return keys;
}

TEST(Badge, AgreesWithTheVectors) {
    const auto& file = vectors("badge");
    const BadgeKeys keys = keys_of(file);
    for (const auto& item : file.at("good").as_array()) {
        const auto& row = item.as_object();
        const auto badge = parse_badge(text_at(row, "text"), keys);
        ASSERT_TRUE(badge) << badge.error().message;
        EXPECT_EQ(badge->badge, fixed_at<BadgeId>(row, "badge"));
        EXPECT_EQ(badge->key_id, row.at("badge_key").as_int64());
        EXPECT_EQ(format_day(badge->expires), text_at(row, "expires"));
        for (const auto& key_item : file.at("keys").as_array()) {
            if (key_item.at("badge_key") != row.at("badge_key")) continue;
            const auto key = SigningKey::from_seed(hex_at(key_item.as_object(), "seed"));
            EXPECT_EQ(write_badge(*badge, *key).value(), text_at(row, "text"));
        }
    }
}

TEST(Badge, SaysWhetherItIsNoBadgeOrAForgedOne) {
    const auto& file = vectors("badge");
    const BadgeKeys keys = keys_of(file);
    for (const auto& item : file.at("bad").as_array()) {
        const auto badge = parse_badge(text_at(item.as_object(), "bad"), keys);
        ASSERT_FALSE(badge) << item.at("reason");
        const bool forged = badge.error().code == ErrorCode::bad_signature;
        EXPECT_EQ(forged ? "TANDA_TANGAN_SALAH" : "BUKAN_LENCANA", text_at(item.as_object(), "outcome"))
            << item.at("reason");
    }
}

TEST(Badge, EveryBadgeComesBackAsItWasWritten) {
    const SigningKey key = SigningKey::generate();
    EXPECT_TRUE(rc::check([&](std::uint64_t id, std::uint16_t days, std::uint8_t number) {
        RC_PRE(number != 0);
        Bytes raw;
        append_u64(raw, id);
        const PrintedBadge badge{number, *BadgeId::from(raw),
                                 LocalDay{std::chrono::year(2020) / 1 / 1} + std::chrono::days(days)};
        const auto text = write_badge(badge, key);
        RC_ASSERT(text.has_value());
        RC_ASSERT(text->size() == kBadgeTextChars);
        const auto read = parse_badge(*text, {{number, key.public_key()}});
        RC_ASSERT(read.has_value());
        RC_ASSERT(read->badge == badge.badge && read->expires == badge.expires && read->key_id == number);
    }));
}

TEST(Badge, EverySingleByteChangeIsRefused) {
    const SigningKey key = SigningKey::generate();
    const PrintedBadge badge{3, BadgeId{{1, 2, 3, 4, 5, 6, 7, 8}}, *parse_day("2027-12-31")};
    const std::string text = write_badge(badge, key).value();
    const BadgeKeys keys{{3, key.public_key()}};
    int accepted = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (int value = 0; value < 256; ++value) {
            std::string changed = text;
            changed[at] = static_cast<char>(value);
            if (changed != text && parse_badge(changed, keys)) ++accepted;
        }
    }
    EXPECT_EQ(accepted, 0);
    ASSERT_TRUE(parse_badge(text, keys)) << "the control: unchanged it is good";
}

// 50,000 in script/test, a million in script/soak.
TEST(Badge, NoMutatedBadgeIsAccepted) {
    const auto key = SigningKey::from_seed(Bytes(SigningKey::kSeedSize, 7));
    const std::string text = *write_badge({7, BadgeId{{1, 2, 3}}, *parse_day("2030-06-30")}, *key);
    const BadgeKeys keys{{std::uint8_t{7}, key->public_key()}};
    ASSERT_TRUE(parse_badge(text, keys));
    constexpr std::string_view kLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    std::mt19937_64 random(20261124);
    const int tries = std::getenv("HADIR_SOAK") != nullptr ? 1'000'000 : 50'000;
    for (int i = 0; i < tries; ++i) {
        std::string changed = text;
        // Mostly letters of base45, so that the change gets as far as the signature.
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            char& letter = changed[random() % changed.size()];
            letter = random() % 8 == 0 ? static_cast<char>(random()) : kLetters[random() % kLetters.size()];
        }
        if (changed == text) continue;
        ASSERT_FALSE(parse_badge(changed, keys)) << changed;
    }
}

TEST(Badge, HostileTextsAreNotBadges) {
    const BadgeKeys keys{{3, SigningKey::generate().public_key()}};
    for (const std::string& text :
         {std::string(), std::string("'; DROP TABLE records; --"), std::string(100'000, 'A'),
          std::string("HADIR:1:") + std::string(113, '\0'), std::string("HADIR:1:") + std::string(113, ':'),
          std::string(121, '\xff')}) {
        const auto badge = parse_badge(text, keys);
        ASSERT_FALSE(badge);
        EXPECT_EQ(badge.error().message.find("DROP"), std::string::npos)
            << "a payload never reaches a message";
    }
}

TEST(Badge, RefusesADayItCannotHold) {
    const SigningKey key = SigningKey::generate();
    for (const char* day : {"2019-12-31", "2199-06-07"})
        EXPECT_FALSE(write_badge({1, {}, *parse_day(day)}, key)) << day;
    for (const char* day : {"2020-01-01", "2199-06-06"})
        EXPECT_TRUE(write_badge({1, {}, *parse_day(day)}, key)) << day;
    EXPECT_FALSE(write_badge({0, {}, *parse_day("2027-01-01")}, key));
}

}  // namespace
}  // namespace hadir::wire
