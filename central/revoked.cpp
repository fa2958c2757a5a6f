#include "central/revoked.h"

#include "central/devices_repository.h"
#include "central/files_repository.h"
#include "wire/revoked.h"

namespace hadir::central {
namespace {

// What is revoked does not come back; a verifier should still ask for a newer list now and then.
constexpr std::chrono::days kRevokedFileLife{366};

}  // namespace

Result<std::string> make_revoked_file(const Database& database, const wire::SigningKey& key, UnixMs now) {
    return database.transaction([&]() -> Result<std::string> {
        FilesRepository files(database);
        const FileName name{FileKind::revoked, std::nullopt};
        const auto held = files.newest(name);
        const std::int64_t version = wire::next_version(held ? held->version : 0, now);
        wire::FileHead head{"", std::nullopt, version, now, now + kRevokedFileLife};
        const std::string text =
            wire::write_revoked_file(head, DevicesRepository(database).revoked_ledgers(), key);
        files.add(name, {version, now, head.expires, wire::sha256(as_bytes(text)).hex(), text});
        return text;
    });
}

}  // namespace hadir::central
