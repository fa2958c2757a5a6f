#include "central/outage_api.h"

#include "central/outages.h"
#include "central/paper_json.h"
#include "central/papers_repository.h"
#include "central/web_shell.h"
#include "wire/encodings.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::central {
namespace {

using httpd::Response;

Result<Response> list(const Visit& visit) {
    const auto scope = scope_in(visit.request, visit.scope);
    if (!scope) return propagate(scope.error());
    const auto limit = limit_of(visit.request);
    if (!limit) return propagate(limit.error());
    const auto state = query_value(visit.request, "state");
    if (!state) return propagate(state.error());
    if (!state->empty() && *state != "pending" && *state != "decided")
        return fail(ErrorCode::malformed, "query: state must be pending or decided");
    const auto rows = visit.database.read([&]() -> Result<std::vector<OutageRow>> {
        return outages_of(visit.database, {*scope, *state != "decided", *limit});
    });
    if (!rows) return propagate(rows.error());
    return fresh_json(200, outages_json(*rows));
}

Result<OutageVerdict> read_verdict(const httpd::Request& request) {
    const auto outage = wire::parse_decimal(request.captures.front());
    if (!outage || *outage > static_cast<std::uint64_t>(wire::kSeqMax))
        return fail(ErrorCode::not_found, "the path names no outage");
    const auto json = wire::parse_json(request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "decision");
    const auto state = paper_state_from(fields.text("verdict"));
    if (state != PaperState::approved && state != PaperState::rejected)
        fields.fault("verdict", "must be approved or rejected");
    OutageVerdict verdict{static_cast<std::int64_t>(*outage), state == PaperState::approved,
                          fields.text("why", kReasonBytesMax)};
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return verdict;
}

Result<Response> decide_one(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    const auto verdict = read_verdict(visit.request);
    if (!verdict) return propagate(verdict.error());
    if (auto done = decide_outage(visit.database, *own, visit.officer(), *verdict, visit.scope); !done)
        return propagate(done.error());
    const auto row = visit.database.read([&]() -> Result<std::optional<OutageRow>> {
        return OutagesRepository(visit.database).find(verdict->outage, visit.scope);
    });
    if (!row) return propagate(row.error());
    return fresh_json(201, outage_json(**row));
}

}  // namespace

std::vector<httpd::Route> outage_routes(const WebApi& api) {
    return {guarded(api, "/v1/outages", Permission::see_terminals, list),
            decision(api, "/v1/outages/{id}/decisions", Permission::decide_outages, decide_one)};
}

}  // namespace hadir::central
