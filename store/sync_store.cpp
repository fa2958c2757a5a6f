#include "store/sync_store.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace hadir::store {

std::span<const std::string_view> sync_migrations();

namespace {

constexpr int kAnchorsKept = 64;

template <class Work>
auto reading(const Database& database, Work work) -> Result<decltype(work(database.sql()))> {
    try {
        return work(database.sql());
    } catch (const std::exception& thrown) {
        return propagate(storage_error(thrown, "sync.db"));
    }
}

std::optional<UnixMs> time_column(const SQLite::Column& column) {
    return column.isNull() ? std::nullopt : parse_at(column.getString());
}

void bind_time(SQLite::Statement& statement, int at, const std::optional<UnixMs>& time) {
    if (time) statement.bind(at, format_at(*time));
}

Hash hash_column(const SQLite::Column& column) {
    const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
    return Hash::from(ByteView(data, static_cast<std::size_t>(column.getBytes()))).value_or(Hash{});
}

void insert_anchor(SQLite::Database& sql, const Anchor& anchor) {
    SQLite::Statement insert(
        sql, "INSERT OR REPLACE INTO anchors (boot, up_ms, server_ms, unc_ms) VALUES (?, ?, ?, ?)");
    insert.bind(1, anchor.boot.hex());
    insert.bind(2, static_cast<std::int64_t>(anchor.up.count()));
    insert.bind(3, anchor.server.value);
    insert.bind(4, static_cast<std::int64_t>(anchor.uncertainty.count()));
    insert.exec();
    SQLite::Statement prune(
        sql,
        "DELETE FROM anchors WHERE rowid NOT IN (SELECT rowid FROM anchors ORDER BY rowid DESC LIMIT ?)");
    prune.bind(1, kAnchorsKept);
    prune.exec();
}

std::optional<HeldCheckpoint> checkpoint_in(SQLite::Statement& select) {
    if (!select.executeStep()) return std::nullopt;
    return HeldCheckpoint{select.getColumn(0).getString(),
                          static_cast<std::uint64_t>(select.getColumn(1).getInt64()),
                          select.getColumn(2).getString()};
}

}  // namespace

Result<SyncStore> SyncStore::open(const std::string& path, Access access, const std::string& vfs) {
    auto database = Database::open(path, access, sync_migrations(), vfs);
    if (!database) return propagate(database.error());
    // What is replaced is overwritten: an older roster may name somebody who was erased.
    const auto overwrites = [](SQLite::Database& sql) {
        return sql.execAndGet("PRAGMA secure_delete=ON").getInt() != 0;
    };
    if (access == Access::write) {
        if (const auto set = reading(*database, overwrites); !set) return propagate(set.error());
    }
    return SyncStore(std::move(*database));
}

Result<std::optional<StoredFile>> SyncStore::file(std::string_view kind) const {
    return reading(database_, [kind](SQLite::Database& sql) -> std::optional<StoredFile> {
        SQLite::Statement select(sql, "SELECT version, bytes, etag FROM files WHERE kind = ?");
        select.bind(1, std::string(kind));
        if (!select.executeStep()) return std::nullopt;
        return StoredFile{select.getColumn(0).getInt64(), select.getColumn(1).getString(),
                          select.getColumn(2).getString()};
    });
}

Result<std::optional<std::int64_t>> SyncStore::file_version(std::string_view kind) const {
    return reading(database_, [kind](SQLite::Database& sql) -> std::optional<std::int64_t> {
        SQLite::Statement select(sql, "SELECT version FROM files WHERE kind = ?");
        select.bind(1, std::string(kind));
        if (!select.executeStep()) return std::nullopt;
        return select.getColumn(0).getInt64();
    });
}

Result<void> SyncStore::put_file(std::string_view kind, const StoredFile& file, UnixMs now) {
    return database_.transaction([&](SQLite::Database& sql) {
        SQLite::Statement insert(
            sql,
            "INSERT OR REPLACE INTO files (kind, version, bytes, etag, received) VALUES (?, ?, ?, ?, ?)");
        insert.bind(1, std::string(kind));
        insert.bind(2, file.version);
        insert.bind(3, file.bytes.data(), static_cast<int>(file.bytes.size()));
        insert.bind(4, file.etag);
        insert.bind(5, format_at(now));
        insert.exec();
    });
}

