#include "central/password_rules.h"

#include <gtest/gtest.h>

namespace hadir::central::tests {
namespace {

bool taken(std::string_view password, const PasswordOf& whose = {"petugas", "Siti Rahmawati", false}) {
    const auto checked = check_password(password, whose);
    EXPECT_TRUE(checked || checked.error().code == ErrorCode::usage);
    return checked.has_value();
}

TEST(PasswordRules, LengthIsCountedInCharactersAndDependsOnTheSecondFactor) {
    const PasswordOf alone{"petugas", "", false}, beside{"petugas", "", true};
    EXPECT_FALSE(taken("kopi tubruk pa", alone));
    EXPECT_TRUE(taken("kopi tubruk pag", alone));
    EXPECT_FALSE(taken("kopi tubruk", beside));
    EXPECT_TRUE(taken("kopi tubruk ", beside));
    EXPECT_FALSE(taken("ééééé ééééé éa", alone)) << "14 characters in 25 bytes";
    std::string longest;
    while (longest.size() < 128)
        longest += "kopi tubruk pagi ";
    EXPECT_TRUE(taken(longest.substr(0, 128)));
    EXPECT_FALSE(taken(longest.substr(0, 128) + "x"));
}

TEST(PasswordRules, NoKindOfCharacterIsAskedFor) {
    for (const char* good :
         {"kopi tubruk pagi hari", "KOPITUBRUKPAGIHARI", "83610295748261035", "☕☕☕ kopi tubruk ☕☕☕"})
        EXPECT_TRUE(taken(good)) << good;
}

TEST(PasswordRules, WhatIsGuessedFirstIsRefused) {
    for (const char* bad :
         {"passwordpassword", "PasswordPassword", "qwertyuiopasdfghjkl", "bhinneka tunggal ika",
          "Indonesia17081945", "badankepegawaiandaerah", "aaaaaaaaaaaaaaaa", "abcabcabcabcabcabc",
          "1234567890123456", "abcdefghijklmnop", "9876543210987654"})
        EXPECT_FALSE(taken(bad)) << bad;
}

TEST(PasswordRules, NamesAreRefusedAndShortOnesLetPass) {
    EXPECT_FALSE(taken("saya petugas di kantor"));
    EXPECT_FALSE(taken("kopi RAHMAWATI pagi"));
    EXPECT_FALSE(taken("kopinya siti tiap pagi"));
    EXPECT_TRUE(taken("kopi di tiap pagi hari", {"ani", "Ani Di", false})) << "too short to be looked for";
}

}  // namespace
}  // namespace hadir::central::tests
