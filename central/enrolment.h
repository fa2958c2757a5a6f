// How a terminal becomes one of ours (docs/formats.md 6). No thread, no socket.
#pragma once

#include <string_view>

#include "central/database.h"
#include "central/decisions.h"
#include "central/devices_repository.h"
#include "core/clock.h"
#include "httpd/request.h"
#include "httpd/response.h"
#include "pki/authority.h"
#include "wire/enrolment.h"

namespace hadir::central {

constexpr std::chrono::hours kEnrolCodeLife{24};
constexpr std::chrono::hours kEnrolAnswerLife{24};  // the same request gets the same answer for so long
constexpr int kEnrolWrongMax = 5;
constexpr std::size_t kEnrolBytesMax = 16'384;

// A new code for a place, and which officer makes it: another one confirms the terminal. NOT_FOUND while no
// keys file was imported: a terminal could not be answered.
[[nodiscard]] Result<wire::EnrolCode> make_enrol_code(const Database& database, Random& random,
                                                      const Place& place, UnixMs now,
                                                      const std::optional<PersonId>& officer = std::nullopt);

// The mac comes before everything else; a fault after it does not use the code up. The terminal is
// unconfirmed until a second officer agrees. What is enrolled is a record in central's own ledger.
[[nodiscard]] httpd::Response handle_enrolment(const httpd::Request& request, const Database& database,
                                               const OwnLedger& own, const pki::Authority& ca);

}  // namespace hadir::central