Result<std::optional<std::int64_t>> SyncStore::only_roster() {
    const auto held = file_version("roster");
    if (!held) return propagate(held.error());
    if (!*held || *held == only_roster_) return *held;
    // Nobody waits for a reader here: the next round asks again.
    const auto wait_for_readers = [this](int span_ms) {
        return reading(database_, [span_ms](SQLite::Database& sql) {
            const int before = sql.execAndGet("PRAGMA busy_timeout").getInt();
            sql.setBusyTimeout(span_ms);
            return before;
        });
    };
    const auto usual = wait_for_readers(0);
    if (!usual) return propagate(usual.error());
    const bool settled = database_.settle().has_value();
    if (const auto back = wait_for_readers(*usual); !back) return propagate(back.error());
    if (!settled) return std::nullopt;
    only_roster_ = *held;
    return *held;
}

Result<std::optional<StoredReceipt>> SyncStore::receipt(std::uint32_t inc) const {
    return reading(database_, [inc](SQLite::Database& sql) -> std::optional<StoredReceipt> {
        SQLite::Statement select(sql, "SELECT acked, head, receipt FROM receipts WHERE inc = ?");
        select.bind(1, inc);
        if (!select.executeStep()) return std::nullopt;
        return StoredReceipt{static_cast<std::uint64_t>(select.getColumn(0).getInt64()),
                             hash_column(select.getColumn(1)), select.getColumn(2).getString()};
    });
}

Result<void> SyncStore::put_receipt(std::uint32_t inc, const StoredReceipt& receipt,
                                    const std::optional<Anchor>& anchor, UnixMs now) {
    return database_.transaction([&](SQLite::Database& sql) {
        SQLite::Statement insert(
            sql,
            "INSERT OR REPLACE INTO receipts (inc, acked, head, receipt, received) VALUES (?, ?, ?, ?, ?)");
        insert.bind(1, inc);
        insert.bind(2, static_cast<std::int64_t>(receipt.acked));
        insert.bind(3, receipt.head.bytes.data(), static_cast<int>(Hash::kSize));
        insert.bind(4, receipt.receipt);
        insert.bind(5, format_at(now));
        insert.exec();
        if (anchor) insert_anchor(sql, *anchor);
    });
}

Result<std::optional<Anchor>> SyncStore::newest_anchor(const BootId& boot) const {
    return reading(database_, [&boot](SQLite::Database& sql) -> std::optional<Anchor> {
        SQLite::Statement select(
            sql, "SELECT up_ms, server_ms, unc_ms FROM anchors WHERE boot = ? ORDER BY up_ms DESC LIMIT 1");
        select.bind(1, boot.hex());
        if (!select.executeStep()) return std::nullopt;
        return Anchor{boot, std::chrono::milliseconds(select.getColumn(0).getInt64()),
                      UnixMs{select.getColumn(1).getInt64()},
                      std::chrono::milliseconds(select.getColumn(2).getInt64())};
    });
}

Result<std::optional<UnixMs>> SyncStore::latest_server_time() const {
    return reading(database_, [](SQLite::Database& sql) -> std::optional<UnixMs> {
        SQLite::Statement select(sql, "SELECT MAX(server_ms - unc_ms) FROM anchors");
        if (!select.executeStep() || select.isColumnNull(0)) return std::nullopt;
        return UnixMs{select.getColumn(0).getInt64()};
    });
}

