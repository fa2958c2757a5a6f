#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "central/device_api.h"
#include "central/proof_api.h"
#include "central/web_api.h"
#include "platform/clock.h"
#include "platform/random.h"
#include "tests/central/terminal.h"
#include "tests/temporary_folder.h"

namespace hadir::central::tests {
namespace {

std::string upper(std::string_view text) {
    std::string out;
    for (const char c : text)
        out.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
    return out;
}

TEST(OpenApi, NamesEveryRouteOfTheServerAndNoOther) {
    const hadir::tests::TemporaryFolder folder;
    platform::SystemRandom random;
    const platform::SystemClock clock;
    DatabasePool pool(folder / "central.db");
    const auto keys = OnlineKeys::make(folder / "keys", "Hadir test", kNow);
    ASSERT_TRUE(keys);
    Nonces nonces(random);
    LiveFeed feed;
    const WebApi web{pool, random, clock, feed};
    RateLimit limit;
    std::set<std::string> served = {"GET " + web_events(web).path};
    for (const auto& routes : {web_routes(web), proof_routes({pool, keys->device, clock, limit, ""}),
                               device_routes({pool, *keys, random, clock, nonces, feed})}) {
        for (const auto& route : routes)
            served.insert(route.method + ' ' + route.pattern);
    }
    std::set<std::string> described;
    const auto document = boost::json::parse(openapi_document());
    for (const auto& [path, methods] : document.at("paths").as_object()) {
        for (const auto& [method, operation] : methods.as_object())
            described.insert(upper(method) + ' ' + std::string(path));
    }
    EXPECT_EQ(served, described);
}

// Each "$ref" must lead to something.
void check_references(const boost::json::value& value, const boost::json::object& schemas) {
    if (const auto* array = value.if_array()) {
        for (const auto& item : *array)
            check_references(item, schemas);
    } else if (const auto* object = value.if_object()) {
        for (const auto& [key, item] : *object) {
            if (key != "$ref") {
                check_references(item, schemas);
                continue;
            }
            const std::string_view target = item.as_string();
            constexpr std::string_view kStart = "#/components/schemas/";
            ASSERT_TRUE(target.starts_with(kStart));
            EXPECT_TRUE(schemas.contains(target.substr(kStart.size()))) << target;
        }
    }
}

TEST(OpenApi, RefersOnlyToWhatItHas) {
    const auto document = boost::json::parse(openapi_document());
    check_references(document, document.at("components").at("schemas").as_object());
}

}  // namespace
}  // namespace hadir::central::tests
