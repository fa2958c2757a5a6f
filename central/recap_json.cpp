#include "central/recap_json.h"

#include "central/days_json.h"
#include "central/photo_keys.h"
#include "wire/json.h"

namespace hadir::central {
namespace {

using wire::JsonWriter;

void write_facts(JsonWriter& json, const RecapFacts& facts, const RecapLine& total) {
    json.field("month", format_month(facts.month))
        .field("provisional", facts.is_provisional(total))
        .field("unknown", total.unknown())
        .field("until", facts.until ? std::optional(format_day(*facts.until)) : std::nullopt)
        .field("as_of", format_at(facts.as_of))
        .field("zone", iana_name(facts.zone))
        .field("rules", facts.rules ? std::optional(facts.rules->hex()) : std::nullopt);
    json.key("columns").begin_array();
    for (const RecapColumn& column : facts.columns)
        json.begin_object()
            .field("code", column.code)
            .field("id", column.text_id)
            .field("en", column.text_en)
            .end_object();
    json.end_array();
}

void write_figures(JsonWriter& json, const Recap& recap, const std::vector<RecapColumn>& columns) {
    json.key("figures").begin_object();
    for (const RecapColumn& column : columns)
        json.field(column.code, column.figure(recap));
    json.end_object();
}

void write_parts(JsonWriter& json, const Cut& cut) {
    json.key("parts").begin_array();
    for (const CutPart& part : cut.parts) {
        json.begin_object()
            .field("kind", name_of(part.kind))
            .field("group", text_of(group_of(part.kind)).name)
            .field("rule", part.rule.empty() ? std::nullopt : std::optional(part.rule))
            .field("minutes", part.minutes);
        // Below zero where it is what the whole allowance leaves over.
        json.key("basis_points").value(part.basis_points);
        json.key("days").begin_array();
        for (const LocalDay day : part.days)
            json.value(format_day(day));
        json.end_array().end_object();
    }
    json.end_array();
}

// null: another OPD's, or no rule book.
void write_cut(JsonWriter& json, const RecapLine& line, const std::optional<Cut>& cut) {
    json.key("cut");
    if (line.cut_people == 0) {
        json.null();
        return;
    }
    json.begin_object().field("basis_points", line.basis_points);
    for (const CutGroup group : kEveryCutGroup)
        json.field(text_of(group).name, line.groups[static_cast<std::size_t>(group)]);
    if (cut) write_parts(json, *cut);
    json.end_object();
}

void write_sums(JsonWriter& json, const RecapLine& line, const std::vector<RecapColumn>& columns) {
    json.field("people", line.people)
        .field("cut_people", line.cut_people)
        .field("mean_basis_points", line.mean_basis_points());
    write_figures(json, line.recap, columns);
    write_cut(json, line, {});
}

void write_totals(JsonWriter& json, const RecapLine& total, const RecapFacts& facts) {
    json.key("totals").begin_object();
    write_sums(json, total, facts.columns);
    json.end_object();
}

void write_person(JsonWriter& json, const PersonLine& row, const RecapFacts& facts) {
    json.field("person", row.person.hex())
        .field("name", row.name)
        .field("number", row.number)
        .field("title", row.title)
        .field("moved", row.moved);
    write_figures(json, row.line.recap, facts.columns);
    write_cut(json, row.line, row.cut);
}

void write_day(JsonWriter& json, const PersonDay& day, const RecapFacts& facts) {
    const DayVerdict& verdict = day.verdict();
    json.begin_object()
        .field("day", format_day(verdict.day))
        .field("opd", day.stored.opd)
        .field("kind", name_of(verdict.kind))
        .field("code", verdict.code)
        .field("in", day.in)
        .field("out", day.out)
        .field("late", day.late())
        .field("early", day.early())
        .field("basis_points", verdict.basis_points);
    json.key("figures").begin_object();
    for (const RecapColumn& column : facts.columns) {
        if (const int figure = column.figure(day.recap); figure != 0) json.field(column.code, figure);
    }
    json.end_object().end_object();
}

}  // namespace

std::string people_recap_json(const PeopleRecap& recap) {
    JsonWriter json;
    json.begin_object().field("by", "person").field("opd", recap.opd);
    write_facts(json, recap.facts, recap.total);
    json.key("rows").begin_array();
    for (const PersonLine& row : recap.rows) {
        json.begin_object();
        write_person(json, row, recap.facts);
        json.end_object();
    }
    json.end_array();
    write_totals(json, recap.total, recap.facts);
    return json.end_object().take();
}

std::string opds_recap_json(const OpdsRecap& recap) {
    JsonWriter json;
    json.begin_object().field("by", "opd").key("opd").null();
    write_facts(json, recap.facts, recap.total);
    json.key("rows").begin_array();
    for (const OpdLine& row : recap.rows) {
        json.begin_object().field("opd", row.opd);
        write_sums(json, row.line, recap.facts.columns);
        json.end_object();
    }
    json.end_array();
    write_totals(json, recap.total, recap.facts);
    return json.end_object().take();
}

std::string person_recap_json(const PersonRecap& recap) {
    JsonWriter json;
    json.begin_object().field("by", "day").field("opd", recap.opd);
    write_facts(json, recap.facts, recap.person.line);
    write_person(json, recap.person, recap.facts);
    json.key("days").begin_array();
    for (const PersonDay& day : recap.days)
        write_day(json, day, recap.facts);
    return json.end_array().end_object().take();
}

}  // namespace hadir::central
