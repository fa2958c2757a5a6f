// Sealed photographs at central: taken in, opened by an officer who says why, destroyed with their month's
// key (docs/formats.md 5). Each is a file `photos/2026-11/<sha256>` in the data folder.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "central/decisions.h"
#include "central/devices_repository.h"
#include "central/photo_keys.h"
#include "core/bytes.h"
#include "core/result.h"

namespace hadir::central {

struct PhotoStore {
    std::filesystem::path folder;  // `photos`
    PhotoKeys keys;
};

enum class PhotoTaken : std::uint8_t { stored, known };

// MALFORMED unless some stored record of this terminal names that digest: before the bytes are read.
[[nodiscard]] Result<void> expect_photo(const Database& database, const Device& device, const Hash& sha256);
// After success it survives a power cut. MALFORMED unless the bytes have that digest, a record names it, and
// they are sealed to one of our keys; EXPIRED when that key is destroyed, or who is on it was erased.
[[nodiscard]] Result<PhotoTaken> take_photo(const Database& database, const PhotoStore& store,
                                            const Device& device, const Hash& sha256, ByteView sealed);

// Removes the photographs of people who were erased; one that comes later is refused as destroyed. How many.
[[nodiscard]] Result<std::size_t> forget_photos(const Database& database, const PhotoStore& store);

struct PhotoWish {
    Hash sha256;
    std::string why;
};
// The opening is on record before the photograph is read. USAGE for a reason that is none; NOT_FOUND when no
// record of the scope names it or it has not come; EXPIRED when its month's key is destroyed.
[[nodiscard]] Result<wire::Photo> open_photo(const Database& database, const OwnLedger& own,
                                             const Officer& officer, const PhotoStore& store,
                                             const PhotoWish& wish, const OpdScope& scope);

struct PhotoExpiry {
    std::chrono::year_month before;  // months from here on stay
    std::string why;
};
// Destroys the keys of earlier months and removes what was sealed to them; records and their proofs are not
// touched. What a crash left over goes at the next call. USAGE for a month that is not over. The months.
[[nodiscard]] Result<std::vector<std::string>> expire_photos(const Database& database, const OwnLedger& own,
                                                             const Officer& officer, const PhotoStore& store,
                                                             const PhotoExpiry& expiry, Zone zone);

}  // namespace hadir::central
