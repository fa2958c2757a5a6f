// How a terminal becomes one of BKD's (docs/formats.md 6): it proves the code without sending it, and takes
// only an answer that proves it too.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "core/bytes.h"
#include "core/result.h"
#include "pki/key.h"
#include "store/identity.h"
#include "sync/curl_client.h"
#include "sync/http_client.h"
#include "wire/crypto.h"
#include "wire/enrolment.h"

namespace hadir::sync {

// What the technician's words pin.
struct EnrolTerms {
    wire::EnrolCode code;
    PublicKey root;
    std::variant<CaPem, CaDigest> ca;
    std::string url;
};

// `word` is the QR's text, which pins everything by itself, or a typed code: then the others are needed.
// USAGE names what is missing.
[[nodiscard]] Result<EnrolTerms> read_terms(const std::string& word, const std::string& url,
                                            const std::string& root, const std::string& ca_pem);

// The two keys of one attempt and the request for the certificate.
struct EnrolKeys {
    wire::SigningKey ledger;
    pki::PrivateKey tls;
    Bytes csr;
};

// Those kept in `file` if they were made for this slot, else new ones, kept there (0600) before anything is
// sent: an answer may get lost, and only the very same request is answered again.
[[nodiscard]] Result<EnrolKeys> keep_keys(const std::filesystem::path& file, const wire::EnrolSlot& slot);

// What central gave, checked so far as it can be without the CA: its proof of the secret, the certificate's
// key and name, the root's signature under the keys.
struct Enrolled {
    DeviceId dev;
    Bytes certificate;  // DER
    std::string keys;
};

// UNAVAILABLE or TIMEOUT: try again later with the same code; NOT_ALLOWED: central refused; BAD_SIGNATURE,
// WRONG_DEVICE, MALFORMED: the answer is not to be believed, nothing is kept of it.
[[nodiscard]] Result<Enrolled> enrol(const EnrolTerms& terms, const EnrolKeys& keys, HttpClient& http);

// The identity to write. BAD_SIGNATURE unless that CA, in which the TLS chain ended, issued the certificate.
[[nodiscard]] Result<store::Identity> make_identity(const EnrolTerms& terms, const EnrolKeys& keys,
                                                    const Enrolled& enrolled, const Bytes& ca);

}  // namespace hadir::sync
