#include "central/papers.h"

#include <algorithm>

#include "central/documents.h"
#include "central/judge_queue_repository.h"
#include "central/papers_repository.h"
#include "central/people_repository.h"
#include "central/posts_repository.h"
#include "central/records_repository.h"

namespace hadir::central {
namespace {

constexpr const char* kAsked = "paper-asked";
constexpr const char* kDecided = "paper-decided";
constexpr const char* kWithdrawn = "paper-withdrawn";
constexpr std::chrono::days kDay{1};
constexpr int kMinuteMax = 2'160, kSecondMax = 129'600;

template <class Value>
void field_or_null(wire::JsonWriter& json, const char* key, const std::optional<Value>& value) {
    value ? json.field(key, *value) : json.key(key).null();
}

std::optional<std::string> event_of(const PaperWish& wish) {
    if (!wish.side) return std::nullopt;
    return *wish.side == Side::in ? "in" : "out";
}

wire::JsonWriter asked_body(const PaperWish& wish) {
    wire::JsonWriter json;
    json.begin_object()
        .field("person", wish.person.hex())
        .field("code", wish.code)
        .field("first", format_day(wish.days.first))
        .field("last", format_day(*wish.days.last));
    field_or_null(json, "from", wish.from);
    field_or_null(json, "to", wish.to);
    field_or_null(json, "event", event_of(wish));
    field_or_null(json, "at_s", wish.at_s);
    field_or_null(json, "document", wish.document ? std::optional(wish.document->hex()) : std::nullopt);
    return json;
}

wire::JsonWriter about(const PaperRow& row, const wire::LineId& asked) {
    wire::JsonWriter json;
    json.begin_object()
        .field("person", row.person.hex())
        .field("dev", asked.dev.hex())
        .field("inc", asked.inc)
        .field("seq", asked.seq);
    return json;
}

// One step of a paper: its record, what it does to the table, and the days that it touches.
Result<std::int64_t> write_step(const Database& database, const PaperDesk& desk, const char* kind,
                                wire::JsonWriter body, const Officer& officer, const std::string& why) {
    auto record = append_decision(database, desk.own, kind, std::move(body), officer, why);
    if (!record) return record;
    const auto line = wire::parse_line(RecordsRepository(database).line(*record));
    if (!line) return propagate(line.error());
    if (const auto touched = apply_paper(database, *record, *line))
        queue_days(database, *touched, desk.today());
    return record;
}

struct AskedOf {
    PostBook posts;
    std::optional<Person> person;
};

bool is_superior(const PostBook& posts, const PersonId& superior, const PersonId& person, LocalDay day) {
    const auto line = posts.superiors_on(person, day);
    return std::ranges::any_of(line, [&](const Superior& one) { return one.acting == superior; });
}

// How the asker stands to the person.
Result<Closing> closing_for(const Asker& asker, const AskedOf& asked, LocalDay today) {
    if (!asked.person || !asked.person->active) return fail(ErrorCode::not_found, "no such person");
    const PersonId& person = asked.person->person;
    const bool own = asker.officer.person == person;
    const bool enters = asker.enters && asker.enters->covers(asked.person->facts.opd);
    if (own || is_superior(asked.posts, asker.officer.person, person, today)) {
        // Not even one of BKD enters what they themselves were late with.
        return !own && enters && asker.enters->is_all() ? Closing::passed_over : Closing::counts;
    }
    if (!enters) return fail(ErrorCode::not_found, "no such person");
    return asker.enters->is_all() ? Closing::passed_over : Closing::counts;
}

bool is_same(const Paper& paper, const PaperWish& wish) {
    return paper.state == PaperState::pending && paper.code == wish.code && paper.days == wish.days &&
           paper.from == wish.from && paper.to == wish.to && paper.side == wish.side &&
           paper.at_s == wish.at_s;
}

Result<void> check_room(const Database& database, const PaperWish& wish) {
    PaperRowsRepository papers(database);
    const auto beside = papers.touching(wish.person, wish.days);
    if (std::ranges::any_of(beside, [&](const PaperRow& row) { return is_same(row.paper, wish); }))
        return fail(ErrorCode::conflict, "the same paper waits already");
    if (papers.count_pending(wish.person) >= kPendingPapersMax)
        return fail(ErrorCode::conflict, "50 papers wait already; withdraw one, or have them decided on");
    return {};
}

std::string name_in(const Database& database, const std::optional<PersonId>& person) {
    const auto found = person ? PeopleRepository(database).find(*person) : std::nullopt;
    return found ? found->facts.name : "somebody";
}

Error ended(const Database& database, const PaperRow& row) {
    return Error(ErrorCode::conflict, name_in(database, row.decided_by) + " was faster: it is " +
                                          name_of(row.paper.state) + " since " +
                                          format_at(row.paper.decided));
}

Result<void> may_decide(const Database& database, const PaperDesk& desk, const PaperRow& row,
                        const PersonId& officer) {
    if (row.person == officer) return fail(ErrorCode::not_allowed, "nobody decides on a paper of their own");
    const PostBook posts = PostsRepository(database).book();
    const Asking asking = asking_of(row, desk.zone);
    const auto deciders = deciders_of(posts, asking, desk.terms.decide, desk.today());
    if (std::ranges::any_of(deciders.now, [&](const Superior& one) { return one.acting == officer; }))
        return {};
    if (row.asked_by == officer)
        return fail(ErrorCode::not_allowed, "who asked for a paper does not decide on it");
    if (!is_superior(posts, officer, row.person, desk.today()))
        return fail(ErrorCode::not_found, "no such paper");
    return fail(ErrorCode::not_allowed, "it waits for " + name_in(database, deciders.now.front().acting) +
                                            " first, until " + format_day(deciders.next_from));
}

// Once more inside the transaction: somebody may have been faster.
Result<wire::LineId> still_pending(const Database& database, std::int64_t paper) {
    const auto row = PaperRowsRepository(database).find(paper);
    const auto place = RecordsRepository(database).place(paper);
    if (!row || !place) return fail(ErrorCode::not_found, "no such paper");
    if (row->paper.state != PaperState::pending) return propagate(ended(database, *row));
    return *place;
}

std::optional<TouchedDays> apply_asked(const Database& database, std::int64_t record,
                                       const wire::Line& line) {
    wire::Fields fields(line.body, line.head.kind);
    PaperRow row;
    row.person = fields.hex<PersonId>("person");
    row.asked_by = fields.hex<PersonId>("by");
    row.asked = line.head.at;
    row.document = fields.nullable_hex<Hash>("document");
    row.paper.id = record;
    row.paper.code = fields.text("code");
    const auto first = parse_day(fields.text("first")), last = parse_day(fields.text("last"));
    const auto from = fields.nullable_integer("from", 0, kMinuteMax);
    const auto to = fields.nullable_integer("to", 0, kMinuteMax);
    const auto event = fields.nullable_text("event");
    const auto at_s = fields.nullable_integer("at_s", 0, kSecondMax);
    if (!fields.done() || !first || !last) return std::nullopt;
    row.paper.days = {*first, last};
    if (from) row.paper.from = static_cast<int>(*from);
    if (to) row.paper.to = static_cast<int>(*to);
    if (event) row.paper.side = *event == "in" ? Side::in : Side::out;
    if (at_s) row.paper.at_s = static_cast<int>(*at_s);
    PaperRowsRepository(database).add(row);
    return TouchedDays{row.person, row.paper.days};
}

std::optional<TouchedDays> apply_ended(const Database& database, std::int64_t record,
                                       const wire::Line& line) {
    wire::Fields fields(line.body, line.head.kind);
    const wire::LineId asked{fields.hex<DeviceId>("dev"),
                             static_cast<std::uint32_t>(fields.integer("inc", 1, wire::kIncMax)),
                             static_cast<std::uint64_t>(fields.integer("seq", 1, wire::kSeqMax))};
    const auto by = fields.hex<PersonId>("by");
    const auto state = line.head.kind == kWithdrawn ? std::optional(PaperState::withdrawn)
                                                    : paper_state_from(fields.text("verdict"));
    if (!fields.done() || !state) return std::nullopt;
    PaperRowsRepository papers(database);
    const auto paper = RecordsRepository(database).find(asked);
    const auto row = paper ? papers.find(*paper) : std::nullopt;
    if (!row || !papers.end({*paper, *state, by, line.head.at, record})) return std::nullopt;
    return TouchedDays{row->person, row->paper.days};
}

}  // namespace

Asking asking_of(const PaperRow& row, Zone zone) {
    return {row.person, row.asked_by, local_day(row.asked, zone), row.paper.days.first};
}

Result<std::int64_t> ask_paper(const Database& database, const PaperDesk& desk, const Asker& asker,
                               const PaperWish& wish) {
    const LocalDay today = desk.today();
    const auto asked = database.read([&]() -> Result<AskedOf> {
        return AskedOf{PostsRepository(database).book(), PeopleRepository(database).find(wish.person)};
    });
    if (!asked) return propagate(asked.error());
    const auto closing = closing_for(asker, *asked, today);
    if (!closing) return propagate(closing.error());
    if (auto good = check_paper(wish, {desk.rules, asked->posts, desk.terms, today, *closing}); !good)
        return propagate(good.error());
    const Asking asking{wish.person, asker.officer.person, today, wish.days.first};
    if (deciders_of(asked->posts, asking, desk.terms.decide, today).now.empty())
        return fail(ErrorCode::usage,
                    "nobody could decide on it: no superior is entered; ask BKD to correct the posts table");
    return decide(database, desk.own, [&]() -> Result<std::int64_t> {
        if (auto room = check_room(database, wish); !room) return propagate(room.error());
        if (wish.document) {
            if (auto own = claim_document(database, asker.officer.person, *wish.document); !own)
                return propagate(own.error());
        }
        return write_step(database, desk, kAsked, asked_body(wish), asker.officer, wish.why);
    });
}

Result<void> decide_paper(const Database& database, const PaperDesk& desk, const Officer& officer,
                          const PaperVerdict& verdict) {
    if (!verdict.approved || !verdict.why.empty()) {
        const auto good = verdict.approved ? check_reason(verdict.why) : check_long_reason(verdict.why);
        if (!good) return good;
    }
    const auto row = database.read([&]() -> Result<PaperRow> {
        const auto found = PaperRowsRepository(database).find(verdict.paper);
        if (!found) return fail(ErrorCode::not_found, "no such paper");
        if (auto may = may_decide(database, desk, *found, officer.person); !may)
            return propagate(may.error());
        return *found;
    });
    if (!row) return propagate(row.error());
    return decide(database, desk.own, [&]() -> Result<void> {
        const auto asked = still_pending(database, verdict.paper);
        if (!asked) return propagate(asked.error());
        auto body = about(*row, *asked);
        body.field("verdict", name_of(verdict.approved ? PaperState::approved : PaperState::rejected));
        const auto written = write_step(database, desk, kDecided, std::move(body), officer, verdict.why);
        return written ? Result<void>() : propagate(written.error());
    });
}

Result<void> withdraw_paper(const Database& database, const PaperDesk& desk, const Officer& officer,
                            std::int64_t paper) {
    return decide(database, desk.own, [&]() -> Result<void> {
        const auto row = PaperRowsRepository(database).find(paper);
        if (!row || row->asked_by != officer.person) return fail(ErrorCode::not_found, "no such paper");
        const auto asked = still_pending(database, paper);
        if (!asked) return propagate(asked.error());
        const auto written = write_step(database, desk, kWithdrawn, about(*row, *asked), officer, "");
        return written ? Result<void>() : propagate(written.error());
    });
}

std::optional<TouchedDays> apply_paper(const Database& database, std::int64_t record,
                                       const wire::Line& line) {
    if (line.head.kind == kAsked) return apply_asked(database, record, line);
    if (line.head.kind == kDecided || line.head.kind == kWithdrawn)
        return apply_ended(database, record, line);
    return std::nullopt;
}

void queue_days(const Database& database, const TouchedDays& touched, LocalDay until) {
    JudgeQueueRepository queue(database);
    const LocalDay last = std::min(touched.days.last.value_or(touched.days.first), until);
    for (LocalDay day = touched.days.first; day <= last; day += kDay)
        queue.add(touched.person, day, "paper");
}

}  // namespace hadir::central
