#include "store/ledger.h"

#include <fcntl.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <filesystem>

#include "wire/chain.h"

namespace hadir::store {

std::span<const std::string_view> ledger_migrations();

namespace {

// Room for over a thousand records when everything else has filled the disk.
constexpr off_t kReserveBytes = 4'194'304;

Hash hash_column(const SQLite::Column& column) {
    const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
    return Hash::from(ByteView(data, static_cast<std::size_t>(column.getBytes()))).value_or(Hash{});
}

Signature signature_column(const SQLite::Column& column) {
    const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
    return Signature::from(ByteView(data, static_cast<std::size_t>(column.getBytes()))).value_or(Signature{});
}

std::string reserve_path(const std::string& path) {
    return path + ".reserve";
}

template <class Work>
auto reading(const Database& database, const char* doing, Work work)
    -> Result<decltype(work(database.sql()))> {
    try {
        return work(database.sql());
    } catch (const std::exception& thrown) {
        return propagate(storage_error(thrown, std::string("ledger: ") + doing));
    }
}

}  // namespace

Result<Ledger> Ledger::open(const std::string& path, const DeviceId& dev, std::uint32_t inc,
                            const wire::SigningKey& key, Random& random, const std::string& vfs) {
    Ledger ledger(path, vfs, dev, inc, key, random);
    if (auto ok = ledger.reopen(); !ok) return propagate(ok.error());
    ledger.keep_reserve();
    return ledger;
}

Result<void> Ledger::reopen() {
    database_.reset();
    auto database = Database::open(path_, Access::write, ledger_migrations(), vfs_);
    if (!database) {
        // Opening takes room too, and a full disk has more than one way to say so.
        give_up_reserve();
        database = Database::open(path_, Access::write, ledger_migrations(), vfs_);
    }
    if (!database) return propagate(database.error());
    LedgerHead head{0, wire::chain_genesis(dev_, inc_, key_.public_key())};
    std::optional<Signature> signature;
    try {
        SQLite::Statement last(database->sql(),
                               "SELECT seq, hash, sig FROM records WHERE inc = ? ORDER BY seq DESC LIMIT 1");
        last.bind(1, inc_);
        if (last.executeStep()) {
            head = {static_cast<std::uint64_t>(last.getColumn(0).getInt64()), hash_column(last.getColumn(1))};
            signature = signature_column(last.getColumn(2));
        }
    } catch (const std::exception& thrown) {
        return propagate(storage_error(thrown, path_));
    }
    if (signature && !wire::verify_head(key_.public_key(), {dev_, inc_, head.seq}, head.hash, *signature)) {
        return fail(ErrorCode::storage, path_ +
                                            ": the newest record is not signed by this terminal's key; "
                                            "the ledger or the identity folder belongs to another terminal");
    }
    head_ = head;
    database_.emplace(std::move(*database));
    return {};
}

void Ledger::keep_reserve() const {
    const std::string path = reserve_path(path_);
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return;  // the reserve is a help, never a condition
    if (::posix_fallocate(file, 0, kReserveBytes) != 0) give_up_reserve();
    ::close(file);
}

void Ledger::give_up_reserve() const {
    std::error_code ignored;
    std::filesystem::remove(reserve_path(path_), ignored);
}

Result<void> Ledger::write(const wire::SignedLine& row, const LedgerHead& next) {
    return database_->transaction([&](SQLite::Database& sql) {
        SQLite::Statement insert(sql,
                                 "INSERT INTO records (inc, seq, line, hash, sig) VALUES (?, ?, ?, ?, ?)");
        insert.bind(1, inc_);
        insert.bind(2, static_cast<std::int64_t>(next.seq));
        insert.bind(3, row.line);
        insert.bind(4, next.hash.bytes.data(), static_cast<int>(Hash::kSize));
        insert.bind(5, row.signature.bytes.data(), static_cast<int>(Signature::kSize));
        insert.exec();
    });
}

Result<Committed> Ledger::append(const Entry& entry) {
    // After a refusal: a record that was refused may be in the file nevertheless.
    if (!database_) {
        if (auto ok = reopen(); !ok) return fail(ErrorCode::storage, ok.error().message);
    }
    const wire::LineId id{dev_, inc_, head_.seq + 1};
    const auto line = wire::write_line(
        {id, entry.kind, entry.at, entry.boot, entry.up_ms, entry.clock, random_->make<Salt>()}, entry.body);
    if (!line) return propagate(line.error());
    const LedgerHead next{id.seq, wire::chain_next(head_.hash, *line)};
    const wire::SignedLine row{*line, wire::sign_head(key_, id, next.hash)};
    auto written = write(row, next);
    if (!written) {
        if (is_disk_full(written.error())) give_up_reserve();
        // A commit that reported a fault may still have reached the file: that tells, not our memory.
        database_.reset();
        if (auto ok = reopen(); !ok) return fail(ErrorCode::storage, ok.error().message);
        const bool found = head_.seq == next.seq && head_.hash == next.hash;
        written = found ? database_->settle() : write(row, next);
    }
    if (!written) {
        database_.reset();
        return fail(ErrorCode::storage, written.error().message);
    }
    head_ = next;
    return Committed{next.seq, *line};
}

Result<LedgerReader> LedgerReader::open(const std::string& path, const std::string& vfs) {
    auto database = Database::open(path, Access::read, ledger_migrations(), vfs);
    if (!database) return propagate(database.error());
    return LedgerReader(std::move(*database));
}

Result<std::vector<std::uint32_t>> LedgerReader::incarnations() const {
    return reading(database_, "incarnations", [](SQLite::Database& sql) {
        std::vector<std::uint32_t> found;
        SQLite::Statement select(sql, "SELECT DISTINCT inc FROM records ORDER BY inc");
        while (select.executeStep())
            found.push_back(select.getColumn(0).getUInt());
        return found;
    });
}

Result<std::optional<LedgerHead>> LedgerReader::last(std::uint32_t inc) const {
    return reading(database_, "newest record", [inc](SQLite::Database& sql) -> std::optional<LedgerHead> {
        SQLite::Statement select(sql,
                                 "SELECT seq, hash FROM records WHERE inc = ? ORDER BY seq DESC LIMIT 1");
        select.bind(1, inc);
        if (!select.executeStep()) return std::nullopt;
        return LedgerHead{static_cast<std::uint64_t>(select.getColumn(0).getInt64()),
                          hash_column(select.getColumn(1))};
    });
}

Result<std::optional<std::uint64_t>> LedgerReader::first_kept(std::uint32_t inc) const {
    return reading(
        database_, "first kept record", [inc](SQLite::Database& sql) -> std::optional<std::uint64_t> {
            SQLite::Statement select(
                sql, "SELECT seq FROM records WHERE inc = ? AND line IS NOT NULL ORDER BY seq LIMIT 1");
            select.bind(1, inc);
            if (!select.executeStep()) return std::nullopt;
            return static_cast<std::uint64_t>(select.getColumn(0).getInt64());
        });
}

Result<std::optional<Hash>> LedgerReader::hash_at(std::uint32_t inc, std::uint64_t seq) const {
    return reading(database_, "hash", [&](SQLite::Database& sql) -> std::optional<Hash> {
        SQLite::Statement select(sql, "SELECT hash FROM records WHERE inc = ? AND seq = ?");
        select.bind(1, inc);
        select.bind(2, static_cast<std::int64_t>(seq));
        if (!select.executeStep()) return std::nullopt;
        return hash_column(select.getColumn(0));
    });
}

Result<std::optional<Signature>> LedgerReader::anchor(std::uint32_t inc) const {
    return reading(database_, "anchor", [inc](SQLite::Database& sql) -> std::optional<Signature> {
        SQLite::Statement select(
            sql, "SELECT sig FROM records WHERE inc = ? AND line IS NULL ORDER BY seq DESC LIMIT 1");
        select.bind(1, inc);
        if (!select.executeStep()) return std::nullopt;
        return signature_column(select.getColumn(0));
    });
}

Result<std::vector<wire::SignedLine>> LedgerReader::rows(std::uint32_t inc, std::uint64_t from,
                                                         std::size_t count_max) const {
    return reading(database_, "rows", [&](SQLite::Database& sql) {
        std::vector<wire::SignedLine> found;
        SQLite::Statement select(sql,
                                 "SELECT line, sig FROM records WHERE inc = ? AND seq >= ? AND line IS NOT "
                                 "NULL ORDER BY seq LIMIT ?");
        select.bind(1, inc);
        select.bind(2, static_cast<std::int64_t>(from));
        select.bind(3, static_cast<std::int64_t>(count_max));
        while (select.executeStep())
            found.push_back({select.getColumn(0).getString(), signature_column(select.getColumn(1))});
        return found;
    });
}

}  // namespace hadir::store
