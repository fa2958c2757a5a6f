// Private keys for TLS and for the CA: ECDSA over P-256 only.
#pragma once

#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

namespace hadir::pki {

using P256Point = FixedBytes<struct P256PointTag, 65>;  // a public key: 0x04 || x || y

// A private key as unencrypted PKCS#8 PEM, wiped when it goes. Moves, never copies.
class PrivateKey {
public:
    // Takes P-256 in PEM without a passphrase; anything else is malformed. Never asks on the terminal.
    [[nodiscard]] static Result<PrivateKey> from_pem(std::string_view pem);
    [[nodiscard]] static Result<PrivateKey> make();

    ~PrivateKey();
    PrivateKey(PrivateKey&& other) noexcept;
    PrivateKey& operator=(PrivateKey&& other) noexcept;
    PrivateKey(const PrivateKey&) = delete;
    PrivateKey& operator=(const PrivateKey&) = delete;

    [[nodiscard]] const std::string& pem() const { return pem_; }
    [[nodiscard]] const P256Point& point() const { return point_; }

private:
    PrivateKey(std::string pem, P256Point point) : pem_(std::move(pem)), point_(point) {}

    std::string pem_;
    P256Point point_;
};

}  // namespace hadir::pki