Result<Contact> SyncStore::contact() const {
    return reading(database_, [](SQLite::Database& sql) {
        SQLite::Statement select(
            sql,
            "SELECT ok_at, tried_at, since, connected, failures, problem, retry_at, night FROM contact "
            "WHERE id = 1");
        Contact contact;
        if (!select.executeStep()) return contact;
        contact.ok_at = time_column(select.getColumn(0));
        contact.tried_at = time_column(select.getColumn(1));
        contact.since = time_column(select.getColumn(2));
        contact.connected = select.getColumn(3).getInt() != 0;
        contact.failures = select.getColumn(4).getInt();
        if (!select.getColumn(5).isNull()) contact.problem = select.getColumn(5).getString();
        contact.retry_at = time_column(select.getColumn(6));
        if (!select.getColumn(7).isNull()) contact.night = parse_day(select.getColumn(7).getString());
        return contact;
    });
}

Result<void> SyncStore::put_contact(const Contact& contact) {
    return database_.transaction([&](SQLite::Database& sql) {
        SQLite::Statement insert(
            sql,
            "INSERT OR REPLACE INTO contact (id, ok_at, tried_at, since, connected, failures, problem, "
            "retry_at, night) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)");
        bind_time(insert, 1, contact.ok_at);
        bind_time(insert, 2, contact.tried_at);
        bind_time(insert, 3, contact.since);
        insert.bind(4, contact.connected ? 1 : 0);
        insert.bind(5, contact.failures);
        if (contact.problem) insert.bind(6, *contact.problem);
        bind_time(insert, 7, contact.retry_at);
        if (contact.night) insert.bind(8, format_day(*contact.night));
        insert.exec();
    });
}

Result<std::optional<HeldCheckpoint>> SyncStore::checkpoint() const {
    return reading(database_, [](SQLite::Database& sql) -> std::optional<HeldCheckpoint> {
        SQLite::Statement select(sql,
                                 "SELECT origin, size, note FROM checkpoints ORDER BY taken DESC LIMIT 1");
        return checkpoint_in(select);
    });
}

Result<std::optional<HeldCheckpoint>> SyncStore::checkpoint_of(const std::string& origin) const {
    return reading(database_, [&origin](SQLite::Database& sql) -> std::optional<HeldCheckpoint> {
        SQLite::Statement select(sql, "SELECT origin, size, note FROM checkpoints WHERE origin = ?");
        select.bind(1, origin);
        return checkpoint_in(select);
    });
}

Result<void> SyncStore::put_checkpoint(const HeldCheckpoint& checkpoint, UnixMs now) {
    return database_.transaction([&](SQLite::Database& sql) {
        SQLite::Statement insert(
            sql,
            "INSERT OR REPLACE INTO checkpoints (origin, size, note, taken, received) VALUES (?, ?, ?, "
            "(SELECT COALESCE(MAX(taken), 0) + 1 FROM checkpoints), ?)");
        insert.bind(1, checkpoint.origin);
        insert.bind(2, static_cast<std::int64_t>(checkpoint.size));
        insert.bind(3, checkpoint.note);
        insert.bind(4, format_at(now));
        insert.exec();
    });
}

Result<std::vector<SyncAlarm>> SyncStore::alarms() const {
    return reading(database_, [](SQLite::Database& sql) {
        SQLite::Statement select(sql, "SELECT code, detail FROM alarms ORDER BY id");
        std::vector<SyncAlarm> alarms;
        while (select.executeStep())
            alarms.push_back({select.getColumn(0).getString(), select.getColumn(1).getString()});
        return alarms;
    });
}

Result<void> SyncStore::raise(const SyncAlarm& alarm, UnixMs now) {
    return database_.transaction([&](SQLite::Database& sql) {
        SQLite::Statement insert(sql, "INSERT OR IGNORE INTO alarms (code, detail, at) VALUES (?, ?, ?)");
        insert.bind(1, alarm.code);
        insert.bind(2, alarm.detail);
        insert.bind(3, format_at(now));
        insert.exec();
    });
}

Result<void> SyncStore::forget() {
    only_roster_.reset();
    return database_.transaction([](SQLite::Database& sql) {
        sql.exec(
            "DELETE FROM files; DELETE FROM receipts; DELETE FROM anchors; DELETE FROM contact; "
            "DELETE FROM checkpoints; DELETE FROM alarms");
    });
}

}  // namespace hadir::store
