#include "central/peer.h"

#include "central/certificates_repository.h"
#include "pki/certificate.h"

namespace hadir::central {

Peer peer_of(const httpd::RequestHead& head) {
    if (head.peer_certificate.empty()) return {};
    const auto dev = pki::terminal_of(head.peer_certificate);
    return {true, dev ? std::optional(*dev) : std::nullopt, pki::fingerprint_of({head.peer_certificate})};
}

Result<Device> find_peer(const Database& database, const Peer& peer, const std::optional<DeviceId>& dev) {
    if (!peer.certificate) return fail(ErrorCode::not_allowed, "a client certificate is needed");
    return database.read([&]() -> Result<Device> {
        const auto device = peer.dev ? DevicesRepository(database).find(*peer.dev) : std::nullopt;
        if (!device || (dev && device->dev != *dev))
            return fail(ErrorCode::wrong_device, "the certificate is not that terminal's");
        if (device->revoked) return fail(ErrorCode::revoked, "this terminal is revoked");
        if (!CertificatesRepository(database).is_good(*device, peer.fingerprint))
            return fail(ErrorCode::wrong_device, "the certificate is not that terminal's");
        return *device;
    });
}

}  // namespace hadir::central
