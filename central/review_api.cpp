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

Result<ListQuery> list_query(const Visit& visit) {
    const auto scope = scope_in(visit.request, visit.scope);
    if (!scope) return propagate(scope.error());
    const auto late = query_value(visit.request, "late");
    const auto text = query_value(visit.request, "cursor");
    const auto limit = limit_of(visit.request);
    for (const auto* value : {&late, &text}) {
        if (!*value) return propagate(value->error());
    }
    if (!limit) return propagate(limit.error());
    if (!late->empty() && *late != "1") return fail(ErrorCode::malformed, "query: late can only be 1");
    const auto cursor = text->empty() ? std::nullopt : parse_cursor(*text);
    if (!text->empty() && !cursor)
        return fail(ErrorCode::malformed, "query: cursor must be the `next` of an earlier page");
    const UnixMs now = visit.api.clock.wall();
    const UnixMs until = late->empty() ? now : now + -kReviewWithin;
    return ListQuery{{*scope, until, cursor.value_or(ArrivalCursor{})}, *limit};
}

Result<Response> list(const Visit& visit) {
    const auto query = list_query(visit);
    if (!query) return propagate(query.error());
    auto rows = visit.database.read([&]() -> Result<std::vector<Arrival>> {
        return AttendanceRepository(visit.database).to_review(query->rows, query->limit + 1);
    });
    if (!rows) return propagate(rows.error());
    std::optional<std::string> next;
    if (static_cast<int>(rows->size()) > query->limit) {
        rows->pop_back();
        next = write_cursor({rows->back().at.value, rows->back().id});
    }
    if (auto noted = visit.note_list({ViewKind::review}, people_in(*rows)); !noted)
        return propagate(noted.error());
    return fresh_json(200, arrivals_json(*rows, next));
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

Result<Response> review(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    const auto wanted = read_review(visit.request);
    if (!wanted) return propagate(wanted.error());
    if (auto done = review_checkin(visit.database, *own, visit.officer(), *wanted, visit.scope); !done)
        return propagate(done.error());
    const auto row = visit.database.read([&]() -> Result<std::optional<Arrival>> {
        return AttendanceRepository(visit.database).arrival(wanted->record, visit.scope);
    });
    if (!row) return propagate(row.error());
    if ((*row)->person) {
        if (auto noted = visit.note_one({ViewKind::review, wanted->why}, *(*row)->person); !noted)
            return propagate(noted.error());
    }
    return fresh_json(201, arrival_json(**row));
}

}  // namespace

std::vector<httpd::Route> review_routes(const WebApi& api) {
    return {guarded(api, "/v1/reviews", Permission::see_reviews, list),
            decision(api, "/v1/arrivals/{id}/reviews", Permission::review, review)};
}

}  // namespace hadir::central
