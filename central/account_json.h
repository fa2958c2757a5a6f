// The JSON about accounts and sessions that the web API speaks (docs/api.md, docs/openapi.json). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "central/accounts_repository.h"
#include "pki/totp.h"

namespace hadir::central {

[[nodiscard]] std::string session_json(const Session& session);
// The same object with the codes that are shown this once.
[[nodiscard]] std::string with_recovery(std::string session, const std::vector<std::string>& codes);
[[nodiscard]] std::string factor_json(const pki::TotpSecret& secret, const std::string& account);
[[nodiscard]] std::string own_sessions_json(const std::vector<OwnSession>& sessions, const Hash& current);
[[nodiscard]] std::string staff_json(const std::vector<StaffRow>& rows);
[[nodiscard]] std::string staff_changed_json(const StaffRow& row, const std::optional<std::string>& password);
}  // namespace hadir::central
