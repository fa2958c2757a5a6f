// How a terminal and central prove the enrolment code to each other without sending it (docs/formats.md 6).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"
#include "wire/crypto.h"

namespace hadir::wire {

using EnrolSlot = FixedBytes<struct EnrolSlotTag, 5>;
using EnrolSecret = FixedBytes<struct EnrolSecretTag, 10>;

// The 24 characters that a technician types, or that stand in the QR.
struct EnrolCode {
    EnrolSlot slot;
    EnrolSecret secret;
};
[[nodiscard]] std::string write_enrol_code(const EnrolCode& code);
// Spaces and hyphens between the characters are let pass: people group them.
[[nodiscard]] Result<EnrolCode> parse_enrol_code(std::string_view text);

// The QR pins everything: the root's key and the CA's digest.
struct EnrolQr {
    EnrolCode code;
    PublicKey root;
    Hash ca_sha256;  // of the CA certificate's DER
    std::string url;
};
[[nodiscard]] std::string write_enrol_qr(const EnrolQr& qr);
[[nodiscard]] Result<EnrolQr> parse_enrol_qr(std::string_view text);

struct EnrolRequest {
    EnrolSlot slot;
    PublicKey ledger_key;
    Bytes csr;            // DER
    Hash mac;             // proves the secret
    Signature signature;  // proves the ledger key
};
[[nodiscard]] EnrolRequest make_enrol_request(const EnrolCode& code, const SigningKey& ledger_key, Bytes csr);
[[nodiscard]] std::string write_enrol_request(const EnrolRequest& request);
[[nodiscard]] Result<EnrolRequest> parse_enrol_request(std::string_view body);
[[nodiscard]] bool mac_fits(const EnrolRequest& request, const EnrolSecret& secret);
[[nodiscard]] bool signature_fits(const EnrolRequest& request);

struct EnrolAnswer {
    DeviceId dev;
    Bytes certificate;  // DER
    std::string keys;   // the whole keys file
    Hash mac;           // proves that the answer is for this request, by one who knows the secret
};
[[nodiscard]] EnrolAnswer make_enrol_answer(const EnrolSecret& secret, const Hash& request_mac,
                                            const DeviceId& dev, Bytes certificate, std::string keys);
[[nodiscard]] std::string write_enrol_answer(const EnrolAnswer& answer);
[[nodiscard]] Result<EnrolAnswer> parse_enrol_answer(std::string_view body);
[[nodiscard]] bool mac_fits(const EnrolAnswer& answer, const EnrolSecret& secret, const Hash& request_mac);

}  // namespace hadir::wire
