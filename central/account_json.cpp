#include "central/account_json.h"

#include "wire/json.h"

namespace hadir::central {
namespace {

using wire::JsonWriter;

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::string> at_or_null(const std::optional<UnixMs>& time) {
    return time ? std::optional(format_at(*time)) : std::nullopt;
}

const char* state_of(const StaffRow& row) {
    if (row.account.ended) return "ended";
    if (row.account.given) return "invited";
    return needs_factor(row.account.role) && !row.factor ? "without_factor" : "active";
}

void write(JsonWriter& json, const StaffRow& row) {
    const Account& account = row.account;
    json.begin_object()
        .field("name", account.name)
        .field("role", name_of(account.role))
        .field("person", account.person.hex())
        .field("holder", unless_empty(row.holder))
        .field("opd", unless_empty(account.opd))
        .field("ethics", account.ethics)
        .field("state", state_of(row))
        .field("factor", row.factor)
        .field("seen", at_or_null(row.seen))
        .end_object();
}

}  // namespace

std::string session_json(const Session& session) {
    JsonWriter json;
    json.begin_object()
        .field("user", session.account)
        .field("role", name_of(session.role))
        .field("person", session.person.hex())
        .field("opd", unless_empty(session.opd))
        .field("expires", format_at(session.expires))
        .field("stage", name_of(session.stage));
    json.key("permissions").begin_array();
    if (session.stage == Stage::open) {
        for (const Permission permission : permissions_of(session.holder()))
            json.value(name_of(permission));
    }
    return json.end_array().end_object().take();
}

std::string with_recovery(std::string session, const std::vector<std::string>& codes) {
    JsonWriter json;
    json.begin_array();
    for (const std::string& code : codes)
        json.value(code);
    session.insert(session.size() - 1, ",\"recovery\":" + json.end_array().take());
    return session;
}

std::string factor_json(const pki::TotpSecret& secret, const std::string& account) {
    return JsonWriter()
        .begin_object()
        .field("secret", pki::to_base32(secret.view()))
        .field("address", pki::totp_address(secret, account))
        .end_object()
        .take();
}

std::string own_sessions_json(const std::vector<OwnSession>& sessions, const Hash& current) {
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const OwnSession& session : sessions) {
        json.begin_object()
            .field("id", session.id.hex())
            .field("opened", format_at(session.opened))
            .field("seen", format_at(session.seen))
            .field("agent", session.agent)
            .field("current", session.id == current)
            .end_object();
    }
    return json.end_array().key("next").null().end_object().take();
}

std::string staff_json(const std::vector<StaffRow>& rows) {
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const StaffRow& row : rows)
        write(json, row);
    return json.end_array().key("next").null().end_object().take();
}

std::string staff_changed_json(const StaffRow& row, const std::optional<std::string>& password) {
    JsonWriter json;
    json.begin_object().key("account");
    write(json, row);
    return json.field("password", password).end_object().take();
}

}  // namespace hadir::central
