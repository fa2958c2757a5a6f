#include "central/sqlite_files.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "central/branches_repository.h"
#include "central/devices_repository.h"
#include "central/records_repository.h"

namespace hadir::central {
namespace {

constexpr int kPagesAStep = 256;
constexpr int kBusyTimeoutMs = 10'000;
constexpr int kExportPageRows = 1000;

struct CloseFile {
    void operator()(sqlite3* file) const { sqlite3_close_v2(file); }
};
using File = std::unique_ptr<sqlite3, CloseFile>;
struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

std::unexpected<Error> failed(const std::string& path, sqlite3* file) {
    return fail(ErrorCode::storage, path + ": " + sqlite3_errmsg(file));
}

Result<File> open_file(const std::string& path, int flags) {
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    File file(raw);
    if (opened != SQLITE_OK) return failed(path, file.get());
    sqlite3_busy_timeout(file.get(), kBusyTimeoutMs);
    return file;
}

// A new file, 0600, that nobody else had under this name.
Result<File> new_file(const std::string& path) {
    if (std::filesystem::exists(path)) return fail(ErrorCode::usage, path + " exists; name a new file");
    auto file = open_file(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (file) ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
    return file;
}

Result<std::string> one_value(sqlite3* file, const std::string& path, const char* query) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(file, query, -1, &raw, nullptr) != SQLITE_OK) return failed(path, file);
    const Statement statement(raw);
    if (sqlite3_step(raw) != SQLITE_ROW) return failed(path, file);
    const ByteView text{sqlite3_column_text(raw, 0), static_cast<std::size_t>(sqlite3_column_bytes(raw, 0))};
    return std::string(as_text(text));
}

Result<void> copy_pages(sqlite3* from, sqlite3* to, const std::string& path) {
    sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
    if (backup == nullptr) return failed(path, to);
    int step = SQLITE_OK;
    while (step == SQLITE_OK || step == SQLITE_BUSY || step == SQLITE_LOCKED) {
        step = sqlite3_backup_step(backup, kPagesAStep);
        if (step == SQLITE_BUSY || step == SQLITE_LOCKED) sqlite3_sleep(50);
    }
    if (sqlite3_backup_finish(backup) != SQLITE_OK) return failed(path, to);
    return {};
}

Result<void> check_sound(sqlite3* file, const std::string& path) {
    const auto verdict = one_value(file, path, "PRAGMA integrity_check(1)");
    if (!verdict) return propagate(verdict.error());
    if (*verdict != "ok") return fail(ErrorCode::usage, path + ": damaged: " + *verdict);
    return {};
}

Result<void> check_ours(sqlite3* file, const std::string& path) {
    if (auto sound = check_sound(file, path); !sound) return propagate(sound.error());
    const auto tables = one_value(file, path,
                                  "SELECT COUNT(*) FROM sqlite_master WHERE name IN "
                                  "('devices', 'records', 'signed_files', 'accounts')");
    const auto version = one_value(file, path, "PRAGMA user_version");
    if (!tables || !version) return propagate(tables ? version.error() : tables.error());
    if (*tables != "4") return fail(ErrorCode::usage, path + ": not a backup of hadir-central");
    if (std::stoul(*version) > migrations().size())
        return fail(ErrorCode::usage, path + ": made by a newer hadir-central; use that");
    return {};
}

// One transaction of inserts into a ledger's table.
class LedgerWriter {
public:
    static Result<LedgerWriter> begin(File file, const std::string& path) {
        static constexpr const char* kTable =
            "PRAGMA journal_mode=DELETE; BEGIN;"
            "CREATE TABLE records (inc INTEGER NOT NULL, seq INTEGER NOT NULL, line TEXT, hash BLOB NOT "
            "NULL, "
            "sig BLOB NOT NULL, PRIMARY KEY (inc, seq)) STRICT";
        sqlite3_stmt* raw = nullptr;
        if (sqlite3_exec(file.get(), kTable, nullptr, nullptr, nullptr) != SQLITE_OK ||
            sqlite3_prepare_v2(file.get(),
                               "INSERT INTO records (inc, seq, line, hash, sig) VALUES (?,?,?,?,?)", -1, &raw,
                               nullptr) != SQLITE_OK) {
            return failed(path, file.get());
        }
        return LedgerWriter(std::move(file), Statement(raw), path);
    }
    Result<void> add(const StoredRecord& row) {
        sqlite3_stmt* insert = insert_.get();
        const auto size = [](auto view) { return static_cast<int>(view.size()); };
        sqlite3_bind_int64(insert, 1, row.inc);
        sqlite3_bind_int64(insert, 2, static_cast<sqlite3_int64>(row.seq));
        sqlite3_bind_text(insert, 3, row.line.line.data(), size(row.line.line), SQLITE_STATIC);
        sqlite3_bind_blob(insert, 4, row.hash.bytes.data(), size(row.hash.bytes), SQLITE_STATIC);
        sqlite3_bind_blob(insert, 5, row.line.signature.bytes.data(), size(row.line.signature.bytes),
                          SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE) return failed(path_, file_.get());
        sqlite3_reset(insert);
        return {};
    }
    Result<void> commit() {
        insert_.reset();
        if (sqlite3_exec(file_.get(), "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK)
            return failed(path_, file_.get());
        return {};
    }

private:
    LedgerWriter(File file, Statement insert, std::string path)
        : file_(std::move(file)), insert_(std::move(insert)), path_(std::move(path)) {}

    File file_;
    Statement insert_;
    std::string path_;
};

// Which rows of a ledger belong to one branch of it; an incarnation without such a branch is told from its
// first one.
class BranchFilter {
public:
    BranchFilter(const Database& database, std::int64_t device, std::int64_t branch)
        : database_(database), device_(device), branch_(branch) {}

    bool takes(const StoredRecord& row) {
        auto found = trees_.find(row.inc);
        if (found == trees_.end())
            found = trees_.emplace(row.inc, BranchesRepository(database_).all({device_, row.inc})).first;
        const auto& tree = found->second;
        const bool known = std::ranges::find(tree, branch_, &Branch::branch) != tree.end();
        return leads_to(tree, known ? branch_ : 0, row.branch, row.seq);
    }

private:
    const Database& database_;
    std::int64_t device_;
    std::int64_t branch_;
    std::map<std::uint32_t, std::vector<Branch>> trees_;
};

}  // namespace

Result<void> back_up(const std::string& database, const std::string& to) {
    const auto source = open_file(database, SQLITE_OPEN_READONLY);
    if (!source) return propagate(source.error());
    if (std::filesystem::exists(to)) return fail(ErrorCode::usage, to + " exists; name a new file");
    const std::string unfinished = to + ".part";
    std::filesystem::remove(unfinished);
    {
        const auto target = new_file(unfinished);
        if (!target) return propagate(target.error());
        if (auto copied = copy_pages(source->get(), target->get(), unfinished); !copied)
            return propagate(copied.error());
        // One plain file, without a log beside it.
        if (auto plain = one_value(target->get(), unfinished, "PRAGMA journal_mode=DELETE"); !plain)
            return propagate(plain.error());
        if (auto sound = check_sound(target->get(), unfinished); !sound) return propagate(sound.error());
    }
    std::error_code fault;
    std::filesystem::rename(unfinished, to, fault);
    if (fault) return fail(ErrorCode::storage, to + ": " + fault.message());
    return {};
}

Result<void> restore(const std::string& from, const std::string& database) {
    const auto source = open_file(from, SQLITE_OPEN_READONLY);
    if (!source) return propagate(source.error());
    if (auto ours = check_ours(source->get(), from); !ours) return propagate(ours.error());
    const auto target = open_file(database, SQLITE_OPEN_READWRITE);
    if (!target) return propagate(target.error());
    return copy_pages(source->get(), target->get(), database);
}

Result<void> write_anew(const std::string& database) {
    const auto file = open_file(database, SQLITE_OPEN_READWRITE);
    if (!file) return propagate(file.error());
    if (sqlite3_exec(file->get(), "VACUUM", nullptr, nullptr, nullptr) != SQLITE_OK)
        return failed(database, file->get());
    const auto busy = one_value(file->get(), database, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (!busy) return propagate(busy.error());
    if (*busy != "0")
        return fail(ErrorCode::storage,
                    database + ": others read it for too long to empty its log; try again");
    return {};
}

Result<std::size_t> export_ledger(const Database& database, const DeviceId& dev, const std::string& to,
                                  std::int64_t branch) {
    const auto device = database.read([&]() -> Result<Device> {
        const auto found = DevicesRepository(database).find(dev);
        if (!found) return fail(ErrorCode::not_found, "no terminal " + dev.hex());
        return *found;
    });
    if (!device) return propagate(device.error());
    auto file = new_file(to);
    if (!file) return propagate(file.error());
    auto writer = LedgerWriter::begin(*std::move(file), to);
    if (!writer) return propagate(writer.error());
    BranchFilter filter(database, device->id, branch);
    std::size_t count = 0;
    for (std::int64_t after = 0;;) {
        std::int64_t last = after;
        const auto rows = database.read([&]() -> Result<std::vector<StoredRecord>> {
            auto page = RecordsRepository(database).page(device->id, after, kExportPageRows);
            if (!page.empty()) last = page.back().id;
            std::erase_if(page, [&](const StoredRecord& row) { return !filter.takes(row); });
            return page;
        });
        if (!rows) return propagate(rows.error());
        if (last == after) break;
        for (const StoredRecord& row : *rows) {
            if (auto added = writer->add(row); !added) return propagate(added.error());
        }
        count += rows->size();
        after = last;
    }
    if (auto done = writer->commit(); !done) return propagate(done.error());
    return count;
}

}  // namespace hadir::central
