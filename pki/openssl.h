// Inside pki/ only: OpenSSL's objects as owners that free themselves, and its errors as ours.
#pragma once

#include <memory>

#include "core/bytes.h"
#include "core/result.h"

struct bio_st;
struct evp_pkey_st;
struct x509_st;
struct X509_req_st;

namespace hadir::pki {

struct Free {
    void operator()(bio_st* object) const;
    void operator()(evp_pkey_st* object) const;
    void operator()(x509_st* object) const;
    void operator()(X509_req_st* object) const;
};

using BioPtr = std::unique_ptr<bio_st, Free>;
using KeyPtr = std::unique_ptr<evp_pkey_st, Free>;
using CertificatePtr = std::unique_ptr<x509_st, Free>;
using RequestPtr = std::unique_ptr<X509_req_st, Free>;

// A failure with OpenSSL's newest reason behind it; empties OpenSSL's queue of errors.
[[nodiscard]] std::unexpected<Error> fail_openssl(ErrorCode code, const std::string& message);

// The whole input and nothing after it, of at most kDerBytesMax bytes.
[[nodiscard]] Result<CertificatePtr> parse_certificate(ByteView der);
[[nodiscard]] Result<RequestPtr> parse_request(ByteView der);
[[nodiscard]] Result<Bytes> to_der(x509_st* certificate);

[[nodiscard]] BioPtr read_only_bio(std::string_view text);
[[nodiscard]] Result<BioPtr> wiping_bio();  // for private keys: its memory is cleared when freed
[[nodiscard]] std::string text_of(bio_st* bio);

}  // namespace hadir::pki
