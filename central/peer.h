// Who is at the other end of a terminal's connection (docs/formats.md 5, 8).
#pragma once

#include <optional>
#include <string>

#include "central/database.h"
#include "central/devices_repository.h"
#include "core/bytes.h"
#include "core/result.h"
#include "httpd/request.h"

namespace hadir::central {

// The listener has checked the certificate's chain already.
struct Peer {
    bool certificate = false;
    std::optional<DeviceId> dev{};  // what the certificate's one name says
    Hash fingerprint{};             // of the certificate
};
[[nodiscard]] Peer peer_of(const httpd::RequestHead& head);

// Whom the certificate names; `dev` is what the path says, none where it says nothing. Asked at each request,
// so that a revocation counts from the next one on. NOT_ALLOWED without a certificate, REVOKED; WRONG_DEVICE
// for an unknown terminal, for another's certificate, and for one from before the newest confirmation.
[[nodiscard]] Result<Device> find_peer(const Database& database, const Peer& peer,
                                       const std::optional<DeviceId>& dev);

}  // namespace hadir::central
