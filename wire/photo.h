// A photograph as evidence of a check-in, sealed to BKD's key of the month: whoever seals it cannot open it
// again (docs/formats.md 5). Bytes only.
#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/crypto.h"
#include "wire/keys_file.h"

namespace hadir::wire {

inline constexpr std::size_t kSealedPhotoBytesMax = 2'097'152;
inline constexpr std::size_t kSealedPhotoStep = 16'384;  // sizes are multiples: they tell little of a picture

enum class FaceSeen : std::uint8_t { no, yes, unknown };  // unknown: nothing was there to look with
[[nodiscard]] const char* name_of(FaceSeen face);

struct Photo {
    FaceSeen face = FaceSeen::unknown;
    std::uint16_t sharpness = 0;  // variance of the Laplacian, at most 65535
    std::uint8_t brightness = 0;  // mean of the gray picture
    Bytes jpeg;
};

// An X25519 pair. The secret half is wiped when the object dies.
class PhotoKey {
public:
    static constexpr std::size_t kSecretSize = 32;

    [[nodiscard]] static PhotoKey generate();
    [[nodiscard]] static std::optional<PhotoKey> from_secret(ByteView secret);
    PhotoKey(const PhotoKey&) = default;
    PhotoKey& operator=(const PhotoKey&) = default;
    ~PhotoKey() { wipe(secret_); }

    [[nodiscard]] const PublicKey& public_key() const { return public_; }
    [[nodiscard]] ByteView secret() const { return secret_; }

private:
    PhotoKey() = default;
    PublicKey public_;
    std::array<std::uint8_t, kSecretSize> secret_{};
};

// The `evidence` key of that moment; nothing when the file lists none.
[[nodiscard]] std::optional<PublicKey> photo_key_at(const KeysFile& keys, UnixMs time);

// TOO_LARGE past kSealedPhotoBytesMax; INTERNAL for a key to which nothing can be sealed.
[[nodiscard]] Result<Bytes> seal_photo(const Photo& photo, const PublicKey& key);
// Which key it was sealed to; nothing when it is no sealed photograph.
[[nodiscard]] std::optional<KeyId> sealed_to(ByteView file);
// BAD_SIGNATURE when another key sealed it or a byte was changed, MALFORMED when what was sealed is no
// photograph.
[[nodiscard]] Result<Photo> open_photo(ByteView file, const PhotoKey& key);

}  // namespace hadir::wire
