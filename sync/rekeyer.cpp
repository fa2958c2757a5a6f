#include "sync/rekeyer.h"

#include "pki/authority.h"
#include "pki/certificate.h"
#include "sync/problem.h"
#include "wire/json.h"

namespace hadir::sync {
namespace {

constexpr int kOk = 200;
constexpr int kCreated = 201;
constexpr std::chrono::days kRenewBefore{30};

// What a person must look at is asked for again once a day; the rest goes better later.
Verdict refusal(const HttpResponse& response, const std::string& wanted) {
    const Problem problem = read_problem(response);
    const std::string why = "central gave no " + wanted + ": " + problem.text();
    return {problem.is_passing() && problem.code != "RATE" ? VerdictKind::back_off : VerdictKind::hold, why,
            problem.retry_after};
}

Verdict disbelief(const Error& error) {
    return {VerdictKind::hold, error.message, {}};
}

std::optional<UnixMs> end_of(const std::string& pem) {
    const auto certificate = pki::certificate_from_pem(pem);
    if (!certificate) return std::nullopt;
    const auto facts = pki::read_certificate(certificate->der);
    return facts ? std::optional(facts->not_after) : std::nullopt;
}

}  // namespace

bool Rekeyer::is_due(UnixMs now) const {
    return has_ended(now + kRenewBefore);
}

bool Rekeyer::has_ended(UnixMs now) const {
    const auto end = can_change() ? end_of(identity_.certificate) : std::nullopt;
    return end && *end <= now;
}

// Asked without our certificate: it may be the very thing that is refused.
HttpRequest Rekeyer::ask_certificate() {
    end_.reset();
    has_nonce_ = false;
    HttpRequest request;
    request.path = "/v1/nonce";
    request.as_terminal = false;
    return request;
}

HttpRequest Rekeyer::ask_incarnation(const wire::LedgerEnd& end) {
    HttpRequest request = ask_certificate();
    end_ = end;
    return request;
}

Rekeyer::Outcome Rekeyer::take(const HttpResponse& response) {
    if (!has_nonce_) return take_nonce(response);
    const std::string wanted = end_ ? "incarnation" : "certificate";
    if (response.status != kCreated) return refusal(response, wanted);
    const auto used = end_ ? use_incarnation(response.body) : use_certificate(response.body);
    if (!used) return disbelief(used.error().in("the " + wanted + " that central gave"));
    return Changed{};
}

Rekeyer::Outcome Rekeyer::take_nonce(const HttpResponse& response) {
    if (response.status != kOk) return refusal(response, "nonce");
    const auto nonce = wire::parse_nonce_answer(response.body);
    if (!nonce) return disbelief(nonce.error());
    auto request = end_ ? incarnation_request(*nonce) : certificate_request(*nonce);
    if (!request) return Verdict{VerdictKind::back_off, request.error().message, {}};
    has_nonce_ = true;
    return *std::move(request);
}

Result<HttpRequest> Rekeyer::certificate_request(const Nonce& nonce) {
    auto key = pki::PrivateKey::make();
    if (!key) return propagate(key.error());
    auto csr = pki::make_request(*key);
    if (!csr) return propagate(csr.error());
    tls_ = std::move(*key);
    HttpRequest request;
    request.method = HttpMethod::post;
    request.path = "/v1/devices/" + identity_.dev.hex() + "/certificate";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = wire::write_renewal(
        wire::make_renewal({identity_.dev, identity_.inc}, identity_.ledger_key, nonce, std::move(csr->der)));
    request.as_terminal = false;
    return request;
}

Result<HttpRequest> Rekeyer::incarnation_request(const Nonce& nonce) {
    const auto key = store::next_ledger_key(folder_);
    if (!key) return propagate(key.error());
    ledger_ = *key;
    HttpRequest request;
    request.method = HttpMethod::post;
    request.path = "/v1/devices/" + identity_.dev.hex() + "/incarnations";
    request.headers = {{"Content-Type", "application/json"}};
    request.body =
        wire::write_incarnation(wire::make_incarnation(*end_, identity_.ledger_key, *ledger_, nonce));
    return request;
}

Result<void> Rekeyer::use_certificate(const std::string& body) const {
    auto der = wire::parse_renewal_answer(body);
    if (!der) return propagate(der.error());
    const pki::Certificate certificate{*std::move(der)};
    const auto facts = pki::read_certificate(certificate.der);
    if (!facts) return propagate(facts.error());
    if (facts->use != pki::CertificateUse::terminal || facts->device != identity_.dev)
        return fail(ErrorCode::wrong_device, "it names another terminal");
    if (facts->point != tls_->point()) return fail(ErrorCode::wrong_device, "it is for another key");
    const auto ca = pki::certificate_from_pem(identity_.ca);
    if (!ca) return propagate(ca.error());
    if (auto ok = pki::check_issued_by(certificate, *ca); !ok) return ok;
    const auto pem = pki::to_pem(certificate);
    if (!pem) return propagate(pem.error());
    store::Identity next = identity_;
    next.tls_key = tls_->pem();
    next.certificate = *pem;
    next.confirmed = true;  // central renews for the newest confirmed incarnation only
    return store::change_identity(folder_, next);
}

Result<void> Rekeyer::use_incarnation(const std::string& body) const {
    const auto inc = wire::parse_incarnation_answer(body);
    if (!inc) return propagate(inc.error());
    if (*inc <= identity_.inc) return fail(ErrorCode::malformed, "it is none after the present one");
    store::Identity next = identity_;
    next.past.push_back({identity_.inc, identity_.ledger_key.public_key()});
    next.inc = *inc;
    next.ledger_key = *ledger_;
    next.confirmed = false;
    return store::change_identity(folder_, next);
}

}  // namespace hadir::sync
