#include "central/log_repository.h"

#include <soci/soci.h>

namespace hadir::central {
namespace {

constexpr const char* kCheckpointColumns = "SELECT epoch, size, note, signed_ms FROM log_checkpoints ";

std::string text_in(soci::blob& blob) {
    std::string text(blob.get_len(), '\0');
    blob.read(0, text.data(), text.size());
    return text;
}

// One row of kEpochColumns.
struct EpochRow {
    long long epoch = 0, halted = 0;
    std::string origin, key, halted_by;

    [[nodiscard]] LogEpoch value() const {
        return {epoch, origin, PublicKey::parse_hex(key).value_or(PublicKey{}),
                halted != 0 ? std::optional(UnixMs{halted}) : std::nullopt, halted_by};
    }
};

struct CheckpointRow {
    long long epoch = 0, size = 0, signed_at = 0;
    std::string note;

    [[nodiscard]] SignedCheckpoint value() const {
        return {epoch, static_cast<std::uint64_t>(size), note, {signed_at}};
    }
};

}  // namespace

std::uint64_t LogRepository::size() {
    long long next = 0;
    sql_ << "SELECT COALESCE(MAX(position) + 1, 0) FROM log_leaves", soci::into(next);
    return static_cast<std::uint64_t>(next);
}

std::optional<Hash> LogRepository::node(const wire::TreeNode& node) {
    const auto level = static_cast<long long>(node.level);
    const auto position = static_cast<long long>(node.index);
    soci::blob hash(sql_);
    sql_ << "SELECT hash FROM log_nodes WHERE level = :level AND position = :position", soci::use(level),
        soci::use(position), soci::into(hash);
    if (!sql_.got_data()) return std::nullopt;
    return Hash::from(as_bytes(text_in(hash)));
}

void LogRepository::add_node(const wire::TreeNode& node, const Hash& hash) {
    const auto level = static_cast<long long>(node.level);
    const auto position = static_cast<long long>(node.index);
    soci::blob bytes(sql_);
    bytes.write(0, reinterpret_cast<const char*>(hash.bytes.data()), Hash::kSize);
    sql_ << "INSERT INTO log_nodes (level, position, hash) VALUES (:level, :position, :hash)",
        soci::use(level), soci::use(position), soci::use(bytes);
}

void LogRepository::add_leaf(const Leaf& leaf) {
    const auto position = static_cast<long long>(leaf.position);
    const long long record = leaf.record;
    sql_ << "INSERT INTO log_leaves (position, record, code) VALUES (:position, :record, :code)",
        soci::use(position), soci::use(record), soci::use(leaf.code);
}

std::vector<Unlogged> LogRepository::unlogged(int limit) {
    long long record = 0;
    soci::blob line(sql_);
    soci::statement statement =
        (sql_.prepare << "SELECT id, line FROM records WHERE id > (SELECT COALESCE(MAX(record), 0) FROM "
                         "log_leaves) ORDER BY id LIMIT :limit",
         soci::use(limit), soci::into(record), soci::into(line));
    statement.execute();
    std::vector<Unlogged> rows;
    while (statement.fetch())
        rows.push_back({record, text_in(line)});
    return rows;
}

std::optional<Leaf> LogRepository::leaf_of_code(const std::string& code) {
    Leaf leaf;
    leaf.code = code;
    long long position = 0, record = 0;
    sql_ << "SELECT position, record FROM log_leaves WHERE code = :code ORDER BY position LIMIT 1",
        soci::use(code), soci::into(position), soci::into(record);
    if (!sql_.got_data()) return std::nullopt;
    leaf.position = static_cast<std::uint64_t>(position);
    leaf.record = record;
    return leaf;
}

std::optional<Leaf> LogRepository::leaf_of_record(std::int64_t record) {
    Leaf leaf;
    leaf.record = record;
    const long long id = record;
    long long position = 0;
    sql_ << "SELECT position, code FROM log_leaves WHERE record = :record", soci::use(id),
        soci::into(position), soci::into(leaf.code);
    if (!sql_.got_data()) return std::nullopt;
    leaf.position = static_cast<std::uint64_t>(position);
    return leaf;
}

std::optional<LogEpoch> LogRepository::epoch() {
    EpochRow row;
    sql_ << "SELECT epoch, origin, log_key, COALESCE(halted_ms, 0), COALESCE(halted_by, '') "
            "FROM log_epochs ORDER BY epoch DESC LIMIT 1",
        soci::into(row.epoch), soci::into(row.origin), soci::into(row.key), soci::into(row.halted),
        soci::into(row.halted_by);
    return sql_.got_data() ? std::optional(row.value()) : std::nullopt;
}

void LogRepository::open_epoch(const LogEpoch& epoch, UnixMs now) {
    const long long number = epoch.epoch;
    const long long at = now.value;
    const std::string key = epoch.key.hex();
    sql_ << "INSERT INTO log_epochs (epoch, origin, log_key, opened_ms) VALUES (:epoch, :origin, :key, :at)",
        soci::use(number), soci::use(epoch.origin), soci::use(key), soci::use(at);
}

void LogRepository::halt(std::int64_t epoch, const std::string& why, UnixMs now) {
    const long long number = epoch;
    const long long at = now.value;
    sql_ << "UPDATE log_epochs SET halted_ms = :at, halted_by = :why WHERE epoch = :epoch AND halted_ms IS "
            "NULL",
        soci::use(at), soci::use(why), soci::use(number);
}

std::optional<SignedCheckpoint> LogRepository::newest_checkpoint(std::int64_t epoch) {
    const long long number = epoch;
    CheckpointRow row;
    sql_ << std::string(kCheckpointColumns) + "WHERE epoch = :epoch ORDER BY size DESC LIMIT 1",
        soci::use(number), soci::into(row.epoch), soci::into(row.size), soci::into(row.note),
        soci::into(row.signed_at);
    return sql_.got_data() ? std::optional(row.value()) : std::nullopt;
}

std::optional<SignedCheckpoint> LogRepository::checkpoint_over(std::uint64_t position) {
    const auto place = static_cast<long long>(position);
    CheckpointRow row;
    sql_ << std::string(kCheckpointColumns) + "WHERE size > :position ORDER BY epoch DESC, size DESC LIMIT 1",
        soci::use(place), soci::into(row.epoch), soci::into(row.size), soci::into(row.note),
        soci::into(row.signed_at);
    return sql_.got_data() ? std::optional(row.value()) : std::nullopt;
}

void LogRepository::add_checkpoint(const SignedCheckpoint& checkpoint) {
    const long long epoch = checkpoint.epoch;
    const auto size = static_cast<long long>(checkpoint.size);
    const long long at = checkpoint.signed_at.value;
    sql_ << "INSERT INTO log_checkpoints (epoch, size, note, signed_ms) VALUES (:epoch, :size, :note, :at)",
        soci::use(epoch), soci::use(size), soci::use(checkpoint.note), soci::use(at);
}

}  // namespace hadir::central
