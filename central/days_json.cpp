#include "central/days_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "wire/json.h"

namespace hadir::central {
namespace {

using wire::JsonWriter;
using Stamps = std::map<std::int64_t, StampFacts>;

// On the clock of the day, as core's why writes it: "07:21:09", of the next day "06:02:10+1".
std::string clock_of(const StampFacts& facts, LocalDay day) {
    const auto passed = std::chrono::floor<std::chrono::seconds>(facts.at - start_of(day, facts.zone));
    const auto days = std::chrono::floor<std::chrono::days>(passed);
    const std::chrono::hh_mm_ss clock(passed - days);
    std::string text = fmt::format("{:02}:{:02}:{:02}", clock.hours().count(), clock.minutes().count(),
                                   clock.seconds().count());
    return days.count() == 0 ? text : text + fmt::format("{:+}", days.count());
}

}  // namespace

// The time that was judged stands in the why alone, of a check-in or of an approved correction; of a side
// that is not known yet, the check-in's that there is.
std::optional<std::string> time_of(const DayVerdict& verdict, Side side, const Stamps& stamps) {
    const bool in = side == Side::in;
    const std::array<std::string_view, 2> keys = {in ? "on_time" : "on_time_out", in ? "late" : "early"};
    for (const Reason& reason : verdict.why) {
        if (std::ranges::find(keys, reason.sentence) == keys.end()) continue;
        for (const auto& [name, value] : reason.values) {
            if (name == "time") return value;
        }
    }
    const auto& stamp = in ? verdict.in.stamp : verdict.out.stamp;
    const auto found = stamp ? stamps.find(*stamp) : stamps.end();
    return found == stamps.end() ? std::nullopt : std::optional(clock_of(found->second, verdict.day));
}

namespace {

void write_side(JsonWriter& json, const char* name, const DayVerdict& verdict, Side side,
                const Stamps& stamps) {
    const SideVerdict& found = side == Side::in ? verdict.in : verdict.out;
    json.key(name)
        .begin_object()
        .field("finding", name_of(found.finding))
        .field("time", time_of(verdict, side, stamps))
        .field("minutes", found.minutes)
        .field("missing", found.missing)
        .field("level", found.level)
        .field("basis_points", found.basis_points)
        .field("record", found.stamp ? std::optional(std::to_string(*found.stamp)) : std::nullopt)
        .end_object();
}

void write_marks(JsonWriter& json, const DayVerdict& verdict) {
    json.key("marks").begin_array();
    for (const std::string& mark : verdict.marks)
        json.value(mark);
    json.end_array();
}

void write_verdict(JsonWriter& json, const StoredVerdict& stored, const Stamps& stamps) {
    const DayVerdict& verdict = stored.verdict;
    json.field("day", format_day(verdict.day))
        .field("opd", stored.opd)
        .field("kind", name_of(verdict.kind))
        .field("code", verdict.code)
        .field("paper", verdict.paper ? std::optional(std::string(name_of(*verdict.paper))) : std::nullopt)
        .field("basis_points", verdict.basis_points);
    write_side(json, "in", verdict, Side::in, stamps);
    write_side(json, "out", verdict, Side::out, stamps);
    write_marks(json, verdict);
}

void write_record(JsonWriter& json, std::int64_t id, const Stamps& stamps) {
    const auto found = stamps.find(id);
    json.begin_object().field("id", std::to_string(id));
    if (found == stamps.end()) {
        json.key("at").null().key("zone").null().key("kiosk").null().key("code").null().end_object();
        return;
    }
    const StampFacts& facts = found->second;
    json.field("at", format_at(facts.at))
        .field("zone", iana_name(facts.zone))
        .field("kiosk", facts.kiosk)
        .field("code", facts.proof_code)
        .end_object();
}

void write_line(JsonWriter& json, const WhyLine& line, const Stamps& stamps) {
    json.begin_object().field("key", line.key).field("id", line.text_id).field("en", line.text_en);
    json.key("rule");
    if (line.rule.empty()) {
        json.null();
    } else {
        json.begin_object()
            .field("id", line.rule)
            .field("source", line.source)
            .field("confidence",
                   line.confidence ? std::optional(std::string(name_of(*line.confidence))) : std::nullopt)
            .field("unverified", line.confidence && is_unverified(*line.confidence))
            .end_object();
    }
    json.key("records").begin_array();
    for (const std::int64_t id : line.records)
        write_record(json, id, stamps);
    json.end_array().key("papers").begin_array();
    for (const std::int64_t id : line.papers)
        json.value(std::to_string(id));
    json.end_array().end_object();
}

void write_why(JsonWriter& json, const std::vector<Reason>& why, LocalDay day, const PersonDays& days,
               const rules::RuleBook& book) {
    json.key("why").raw(why_json(explain(why, day, book, days.names), days.stamps));
}

void write_before(JsonWriter& json, LocalDay day, const PersonDays& days, const rules::RuleBook& book) {
    json.key("before").begin_array();
    if (const auto found = days.before.find(day); found != days.before.end()) {
        for (const OldVerdict& old : found->second) {
            json.begin_object()
                .field("code", old.code)
                .field("basis_points", old.basis_points)
                .field("judged", format_at(old.judged))
                .field("replaced", format_at(old.replaced))
                .field("cause", old.cause);
            write_why(json, old.why, day, days, book);
            json.end_object();
        }
    }
    json.end_array();
}

}  // namespace

std::string why_json(const std::vector<WhyLine>& lines, const std::map<std::int64_t, StampFacts>& stamps) {
    JsonWriter json;
    json.begin_array();
    for (const WhyLine& line : lines)
        write_line(json, line, stamps);
    return json.end_array().take();
}

std::string verdicts_json(const std::vector<NamedVerdict>& rows, const Stamps& stamps,
                          const std::optional<std::string>& next) {
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const NamedVerdict& row : rows) {
        json.begin_object()
            .field("person", row.stored.person.hex())
            .field("name", row.person.name)
            .field("number", row.person.number)
            .field("so_far", name_of(row.stored.verdict.so_far));
        write_verdict(json, row.stored, stamps);
        json.end_object();
    }
    return json.end_array().field("next", next).end_object().take();
}

std::string person_days_json(const PersonDays& days, const rules::RuleBook* book) {
    static const rules::RuleBook kNone;
    const rules::RuleBook& known = book == nullptr ? kNone : *book;
    JsonWriter json;
    json.begin_object()
        .field("person", days.person.hex())
        .field("name", days.name.name)
        .field("number", days.name.number)
        .field("opd", days.opd)
        .field("from", format_day(days.days.first))
        .field("to", format_day(days.days.last.value_or(days.days.first)))
        .field("as_of", format_at(days.as_of))
        .field("zone", days.zone);
    json.key("days").begin_array();
    for (const StoredVerdict& stored : days.verdicts) {
        json.begin_object();
        write_verdict(json, stored, days.stamps);
        json.field("profile", stored.profile)
            .field("rules", stored.rules)
            .field("judged", format_at(stored.judged))
            .field("cause", stored.cause);
        write_why(json, stored.verdict.why, stored.verdict.day, days, known);
        write_before(json, stored.verdict.day, days, known);
        json.end_object();
    }
    return json.end_array().end_object().take();
}

}  // namespace hadir::central
