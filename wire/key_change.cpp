#include "wire/key_change.h"

#include "wire/encodings.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::wire {
namespace {

constexpr std::size_t kDerTextMax = 12'288;
constexpr std::size_t kFingerprintBytes = 10;
constexpr std::size_t kFingerprintGroup = 4;

Bytes renewal_message(const RenewalRequest& request, const LedgerName& ledger) {
    Bytes message;
    append_domain(message, "hadir-renew-1");
    append(message, ledger.dev.bytes);
    append_u32(message, ledger.inc);
    append(message, request.nonce.bytes);
    append(message, sha256(request.csr).bytes);
    return message;
}

Bytes incarnation_message(const IncarnationRequest& request, const DeviceId& dev) {
    Bytes message;
    append_domain(message, "hadir-incarnation-1");
    append(message, dev.bytes);
    append_u32(message, request.prev_inc);
    append_u64(message, request.prev_seq);
    append(message, request.prev_head.bytes);
    append(message, request.nonce.bytes);
    append(message, request.ledger_key.bytes);
    return message;
}

Bytes der_field(Fields& fields, std::string_view key) {
    const auto raw = from_base64(fields.text(key, kDerTextMax));
    if (!raw) fields.fault(key, "must be padded base64");
    return raw.value_or(Bytes{});
}

Signature signature_field(Fields& fields, std::string_view key) {
    const auto signature = parse_signature(fields.text(key));
    if (!signature) fields.fault(key, "must be 86 characters of base64url");
    return signature.value_or(Signature{});
}

}  // namespace

RenewalRequest make_renewal(const LedgerName& ledger, const SigningKey& key, const Nonce& nonce, Bytes csr) {
    RenewalRequest request{std::move(csr), nonce, {}};
    request.signature = key.sign(renewal_message(request, ledger));
    return request;
}

std::string write_renewal(const RenewalRequest& request) {
    JsonWriter json;
    json.begin_object()
        .field("csr", to_base64(request.csr))
        .field("nonce", request.nonce.hex())
        .field("sig", signature_text(request.signature));
    return json.end_object().take();
}

Result<RenewalRequest> parse_renewal(std::string_view body) {
    const auto json = parse_json(body);
    if (!json) return propagate(json.error());
    Fields fields(*json, "renewal");
    RenewalRequest request;
    request.csr = der_field(fields, "csr");
    request.nonce = fields.hex<Nonce>("nonce");
    request.signature = signature_field(fields, "sig");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return request;
}

bool signature_fits(const RenewalRequest& request, const LedgerName& ledger, const PublicKey& key) {
    return verify(key, renewal_message(request, ledger), request.signature);
}

std::string write_renewal_answer(ByteView certificate) {
    return JsonWriter().begin_object().field("certificate", to_base64(certificate)).end_object().take();
}

Result<Bytes> parse_renewal_answer(std::string_view body) {
    const auto json = parse_json(body);
    if (!json) return propagate(json.error());
    Fields fields(*json, "renewal's answer");
    Bytes certificate = der_field(fields, "certificate");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return certificate;
}

IncarnationRequest make_incarnation(const LedgerEnd& end, const SigningKey& old_key,
                                    const SigningKey& new_key, const Nonce& nonce) {
    IncarnationRequest request{new_key.public_key(), end.ledger.inc, end.seq, end.head, nonce, {}, {}};
    const Bytes message = incarnation_message(request, end.ledger.dev);
    request.old_signature = old_key.sign(message);
    request.new_signature = new_key.sign(message);
    return request;
}

std::string write_incarnation(const IncarnationRequest& request) {
    JsonWriter json;
    json.begin_object()
        .field("ledger_pub", request.ledger_key.hex())
        .field("prev_inc", request.prev_inc)
        .field("prev_seq", request.prev_seq)
        .field("prev_head", request.prev_head.hex())
        .field("nonce", request.nonce.hex())
        .field("sig_old", signature_text(request.old_signature))
        .field("sig_new", signature_text(request.new_signature));
    return json.end_object().take();
}

Result<IncarnationRequest> parse_incarnation(std::string_view body) {
    const auto json = parse_json(body);
    if (!json) return propagate(json.error());
    Fields fields(*json, "incarnation");
    IncarnationRequest request;
    request.ledger_key = fields.hex<PublicKey>("ledger_pub");
    request.prev_inc = static_cast<std::uint32_t>(fields.integer("prev_inc", 1, kIncMax));
    request.prev_seq = static_cast<std::uint64_t>(fields.integer("prev_seq", 0, kSeqMax));
    request.prev_head = fields.hex<Hash>("prev_head");
    request.nonce = fields.hex<Nonce>("nonce");
    request.old_signature = signature_field(fields, "sig_old");
    request.new_signature = signature_field(fields, "sig_new");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return request;
}

bool signatures_fit(const IncarnationRequest& request, const DeviceId& dev, const PublicKey& old_key) {
    const Bytes message = incarnation_message(request, dev);
    return verify(old_key, message, request.old_signature) &&
           verify(request.ledger_key, message, request.new_signature);
}

std::string write_incarnation_answer(std::uint32_t inc) {
    return JsonWriter().begin_object().field("inc", inc).end_object().take();
}

Result<std::uint32_t> parse_incarnation_answer(std::string_view body) {
    const auto json = parse_json(body);
    if (!json) return propagate(json.error());
    Fields fields(*json, "incarnation's answer");
    const auto inc = static_cast<std::uint32_t>(fields.integer("inc", 1, kIncMax));
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return inc;
}

std::string write_nonce_answer(const Nonce& nonce) {
    return JsonWriter().begin_object().field("nonce", nonce.hex()).end_object().take();
}

Result<Nonce> parse_nonce_answer(std::string_view body) {
    const auto json = parse_json(body);
    if (!json) return propagate(json.error());
    Fields fields(*json, "nonce");
    const auto nonce = fields.hex<Nonce>("nonce");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return nonce;
}

std::string fingerprint_text(const PublicKey& ledger_key) {
    Bytes message;
    append_domain(message, "hadir-fingerprint-1");
    append(message, ledger_key.bytes);
    const std::string plain = to_crockford(ByteView(sha256(message).bytes).first(kFingerprintBytes));
    std::string text;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (i != 0 && i % kFingerprintGroup == 0) text += '-';
        text += plain[i];
    }
    return text;
}

}  // namespace hadir::wire
