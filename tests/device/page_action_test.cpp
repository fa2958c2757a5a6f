#include "device/page_action.h"

#include <gtest/gtest.h>

namespace hadir::device {
namespace {

TEST(PageAction, TouchesAndDigits) {
    EXPECT_EQ(parse_page_action(R"({"action":"pin_open"})")->kind, PageAction::Kind::pin_open);
    EXPECT_EQ(parse_page_action(R"({"action":"stay"})")->kind, PageAction::Kind::stay);
    EXPECT_EQ(parse_page_action(R"({"action":"cancel"})")->kind, PageAction::Kind::cancel);
    EXPECT_EQ(parse_page_action(R"({"action":"admin_restart"})")->kind, PageAction::Kind::admin_restart);
    const auto number = parse_page_action(R"({"action":"pin_number","number":"00318"})");
    ASSERT_TRUE(number);
    EXPECT_EQ(number->kind, PageAction::Kind::pin_number);
    EXPECT_EQ(number->digits, "00318");
    EXPECT_EQ(parse_page_action(R"({"action":"pin","pin":"000000"})")->digits, "000000");
}

TEST(PageAction, AnythingElseIsSomebodyElse) {
    for (const char* bad :
         {"", "{}", R"({"action":"open"})", R"({"action":"pin_number","number":"2041"})",
          R"({"action":"pin_number","number":"204171"})", R"({"action":"pin_number","number":"2041x"})",
          R"({"action":"pin_number","number":20417})", R"({"action":"pin_number"})",
          R"({"action":"pin","pin":"12345"})", R"({"action":"pin","pin":"1234567"})",
          R"({"action":"pin","pin":"-12345"})", R"({"action":"direction","of":0,"dir":"in"})",
          R"({"action":"pin","pin":"123456"}{})"})
        EXPECT_FALSE(parse_page_action(bad)) << bad;
}

}  // namespace
}  // namespace hadir::device
