#include "central/api_json.h"

#include <array>
#include <charconv>
#include <map>

#include "wire/encodings.h"
#include "wire/json.h"
#include "wire/key_change.h"

namespace hadir::central {
namespace {

using wire::JsonWriter;

template <class Fixed>
std::optional<std::string> hex_or_null(const std::optional<Fixed>& value) {
    return value ? std::optional(value->hex()) : std::nullopt;
}

std::optional<std::string> at_or_null(const std::optional<UnixMs>& time) {
    return time ? std::optional(format_at(*time)) : std::nullopt;
}

// The plainest word on a terminal; the worst one wins.
const char* state_of(const TerminalRow& terminal) {
    if (terminal.revoked) return "revoked";
    if (terminal.forked) return "fork";
    return terminal.confirmed ? "confirmed" : "unconfirmed";
}

void write(JsonWriter& json, const Arrival& arrival) {
    json.begin_object()
        .field("id", std::to_string(arrival.id))
        .field("person", hex_or_null(arrival.person))
        .field("name", arrival.name)
        .field("number", arrival.number)
        .field("opd", arrival.opd)
        .field("office", arrival.office)
        .field("at", format_at(arrival.at))
        .field("earliest", format_at(arrival.known.earliest))
        .field("latest", format_at(arrival.known.latest))
        .field("zone", arrival.zone)
        .field("dir", arrival.dir);
    json.key("marks").begin_array();
    for (const std::string& mark : arrival.marks)
        json.value(mark);
    json.end_array()
        .field("confirmed", arrival.confirmed)
        .field("dev", arrival.dev.hex())
        .field("kiosk", arrival.kiosk)
        .field("inc", arrival.inc)
        .field("seq", arrival.seq)
        .field("received", format_at(arrival.received))
        .field("code", arrival.proof_code)
        .field("photo", hex_or_null(arrival.photo))
        .field("drawn", arrival.drawn)
        .field("review", arrival.verdict)
        .end_object();
}

const char* state_of(const Incarnation& incarnation) {
    if (incarnation.revoked) return "revoked";
    return incarnation.confirmed ? "confirmed" : "unconfirmed";
}

void write(JsonWriter& json, const Incarnation& incarnation) {
    json.begin_object()
        .field("inc", incarnation.inc)
        .field("ledger_pub", incarnation.ledger_key.hex())
        .field("fingerprint", wire::fingerprint_text(incarnation.ledger_key))
        .field("opened", format_at(incarnation.opened))
        .field("state", state_of(incarnation));
    const auto& past = incarnation.past;
    json.field("prev_inc", past ? std::optional(past->inc) : std::nullopt)
        .field("prev_seq", past ? std::optional(past->seq) : std::nullopt)
        .end_object();
}

void write(JsonWriter& json, const ForkedLedger& fork) {
    for (const Branch& branch : fork.branches) {
        json.begin_object()
            .field("inc", fork.inc)
            .field("branch", branch.branch)
            .field("from", branch.first)
            .field("revoked", branch.revoked)
            .end_object();
    }
}

void write(JsonWriter& json, const TerminalRow& terminal) {
    json.begin_object()
        .field("dev", terminal.dev.hex())
        .field("kiosk", terminal.place.kiosk)
        .field("opd", terminal.place.opd)
        .field("office", terminal.place.office)
        .field("zone", iana_name(terminal.place.zone))
        .field("last_contact", at_or_null(terminal.last_contact))
        .field("seq_central", terminal.seq_central)
        .field("seq_terminal", terminal.last_contact ? std::optional(terminal.seq_terminal) : std::nullopt)
        .field("clock", terminal.clock)
        .field("certificate_until", format_at(terminal.certificate_until))
        .field("state", state_of(terminal))
        .field("roster", terminal.roster);
    json.key("incarnations").begin_array();
    for (const Incarnation& incarnation : terminal.incarnations)
        write(json, incarnation);
    json.end_array().key("branches").begin_array();
    for (const ForkedLedger& fork : terminal.forks)
        write(json, fork);
    json.end_array().end_object();
}

template <class Row>
std::string list_json(const std::vector<Row>& rows, const std::optional<std::string>& next) {
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const Row& row : rows)
        write(json, row);
    return json.end_array().field("next", next).end_object().take();
}

template <class Row>
std::string event_json(const char* event, const Row& row) {
    JsonWriter json;
    json.begin_object().field("event", event).key("item");
    write(json, row);
    return json.end_object().take();
}

}  // namespace

