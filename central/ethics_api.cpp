#include "central/ethics_api.h"

#include <algorithm>

#include "central/ethics.h"
#include "central/people_repository.h"
#include "central/sides_repository.h"
#include "central/web_shell.h"
#include "wire/json.h"

namespace hadir::central {
namespace {

using httpd::Response;
using wire::JsonWriter;

constexpr std::size_t kNumberBytesMax = 16;
constexpr std::size_t kWordBytesMax = 32;

void write_person(JsonWriter& json, const Database& database, const PersonId& person) {
    const auto found = PeopleRepository(database).find(person);
    json.field("person", person.hex())
        .field("name", found ? std::optional(found->facts.name) : std::nullopt)
        .field("number", found ? std::optional(found->number) : std::nullopt)
        .field("opd", found ? std::optional(found->facts.opd) : std::nullopt);
}

void write_row(JsonWriter& json, const Database& database, const EthicsCase& stored) {
    json.field("case", stored.number);
    write_person(json, database, stored.person);
    json.field("opened", format_at(stored.opened)).field("state", name_of(stored.state()));
    json.field("verdict",
               stored.verdict ? std::optional<std::string>(name_of(*stored.verdict)) : std::nullopt);
}

std::optional<std::string> words_of(const Database& database, std::int64_t record) {
    for (const StoredSide& stored : SidesRepository(database).of_record(record)) {
        if (stored.field == "why" && stored.side) return stored.side->value;
    }
    return std::nullopt;
}

std::string file_json(const Database& database, const EthicsCase& stored) {
    JsonWriter json;
    json.begin_object();
    write_row(json, database, stored);
    json.field("seen", stored.newest()).key("council").begin_array();
    for (const PersonId& member : stored.council) {
        json.begin_object();
        write_person(json, database, member);
        json.end_object();
    }
    json.end_array().key("history").begin_array();
    for (const EthicsEntry& entry : stored.entries) {
        const auto by = PeopleRepository(database).find(entry.by);
        json.begin_object()
            .field("state", name_of(entry.state))
            .field("at", format_at(entry.at))
            .field("by", by ? std::optional(by->facts.name) : std::nullopt)
            .field("words", words_of(database, entry.record))
            .end_object();
    }
    return json.end_array().end_object().take();
}

Result<Response> list(const Visit& visit) {
    const auto after = query_value(visit.request, "cursor");
    const auto limit = limit_of(visit.request);
    if (!after) return propagate(after.error());
    if (!limit) return propagate(limit.error());
    if (after->size() > kNumberBytesMax)
        return fail(ErrorCode::malformed, "query: cursor must be the `next` of an earlier page");
    std::vector<PersonId> people;
    auto answer = visit.database.read([&]() -> Result<Response> {
        auto rows = EthicsRepository(visit.database).page(*after, *limit + 1);
        std::optional<std::string> next;
        if (static_cast<int>(rows.size()) > *limit) {
            rows.pop_back();
            next = rows.back().number;
        }
        // Nobody meets their own here.
        std::erase_if(rows, [&](const EthicsCase& stored) { return stored.person == visit.session.person; });
        JsonWriter json;
        json.begin_object().key("items").begin_array();
        for (const EthicsCase& stored : rows) {
            json.begin_object();
            write_row(json, visit.database, stored);
            json.end_object();
            people.push_back(stored.person);
        }
        return fresh_json(200, json.end_array().field("next", next).end_object().take());
    });
    if (!answer) return answer;
    if (auto look = visit.note_list({ViewKind::ethics}, std::move(people)); !look)
        return propagate(look.error());
    return answer;
}

Result<Response> answer_case(const Visit& visit, const OwnLedger& own, const std::string& number,
                             int status) {
    const auto stored = look_at_ethics(visit.database, own, visit.officer(), number);
    if (!stored) return propagate(stored.error());
    if (auto look = visit.note_one({ViewKind::ethics}, stored->person); !look) return propagate(look.error());
    return visit.database.read(
        [&]() -> Result<Response> { return fresh_json(status, file_json(visit.database, *stored)); });
}

Result<Response> show(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    return answer_case(visit, *own, visit.request.captures.front(), 200);
}

Result<Response> open(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    const auto json = wire::parse_json(visit.request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "report");
    EthicsReport report;
    report.number = fields.text("number", kNumberBytesMax);
    report.why = fields.text("why", kReasonBytesMax);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    const std::chrono::year_month_day today(local_day(visit.api.clock.wall(), visit.api.zone));
    report.year = static_cast<int>(today.year());
    const auto opened = open_ethics(visit.database, *own, visit.officer(), report);
    if (!opened) return propagate(opened.error());
    return answer_case(visit, *own, *opened, 201);
}

EthicsMove read_move(const Visit& visit, wire::Fields& fields) {
    EthicsMove move;
    move.number = visit.request.captures.front();
    const auto to = ethics_state_from(fields.text("state", kWordBytesMax));
    if (!to) fields.fault("state", "must be council, hearing, decided or closed");
    move.to = to.value_or(EthicsState::council);
    for (const wire::Json& member : fields.array("council", kCouncilMax)) {
        if (member.text() == nullptr) fields.fault("council", "must be nomor presensi");
        if (member.text() != nullptr) move.council.push_back(*member.text());
    }
    const auto verdict = fields.nullable_text("verdict", kWordBytesMax);
    if (verdict) {
        move.verdict = ethics_verdict_from(*verdict);
        if (!move.verdict) fields.fault("verdict", "must be no_breach, closed_statement or open_statement");
    }
    move.why = fields.text("why", kReasonBytesMax);
    move.seen = fields.integer("seen", 1, wire::kSeqMax);
    return move;
}

Result<Response> step(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    const auto json = wire::parse_json(visit.request.body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "step");
    const EthicsMove move = read_move(visit, fields);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    if (auto done = move_ethics(visit.database, *own, visit.officer(), move); !done)
        return propagate(done.error());
    return answer_case(visit, *own, move.number, 201);
}

}  // namespace

std::vector<httpd::Route> ethics_routes(const WebApi& api) {
    return {guarded(api, "/v1/ethics", Permission::ethics, list),
            decision(api, "/v1/ethics", Permission::ethics, open),
            guarded(api, "/v1/ethics/{case}", Permission::ethics, show),
            decision(api, "/v1/ethics/{case}/steps", Permission::ethics, step)};
}

}  // namespace hadir::central
