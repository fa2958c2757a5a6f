#include "pki/key.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "pki/key_openssl.h"
#include "pki/openssl.h"

namespace hadir::pki {
namespace {

constexpr std::size_t kPemBytesMax = 4096;

int no_passphrase(char*, int, int, void*) {
    return -1;  // without it OpenSSL asks on the terminal
}

// A std::string keeps the bytes of a short text inside itself, so a move must be followed by a wipe too.
void wipe(std::string& text) {
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

Result<std::string> to_pem(evp_pkey_st* key) {
    auto bio = wiping_bio();
    if (!bio) return propagate(bio.error());
    if (PEM_write_bio_PKCS8PrivateKey(bio->get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return fail_openssl(ErrorCode::internal, "the private key cannot be written as PEM");
    }
    return text_of(bio->get());
}

}  // namespace

Result<P256Point> point_of(evp_pkey_st* key) {
    const auto refuse = [](const char* why) {
        return fail_openssl(ErrorCode::malformed, std::string("the key is not a P-256 key: ") + why);
    };
    if (key == nullptr || EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) return refuse("another kind of key");
    std::array<char, 32> group{};
    if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size(),
                                       nullptr) != 1 ||
        std::string_view(group.data()) != SN_X9_62_prime256v1) {
        return refuse("another curve");
    }
    int explicit_parameters = 0;
    EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &explicit_parameters);
    if (explicit_parameters != 0) return refuse("its curve is spelled out instead of named");
    P256Point point;
    std::size_t size = 0;
    if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point.bytes.data(), point.bytes.size(),
                                        &size) != 1 ||
        size != P256Point::kSize || point.bytes[0] != 4) {
        return refuse("its point is not uncompressed");
    }
    return point;
}

Result<KeyPtr> open_key(std::string_view pem) {
    if (pem.size() > kPemBytesMax) {
        return fail(ErrorCode::too_large,
                    "the private key file is larger than " + std::to_string(kPemBytesMax) + " bytes");
    }
    const BioPtr bio = read_only_bio(pem);
    KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
    if (!key) return fail_openssl(ErrorCode::malformed, "no private key without a passphrase in this PEM");
    return key;
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
    const auto key = open_key(pem);
    if (!key) return propagate(key.error());
    const auto point = point_of(key->get());
    if (!point) return propagate(point.error());
    auto text = to_pem(key->get());
    if (!text) return propagate(text.error());
    return PrivateKey(std::move(*text), *point);
}

Result<PrivateKey> PrivateKey::make() {
    const KeyPtr key(EVP_EC_gen("P-256"));
    if (!key) return fail_openssl(ErrorCode::internal, "no P-256 key could be made");
    const auto point = point_of(key.get());
    if (!point) return propagate(point.error());
    auto text = to_pem(key.get());
    if (!text) return propagate(text.error());
    return PrivateKey(std::move(*text), *point);
}

PrivateKey::~PrivateKey() {
    wipe(pem_);
}

PrivateKey::PrivateKey(PrivateKey&& other) noexcept : pem_(std::move(other.pem_)), point_(other.point_) {
    wipe(other.pem_);
}

PrivateKey& PrivateKey::operator=(PrivateKey&& other) noexcept {
    if (this != &other) {
        wipe(pem_);
        pem_ = std::move(other.pem_);
        point_ = other.point_;
        wipe(other.pem_);
    }
    return *this;
}

}  // namespace hadir::pki
