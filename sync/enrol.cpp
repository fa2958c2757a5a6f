#include "sync/enrol.h"

#include "pki/authority.h"
#include "pki/certificate.h"
#include "platform/file.h"
#include "sync/problem.h"
#include "wire/encodings.h"
#include "wire/json.h"
#include "wire/keys_file.h"

namespace hadir::sync {
namespace {

constexpr int kCreated = 201;
constexpr std::size_t kAnswerBytesMax = 4'194'304;
constexpr std::size_t kKeptBytesMax = 65'536;
constexpr std::string_view kQrPrefix = "HADIR:E:";

Result<EnrolTerms> terms_of_qr(const std::string& word, const std::string& url) {
    const auto qr = wire::parse_enrol_qr(word);
    if (!qr) return propagate(qr.error());
    return EnrolTerms{qr->code, qr->root, CaDigest{qr->ca_sha256}, url.empty() ? qr->url : url};
}

std::optional<EnrolKeys> read_kept(const std::filesystem::path& file, const wire::EnrolSlot& slot) {
    const auto bytes = platform::read_file(file, kKeptBytesMax);
    const auto json =
        bytes ? wire::parse_json(as_text(*bytes)) : Result<wire::Json>(propagate(bytes.error()));
    if (!json) return std::nullopt;
    wire::Fields fields(*json, "kept enrolment");
    const auto kept_slot = fields.hex<wire::EnrolSlot>("slot");
    const auto seed = from_hex(fields.text("ledger"));
    auto tls = pki::PrivateKey::from_pem(fields.text("tls", kKeptBytesMax));
    auto csr = wire::from_base64(fields.text("csr", kKeptBytesMax));
    const auto ledger = seed ? wire::SigningKey::from_seed(*seed) : std::nullopt;
    if (!fields.done() || kept_slot != slot || !ledger || !tls || !csr) return std::nullopt;
    return EnrolKeys{*ledger, std::move(*tls), std::move(*csr)};
}

Result<void> keep(const std::filesystem::path& file, const wire::EnrolSlot& slot, const EnrolKeys& keys) {
    wire::JsonWriter json;
    json.begin_object()
        .field("slot", slot.hex())
        .field("ledger", to_hex(keys.ledger.seed()))
        .field("tls", keys.tls.pem())
        .field("csr", wire::to_base64(keys.csr));
    return platform::write_private_file(file, as_bytes(json.end_object().take()));
}

Error refusal(const HttpResponse& response) {
    const Problem problem = read_problem(response);
    if (problem.is_passing())
        return Error(ErrorCode::unavailable, "central cannot answer now (" + problem.text() + "); try again");
    if (problem.code == "UNKNOWN_CODE") {
        return Error(
            ErrorCode::not_allowed,
            "central does not know this code: it was mistyped, used already, or too often tried; ask BKD "
            "for a new one");
    }
    if (problem.code == "EXPIRED")
        return Error(ErrorCode::not_allowed, "this code is older than 24 hours; ask BKD for a new one");
    return Error(ErrorCode::not_allowed, "central refused: " + problem.text());
}

}  // namespace

Result<EnrolTerms> read_terms(const std::string& word, const std::string& url, const std::string& root,
                              const std::string& ca_pem) {
    if (word.starts_with(kQrPrefix)) return terms_of_qr(word, url);
    const auto code = wire::parse_enrol_code(word);
    if (!code) return propagate(code.error());
    if (url.empty() || root.empty() || ca_pem.empty())
        return fail(ErrorCode::usage,
                    "a typed code needs --url, --root and --ca; the QR's text brings them itself");
    const auto key = PublicKey::parse_hex(root);
    if (!key || !wire::is_usable_key(*key))
        return fail(ErrorCode::usage, "--root must be BKD's root public key, 64 hex digits");
    return EnrolTerms{*code, *key, CaPem{ca_pem}, url};
}

Result<EnrolKeys> keep_keys(const std::filesystem::path& file, const wire::EnrolSlot& slot) {
    if (auto kept = read_kept(file, slot)) return std::move(*kept);
    auto tls = pki::PrivateKey::make();
    if (!tls) return propagate(tls.error());
    auto csr = pki::make_request(*tls);
    if (!csr) return propagate(csr.error());
    EnrolKeys keys{wire::SigningKey::generate(), std::move(*tls), std::move(csr->der)};
    if (auto ok = keep(file, slot, keys); !ok) return propagate(ok.error());
    return keys;
}

Result<Enrolled> enrol(const EnrolTerms& terms, const EnrolKeys& keys, HttpClient& http) {
    const auto request = wire::make_enrol_request(terms.code, keys.ledger, keys.csr);
    const auto response = http.send({HttpMethod::post,
                                     "/v1/enrolments",
                                     {{"Content-Type", "application/json"}},
                                     wire::write_enrol_request(request),
                                     kAnswerBytesMax});
    if (!response) return propagate(response.error());
    if (response->status != kCreated) return propagate(refusal(*response));
    auto answer = wire::parse_enrol_answer(response->body);
    if (!answer) return propagate(answer.error());
    if (!wire::mac_fits(*answer, terms.code.secret, request.mac))
        return fail(ErrorCode::bad_signature, "the answer does not come from one who knows this code");
    const auto facts = pki::read_certificate(answer->certificate);
    if (!facts) return propagate(facts.error().in("the certificate that central gave"));
    if (facts->use != pki::CertificateUse::terminal || facts->device != answer->dev)
        return fail(ErrorCode::wrong_device, "the certificate that central gave names another terminal");
    if (facts->point != keys.tls.point())
        return fail(ErrorCode::wrong_device, "the certificate that central gave is for another key");
    if (const auto file = wire::open_keys_file(answer->keys, terms.root); !file)
        return propagate(file.error().in("the keys file that central gave"));
    return Enrolled{answer->dev, std::move(answer->certificate), std::move(answer->keys)};
}

Result<store::Identity> make_identity(const EnrolTerms& terms, const EnrolKeys& keys,
                                      const Enrolled& enrolled, const Bytes& ca) {
    const pki::Certificate own{enrolled.certificate};
    const pki::Certificate issuer{ca};
    if (auto ok = pki::check_issued_by(own, issuer); !ok) return propagate(ok.error());
    const auto own_pem = pki::to_pem(own);
    const auto ca_pem = pki::to_pem(issuer);
    if (!own_pem || !ca_pem) return propagate(own_pem ? ca_pem.error() : own_pem.error());
    return store::Identity{enrolled.dev,   1,        keys.ledger, terms.root,   terms.url,
                           keys.tls.pem(), *own_pem, *ca_pem,     enrolled.keys};
}

}  // namespace hadir::sync
