#include <gtest/gtest.h>

#include "tests/wire/vectors.h"
#include "wire/json.h"

namespace hadir::wire {
namespace {

bool same(const Json& ours, const boost::json::value& theirs) {
    if (theirs.is_null()) return ours.is_null();
    if (theirs.is_bool()) return ours.flag() != nullptr && *ours.flag() == theirs.as_bool();
    if (theirs.is_int64()) return ours.integer() != nullptr && *ours.integer() == theirs.as_int64();
    if (theirs.is_string())
        return ours.text() != nullptr && *ours.text() == std::string_view(theirs.as_string());
    if (theirs.is_array()) {
        const auto& items = theirs.as_array();
        if (ours.array() == nullptr || ours.array()->size() != items.size()) return false;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (!same((*ours.array())[i], items[i])) return false;
        }
        return true;
    }
    const auto& fields = theirs.as_object();
    if (ours.object() == nullptr || ours.object()->size() != fields.size()) return false;
    for (const auto& [key, value] : fields) {
        const Json* found = ours.find(key);
        if (found == nullptr || !same(*found, value)) return false;
    }
    return true;
}

TEST(StrictJson, ReadsTheGoodRows) {
    for (const auto& item : vectors("strict_json").at("good").as_array()) {
        const std::string text = text_of(item.as_object());
        const auto json = parse_json(text);
        ASSERT_TRUE(json) << text << ": " << json.error().message;
        if (item.as_object().contains("value")) {
            EXPECT_TRUE(same(*json, item.at("value"))) << text;
        }
    }
}

TEST(StrictJson, RefusesTheBadRows) {
    for (const auto& item : vectors("strict_json").at("bad").as_array()) {
        EXPECT_FALSE(parse_json(text_of(item.as_object()))) << item.at("reason");
    }
}

TEST(StrictJson, WriterEscapesWhatMayNotStandRaw) {
    JsonWriter json;
    json.begin_object().field("k\"", std::string("a\\\n\t\x01 é")).end_object();
    EXPECT_EQ(json.str(), "{\"k\\\"\":\"a\\\\\\n\\t\\u0001 é\"}");
    EXPECT_TRUE(parse_json(json.str()));
}

TEST(StrictJson, FieldsKeepTheFirstFault) {
    const auto json = parse_json(R"({"a":"x","n":5,"h":"zz"})");
    ASSERT_TRUE(json);
    Fields fields(*json, "here");
    EXPECT_EQ(fields.integer("n", 1, 9), 5);
    EXPECT_TRUE(fields.done());
    (void)fields.integer("n", 6, 9);
    (void)fields.text("missing");
    const auto done = fields.done();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message, "here: \"n\" must be an integer from 6 to 9");
}

}  // namespace
}  // namespace hadir::wire
