// hadir-central's words about terminals: list them, confirm one as the second officer, revoke.
#pragma once

#include <cstdint>
#include <string>

#include "central/decisions.h"
#include "config/settings.h"
#include "core/result.h"

namespace hadir::apps {

[[nodiscard]] Result<void> device(const config::Settings& settings);
[[nodiscard]] Result<void> revoked(const config::Settings& settings);

// Who decides on the command line, by --by; USAGE.
[[nodiscard]] Result<central::Officer> officer_of(const config::Settings& settings);
// Numbers as an officer types them; USAGE.
[[nodiscard]] Result<std::uint32_t> inc_of(const std::string& text);
[[nodiscard]] Result<std::int64_t> branch_of(const std::string& text);

}  // namespace hadir::apps
