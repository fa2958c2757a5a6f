// The signed files that central has issued: rosters, policy, keys, revoked ledgers. Use inside Database::read
// or
// ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

enum class FileKind : std::uint8_t { roster, policy, keys, revoked };

// Which file: a roster has its terminal, the others have none.
struct FileName {
    FileKind kind = FileKind::policy;
    std::optional<DeviceId> dev;
};

struct IssuedFile {
    std::int64_t version = 0;
    UnixMs issued;
    UnixMs expires;
    std::string content;  // what it was made from, in short: the same again needs no new version
    std::string file;
};

struct NewestVersions {
    std::optional<std::int64_t> roster;
    std::optional<std::int64_t> policy;
    std::optional<std::int64_t> keys;
};

class FilesRepository {
public:
    explicit FilesRepository(const Database& database) : sql_(database.sql()) {}

    std::optional<IssuedFile> newest(const FileName& name);
    void add(const FileName& name, const IssuedFile& file);  // the bytes of older versions go
    void set_content(const FileName& name, std::int64_t version, const std::string& content);
    void forget_bytes(FileKind kind);  // the versions stay; the next one that is asked for is made anew
    NewestVersions versions(const DeviceId& dev);

    // Counts the changes to people and badges.
    std::int64_t people_generation();
    void people_changed();

private:
    std::optional<std::int64_t> newest_version(const FileName& name);
    soci::session& sql_;
};

}  // namespace hadir::central
