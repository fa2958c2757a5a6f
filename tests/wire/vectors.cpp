#include "tests/wire/vectors.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "wire/crypto.h"

namespace hadir::wire {
namespace {

class Crypto : public testing::Environment {
    void SetUp() override { ASSERT_TRUE(start_crypto()); }
};
[[maybe_unused]] const auto* const kCrypto = testing::AddGlobalTestEnvironment(new Crypto);

}  // namespace

const boost::json::object& vectors(const std::string& name) {
    static std::map<std::string, boost::json::object> read;
    if (const auto found = read.find(name); found != read.end()) return found->second;
    std::string path = HADIR_SOURCE_DIR "/tests/vectors/";
    path += name;
    path += ".json";
    std::ifstream file(path);
    if (!file) throw std::runtime_error("no vectors " + name);
    std::ostringstream text;
    text << file.rdbuf();
    boost::json::parse_options options;
    options.max_depth = 128;
    return read[name] = boost::json::parse(text.str(), {}, options).as_object();
}

std::string text_at(const boost::json::object& row, std::string_view key) {
    const auto& text = row.at(key).as_string();
    return {text.data(), text.size()};
}

std::string text_of(const boost::json::object& row) {
    if (row.contains("hex") && !row.contains("text")) return std::string(as_text(hex_at(row, "hex")));
    if (row.contains("recipe")) {
        const auto& recipe = row.at("recipe").as_object();
        std::string text = text_at(recipe, "before");
        for (std::int64_t i = 0; i < recipe.at("times").as_int64(); ++i)
            text += text_at(recipe, "fill");
        return text + text_at(recipe, "after");
    }
    return text_at(row, "text");
}

Bytes hex_at(const boost::json::object& row, std::string_view key) {
    return from_hex(text_at(row, key)).value();
}

}  // namespace hadir::wire
