#include "central/documents_repository.h"

#include <soci/soci.h>

namespace hadir::central {

void DocumentsRepository::add(const Hash& document, const PersonId& uploader, UnixMs now) {
    const std::string digest = document.hex(), by = uploader.hex();
    const long long at = now.value;
    sql_ << "INSERT INTO waiting_documents (sha256, uploader, stored_ms) VALUES (:sha256, :uploader, :at) "
            "ON CONFLICT (sha256, uploader) DO UPDATE SET stored_ms = excluded.stored_ms",
        soci::use(digest), soci::use(by), soci::use(at);
}

std::int64_t DocumentsRepository::count(const PersonId& uploader) {
    const std::string by = uploader.hex();
    long long count = 0;
    sql_ << "SELECT COUNT(*) FROM waiting_documents WHERE uploader = :uploader", soci::use(by),
        soci::into(count);
    return count;
}

bool DocumentsRepository::remove(const Hash& document, const PersonId& uploader) {
    const std::string digest = document.hex(), by = uploader.hex();
    soci::statement gone =
        (sql_.prepare << "DELETE FROM waiting_documents WHERE sha256 = :sha256 AND uploader = :uploader",
         soci::use(digest), soci::use(by));
    gone.execute(true);
    return gone.get_affected_rows() > 0;
}

bool DocumentsRepository::waits(const Hash& document) {
    const std::string digest = document.hex();
    long long count = 0;
    sql_ << "SELECT COUNT(*) FROM waiting_documents WHERE sha256 = :sha256", soci::use(digest),
        soci::into(count);
    return count > 0;
}

std::vector<Hash> DocumentsRepository::take_older(UnixMs before) {
    const long long at = before.value;
    std::string digest;
    soci::statement statement =
        (sql_.prepare << "SELECT DISTINCT sha256 FROM waiting_documents WHERE stored_ms < :at", soci::use(at),
         soci::into(digest));
    statement.execute();
    std::vector<Hash> found;
    while (statement.fetch()) {
        if (const auto document = Hash::parse_hex(digest)) found.push_back(*document);
    }
    sql_ << "DELETE FROM waiting_documents WHERE stored_ms < :at", soci::use(at);
    return found;
}

}  // namespace hadir::central
