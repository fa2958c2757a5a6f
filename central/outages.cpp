#include "central/outages.h"

#include "central/judge_queue_repository.h"
#include "central/paper_rules.h"
#include "central/papers_repository.h"
#include "central/people_repository.h"
#include "central/records_repository.h"
#include "central/sides_repository.h"
#include "central/silences.h"

namespace hadir::central {
namespace {

constexpr const char* kProposed = "outage-proposed";
constexpr const char* kDecided = "outage-decided";
constexpr std::chrono::days kDay{1};

// Done to the table, and its days judged again.
Result<void> take_up(const Database& database, const Result<std::int64_t>& record) {
    if (!record) return propagate(record.error());
    const auto line = wire::parse_line(RecordsRepository(database).line(*record));
    if (!line) return propagate(line.error());
    if (const auto touched = apply_outage(database, *record, *line)) queue_opd(database, *touched);
    return {};
}

Result<void> propose(const Database& database, const OwnLedger& own, const Silence& silence) {
    const auto place = DevicesRepository(database).dev_of(silence.device);
    if (!place) return {};
    wire::JsonWriter body;
    body.begin_object()
        .field("dev", place->hex())
        .field("from", format_at(silence.span.earliest))
        .field("to", format_at(silence.span.latest))
        .end_object();
    return take_up(database, append_decision(database, own, kProposed, body.take()));
}

std::optional<std::string> name_in(const Database& database, const std::optional<PersonId>& person) {
    const auto found = person ? PeopleRepository(database).find(*person) : std::nullopt;
    return found ? std::optional(found->facts.name) : std::nullopt;
}

std::optional<TouchedOpd> touched_by(const OutageRow& row) {
    // A shift of the evening before may reach into it.
    return TouchedOpd{row.place.opd,
                      {local_day(row.outage.span.earliest, row.place.zone) - kDay,
                       local_day(row.outage.span.latest, row.place.zone)}};
}

std::optional<TouchedOpd> apply_proposed(const Database& database, std::int64_t record,
                                         const wire::Line& line) {
    wire::Fields fields(line.body, line.head.kind);
    const auto dev = fields.hex<DeviceId>("dev");
    const TimeInterval span{fields.at("from"), fields.at("to")};
    if (!fields.done()) return std::nullopt;
    const auto device = DevicesRepository(database).find(dev);
    if (!device) return std::nullopt;
    OutagesRepository outages(database);
    outages.add(record, device->id, span);
    const auto row = outages.find(record, OpdScope::all());
    return row ? touched_by(*row) : std::nullopt;
}

std::optional<TouchedOpd> apply_decided(const Database& database, std::int64_t record,
                                        const wire::Line& line) {
    wire::Fields fields(line.body, line.head.kind);
    const wire::LineId proposed{fields.hex<DeviceId>("dev"),
                                static_cast<std::uint32_t>(fields.integer("inc", 1, wire::kIncMax)),
                                static_cast<std::uint64_t>(fields.integer("seq", 1, wire::kSeqMax))};
    const auto by = fields.hex<PersonId>("by");
    const auto state = paper_state_from(fields.text("verdict"));
    if (!fields.done() || !state) return std::nullopt;
    OutagesRepository outages(database);
    const auto outage = RecordsRepository(database).find(proposed);
    if (!outage || !outages.end({*outage, *state, by, line.head.at, record})) return std::nullopt;
    const auto row = outages.find(*outage, OpdScope::all());
    return row ? touched_by(*row) : std::nullopt;
}

}  // namespace

Result<std::size_t> propose_outages(const Database& database, const OwnLedger& own, const JudgeBench& bench) {
    const auto silences = database.read(
        [&]() -> Result<std::vector<Silence>> { return read_silences(database, bench, own.clock.wall()); });
    if (!silences) return propagate(silences.error());
    if (silences->empty()) return 0;
    return decide(database, own, [&]() -> Result<std::size_t> {
        for (const Silence& silence : *silences) {
            if (auto proposed = propose(database, own, silence); !proposed)
                return propagate(proposed.error());
        }
        return silences->size();
    });
}

Result<void> decide_outage(const Database& database, const OwnLedger& own, const Officer& officer,
                           const OutageVerdict& verdict, const OpdScope& scope) {
    if (auto good = check_long_reason(verdict.why); !good) return good;
    return decide(database, own, [&]() -> Result<void> {
        const auto row = OutagesRepository(database).find(verdict.outage, scope);
        const auto proposed = RecordsRepository(database).place(verdict.outage);
        if (!row || !proposed) return fail(ErrorCode::not_found, "no such outage");
        if (row->outage.state != PaperState::pending)
            return fail(ErrorCode::conflict, name_in(database, row->decided_by).value_or("somebody") +
                                                 " was faster: it is " + name_of(row->outage.state) +
                                                 " since " + format_at(*row->decided));
        wire::JsonWriter body;
        body.begin_object()
            .field("dev", proposed->dev.hex())
            .field("inc", proposed->inc)
            .field("seq", proposed->seq)
            .field("verdict", name_of(verdict.approved ? PaperState::approved : PaperState::rejected));
        return take_up(database,
                       append_decision(database, own, kDecided, std::move(body), officer, verdict.why));
    });
}

std::vector<OutageRow> outages_of(const Database& database, const OutageQuery& query) {
    auto rows = OutagesRepository(database).all(query);
    for (OutageRow& row : rows) {
        row.decider = name_in(database, row.decided_by);
        if (!row.decision) continue;
        for (const StoredSide& stored : SidesRepository(database).of_record(*row.decision)) {
            if (stored.field == "why" && stored.side) row.why = stored.side->value;
        }
    }
    return rows;
}

std::optional<TouchedOpd> apply_outage(const Database& database, std::int64_t record,
                                       const wire::Line& line) {
    if (line.head.kind == kProposed) return apply_proposed(database, record, line);
    if (line.head.kind == kDecided) return apply_decided(database, record, line);
    return std::nullopt;
}

void queue_opd(const Database& database, const TouchedOpd& touched) {
    JudgeQueueRepository(database).add_opd(touched.opd, touched.days, "outage");
}

}  // namespace hadir::central
