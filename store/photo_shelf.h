// Sealed photographs that wait on a terminal, one file each in the folder `photos` beside `ledger.db`.
// hadir-kiosk writes a photograph before the record that names it; hadir-sync removes it once central has it.
//
// Files and not rows of the ledger, because hadir-sync must be able to give them up while it writes no
// ledger, and because a removed file frees the disk at once, for records.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace hadir::store {

// Photographs leave that much of the disk to records.
inline constexpr std::uintmax_t kRoomForRecords = 64u << 20;

// Which record names it: a file whose record has another digest belongs to none.
struct ShelvedPhoto {
    std::uint32_t inc = 1;
    std::uint64_t seq = 1;
    Hash sha256;           // of the sealed bytes
    bool refused = false;  // by central; a person must look
};

// Keeps nothing open; two processes may use one shelf.
class PhotoShelf {
public:
    explicit PhotoShelf(std::filesystem::path folder, std::uintmax_t room = kRoomForRecords)
        : folder_(std::move(folder)), room_(room) {}
    // Where the photographs of that ledger wait.
    [[nodiscard]] static PhotoShelf beside(const std::filesystem::path& ledger) {
        return PhotoShelf(ledger.parent_path() / "photos");
    }

    // After success it survives a power cut. TOO_LARGE while the disk has no room to spare.
    [[nodiscard]] Result<void> put(const ShelvedPhoto& photo, ByteView sealed) const;
    // By incarnation and number of the record; empty when there is no folder yet.
    [[nodiscard]] Result<std::vector<ShelvedPhoto>> all() const;
    [[nodiscard]] Result<Bytes> read(const ShelvedPhoto& photo) const;
    // One that is gone already is removed.
    [[nodiscard]] Result<void> remove(const ShelvedPhoto& photo) const;
    [[nodiscard]] Result<void> mark_refused(const ShelvedPhoto& photo) const;
    [[nodiscard]] Result<void> rename(const ShelvedPhoto& from, const ShelvedPhoto& to) const;

    // Gives up the oldest until records have room again. How many.
    std::size_t make_room() const;

private:
    [[nodiscard]] bool has_room(std::uintmax_t bytes) const;
    [[nodiscard]] std::filesystem::path path_of(const ShelvedPhoto& photo) const;

    std::filesystem::path folder_;
    std::uintmax_t room_;
};

}  // namespace hadir::store
