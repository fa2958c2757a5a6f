// Side data that waits on a terminal, one file a value in the folder `sides` beside `ledger.db`, for the
// reasons of store/photo_shelf.h. hadir-kiosk writes it before the record that holds its digest; hadir-sync
// removes it once central has it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "wire/side.h"

namespace hadir::store {

struct ShelvedSide {
    std::uint32_t inc = 1;
    std::uint64_t seq = 1;  // of its record
    std::string field;
    bool refused = false;  // by central; a person must look
    bool operator==(const ShelvedSide&) const = default;
};

// Keeps nothing open; two processes may use one shelf.
class SideShelf {
public:
    explicit SideShelf(std::filesystem::path folder) : folder_(std::move(folder)) {}
    // Where the side data of that ledger waits.
    [[nodiscard]] static SideShelf beside(const std::filesystem::path& ledger) {
        return SideShelf(ledger.parent_path() / "sides");
    }

    // After success it survives a power cut.
    [[nodiscard]] Result<void> put(const wire::SideLine& line) const;
    // By incarnation and number of the record; empty when there is no folder yet.
    [[nodiscard]] Result<std::vector<ShelvedSide>> all() const;
    [[nodiscard]] Result<wire::SideLine> read(const ShelvedSide& side) const;
    // One that is gone already is removed.
    [[nodiscard]] Result<void> remove(const ShelvedSide& side) const;
    [[nodiscard]] Result<void> mark_refused(const ShelvedSide& side) const;

private:
    [[nodiscard]] std::filesystem::path path_of(const ShelvedSide& side) const;

    std::filesystem::path folder_;
};

}  // namespace hadir::store
