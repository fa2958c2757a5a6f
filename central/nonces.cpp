#include "central/nonces.h"

#include "wire/crypto.h"

namespace hadir::central {
namespace {

// u32 seconds || 4 random bytes || 8 bytes of MAC over both.
constexpr std::size_t kTimeBytes = 4;
constexpr std::size_t kPlainBytes = 8;

}  // namespace

Nonce Nonces::sealed(Nonce nonce) const {
    const Hash mac = wire::hmac_sha256(key_.bytes, ByteView(nonce.bytes).first(kPlainBytes));
    std::copy_n(mac.bytes.begin(), Nonce::kSize - kPlainBytes, nonce.bytes.begin() + kPlainBytes);
    return nonce;
}

Nonce Nonces::make(UnixMs now) {
    Bytes time;
    append_u32(time, static_cast<std::uint32_t>(now.value / 1000));
    Nonce nonce;
    std::copy(time.begin(), time.end(), nonce.bytes.begin());
    random_.fill(std::span(nonce.bytes).subspan(kTimeBytes, kPlainBytes - kTimeBytes));
    return sealed(nonce);
}

bool Nonces::is_fresh(const Nonce& nonce, UnixMs now) const {
    if (!wire::equal_in_constant_time(sealed(nonce).bytes, nonce.bytes)) return false;
    std::uint32_t seconds = 0;
    for (std::size_t i = 0; i < kTimeBytes; ++i)
        seconds = seconds << 8U | nonce.bytes[i];
    const UnixMs made{static_cast<std::int64_t>(seconds) * 1000};
    return made <= now && now - made < kNonceLife + std::chrono::seconds(1);
}

}  // namespace hadir::central
