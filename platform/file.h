// Small files that must survive a power cut and that nobody else may read: keys, identity, tokens.
// Any thread may call. Failures name the file and what the operating system said.
#pragma once

#include <filesystem>

#include "core/bytes.h"
#include "core/result.h"

namespace hadir::platform {

constexpr unsigned kPrivateMode = 0600;

// Reads at most `bytes_max` bytes. not_found, too_large, or storage. Pipes are read too, to their end.
[[nodiscard]] Result<Bytes> read_file(const std::filesystem::path& path, std::size_t bytes_max);

// `later` is for one of many files: make_durable() on their folder then waits once for all.
enum class Durable : std::uint8_t { now, later };

// After success the file holds exactly `bytes` under `mode`, also after a power cut; after a failure or a
// crash it holds what it held before. The bytes are never readable under a wider mode.
Result<void> write_private_file(const std::filesystem::path& path, ByteView bytes,
                                unsigned mode = kPrivateMode, Durable durable = Durable::now);

// Zeros in the place of every byte, on the disk before this returns: for a secret that is about to go. A disk
// that writes elsewhere by itself may keep the old bytes.
Result<void> overwrite_file(const std::filesystem::path& path);

// Everything written so far on the folder's file system survives a power cut.
Result<void> make_durable(const std::filesystem::path& folder);

// Makes the folder, and those above it, with mode 0700; an existing folder is set to 0700.
Result<void> make_private_folder(const std::filesystem::path& path);

}  // namespace hadir::platform
