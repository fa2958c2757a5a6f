// hadir-central's words about terminals: list them, confirm one as the second officer, revoke.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "central/decisions.h"
#include "config/settings.h"
#include "core/result.h"

namespace hadir::apps {

[[nodiscard]] Result<void> device(const config::Settings& settings);
[[nodiscard]] Result<void> revoked(const config::Settings& settings);

// Runs one decision with all that it takes: --by, the keys, the database, the mirror.
using Deciding =
    std::function<Result<void>(const central::Database&, const central::OwnLedger&, const central::Officer&)>;
[[nodiscard]] Result<void> with_officer(const config::Settings& settings, const Deciding& decide);

// Numbers as an officer types them; USAGE.
[[nodiscard]] Result<std::uint32_t> inc_of(const std::string& text);
[[nodiscard]] Result<std::int64_t> branch_of(const std::string& text);

}  // namespace hadir::apps
