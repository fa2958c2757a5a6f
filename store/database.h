// One SQLite file, opened as everything that must survive a power cut needs it.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace hadir::store {

enum class Access : std::uint8_t {
    write,  // creates the file, 0600; WAL, synchronous=FULL
    read,   // the file must be there; its writer may be at work
};

// Not shared between threads. `vfs` names an SQLite VFS, empty for the system's own.
class Database {
public:
    // STORAGE when the file cannot be opened, is not ours, is newer than this program, or its pragmas do not
    // hold; NOT_FOUND for one that is read while its writer has not made its tables yet.
    [[nodiscard]] static Result<Database> open(const std::string& path, Access access,
                                               std::span<const std::string_view> migrations,
                                               const std::string& vfs = {});
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    [[nodiscard]] SQLite::Database& sql() const { return *sql_; }

    // Runs `work` in one transaction (BEGIN IMMEDIATE) and commits; anything thrown rolls back and becomes
    // STORAGE.
    [[nodiscard]] Result<void> transaction(const std::function<void(SQLite::Database&)>& work) const;

    // When this returns a value, all that can be read here is on the disk, whatever flush had failed before.
    [[nodiscard]] Result<void> settle() const;

private:
    explicit Database(std::unique_ptr<SQLite::Database> sql);
    std::unique_ptr<SQLite::Database> sql_;
};

// STORAGE, or TOO_LARGE when the disk is full: what SQLiteCpp threw, with what was being done.
[[nodiscard]] Error storage_error(const std::exception& thrown, const std::string& doing);
[[nodiscard]] bool is_disk_full(const Error& error);

}  // namespace hadir::store
