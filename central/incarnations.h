// How a terminal whose past was copied goes on under a new ledger key (docs/formats.md 5, Incarnation).
#pragma once

#include "central/database.h"
#include "central/decisions.h"
#include "central/devices_repository.h"
#include "central/nonces.h"
#include "core/time.h"
#include "httpd/request.h"
#include "httpd/response.h"

namespace hadir::central {

constexpr std::size_t kIncarnationBytesMax = 4096;
constexpr int kUnconfirmedMax = 8;                  // a device
constexpr std::chrono::hours kUnconfirmedRetry{1};  // officers must look first

// `device` is whom the certificate names. What is opened is a record in central's own ledger. Every claimant
// gets a number of its own; the same key again the same.
[[nodiscard]] httpd::Response handle_incarnation(const httpd::Request& request, const Database& database,
                                                 const OwnLedger& own, const Device& device,
                                                 const Nonces& nonces);

}  // namespace hadir::central
