#include "central/view_api.h"

#include <limits>

#include "central/views.h"
#include "central/web_shell.h"
#include "wire/encodings.h"
#include "wire/json.h"

namespace hadir::central {
namespace {

using httpd::Response;

constexpr std::int64_t kNewest = std::numeric_limits<std::int64_t>::max();

std::string views_json(const std::vector<ViewRow>& rows, const std::optional<std::string>& next) {
    wire::JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const ViewRow& row : rows) {
        json.begin_object()
            .field("viewer", row.viewer.hex())
            .field("name", row.name)
            .field("role", row.role)
            .field("kind", row.kind)
            .field("day", row.day)
            .field("why", row.why.empty() ? std::nullopt : std::optional(row.why))
            .field("first", format_at(row.first))
            .field("last", format_at(row.last))
            .field("times", row.times)
            .end_object();
    }
    return json.end_array().field("next", next).end_object().take();
}

Result<Response> views_of(const Visit& visit, const PersonId& person) {
    const auto limit = limit_of(visit.request);
    if (!limit) return propagate(limit.error());
    const auto text = query_value(visit.request, "cursor");
    if (!text) return propagate(text.error());
    const auto before =
        text->empty() ? std::optional(static_cast<std::uint64_t>(kNewest)) : wire::parse_decimal(*text);
    if (!before || *before > static_cast<std::uint64_t>(kNewest))
        return fail(ErrorCode::malformed, "query: cursor must be the `next` of an earlier page");
    auto rows = visit.database.read([&]() -> Result<std::vector<ViewRow>> {
        return ViewsRepository(visit.database)
            .of_person(person, static_cast<std::int64_t>(*before), *limit + 1);
    });
    if (!rows) return propagate(rows.error());
    std::optional<std::string> next;
    if (static_cast<int>(rows->size()) > *limit) {
        rows->pop_back();
        next = std::to_string(rows->back().id);
    }
    return fresh_json(200, views_json(*rows, next));
}

Result<Response> own_views(const Visit& visit) {
    return views_of(visit, visit.session.person);
}

Result<Response> views(const Visit& visit) {
    const auto text = query_value(visit.request, "person");
    if (!text) return propagate(text.error());
    const auto person = PersonId::parse_hex(*text);
    if (!person) return fail(ErrorCode::malformed, "query: person must be 16 lower-case hex digits");
    if (auto noted = visit.note_one({ViewKind::audit}, *person); !noted) return propagate(noted.error());
    return views_of(visit, *person);
}

}  // namespace

std::vector<httpd::Route> view_routes(const WebApi& api) {
    return {guarded(api, "/v1/own/views", Permission::own_affairs, own_views),
            guarded(api, "/v1/views", Permission::see_audit, views)};
}

}  // namespace hadir::central
