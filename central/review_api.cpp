#include "central/review_api.h"

#include "central/api_json.h"
#include "central/attendance_repository.h"
#include "central/reviews.h"
#include "central/web_shell.h"
#include "wire/encodings.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::central {
namespace {

using httpd::Request;
using httpd::Response;

struct ListQuery {
    ReviewQuery rows;
    int limit = kPageRows;
};

Result<ListQuery> list_query(const WebApi& api, const Request& request) {
    const auto opd = query_value(request, "opd");
    const auto late = query_value(request, "late");
    const auto text = query_value(request, "cursor");
    const auto limit = limit_of(request);
    for (const auto* value : {&opd, &late, &text}) {
        if (!*value) return propagate(value->error());
    }
    if (!limit) return propagate(limit.error());
    if (opd->size() > kOpdBytesMax) return fail(ErrorCode::malformed, "query: opd is over 128 bytes");
    if (!late->empty() && *late != "1") return fail(ErrorCode::malformed, "query: late can only be 1");
    const auto cursor = text->empty() ? std::nullopt : parse_cursor(*text);
    if (!text->empty() && !cursor)
        return fail(ErrorCode::malformed, "query: cursor must be the `next` of an earlier page");
    const UnixMs until = late->empty() ? api.clock.wall() : api.clock.wall() + -kReviewWithin;
    return ListQuery{{*opd, until, cursor.value_or(ArrivalCursor{})}, *limit};
}

Response list(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        const auto query = list_query(api, request);
        if (!query) return propagate(query.error());
        auto rows = database.read([&]() -> Result<std::vector<Arrival>> {
            return AttendanceRepository(database).to_review(query->rows, query->limit + 1);
        });
        if (!rows) return propagate(rows.error());
        std::optional<std::string> next;
        if (static_cast<int>(rows->size()) > query->limit) {
            rows->pop_back();
            next = write_cursor({rows->back().at.value, rows->back().id});
        }
        return fresh_json(200, arrivals_json(*rows, next));
    });
}

Result<Review> read_review(const Request& request) {
    const auto record = wire::parse_decimal(request.captures.front());
    if (!record || *record > static_cast<std::uint64_t>(wire::kSeqMax))
        return fail(ErrorCode::not_found, "the path names no check-in");
    const auto json = wire::parse_json(request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "review");
    const auto verdict = verdict_from(fields.text("verdict"));
    if (!verdict) fields.fault("verdict", "must be fine or doubtful");
    Review review{static_cast<std::int64_t>(*record), verdict.value_or(Verdict::fine),
                  fields.text("why", kReasonBytesMax)};
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return review;
}

Response review(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        const auto session = session_of(api, database, request);
        if (!session) return propagate(session.error());
        if (api.ledger_key == nullptr || session->role != Role::officer)
            return fail(ErrorCode::not_allowed, "check-ins are reviewed by officers alone");
        const auto wanted = read_review(request);
        if (!wanted) return propagate(wanted.error());
        const OwnLedger own{*api.ledger_key, api.clock, api.random, api.mirror};
        const auto done = review_checkin(database, own, Officer{session->person, session->account}, *wanted);
        if (!done && done.error().code == ErrorCode::usage)
            return fail(ErrorCode::malformed, done.error().message);
        if (!done) return propagate(done.error());
        const auto row = database.read([&]() -> Result<std::optional<Arrival>> {
            return AttendanceRepository(database).arrival(wanted->record);
        });
        if (!row) return propagate(row.error());
        return fresh_json(201, arrival_json(**row));
    });
}

}  // namespace

std::vector<httpd::Route> review_routes(const WebApi& api) {
    return {guarded(api, "/v1/reviews", list), decision(api, "/v1/arrivals/{id}/reviews", review)};
}

}  // namespace hadir::central
