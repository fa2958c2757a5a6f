#include "central/certificates_repository.h"

#include <soci/soci.h>

namespace hadir::central {

void CertificatesRepository::add(const Device& device, const Hash& fingerprint) {
    const std::string sha256 = fingerprint.hex();
    const long long id = device.id;
    const long long generation = device.certificate_generation;
    sql_ << "INSERT INTO certificates (sha256, device, generation) VALUES (:sha256, :device, :generation)",
        soci::use(sha256), soci::use(id), soci::use(generation);
}

bool CertificatesRepository::is_good(const Device& device, const Hash& fingerprint) {
    const std::string sha256 = fingerprint.hex();
    const long long id = device.id;
    long long generation = 0;
    sql_ << "SELECT COALESCE(MAX(generation), 0) FROM certificates WHERE sha256 = :sha256 AND device = "
            ":device",
        soci::use(sha256), soci::use(id), soci::into(generation);
    return generation == device.certificate_generation;
}

bool CertificatesRepository::use_nonce(const Nonce& nonce, UnixMs now, UnixMs forget) {
    const std::string text = nonce.hex();
    const long long at = now.value;
    const long long before = forget.value;
    sql_ << "DELETE FROM used_nonces WHERE at_ms < :before", soci::use(before);
    soci::statement insert = (sql_.prepare << "INSERT INTO used_nonces (nonce, at_ms) VALUES (:nonce, :at) "
                                              "ON CONFLICT (nonce) DO NOTHING",
                              soci::use(text), soci::use(at));
    insert.execute(true);
    return insert.get_affected_rows() == 1;
}

}  // namespace hadir::central
