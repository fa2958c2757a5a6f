#include "wire/photo.h"

#include <sodium.h>

namespace hadir::wire {
namespace {

constexpr std::string_view kDomain = "hadir-photo-1";
constexpr std::size_t kHeadBytes = 18;              // domain, zero byte, key id
constexpr std::size_t kFactsBytes = 1 + 2 + 1 + 4;  // face, sharpness, brightness, size of the JPEG

static_assert(PhotoKey::kSecretSize == crypto_box_SECRETKEYBYTES);
static_assert(PublicKey::kSize == crypto_box_PUBLICKEYBYTES);

Bytes head_for(const PublicKey& key) {
    Bytes head;
    append_domain(head, kDomain);
    append(head, key_id_of(key.bytes).bytes);
    return head;
}

std::uint32_t number_at(ByteView bytes, std::size_t from, std::size_t count) {
    std::uint32_t value = 0;
    for (const std::uint8_t byte : bytes.subspan(from, count))
        value = value << 8 | byte;
    return value;
}

Result<Photo> parse_photo(ByteView plain) {
    const auto malformed = [] { return fail(ErrorCode::malformed, "what was sealed is no photograph"); };
    if (plain.size() < kFactsBytes || plain[0] > static_cast<std::uint8_t>(FaceSeen::unknown))
        return malformed();
    Photo photo;
    photo.face = static_cast<FaceSeen>(plain[0]);
    photo.sharpness = static_cast<std::uint16_t>(number_at(plain, 1, 2));
    photo.brightness = plain[3];
    const std::size_t bytes = number_at(plain, 4, 4);
    const ByteView rest = plain.subspan(kFactsBytes);
    if (bytes == 0 || bytes > rest.size()) return malformed();
    photo.jpeg.assign(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(bytes));
    return photo;
}

}  // namespace

const char* name_of(FaceSeen face) {
    switch (face) {
        case FaceSeen::no:
            return "no";
        case FaceSeen::yes:
            return "yes";
        case FaceSeen::unknown:
            return "unknown";
    }
    return "unknown";
}

PhotoKey PhotoKey::generate() {
    PhotoKey key;
    crypto_box_keypair(key.public_.bytes.data(), key.secret_.data());
    return key;
}

std::optional<PhotoKey> PhotoKey::from_secret(ByteView secret) {
    if (secret.size() != kSecretSize) return std::nullopt;
    PhotoKey key;
    std::copy(secret.begin(), secret.end(), key.secret_.begin());
    if (crypto_scalarmult_base(key.public_.bytes.data(), key.secret_.data()) != 0) return std::nullopt;
    return key;
}

std::optional<PublicKey> photo_key_at(const KeysFile& keys, UnixMs time) {
    for (const KeyRow& row : keys.rows) {
        if (row.use == "evidence" && row.from <= time && time < row.until) return PublicKey::from(row.pub);
    }
    return std::nullopt;
}

Result<Bytes> seal_photo(const Photo& photo, const PublicKey& key) {
    const std::size_t bare = kHeadBytes + crypto_box_SEALBYTES + kFactsBytes + photo.jpeg.size();
    const std::size_t size = (bare + kSealedPhotoStep - 1) / kSealedPhotoStep * kSealedPhotoStep;
    if (size > kSealedPhotoBytesMax)
        return fail(ErrorCode::too_large, "the photograph is larger than 2 MiB when it is sealed");
    Bytes plain{static_cast<std::uint8_t>(photo.face)};
    append_u16(plain, photo.sharpness);
    plain.push_back(photo.brightness);
    append_u32(plain, static_cast<std::uint32_t>(photo.jpeg.size()));
    append(plain, photo.jpeg);
    plain.resize(size - kHeadBytes - crypto_box_SEALBYTES);
    Bytes file = head_for(key);
    file.resize(size);
    const int sealed =
        crypto_box_seal(file.data() + kHeadBytes, plain.data(), plain.size(), key.bytes.data());
    wipe(plain);
    if (sealed != 0) return fail(ErrorCode::internal, "nothing can be sealed to this evidence key");
    return file;
}

std::optional<KeyId> sealed_to(ByteView file) {
    Bytes domain;
    append_domain(domain, kDomain);
    if (file.empty() || file.size() > kSealedPhotoBytesMax || file.size() % kSealedPhotoStep != 0 ||
        !std::ranges::equal(file.first(domain.size()), domain))
        return std::nullopt;
    return KeyId::from(file.subspan(domain.size(), KeyId::kSize));
}

Result<Photo> open_photo(ByteView file, const PhotoKey& key) {
    if (sealed_to(file) != key_id_of(key.public_key().bytes))
        return fail(ErrorCode::bad_signature, "this is no photograph that was sealed to this key");
    const ByteView box = file.subspan(kHeadBytes);
    Bytes plain(box.size() - crypto_box_SEALBYTES);
    if (crypto_box_seal_open(plain.data(), box.data(), box.size(), key.public_key().bytes.data(),
                             key.secret().data()) != 0)
        return fail(ErrorCode::bad_signature, "the sealed photograph was changed, or another key sealed it");
    auto photo = parse_photo(plain);
    wipe(plain);
    return photo;
}

}  // namespace hadir::wire
