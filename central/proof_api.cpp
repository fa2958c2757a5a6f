#include "central/proof_api.h"

#include "central/proofs.h"
#include "central/refusals.h"
#include "wire/json.h"
#include "wire/record_proof.h"

namespace hadir::central {
namespace {

using httpd::Request;
using httpd::Response;

// A proxy appends whom it has seen: the last address is the only one that nobody else has written.
std::string asker(const ProofApi& api, const Request& request) {
    const auto forwarded = request.header("X-Forwarded-For");
    if (api.proxy.empty() || request.remote_address != api.proxy || !forwarded) return request.remote_address;
    const std::size_t start = forwarded->find_last_of(", ");
    return std::string(start == std::string_view::npos ? *forwarded : forwarded->substr(start + 1));
}

Response too_often(const Request& request, std::chrono::seconds wait) {
    Response response = httpd::problem(
        request.id, problem_of(ErrorCode::rate, "too many proofs were asked for from this address"));
    response.headers.push_back({"Retry-After", std::to_string(wait.count())});
    return response;
}

Response not_yet(const ProofNotYet& answer, UnixMs now) {
    const auto by = answer.by ? std::optional(format_at(*answer.by)) : std::nullopt;
    wire::JsonWriter json;
    json.begin_object().field("code", answer.code).field("by", by).end_object();
    Response response = httpd::json_response(202, json.take());
    response.headers.push_back({"Cache-Control", "no-store"});
    if (answer.by) {
        const auto wait = std::chrono::ceil<std::chrono::seconds>(*answer.by - now).count();
        response.headers.push_back({"Retry-After", std::to_string(wait)});
    }
    return response;
}

Response give(const ProofApi& api, const Request& request) {
    if (const auto wait = api.limit.ask(asker(api, request), api.clock.since_boot()))
        return too_often(request, *wait);
    const auto refuse = [&](const Error& error) { return httpd::problem(request.id, problem_of(error)); };
    const auto code = wire::read_proof_code(request.captures.front());
    if (!code) return refuse(Error(ErrorCode::not_found, "a code has 16 letters and digits"));
    const auto loan = api.pool.borrow();
    if (!loan) return refuse(loan.error());
    const UnixMs now = api.clock.wall();
    const auto answer = proof_of_code(**loan, *code, api.device_key, now);
    if (!answer) return refuse(answer.error());
    if (const auto* later = std::get_if<ProofNotYet>(&*answer)) return not_yet(*later, now);
    const auto& file = std::get<ProofFile>(*answer);
    return {200,
            {{"Content-Type", "text/plain; charset=utf-8"},
             {"Content-Disposition", "attachment; filename=\"" + file.code + ".tlog-proof\""},
             {"Cache-Control", "no-store"}},
            file.text};
}

}  // namespace

std::vector<httpd::Route> proof_routes(const ProofApi& api) {
    return {{.method = "GET", .pattern = "/v1/proofs/{code}", .handle = [api](const Request& request) {
                 return give(api, request);
             }}};
}

}  // namespace hadir::central
