#include "store/database.h"

#include <sqlite3.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

namespace hadir::store {
namespace {

constexpr int kBusyTimeoutMs = 5000;
// One megabyte of log: with SQLite's usual four it would eat the reserve of a full disk (store/ledger.cpp).
constexpr int kCheckpointPages = 250;
constexpr int kCacheKib =
    512;  // rows are written at the end and read back once: more is never asked for again

int user_version(SQLite::Database& sql) {
    return sql.execAndGet("PRAGMA user_version").getInt();
}

void migrate(SQLite::Database& sql, std::span<const std::string_view> migrations) {
    for (auto version = static_cast<std::size_t>(user_version(sql)); version < migrations.size(); ++version) {
        SQLite::Transaction transaction(sql, SQLite::TransactionBehavior::IMMEDIATE);
        sql.exec(std::string(migrations[version]));
        sql.exec("PRAGMA user_version=" + std::to_string(version + 1));
        transaction.commit();
    }
}

// What SQLite may refuse in silence (a file system without shared memory, say) is looked at, not assumed.
Result<void> set_up_writer(SQLite::Database& sql) {
    // To its end: the pragma says "wal" before its own commit, which may fail and leave the mode as it was.
    sql.exec("PRAGMA journal_mode=WAL");
    if (sql.execAndGet("PRAGMA journal_mode").getString() != "wal") {
        return fail(ErrorCode::storage, "the file system does not let SQLite keep a write-ahead log");
    }
    sql.exec("PRAGMA synchronous=FULL");
    if (sql.execAndGet("PRAGMA synchronous").getInt() != 2) {
        return fail(ErrorCode::storage, "SQLite did not take synchronous=FULL");
    }
    sql.exec("PRAGMA wal_autocheckpoint=" + std::to_string(kCheckpointPages));
    return {};
}

// Moves what stands in the log into the database itself; false when a reader was in the way. A log whose
// flush had failed reads well while the system's cache holds it, and is not on the disk: nothing may be built
// on it.
bool empty_log(SQLite::Database& sql) {
    SQLite::Statement checkpoint(sql, "PRAGMA wal_checkpoint(TRUNCATE)");
    const bool busy = checkpoint.executeStep() && checkpoint.getColumn(0).getInt() != 0;
    while (checkpoint.executeStep()) {
    }
    return !busy;
}

}  // namespace

Error storage_error(const std::exception& thrown, const std::string& doing) {
    const auto* sqlite = dynamic_cast<const SQLite::Exception*>(&thrown);
    const bool full = sqlite != nullptr && sqlite->getErrorCode() == SQLITE_FULL;
    return Error(full ? ErrorCode::too_large : ErrorCode::storage,
                 doing + ": " + thrown.what() + (full ? "; free some space" : ""));
}

bool is_disk_full(const Error& error) {
    return error.code == ErrorCode::too_large;
}

Database::Database(std::unique_ptr<SQLite::Database> sql) : sql_(std::move(sql)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path, Access access,
                                std::span<const std::string_view> migrations, const std::string& vfs) {
    try {
        const bool writes = access == Access::write;
        auto sql = std::make_unique<SQLite::Database>(
            path, writes ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY,
            kBusyTimeoutMs, vfs);
        if (writes && vfs.empty()) ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
        sql->exec("PRAGMA trusted_schema=OFF");
        sql->exec("PRAGMA foreign_keys=ON");
        sql->exec("PRAGMA cache_size=-" + std::to_string(kCacheKib));
        if (writes) {
            if (auto ok = set_up_writer(*sql); !ok) return propagate(ok.error().in(path));
            empty_log(*sql);
            migrate(*sql, migrations);
        }
        const int version = user_version(*sql);
        if (version != static_cast<int>(migrations.size())) {
            // A reader may come while the writer is still making the file.
            const ErrorCode code = version == 0 ? ErrorCode::not_found : ErrorCode::storage;
            return fail(code, path + ": is of schema " + std::to_string(version) + ", this program knows " +
                                  std::to_string(migrations.size()));
        }
        return Database(std::move(sql));
    } catch (const std::exception& thrown) {
        return propagate(storage_error(thrown, path));
    }
}

Result<void> Database::settle() const {
    try {
        if (!empty_log(*sql_)) {
            return fail(ErrorCode::storage, sql_->getFilename() + ": another program reads it for too long");
        }
        // The first write of the new log makes the old one invalid on the disk too.
        sql_->exec("PRAGMA user_version=" + std::to_string(user_version(*sql_)));
        return {};
    } catch (const std::exception& thrown) {
        return propagate(storage_error(thrown, sql_->getFilename()));
    }
}

Result<void> Database::transaction(const std::function<void(SQLite::Database&)>& work) const {
    try {
        SQLite::Transaction transaction(*sql_, SQLite::TransactionBehavior::IMMEDIATE);
        work(*sql_);
        transaction.commit();
        return {};
    } catch (const std::exception& thrown) {
        return propagate(storage_error(thrown, sql_->getFilename()));
    }
}

}  // namespace hadir::store
