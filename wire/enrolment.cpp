#include "wire/enrolment.h"

#include "wire/encodings.h"
#include "wire/json.h"

namespace hadir::wire {
namespace {

constexpr std::string_view kQrPrefix = "HADIR:E:1:";
constexpr std::size_t kSlotChars = 8;
constexpr std::size_t kCodeChars = 24;
constexpr std::size_t kQrFixedBytes = EnrolSlot::kSize + EnrolSecret::kSize + PublicKey::kSize + Hash::kSize;
constexpr std::size_t kUrlBytesMax = 200;
constexpr std::size_t kDerBytesMax = 8192;
constexpr std::size_t kAnswerTextMax = 2'097'152;

Bytes request_message(const EnrolRequest& request) {
    Bytes message;
    append_domain(message, "hadir-enrol-1");
    append(message, request.slot.bytes);
    append(message, request.ledger_key.bytes);
    append(message, sha256(request.csr).bytes);
    return message;
}

Bytes answer_message(const EnrolAnswer& answer, const Hash& request_mac) {
    Bytes message;
    append_domain(message, "hadir-enrolled-1");
    append(message, request_mac.bytes);
    append(message, answer.dev.bytes);
    append(message, sha256(answer.certificate).bytes);
    append(message, sha256(as_bytes(answer.keys)).bytes);
    return message;
}

Bytes base64_field(Fields& fields, std::string_view key, std::size_t text_max) {
    const auto raw = from_base64(fields.text(key, text_max));
    if (!raw) fields.fault(key, "must be padded base64");
    return raw.value_or(Bytes{});
}

}  // namespace

std::string write_enrol_code(const EnrolCode& code) {
    return to_crockford(code.slot.bytes) + to_crockford(code.secret.bytes);
}

Result<EnrolCode> parse_enrol_code(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        if (c != ' ' && c != '-') plain.push_back(c);
    }
    const auto slot = plain.size() == kCodeChars
                          ? from_crockford(std::string_view(plain).substr(0, kSlotChars))
                          : std::nullopt;
    const auto secret = slot ? from_crockford(std::string_view(plain).substr(kSlotChars)) : std::nullopt;
    if (!secret) {
        return fail(ErrorCode::malformed,
                    "an enrolment code has 24 letters and digits without U; check it against BKD's paper");
    }
    return EnrolCode{*EnrolSlot::from(*slot), *EnrolSecret::from(*secret)};
}

std::string write_enrol_qr(const EnrolQr& qr) {
    Bytes bytes;
    append(bytes, qr.code.slot.bytes);
    append(bytes, qr.code.secret.bytes);
    append(bytes, qr.root.bytes);
    append(bytes, qr.ca_sha256.bytes);
    append(bytes, qr.url);
    return std::string(kQrPrefix) + to_base45(bytes);
}

Result<EnrolQr> parse_enrol_qr(std::string_view text) {
    if (!text.starts_with(kQrPrefix)) return fail(ErrorCode::malformed, "not an enrolment QR");
    const std::string_view body = text.substr(kQrPrefix.size());
    const auto raw =
        body.size() <= (kQrFixedBytes + kUrlBytesMax) * 3 / 2 + 2 ? from_base45(body) : std::nullopt;
    if (!raw || raw->size() <= kQrFixedBytes || raw->size() > kQrFixedBytes + kUrlBytesMax ||
        to_base45(*raw) != body) {
        return fail(ErrorCode::malformed, "a damaged enrolment QR; ask BKD for a new one");
    }
    const ByteView bytes = *raw;
    EnrolQr qr;
    qr.code.slot = *EnrolSlot::from(bytes.subspan(0, 5));
    qr.code.secret = *EnrolSecret::from(bytes.subspan(5, 10));
    qr.root = *PublicKey::from(bytes.subspan(15, 32));
    qr.ca_sha256 = *Hash::from(bytes.subspan(47, 32));
    qr.url = as_text(bytes.subspan(kQrFixedBytes));
    const bool plain = std::all_of(qr.url.begin(), qr.url.end(), [](char c) { return c > ' ' && c <= '~'; });
    if (!plain || !qr.url.starts_with("https://") || qr.url.size() == std::string_view("https://").size())
        return fail(ErrorCode::malformed, "the enrolment QR's address is not a plain https one");
    return qr;
}

EnrolRequest make_enrol_request(const EnrolCode& code, const SigningKey& ledger_key, Bytes csr) {
    EnrolRequest request{code.slot, ledger_key.public_key(), std::move(csr), {}, {}};
    const Bytes message = request_message(request);
    request.mac = hmac_sha256(code.secret.bytes, message);
    request.signature = ledger_key.sign(message);
    return request;
}

std::string write_enrol_request(const EnrolRequest& request) {
    JsonWriter json;
    json.begin_object()
        .field("slot", request.slot.hex())
        .field("ledger_pub", request.ledger_key.hex())
        .field("csr", to_base64(request.csr))
        .field("mac", request.mac.hex())
        .field("sig", signature_text(request.signature));
    return json.end_object().take();
}

Result<EnrolRequest> parse_enrol_request(std::string_view body) {
    const auto json = parse_json(body);
    if (!json) return propagate(json.error());
    Fields fields(*json, "enrolment");
    EnrolRequest request;
    request.slot = fields.hex<EnrolSlot>("slot");
    request.ledger_key = fields.hex<PublicKey>("ledger_pub");
    request.csr = base64_field(fields, "csr", kDerBytesMax);
    request.mac = fields.hex<Hash>("mac");
    const auto signature = parse_signature(fields.text("sig"));
    if (!signature) fields.fault("sig", "must be 86 characters of base64url");
    request.signature = signature.value_or(Signature{});
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return request;
}

bool mac_fits(const EnrolRequest& request, const EnrolSecret& secret) {
    return equal_in_constant_time(hmac_sha256(secret.bytes, request_message(request)).bytes,
                                  request.mac.bytes);
}

bool signature_fits(const EnrolRequest& request) {
    return verify(request.ledger_key, request_message(request), request.signature);
}

EnrolAnswer make_enrol_answer(const EnrolSecret& secret, const Hash& request_mac, const DeviceId& dev,
                              Bytes certificate, std::string keys) {
    EnrolAnswer answer{dev, std::move(certificate), std::move(keys), {}};
    answer.mac = hmac_sha256(secret.bytes, answer_message(answer, request_mac));
    return answer;
}

std::string write_enrol_answer(const EnrolAnswer& answer) {
    JsonWriter json;
    json.begin_object()
        .field("dev", answer.dev.hex())
        .field("certificate", to_base64(answer.certificate))
        .field("keys", to_base64(as_bytes(answer.keys)))
        .field("mac", answer.mac.hex());
    return json.end_object().take();
}

Result<EnrolAnswer> parse_enrol_answer(std::string_view body) {
    const auto json = parse_json(body);
    if (!json) return propagate(json.error());
    Fields fields(*json, "enrolment's answer");
    EnrolAnswer answer;
    answer.dev = fields.hex<DeviceId>("dev");
    answer.certificate = base64_field(fields, "certificate", kDerBytesMax);
    answer.keys = as_text(base64_field(fields, "keys", kAnswerTextMax));
    answer.mac = fields.hex<Hash>("mac");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return answer;
}

bool mac_fits(const EnrolAnswer& answer, const EnrolSecret& secret, const Hash& request_mac) {
    return equal_in_constant_time(hmac_sha256(secret.bytes, answer_message(answer, request_mac)).bytes,
                                  answer.mac.bytes);
}

}  // namespace hadir::wire
