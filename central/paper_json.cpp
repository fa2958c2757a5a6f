#include "central/paper_json.h"

#include "central/papers_repository.h"
#include "wire/json.h"

namespace hadir::central {
namespace {

using wire::JsonWriter;

const char* effect_name(PaperEffect effect) {
    switch (effect) {
        case PaperEffect::leave:
            return "leave";
        case PaperEffect::duty:
            return "duty";
        case PaperEffect::remote:
            return "remote";
        case PaperEffect::correction:
            break;
    }
    return "correction";
}

template <class Value>
void field_or_null(JsonWriter& json, const char* key, const std::optional<Value>& value) {
    value ? json.field(key, *value) : json.key(key).null();
}

void write_kind(JsonWriter& json, const PaperKind& kind) {
    json.begin_object()
        .field("code", kind.code)
        .field("effect", effect_name(kind.effect))
        .field("text_id", kind.text_id)
        .field("text_en", kind.text_en)
        .field("limit", kind.limit)
        .field("confidence", name_of(kind.confidence))
        .end_object();
}

void write_decider(JsonWriter& json, const NamedDecider& decider) {
    json.begin_object().field("name", decider.name);
    field_or_null(json, "acting", decider.acting);
}

void write_what(JsonWriter& json, const Paper& paper) {
    json.field("first", format_day(paper.days.first)).field("last", format_day(*paper.days.last));
    field_or_null(json, "from", paper.from);
    field_or_null(json, "to", paper.to);
    const auto side = paper.side ? std::optional(*paper.side == Side::in ? "in" : "out") : std::nullopt;
    field_or_null(json, "side", side);
    field_or_null(json, "at_s", paper.at_s);
}

void write_deciders(JsonWriter& json, const PaperView& view) {
    json.key("deciders").begin_array();
    for (const NamedDecider& decider : view.deciders) {
        write_decider(json, decider);
        json.end_object();
    }
    json.end_array().key("next");
    if (!view.next) {
        json.null();
        return;
    }
    write_decider(json, *view.next);
    json.field("from", format_day(view.next_from)).end_object();
}

void write_leave(JsonWriter& json, const std::optional<AnnualLeave>& leave) {
    json.key("leave");
    if (!leave) {
        json.null();
        return;
    }
    json.begin_object()
        .field("year", leave->year)
        .field("used", leave->used)
        .field("asked", leave->asked)
        .field("of", kAnnualLeaveDays)
        .end_object();
}

void write_paper(JsonWriter& json, const PaperView& view) {
    const PaperRow& row = view.row;
    json.begin_object()
        .field("id", std::to_string(row.paper.id))
        .field("person", row.person.hex())
        .field("name", view.person.facts.name)
        .field("number", view.person.number)
        .key("kind");
    write_kind(json, view.kind);
    write_what(json, row.paper);
    json.field("why", view.why).field("document", row.document.has_value());
    json.field("state", name_of(row.paper.state)).field("asked", format_at(row.asked));
    field_or_null(json, "asked_by", view.asked_by);
    const bool over = row.paper.state != PaperState::pending;
    field_or_null(json, "decided", over ? std::optional(format_at(row.paper.decided)) : std::nullopt);
    field_or_null(json, "decided_by", view.decided_by);
    field_or_null(json, "decision_why", view.decision_why);
    write_deciders(json, view);
    json.key("marks").begin_array();
    for (const std::string& mark : view.marks)
        json.value(mark);
    json.end_array();
    write_leave(json, view.leave);
    json.end_object();
}

void write_papers(JsonWriter& json, const std::vector<PaperView>& papers) {
    json.begin_object().key("items").begin_array();
    for (const PaperView& paper : papers)
        write_paper(json, paper);
    json.end_array();
}

void write_outage(JsonWriter& json, const OutageRow& row) {
    json.begin_object()
        .field("id", std::to_string(row.outage.id))
        .field("dev", row.dev.hex())
        .field("kiosk", row.place.kiosk)
        .field("opd", row.place.opd)
        .field("office", row.place.office)
        .field("zone", iana_name(row.place.zone))
        .field("from", format_at(row.outage.span.earliest))
        .field("to", format_at(row.outage.span.latest))
        .field("people", row.people)
        .field("checkins", row.checkins)
        .field("state", name_of(row.outage.state));
    field_or_null(json, "decided", row.decided ? std::optional(format_at(*row.decided)) : std::nullopt);
    field_or_null(json, "decided_by", row.decider);
    field_or_null(json, "decision_why", row.why);
    json.end_object();
}

}  // namespace

std::string paper_json(const PaperView& paper) {
    JsonWriter json;
    write_paper(json, paper);
    return json.take();
}

std::string papers_json(const std::vector<PaperView>& papers, const std::optional<std::string>& next) {
    JsonWriter json;
    write_papers(json, papers);
    field_or_null(json, "next", next);
    return json.end_object().take();
}

std::string approvals_json(const Approvals& approvals) {
    JsonWriter json;
    write_papers(json, approvals.items);
    return json.field("waiting", static_cast<std::uint64_t>(approvals.waiting))
        .field("now", format_at(approvals.now))
        .end_object()
        .take();
}

std::string paper_choice_json(const PaperChoice& choice) {
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const PaperKind* kind : choice.kinds)
        write_kind(json, *kind);
    return json.end_array()
        .field("today", format_day(choice.today))
        .field("open_from", format_day(choice.open_from))
        .field("close_day", choice.terms.close_day)
        .field("decide_days", static_cast<std::int64_t>(choice.terms.decide.count()))
        .end_object()
        .take();
}

std::string outage_json(const OutageRow& outage) {
    JsonWriter json;
    write_outage(json, outage);
    return json.take();
}

std::string outages_json(const std::vector<OutageRow>& outages) {
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const OutageRow& outage : outages)
        write_outage(json, outage);
    return json.end_array().end_object().take();
}

}  // namespace hadir::central
