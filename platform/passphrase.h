// Asks the operator for a passphrase, or takes it from a file so that scripts need no terminal.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/result.h"

namespace hadir::platform {

constexpr std::size_t kPassphraseBytesMax = 1024;
constexpr std::size_t kNewPassphraseBytesMin = 12;

// With a file: its first line. Without: asked on the terminal (/dev/tty) with echo off. Never empty.
// Blocks. The caller wipes the text when done.
[[nodiscard]] Result<std::string> read_passphrase(const std::string& prompt,
                                                  const std::optional<std::filesystem::path>& file);

// For something that is about to be protected: asked twice on a terminal, at least kNewPassphraseBytesMin
// bytes.
[[nodiscard]] Result<std::string> read_new_passphrase(const std::string& prompt,
                                                      const std::optional<std::filesystem::path>& file);

}  // namespace hadir::platform
