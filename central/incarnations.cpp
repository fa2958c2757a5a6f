#include "central/incarnations.h"

#include "central/certificates_repository.h"
#include "central/refusals.h"
#include "wire/crypto.h"
#include "wire/json.h"
#include "wire/key_change.h"

namespace hadir::central {
namespace {

// A refusal may carry more than an Error has room for; nothing of it is a fault of ours.
using Decision = std::variant<std::uint32_t, httpd::Problem>;

Decision refused(ErrorCode code, std::string detail, std::string action) {
    return problem_of(code, std::move(detail), std::move(action));
}

httpd::Problem unknown_inc(std::uint32_t newest) {
    auto problem = problem_of(ErrorCode::conflict, "this terminal has no incarnation prev_inc");
    problem.extras.emplace_back("expect_inc", std::uint64_t{newest});
    return problem;
}

// Why the claimant is not believed to hold both keys.
std::optional<httpd::Problem> fault_of(const wire::IncarnationRequest& claim, const Device& device,
                                       DevicesRepository& devices) {
    const auto previous = devices.incarnation(device.id, claim.prev_inc);
    if (!previous) return unknown_inc(devices.newest_inc(device.id));
    if (previous->revoked)
        return problem_of(ErrorCode::revoked, "the incarnation that prev_inc names is revoked");
    if (!wire::is_usable_key(claim.ledger_key) ||
        !wire::signatures_fit(claim, device.dev, previous->ledger_key))
        return problem_of(ErrorCode::bad_signature, "sig_old and sig_new are not by both ledger keys");
    return std::nullopt;
}

std::size_t count_unconfirmed(const std::vector<Incarnation>& incarnations) {
    return static_cast<std::size_t>(std::ranges::count_if(
        incarnations, [](const Incarnation& row) { return !row.confirmed && !row.revoked; }));
}

std::string opened_body(const DeviceId& dev, std::uint32_t inc, const wire::IncarnationRequest& claim) {
    wire::JsonWriter json;
    return json.begin_object()
        .field("dev", dev.hex())
        .field("inc", inc)
        .field("ledger_pub", claim.ledger_key.hex())
        .field("prev_inc", claim.prev_inc)
        .field("prev_seq", claim.prev_seq)
        .field("prev_head", claim.prev_head.hex())
        .end_object()
        .take();
}

Result<Decision> open(const wire::IncarnationRequest& claim, const Device& device, const Database& database,
                      const OwnLedger& own, const Nonces& nonces) {
    const UnixMs now = own.clock.wall();
    DevicesRepository devices(database);
    if (auto fault = fault_of(claim, device, devices)) return Decision(*std::move(fault));
    if (const auto owner = devices.owner_of(claim.ledger_key)) {
        if (owner->device == device.id) return Decision(owner->inc);
        return refused(ErrorCode::conflict, "another terminal has this ledger key", "make a new ledger key");
    }
    if (!nonces.is_fresh(claim.nonce, now) ||
        !CertificatesRepository(database).use_nonce(claim.nonce, now, now + -2 * kNonceLife))
        return refused(ErrorCode::expired, "the nonce is unknown, used or old", "get a new one");
    if (count_unconfirmed(devices.incarnations(device.id)) >= kUnconfirmedMax)
        return refused(ErrorCode::rate, "eight incarnations of this terminal wait for a second officer",
                       "let BKD confirm or revoke them");
    const std::uint32_t inc = devices.newest_inc(device.id) + 1;
    devices.add_incarnation(device.id, inc, claim.ledger_key, now,
                            ClaimedPast{claim.prev_inc, claim.prev_seq, claim.prev_head});
    const auto written =
        append_decision(database, own, "device-incarnation", opened_body(device.dev, inc, claim));
    if (!written) return propagate(written.error());
    return Decision(inc);
}

}  // namespace

httpd::Response handle_incarnation(const httpd::Request& request, const Database& database,
                                   const OwnLedger& own, const Device& device, const Nonces& nonces) {
    const auto claim = wire::parse_incarnation(request.body);
    if (!claim) return httpd::problem(request.id, problem_of(claim.error()));
    const auto decision = decide(database, own, [&] { return open(*claim, device, database, own, nonces); });
    if (!decision) return httpd::problem(request.id, problem_of(decision.error()));
    if (const auto* inc = std::get_if<std::uint32_t>(&*decision))
        return httpd::json_response(201, wire::write_incarnation_answer(*inc));
    const auto& problem = std::get<httpd::Problem>(*decision);
    httpd::Response response = httpd::problem(request.id, problem);
    if (problem.code == ErrorCode::rate) {
        const auto wait = std::chrono::duration_cast<std::chrono::seconds>(kUnconfirmedRetry).count();
        response.headers.push_back({"Retry-After", std::to_string(wait)});
    }
    return response;
}

}  // namespace hadir::central
