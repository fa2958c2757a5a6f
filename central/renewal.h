// A new certificate for a terminal that proves its ledger key (docs/formats.md 6): it needs no certificate to
// ask, so an expired one is no special case.
#pragma once

#include <string_view>

#include "central/database.h"
#include "central/nonces.h"
#include "core/time.h"
#include "httpd/request.h"
#include "httpd/response.h"
#include "pki/authority.h"

namespace hadir::central {

constexpr std::size_t kRenewalBytesMax = 16'384;

[[nodiscard]] httpd::Response handle_renewal(const httpd::Request& request, const Database& database,
                                             const pki::Authority& ca, const Nonces& nonces, UnixMs now);

}  // namespace hadir::central
