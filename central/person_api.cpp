#include "central/person_api.h"

#include "central/api_json.h"
#include "central/people_repository.h"
#include "central/person_accounts.h"
#include "central/phones.h"
#include "central/refusals.h"
#include "central/web_shell.h"
#include "wire/encodings.h"
#include "wire/json.h"

namespace hadir::central {
namespace {

using httpd::Request;
using httpd::Response;

constexpr std::size_t kPersonBytesMax = 4096;
constexpr std::size_t kCodeBytesMax = 64;
constexpr std::size_t kPinBytesMax = 32;

Result<AccountWish> read_account(std::string_view body) {
    const auto json = wire::parse_json(body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "account");
    AccountWish wish{fields.text("code", kCodeBytesMax), fields.text("password", wire::kPasswordBytesMax),
                     fields.text("pin", kPinBytesMax)};
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return wish;
}

Response open_person_account(const WebApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Result<Response> {
        if (api.ledger_key == nullptr) return fail(ErrorCode::not_allowed, "this server decides nothing");
        const auto wish = read_account(request.body);
        if (!wish) return propagate(wish.error());
        const OwnLedger own{*api.ledger_key, api.clock, api.random, api.mirror};
        const auto opened = open_account(database, own, *wish);
        if (!opened) return propagate(opened.error());
        return signed_in(api, database, request, *opened);
    });
}

Result<PhoneWish> read_phone(std::string_view body) {
    const auto json = wire::parse_json(body);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "phone");
    PhoneWish wish{fields.hex<PublicKey>("pub"), fields.hex<Nonce>("browser"), {}};
    const auto proof = wire::parse_signature(fields.text("proof"));
    if (!proof) fields.fault("proof", "must be 86 characters of base64url");
    wish.proof = proof.value_or(Signature{});
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return wish;
}

Result<Response> add_phone(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    const auto wish = read_phone(visit.request.body);
    if (!wish) return propagate(wish.error());
    const auto phone = register_phone(visit.database, *own, visit.session.person, *wish);
    if (!phone) return propagate(phone.error());
    return fresh_json(201, phone_json(*phone, visit.api.clock.wall()));
}

Result<Response> own_phones(const Visit& visit) {
    const auto phones = phones_of(visit.database, visit.session.person);
    if (!phones) return propagate(phones.error());
    return fresh_json(200, phones_json(*phones, visit.api.clock.wall()));
}

Result<Response> drop_phone(const Visit& visit) {
    const auto own = visit.own_ledger();
    if (!own) return propagate(own.error());
    const auto id = PhoneKeyId::parse_hex(visit.request.captures.front());
    if (!id) return fail(ErrorCode::not_found, "the path names no key");
    if (auto done = end_phone(visit.database, *own, visit.session.person, *id); !done)
        return propagate(done.error());
    return Response{204, {}, ""};
}

}  // namespace

std::vector<httpd::Route> person_routes(const WebApi& api) {
    return {{.method = "POST",
             .pattern = "/v1/accounts",
             .body_bytes_max = kPersonBytesMax,
             .content_types = {"application/json"},
             .handle = [api](const Request& request) { return open_person_account(api, request); }},
            guarded(api, "/v1/phones", Permission::own_affairs, own_phones),
            decision(api, "/v1/phones", Permission::own_affairs, add_phone),
            ending(api, "/v1/phones/{phone}", Permission::own_affairs, drop_phone)};
}

}  // namespace hadir::central
