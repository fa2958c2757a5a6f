#include "central/renewal.h"

#include "central/certificates_repository.h"
#include "central/devices_repository.h"
#include "central/refusals.h"
#include "pki/certificate.h"
#include "wire/key_change.h"

namespace hadir::central {
namespace {

Result<Bytes> renew(const wire::RenewalRequest& request, const DeviceId& dev, const Database& database,
                    const pki::Authority& ca, const Nonces& nonces, UnixMs now) {
    DevicesRepository devices(database);
    const auto device = devices.find(dev);
    if (!device) return fail(ErrorCode::wrong_device, "the certificate is not that terminal's");
    if (device->revoked) return fail(ErrorCode::revoked, "this terminal is revoked");
    const auto newest = devices.newest_confirmed(device->id);
    if (!newest)
        return fail(ErrorCode::not_allowed, "no second officer has confirmed this terminal's ledger key yet");
    if (!wire::signature_fits(request, {dev, newest->inc}, newest->ledger_key))
        return fail(ErrorCode::bad_signature, "sig is not by the newest confirmed incarnation's ledger key");
    CertificatesRepository certificates(database);
    if (!nonces.is_fresh(request.nonce, now) ||
        !certificates.use_nonce(request.nonce, now, now + -2 * kNonceLife))
        return fail(ErrorCode::expired, "the nonce is unknown, used or old; get a new one");
    auto certificate = pki::issue_terminal(ca, {request.csr}, dev, now);
    if (!certificate) return propagate(certificate.error());
    const auto facts = pki::read_certificate(certificate->der);
    if (!facts) return propagate(facts.error());
    certificates.add(*device, facts->fingerprint);
    devices.set_certificate_until(device->id, facts->not_after);
    return std::move(certificate->der);
}

}  // namespace

httpd::Response handle_renewal(const httpd::Request& request, const Database& database,
                               const pki::Authority& ca, const Nonces& nonces, UnixMs now) {
    const auto refuse = [&](const Error& error) { return httpd::problem(request.id, problem_of(error)); };
    const auto dev = request.captures.empty() ? std::nullopt : DeviceId::parse_hex(request.captures.front());
    if (!dev) return refuse(Error(ErrorCode::not_found, "the path names no terminal"));
    const auto renewal = wire::parse_renewal(request.body);
    if (!renewal) return refuse(renewal.error());
    if (const auto point = pki::check_request({renewal->csr}); !point) return refuse(point.error().in("csr"));
    const auto certificate =
        database.transaction([&] { return renew(*renewal, *dev, database, ca, nonces, now); });
    if (!certificate) return refuse(certificate.error());
    return httpd::json_response(201, wire::write_renewal_answer(*certificate));
}

}  // namespace hadir::central
