#include "wire/pin.h"

#include <sodium.h>

#include "wire/encodings.h"

namespace hadir::wire {
namespace {

constexpr std::string_view kCheckDomain = "hadir-pin-1";
constexpr std::string_view kSealDomain = "hadir-sealed-pin-1";
constexpr std::size_t kHeadBytes = 19 + KeyId::kSize;  // domain, zero byte, key id
constexpr std::size_t kPlainBytes = DeviceId::kSize + PersonId::kSize + 8 + kPinDigits;
constexpr std::size_t kSealedBytes = kHeadBytes + crypto_box_SEALBYTES + kPlainBytes;
constexpr int kBitsDropped = 2;  // of the first byte: six stay

bool is_digits(std::string_view text, std::size_t count) {
    return text.size() == count && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Result<PinUse> parse_use(ByteView plain) {
    PinUse use;
    use.dev = *DeviceId::from(plain.first(DeviceId::kSize));
    plain = plain.subspan(DeviceId::kSize);
    use.person = *PersonId::from(plain.first(PersonId::kSize));
    plain = plain.subspan(PersonId::kSize);
    std::uint64_t at = 0;
    for (const std::uint8_t byte : plain.first(8))
        at = at << 8 | byte;
    use.at = UnixMs{static_cast<std::int64_t>(at)};
    use.pin = as_text(plain.subspan(8));
    if (!is_pin(use.pin)) return fail(ErrorCode::malformed, "what was sealed is no PIN");
    return use;
}

std::optional<Bytes> sealed_bytes(std::string_view value) {
    auto sealed = from_base64(value);
    Bytes domain;
    append_domain(domain, kSealDomain);
    if (!sealed || sealed->size() != kSealedBytes ||
        !std::ranges::equal(ByteView(*sealed).first(domain.size()), domain))
        return std::nullopt;
    return sealed;
}

}  // namespace

bool is_pin(std::string_view text) {
    return is_digits(text, kPinDigits);
}

bool is_easy_pin(std::string_view pin) {
    if (!is_pin(pin)) return false;
    const int step = pin[1] - pin[0];
    if (step < -1 || step > 1) return false;
    for (std::size_t i = 1; i < pin.size(); ++i) {
        if (pin[i] - pin[i - 1] != step) return false;
    }
    return true;
}

bool is_presence_number(std::string_view text) {
    return is_digits(text, kNumberDigits);
}

std::uint8_t pin_bits(const Salt& salt, std::string_view pin) {
    Bytes domain;
    append_domain(domain, kCheckDomain);
    return static_cast<std::uint8_t>(sha256({domain, salt.bytes, as_bytes(pin)}).bytes[0] >> kBitsDropped);
}

PinCheck make_pin_check(Random& random, std::string_view pin) {
    const auto salt = random.make<Salt>();
    return {salt, pin_bits(salt, pin)};
}

std::optional<PublicKey> pin_key_at(const KeysFile& keys, UnixMs time) {
    if (auto month = photo_key_at(keys, time)) return month;
    const KeyRow* last = nullptr;
    for (const KeyRow& row : keys.rows) {
        if (row.use == "evidence" && (last == nullptr || last->until < row.until)) last = &row;
    }
    return last == nullptr ? std::nullopt : PublicKey::from(last->pub);
}

Result<std::string> seal_pin(const PinUse& use, const PublicKey& key) {
    if (!is_pin(use.pin)) return fail(ErrorCode::malformed, "a PIN has six digits");
    Bytes plain;
    plain.reserve(kPlainBytes);  // no copy stays behind
    append(plain, use.dev.bytes);
    append(plain, use.person.bytes);
    append_u64(plain, static_cast<std::uint64_t>(use.at.value));
    append(plain, use.pin);
    Bytes sealed;
    append_domain(sealed, kSealDomain);
    append(sealed, key_id_of(key.bytes).bytes);
    sealed.resize(kSealedBytes);
    const int done =
        crypto_box_seal(sealed.data() + kHeadBytes, plain.data(), plain.size(), key.bytes.data());
    wipe(plain);
    if (done != 0) return fail(ErrorCode::internal, "nothing can be sealed to this evidence key");
    return to_base64(sealed);
}

std::optional<KeyId> pin_sealed_to(std::string_view value) {
    const auto sealed = sealed_bytes(value);
    if (!sealed) return std::nullopt;
    return KeyId::from(ByteView(*sealed).subspan(kHeadBytes - KeyId::kSize, KeyId::kSize));
}

Result<PinUse> open_pin(std::string_view value, const PhotoKey& key) {
    const auto sealed = sealed_bytes(value);
    if (!sealed || pin_sealed_to(value) != key_id_of(key.public_key().bytes))
        return fail(ErrorCode::bad_signature, "this is no PIN that was sealed to this key");
    Bytes plain(kPlainBytes);
    if (crypto_box_seal_open(plain.data(), sealed->data() + kHeadBytes, kSealedBytes - kHeadBytes,
                             key.public_key().bytes.data(), key.secret().data()) != 0)
        return fail(ErrorCode::bad_signature, "the sealed PIN was changed, or another key sealed it");
    auto use = parse_use(plain);
    wipe(plain);
    return use;
}

}  // namespace hadir::wire