namespace {

void add(OpdDay& sum, const OpdDay& row) {
    sum.people += row.people;
    sum.arrived += row.arrived;
    sum.marked += row.marked;
    sum.unknown += row.unknown;
}

constexpr std::array kParts{&OpdFigures::people,  &OpdFigures::on_time, &OpdFigures::late,
                            &OpdFigures::duty,    &OpdFigures::leave,   &OpdFigures::absent,
                            &OpdFigures::pending, &OpdFigures::unknown, &OpdFigures::free};
constexpr std::array kPartNames{"people", "on_time", "late",    "duty", "leave",
                                "absent", "pending", "unknown", "free"};

void write_figures(JsonWriter& json, const OpdDay& row, const OpdFigures& parts) {
    json.field("people", row.people)
        .field("arrived", row.arrived)
        .field("marked", row.marked)
        .field("unknown", row.unknown)
        .key("parts")
        .begin_object();
    for (std::size_t i = 0; i < kParts.size(); ++i)
        json.field(kPartNames[i], parts.*kParts[i]);
    json.end_object();
}

void write_opds(JsonWriter& json, const Today& today) {
    std::map<std::string, std::pair<OpdDay, OpdFigures>> rows;
    for (const OpdDay& row : today.opds)
        rows[row.opd].first = row;
    for (const OpdFigures& row : today.parts)
        rows[row.opd].second = row;
    OpdDay total;
    OpdFigures total_parts;
    json.key("opds").begin_array();
    for (const auto& [opd, row] : rows) {
        add(total, row.first);
        for (const auto part : kParts)
            total_parts.*part += row.second.*part;
        json.begin_object().field("opd", opd);
        write_figures(json, row.first, row.second);
        json.end_object();
    }
    json.end_array().key("totals").begin_object();
    write_figures(json, total, total_parts);
    json.end_object();
}

void write_terminals(JsonWriter& json, const Today& today) {
    json.key("terminals").begin_object();
    json.field("all", today.terminals_all).field("reporting", today.terminals_reporting);
    json.key("silent").begin_array();
    for (const SilentTerminal& terminal : today.silent) {
        json.begin_object()
            .field("kiosk", terminal.place.kiosk)
            .field("opd", terminal.place.opd)
            .field("office", terminal.place.office)
            .field("last_contact", at_or_null(terminal.last_contact))
            .end_object();
    }
    json.end_array().end_object();
}

}  // namespace

std::string today_json(const Today& today) {
    JsonWriter json;
    json.begin_object()
        .field("day", today.day)
        .field("zone", iana_name(today.zone))
        .field("as_of", format_at(today.as_of))
        .field("demo", today.demo);
    write_opds(json, today);
    write_terminals(json, today);
    return json.field("log_halted", at_or_null(today.log_halted)).end_object().take();
}

std::string arrivals_json(const std::vector<Arrival>& arrivals, const std::optional<std::string>& next) {
    return list_json(arrivals, next);
}

std::string arrival_json(const Arrival& arrival) {
    JsonWriter json;
    write(json, arrival);
    return json.take();
}

std::string terminals_json(const std::vector<TerminalRow>& terminals,
                           const std::optional<std::string>& next) {
    return list_json(terminals, next);
}

std::string terminal_json(const TerminalRow& terminal) {
    JsonWriter json;
    write(json, terminal);
    return json.take();
}

std::string photo_json(const wire::Photo& photo) {
    return JsonWriter()
        .begin_object()
        .field("face", wire::name_of(photo.face))
        .field("sharpness", int{photo.sharpness})
        .field("brightness", int{photo.brightness})
        .field("jpeg", wire::to_base64(photo.jpeg))
        .end_object()
        .take();
}

namespace {

// waiting: a terminal has seen it, its day of waiting is not over.
const char* state_of(const Phone& phone, UnixMs now) {
    if (phone.ended) return "ended";
    if (!phone.from) return "pending";
    return *phone.from > now ? "waiting" : "valid";
}

std::optional<std::string> at_of(const std::optional<UnixMs>& time) {
    return time ? std::optional(format_at(*time)) : std::nullopt;
}

}  // namespace

std::string phone_json(const Phone& phone, UnixMs now) {
    return JsonWriter()
        .begin_object()
        .field("id", phone.id.hex())
        .field("pub", phone.key.hex())
        .field("state", state_of(phone, now))
        .field("registered", format_at(phone.registered))
        .field("from", at_of(phone.from))
        .field("ended", at_of(phone.ended))
        .field("shared", phone.shared)
        .end_object()
        .take();
}

std::string phones_json(const std::vector<Phone>& phones, UnixMs now) {
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const Phone& phone : phones)
        json.raw(phone_json(phone, now));
    return json.end_array().key("next").null().field("now", format_at(now)).end_object().take();
}

std::string arrival_event(const Arrival& arrival) {
    JsonWriter json;
    json.begin_object().field("event", "arrival").key("item").begin_object();
    json.field("id", std::to_string(arrival.id)).field("opd", arrival.opd).field("at", format_at(arrival.at));
    return json.end_object().end_object().take();
}

std::string terminal_event(const TerminalRow& terminal) {
    return event_json("terminal", terminal);
}

std::string write_cursor(const ArrivalCursor& cursor) {
    return std::to_string(cursor.at_ms) + '_' + std::to_string(cursor.id);
}

std::optional<ArrivalCursor> parse_cursor(std::string_view text) {
    ArrivalCursor cursor;
    const char* end = text.data() + text.size();
    const auto at = std::from_chars(text.data(), end, cursor.at_ms);
    if (at.ec != std::errc{} || at.ptr == end || *at.ptr != '_') return std::nullopt;
    const auto id = std::from_chars(at.ptr + 1, end, cursor.id);
    if (id.ec != std::errc{} || id.ptr != end) return std::nullopt;
    return cursor;
}

}  // namespace hadir::central
