#include "sync/pinned_tls.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>

#include "wire/crypto.h"

namespace hadir::sync {
namespace {

std::optional<Bytes> der_of(X509* certificate) {
    unsigned char* data = nullptr;
    const int size = i2d_X509(certificate, &data);
    if (size <= 0) return std::nullopt;
    Bytes der(data, data + size);
    OPENSSL_free(data);
    return der;
}

}  // namespace

Result<PinnedCa> PinnedCa::from_pem(const std::string& pem) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> text(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    const std::shared_ptr<X509> certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr),
                                            &X509_free);
    auto der = certificate ? der_of(certificate.get()) : std::nullopt;
    if (!der) return fail(ErrorCode::malformed, "the CA is not a certificate in PEM");
    PinnedCa ca(wire::sha256(*der));
    ca.der_ = std::move(der);
    ca.certificate_ = certificate;
    return ca;
}

PinnedCa PinnedCa::from_digest(const Hash& ca_sha256) {
    return PinnedCa(ca_sha256);
}

void PinnedCa::put_on(ssl_ctx_st* context, std::function<UnixMs()> floor) {
    floor_ = std::move(floor);
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_cert_verify_callback(context, &PinnedCa::verify, this);
}

// Among what the server sent: then its digest decides, not the server.
X509* PinnedCa::find(X509_STORE_CTX* chain) const {
    if (certificate_) return certificate_.get();
    STACK_OF(X509)* sent = X509_STORE_CTX_get0_untrusted(chain);
    for (int i = 0; i < sk_X509_num(sent); ++i) {
        X509* certificate = sk_X509_value(sent, i);
        const auto der = der_of(certificate);
        if (der && wire::sha256(*der) == digest_) return certificate;
    }
    return nullptr;
}

// The latest of the floor and the beginnings of the certificates: if the chain is good, the CA has signed at
// or after each of them. If it is not, a date that a stranger put there can only make it fail.
std::int64_t PinnedCa::seconds_for(X509_STORE_CTX* chain, X509* anchor) const {
    std::int64_t seconds = floor_().value / 1000;
    const auto raise_to = [&seconds](const X509* certificate) {
        const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> epoch(ASN1_TIME_set(nullptr, 0),
                                                                          &ASN1_TIME_free);
        int days = 0, rest = 0;
        if (certificate == nullptr || !epoch ||
            ASN1_TIME_diff(&days, &rest, epoch.get(), X509_get0_notBefore(certificate)) != 1)
            return;
        seconds = std::max(seconds, std::int64_t{days} * 86'400 + rest);
    };
    raise_to(anchor);
    raise_to(X509_STORE_CTX_get0_cert(chain));
    STACK_OF(X509)* sent = X509_STORE_CTX_get0_untrusted(chain);
    for (int i = 0; i < sk_X509_num(sent); ++i)
        raise_to(sk_X509_value(sent, i));
    return seconds;
}

int PinnedCa::verify(X509_STORE_CTX* chain, void* self) {
    auto& ca = *static_cast<PinnedCa*>(self);
    X509* anchor = ca.find(chain);
    if (anchor == nullptr) {
        X509_STORE_CTX_set_error(chain, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
        return 0;
    }
    const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> anchors(
        sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
    sk_X509_push(anchors.get(), anchor);
    X509_STORE_CTX_set0_trusted_stack(chain, anchors.get());
    X509_STORE_CTX_set_time(chain, 0, ca.seconds_for(chain, anchor));
    const int good = X509_verify_cert(chain);
    if (good == 1 && !ca.der_) ca.der_ = der_of(anchor);
    return good;
}

}  // namespace hadir::sync
