// A network that a test rules: each request meets the next fault, or reaches the server when there is none.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sync/http_client.h"

namespace hadir::tests {

enum class Fault : std::uint8_t {
    none,
    no_connection,  // the request does not arrive
    lost_answer,    // it arrives, the answer does not
    sent_twice,     // it arrives twice, the second answer comes
    cut_answer,     // half of the answer's body comes, as a whole one
};

// A problem+json as central writes it. `extra` are further members: "\"expect_from\":7".
[[nodiscard]] inline sync::HttpResponse problem_answer(int status, const std::string& code,
                                                       const std::string& extra = {}) {
    return {status,
            {{"Content-Type", "application/problem+json"}},
            R"({"type":"about:blank","title":"t","status":)" + std::to_string(status) + R"(,"code":")" +
                code + R"(","detail":"what and where","action":"what to do","request":"r")" +
                (extra.empty() ? "" : "," + extra) + "}"};
}

class FakeHttp final : public sync::HttpClient {
public:
    using Server = std::function<sync::HttpResponse(const sync::HttpRequest&)>;
    explicit FakeHttp(Server server) : server_(std::move(server)) {}

    // What the next requests meet, in order; afterwards all goes well.
    void expect(std::variant<Fault, sync::HttpResponse> next) { script_.push_back(std::move(next)); }
    std::function<void()> before_each = [] {};  // time passes, the kiosk works, central restarts

    [[nodiscard]] Result<sync::HttpResponse> send(const sync::HttpRequest& request) override {
        seen.push_back(request);
        before_each();
        std::variant<Fault, sync::HttpResponse> next = Fault::none;
        if (!script_.empty()) {
            next = std::move(script_.front());
            script_.pop_front();
        }
        if (auto* answer = std::get_if<sync::HttpResponse>(&next)) return std::move(*answer);
        return meet(std::get<Fault>(next), request);
    }

    std::vector<sync::HttpRequest> seen;

private:
    Result<sync::HttpResponse> meet(Fault fault, const sync::HttpRequest& request) {
        if (fault == Fault::no_connection) return fail(ErrorCode::unavailable, "no route to central");
        if (fault == Fault::sent_twice) static_cast<void>(server_(request));
        sync::HttpResponse answer = server_(request);
        if (fault == Fault::lost_answer) return fail(ErrorCode::timeout, "no answer within 60 s");
        if (fault == Fault::cut_answer) answer.body.resize(answer.body.size() / 2);
        return answer;
    }

    Server server_;
    std::deque<std::variant<Fault, sync::HttpResponse>> script_;
};

}  // namespace hadir::tests
