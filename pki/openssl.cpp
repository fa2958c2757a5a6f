#include "pki/openssl.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "pki/certificate.h"

namespace hadir::pki {

void Free::operator()(bio_st* object) const {
    BIO_free_all(object);
}
void Free::operator()(evp_pkey_st* object) const {
    EVP_PKEY_free(object);
}
void Free::operator()(x509_st* object) const {
    X509_free(object);
}
void Free::operator()(X509_req_st* object) const {
    X509_REQ_free(object);
}

std::unexpected<Error> fail_openssl(ErrorCode code, const std::string& message) {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    return fail(code, reason == nullptr ? message : message + " (" + reason + ")");
}

namespace {

template <class Owner, auto Parse>
Result<Owner> parse_der(ByteView der, const char* what) {
    if (der.size() > kDerBytesMax) {
        return fail(ErrorCode::too_large,
                    std::string(what) + " is larger than " + std::to_string(kDerBytesMax) + " bytes");
    }
    const unsigned char* at = der.data();
    Owner parsed(Parse(nullptr, &at, static_cast<long>(der.size())));
    if (!parsed) return fail_openssl(ErrorCode::malformed, std::string(what) + " cannot be read as DER");
    if (at != der.data() + der.size()) {
        return fail(ErrorCode::malformed, std::string(what) + " has bytes after its end");
    }
    return parsed;
}

}  // namespace

Result<CertificatePtr> parse_certificate(ByteView der) {
    return parse_der<CertificatePtr, d2i_X509>(der, "the certificate");
}

Result<RequestPtr> parse_request(ByteView der) {
    return parse_der<RequestPtr, d2i_X509_REQ>(der, "the certificate request");
}

Result<Bytes> to_der(x509_st* certificate) {
    const int size = i2d_X509(certificate, nullptr);
    if (size <= 0) return fail_openssl(ErrorCode::internal, "the certificate cannot be written as DER");
    Bytes der(static_cast<std::size_t>(size));
    unsigned char* at = der.data();
    i2d_X509(certificate, &at);
    return der;
}

BioPtr read_only_bio(std::string_view text) {
    return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Result<BioPtr> wiping_bio() {
    BioPtr bio(BIO_new(BIO_s_secmem()));
    if (!bio) return fail_openssl(ErrorCode::internal, "no memory for a key");
    return bio;
}

std::string text_of(bio_st* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace hadir::pki
