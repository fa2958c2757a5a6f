// Inside pki/ only: a PrivateKey as OpenSSL's object.
#pragma once

#include <string_view>

#include "pki/key.h"
#include "pki/openssl.h"

namespace hadir::pki {

// malformed unless the key is on P-256, its curve named and its point uncompressed: what TLS 1.3 peers take.
[[nodiscard]] Result<P256Point> point_of(evp_pkey_st* key);
[[nodiscard]] Result<KeyPtr> open_key(std::string_view pem);

}  // namespace hadir::pki
