#include "central/proof_api.h"

#include "tests/central/log_fixture.h"
#include "tests/fakes/fake_clock.h"

namespace hadir::central::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class ProofApiTest : public WithLog {
protected:
    httpd::Response ask(const std::string& code, const std::string& address = "192.0.2.1",
                        const std::string& forwarded = {}) {
        httpd::Request request;
        request.method = "GET";
        request.captures = {code};
        request.remote_address = address;
        if (!forwarded.empty()) request.headers.push_back({"X-Forwarded-For", forwarded});
        return proof_routes({pool, device_key, clock, limit, "127.0.0.1"}).front().handle(request);
    }
    std::string code_of(std::size_t seq) const {
        return wire::proof_code(wire::leaf_hash(terminal.lines[seq - 1].line));
    }
    static std::string header(const httpd::Response& response, const std::string& name) {
        for (const auto& item : response.headers) {
            if (item.name == name) return item.value;
        }
        return "";
    }

    DatabasePool pool{folder / "central.db"};
    hadir::tests::FakeClock clock;
    RateLimit limit;
};

TEST_F(ProofApiTest, GivesTheFileToWhoeverHasTheCode) {
    terminal.check_in_times(3);
    send(1, 3);
    signed_note();
    const auto given = ask(code_of(2));
    EXPECT_EQ(given.status, 200);
    EXPECT_EQ(given.body, proof_text(2));
    EXPECT_NE(header(given, "Content-Disposition").find(code_of(2) + ".tlog-proof"), std::string::npos);
    std::string typed = code_of(2);
    typed.insert(8, " - ");
    EXPECT_EQ(ask(typed).body, given.body);
    EXPECT_EQ(ask("0000000000000000").status, 404);
    EXPECT_EQ(ask("' OR 1=1").status, 404);
}

TEST_F(ProofApiTest, SaysByWhenForARecordThatIsTooNew) {
    terminal.check_in_times(2);
    send(1, 1);
    ASSERT_TRUE(sign(clock.wall()));
    send(2, 1);
    const auto later = ask(code_of(2));
    EXPECT_EQ(later.status, 202);
    const auto json = wire::parse_json(later.body);
    ASSERT_TRUE(json);
    const auto by = parse_at(*json->find("by")->text());
    ASSERT_TRUE(by);
    EXPECT_GT(*by, clock.wall());
    EXPECT_FALSE(header(later, "Retry-After").empty());
    ASSERT_TRUE(halt_log(*database, "in a test", kNow));
    const auto halted = ask(code_of(2));
    EXPECT_EQ(halted.status, 202);
    EXPECT_NE(halted.body.find("\"by\":null"), std::string::npos);
    EXPECT_EQ(ask(code_of(1)).status, 200) << "what was proved before stays proved";
}

TEST_F(ProofApiTest, AsksTooManyToWaitAndNobodyElse) {
    for (int i = 0; i < RateLimit::kBurst; ++i)
        EXPECT_EQ(ask("0000000000000000").status, 404) << i;
    const auto refused = ask("0000000000000000");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(header(refused, "Retry-After"), "3");
    EXPECT_EQ(ask("0000000000000000", "192.0.2.2").status, 404);
    EXPECT_EQ(ask("0000000000000000", "192.0.2.1", "192.0.2.9").status, 429)
        << "anybody may write that header";
    clock.advance(seconds(3));
    EXPECT_EQ(ask("0000000000000000").status, 404);
    EXPECT_EQ(ask("0000000000000000").status, 429);
    // Behind the named proxy everybody is counted alone, and by what the proxy itself has seen.
    for (int i = 0; i < RateLimit::kBurst; ++i)
        ask("0000000000000000", "127.0.0.1", "10.0.0.1, 192.0.2.7");
    EXPECT_EQ(ask("0000000000000000", "127.0.0.1", "10.0.0.2, 192.0.2.7").status, 429);
    EXPECT_EQ(ask("0000000000000000", "127.0.0.1", "192.0.2.8").status, 404);
}

TEST(RateLimit, RemembersABoundedNumberOfAddresses) {
    RateLimit limit;
    for (std::size_t i = 0; i < RateLimit::kAddressesMax + 1000; ++i)
        EXPECT_FALSE(limit.ask(std::to_string(i), milliseconds(static_cast<std::int64_t>(i))));
    for (int i = 0; i < RateLimit::kBurst - 1; ++i)
        EXPECT_FALSE(limit.ask("10999", milliseconds(11'000)));
    EXPECT_TRUE(limit.ask("10999", milliseconds(11'000))) << "the newest is not forgotten";
}

}  // namespace
}  // namespace hadir::central::tests
