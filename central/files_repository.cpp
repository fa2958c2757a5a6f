#include "central/files_repository.h"

#include <soci/soci.h>

#include "wire/crypto.h"

namespace hadir::central {
namespace {

std::string kind_text(FileKind kind) {
    switch (kind) {
        case FileKind::roster:
            return "roster";
        case FileKind::policy:
            return "policy";
        case FileKind::keys:
            return "keys";
        case FileKind::revoked:
            return "revoked";
    }
    return "";
}

std::string dev_text(const FileName& name) {
    return name.dev ? name.dev->hex() : "";
}

}  // namespace

std::optional<IssuedFile> FilesRepository::newest(const FileName& name) {
    const std::string kind = kind_text(name.kind);
    const std::string dev = dev_text(name);
    IssuedFile file;
    long long version = 0, issued = 0, expires = 0;
    soci::blob bytes(sql_);
    sql_ << "SELECT version, issued_ms, expires_ms, content, file FROM signed_files "
            "WHERE kind = :kind AND dev = :dev ORDER BY version DESC LIMIT 1",
        soci::use(kind), soci::use(dev), soci::into(version), soci::into(issued), soci::into(expires),
        soci::into(file.content), soci::into(bytes);
    if (!sql_.got_data()) return std::nullopt;
    file.version = version;
    file.issued = {issued};
    file.expires = {expires};
    file.file.resize(bytes.get_len());
    bytes.read(0, file.file.data(), file.file.size());
    return file;
}

void FilesRepository::add(const FileName& name, const IssuedFile& file) {
    const std::string kind = kind_text(name.kind);
    const std::string dev = dev_text(name);
    sql_ << "UPDATE signed_files SET file = NULL WHERE kind = :kind AND dev = :dev", soci::use(kind),
        soci::use(dev);
    const long long version = file.version;
    const long long issued = file.issued.value;
    const long long expires = file.expires.value;
    const std::string sha256 = wire::sha256(as_bytes(file.file)).hex();
    soci::blob bytes(sql_);
    bytes.write(0, file.file.data(), file.file.size());
    sql_ << "INSERT INTO signed_files (kind, dev, version, issued_ms, expires_ms, content, sha256, file) "
            "VALUES (:kind, :dev, :version, :issued, :expires, :content, :sha256, :file)",
        soci::use(kind), soci::use(dev), soci::use(version), soci::use(issued), soci::use(expires),
        soci::use(file.content), soci::use(sha256), soci::use(bytes);
}

void FilesRepository::set_content(const FileName& name, std::int64_t version, const std::string& content) {
    const std::string kind = kind_text(name.kind);
    const std::string dev = dev_text(name);
    const long long number = version;
    sql_ << "UPDATE signed_files SET content = :content WHERE kind = :kind AND dev = :dev AND version = "
            ":version",
        soci::use(content), soci::use(kind), soci::use(dev), soci::use(number);
}

std::optional<std::int64_t> FilesRepository::newest_version(const FileName& name) {
    const std::string kind = kind_text(name.kind);
    const std::string dev = dev_text(name);
    long long version = 0;
    sql_ << "SELECT COALESCE(MAX(version), 0) FROM signed_files WHERE kind = :kind AND dev = :dev",
        soci::use(kind), soci::use(dev), soci::into(version);
    return version != 0 ? std::optional<std::int64_t>(version) : std::nullopt;
}

void FilesRepository::forget_bytes(FileKind kind) {
    const std::string text = kind_text(kind);
    sql_
        << "UPDATE signed_files SET content = '', file = CASE WHEN file IS NULL THEN NULL ELSE x'' END WHERE "
           "kind = :kind",
        soci::use(text);
}

NewestVersions FilesRepository::versions(const DeviceId& dev) {
    return {newest_version({FileKind::roster, dev}), newest_version({FileKind::policy, std::nullopt}),
            newest_version({FileKind::keys, std::nullopt})};
}

std::int64_t FilesRepository::people_generation() {
    long long value = 0;
    sql_ << "SELECT value FROM generations WHERE name = 'people'", soci::into(value);
    return value;
}

void FilesRepository::people_changed() {
    sql_ << "UPDATE generations SET value = value + 1 WHERE name = 'people'";
}

}  // namespace hadir::central
