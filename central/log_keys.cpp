#include "central/log_keys.h"

#include "platform/file.h"
#include "wire/checkpoint.h"

namespace hadir::central {
namespace {

constexpr std::chrono::days kKeyLife{3650};  // an epoch ends with a restore, not with a year
constexpr std::size_t kIdBytes = 8;
constexpr std::size_t kTextBytesMax = 256;
constexpr const char* kIdFile = "id";
constexpr const char* kLastNoteFile = "last-note";

Result<Bytes> read_hex(const std::filesystem::path& path) {
    const auto bytes = platform::read_file(path, kTextBytesMax);
    if (!bytes) return propagate(bytes.error());
    std::string_view text = as_text(*bytes);
    if (text.ends_with('\n')) text.remove_suffix(1);
    auto value = from_hex(text);
    if (!value) return fail(ErrorCode::malformed, path.string() + ": not hex; restore it from a backup");
    return *std::move(value);
}

Result<void> write_hex(const std::filesystem::path& path, ByteView bytes) {
    return platform::write_private_file(path, as_bytes(to_hex(bytes) + '\n'));
}

}  // namespace

std::filesystem::path LogKeys::path_of(std::int64_t epoch) const {
    return folder_ / (std::to_string(epoch) + ".key");
}

Result<void> LogKeys::make_key(std::int64_t epoch) {
    const std::string origin = "hadir/" + id_ + '/' + std::to_string(epoch);
    const auto key = wire::SigningKey::generate();
    if (auto ok = write_hex(path_of(epoch), key.seed()); !ok) return ok;
    keys_.push_back({epoch, origin, key});
    return {};
}

Result<LogKeys> LogKeys::make(const std::filesystem::path& keys_folder) {
    const auto folder = keys_folder / "log";
    if (auto ok = platform::make_private_folder(folder); !ok) return propagate(ok.error());
    if (!std::filesystem::exists(folder / kIdFile)) {
        // The hash of a fresh public key: as random as any, and no second source of randomness is needed.
        const Hash id = wire::sha256(wire::SigningKey::generate().public_key().bytes);
        if (auto ok = write_hex(folder / kIdFile, id.view().first(kIdBytes)); !ok)
            return propagate(ok.error());
    }
    const auto id = read_hex(folder / kIdFile);
    if (!id) return propagate(id.error());
    LogKeys keys(folder, to_hex(*id));
    for (std::int64_t epoch = 1; epoch <= 2; ++epoch) {
        if (std::filesystem::exists(keys.path_of(epoch))) continue;
        if (auto ok = keys.make_key(epoch); !ok) return propagate(ok.error());
    }
    return load(keys_folder);
}

Result<LogKeys> LogKeys::load(const std::filesystem::path& keys_folder) {
    const auto folder = keys_folder / "log";
    if (!std::filesystem::exists(folder / kIdFile)) {
        return fail(ErrorCode::not_found,
                    folder.string() + " has no log keys; run hadir-central keys request");
    }
    const auto id = read_hex(folder / kIdFile);
    if (!id) return propagate(id.error());
    LogKeys keys(folder, to_hex(*id));
    for (std::int64_t epoch = 1; std::filesystem::exists(keys.path_of(epoch)); ++epoch) {
        const auto seed = read_hex(keys.path_of(epoch));
        if (!seed) return propagate(seed.error());
        const auto key = wire::SigningKey::from_seed(*seed);
        if (!key) return fail(ErrorCode::malformed, keys.path_of(epoch).string() + ": not 64 hex digits");
        keys.keys_.push_back({epoch, "hadir/" + keys.id_ + '/' + std::to_string(epoch), *key});
    }
    if (keys.keys_.size() < 2) {
        return fail(ErrorCode::malformed,
                    folder.string() + " lacks keys; restore it from a backup, all of it");
    }
    return keys;
}

std::vector<wire::KeyRow> LogKeys::rows(UnixMs now) const {
    std::vector<wire::KeyRow> rows;
    for (const LogKey& log : keys_) {
        const auto& pub = log.key.public_key().bytes;
        rows.push_back({"log", wire::key_id_of(pub), "ed25519", Bytes(pub.begin(), pub.end()), now,
                        now + kKeyLife, log.origin, std::nullopt});
    }
    return rows;
}

Result<void> LogKeys::check_listed(const LogKey& key, const wire::KeysFile& keys) {
    const bool listed = std::any_of(keys.rows.begin(), keys.rows.end(), [&](const wire::KeyRow& row) {
        return row.use == "log" && row.origin == key.origin &&
               std::ranges::equal(row.pub, key.key.public_key().bytes);
    });
    if (listed) return {};
    return fail(ErrorCode::usage, "the keys file does not list the log key of " + key.origin +
                                      "; let the root sign this server's keys-request.json, then import it");
}

Result<void> LogKeys::advance() {
    return make_key(next().epoch + 1);
}

Result<std::optional<std::string>> LogKeys::last_note() const {
    const auto path = folder_ / kLastNoteFile;
    if (!std::filesystem::exists(path)) return std::nullopt;
    const auto bytes = platform::read_file(path, wire::kNoteBytesMax);
    if (!bytes) return propagate(bytes.error());
    return std::string(as_text(*bytes));
}

Result<void> LogKeys::keep_last_note(std::string_view note) const {
    return platform::write_private_file(folder_ / kLastNoteFile, as_bytes(note));
}

}  // namespace hadir::central
