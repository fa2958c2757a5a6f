#include "central/database.h"

#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

namespace hadir::central {
namespace {

constexpr int kBusyTimeoutS = 10;
constexpr int kSynchronousFull = 2;

// SQLite would make the file as wide as the umask lets it. A file that is there is not opened: closing it
// again would give up the locks of this process's other connections, and whichever process closes its own
// next would take the write-ahead log away from under them.
void make_private(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) ::close(file);
}

// SOCI runs one statement a call, so a migration is cut at the semicolons that end a line.
void run_script(soci::session& sql, std::string_view script) {
    while (!script.empty()) {
        const std::size_t end = script.find(";\n");
        sql << std::string(script.substr(0, end));
        if (end == std::string_view::npos) return;
        script.remove_prefix(end + 2);
        if (script.find_first_not_of(" \n") == std::string_view::npos) return;
    }
}

Result<void> migrate(soci::session& sql) {
    sql << "BEGIN IMMEDIATE";
    int version = 0;
    sql << "PRAGMA user_version", soci::into(version);
    const auto scripts = migrations();
    if (version > static_cast<int>(scripts.size())) {
        sql << "ROLLBACK";
        return fail(ErrorCode::storage, "the database is of version " + std::to_string(version) +
                                            ", newer than this program; use a newer hadir-central");
    }
    for (auto next = static_cast<std::size_t>(version); next < scripts.size(); ++next)
        run_script(sql, scripts[next]);
    sql << "PRAGMA user_version=" + std::to_string(scripts.size());
    sql << "COMMIT";
    return {};
}

// What SQLite may refuse in silence (a file system without shared memory, say) is looked at, not assumed.
Result<void> set_up(soci::session& sql) {
    std::string mode;
    sql << "PRAGMA journal_mode=WAL", soci::into(mode);
    if (mode != "wal") return fail(ErrorCode::storage, "SQLite cannot keep a write-ahead log here");
    sql << "PRAGMA synchronous=FULL";
    int synchronous = 0;
    sql << "PRAGMA synchronous", soci::into(synchronous);
    if (synchronous != kSynchronousFull)
        return fail(ErrorCode::storage, "SQLite did not take synchronous=FULL");
    sql << "PRAGMA foreign_keys=ON";
    sql << "PRAGMA trusted_schema=OFF";
    int secure = 0;
    sql << "PRAGMA secure_delete=ON", soci::into(secure);  // what is deleted is overwritten
    return migrate(sql);
}

void roll_back(soci::session& sql) noexcept {
    try {
        sql << "ROLLBACK";
    } catch (const std::exception&) {
        // SQLite has rolled back by itself already.
    }
}

}  // namespace

Database::Database(std::unique_ptr<soci::session> sql) : sql_(std::move(sql)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path, const std::string& vfs) {
    if (path.find('"') != std::string::npos)
        return fail(ErrorCode::usage, path + ": a database's path must not hold a quotation mark");
    try {
        if (vfs.empty()) make_private(path);
        std::string parameters = "dbname=\"" + path + "\" timeout=" + std::to_string(kBusyTimeoutS);
        if (!vfs.empty()) parameters += " vfs=" + vfs;
        Database database(std::make_unique<soci::session>(soci::sqlite3, parameters));
        if (auto ready = set_up(database.sql()); !ready) return propagate(ready.error().in(path));
        return database;
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::storage, path + ": " + thrown.what());
    }
}

Result<void> Database::run_erased(Writing writing, const std::function<bool()>& work) const {
    bool begun = false;
    try {
        *sql_ << (writing == Writing::yes ? "BEGIN IMMEDIATE" : "BEGIN");
        begun = true;
        *sql_ << (work() ? "COMMIT" : "ROLLBACK");
        return {};
    } catch (const std::exception& thrown) {
        if (begun) roll_back(*sql_);
        return fail(ErrorCode::storage, std::string("central's database: ") + thrown.what());
    }
}

}  // namespace hadir::central
