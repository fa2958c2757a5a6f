// TLS under the HTTP server, for hadir-central; a target of its own (hadir_httpd_tls), so that the kiosk does
// not link it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "httpd/transport.h"

namespace hadir::httpd {

struct TlsOptions {
    std::string certificate_pem;                 // the server's own first, then what leads to its CA
    std::string key_pem;                         // of the first certificate; not encrypted
    std::optional<std::string> client_ca_pem{};  // set: clients are asked for a certificate of this CA
};

// TLS 1.2 and newer. A client may come without a certificate (enrolment has none yet): Admit sees an empty
// peer_certificate then. One whose certificate is foreign, expired or not for clientAuth does not get through
// the handshake. No session is resumed, so every connection proves its certificate anew.
// usage if a PEM text cannot be used.
[[nodiscard]] Result<std::shared_ptr<TransportMaker>> tls(const TlsOptions& options);

}  // namespace hadir::httpd
