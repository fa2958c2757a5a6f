#include "central/mirror.h"

#include <sqlite3.h>

#include <memory>
#include <vector>

#include "central/decisions.h"
#include "central/devices_repository.h"
#include "central/records_repository.h"
#include "central/terminal_decisions.h"
#include "wire/batch.h"
#include "wire/chain.h"

namespace hadir::central {
namespace {

constexpr int kPageRows = 500;
constexpr int kBusyMs = 10'000;
constexpr const char* kTable =
    "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS records (inc INTEGER NOT NULL, seq INTEGER NOT NULL, line TEXT, hash BLOB "
    "NOT NULL,"
    " sig BLOB NOT NULL, PRIMARY KEY (inc, seq)) STRICT";

using File = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Error failed(const std::string& path, sqlite3* file) {
    return Error(ErrorCode::storage, path + ": the mirror of decisions cannot be written: " +
                                         (file != nullptr ? sqlite3_errmsg(file) : "no memory"));
}

// One transaction: what is not committed is as if it had never been.
class Writer {
public:
    static Result<Writer> begin(const std::string& path) {
        sqlite3* raw = nullptr;
        const int opened =
            sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
        File file(raw, &sqlite3_close);
        if (opened != SQLITE_OK) return propagate(failed(path, raw));
        sqlite3_busy_timeout(raw, kBusyMs);
        if (sqlite3_exec(raw, kTable, nullptr, nullptr, nullptr) != SQLITE_OK)
            return propagate(failed(path, raw));
        return Writer(path, std::move(file));
    }

    // The newest row; seq 0 when there is none.
    Result<StoredHead> head() {
        const Statement select =
            prepared("SELECT seq, hash FROM records ORDER BY inc DESC, seq DESC LIMIT 1");
        if (!select) return propagate(failed(path_, file_.get()));
        const int step = sqlite3_step(select.get());
        if (step == SQLITE_DONE) return StoredHead{};
        if (step != SQLITE_ROW) return propagate(failed(path_, file_.get()));
        const auto* hash = static_cast<const std::uint8_t*>(sqlite3_column_blob(select.get(), 1));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(select.get(), 1));
        return StoredHead{static_cast<std::uint64_t>(sqlite3_column_int64(select.get(), 0)),
                          Hash::from({hash, size}).value_or(Hash{})};
    }

    Result<void> add(const StoredRecord& row) {
        const Statement insert =
            prepared("INSERT INTO records (inc, seq, line, hash, sig) VALUES (?,?,?,?,?)");
        if (!insert) return propagate(failed(path_, file_.get()));
        const auto size = [](auto view) { return static_cast<int>(view.size()); };
        sqlite3_bind_int64(insert.get(), 1, row.inc);
        sqlite3_bind_int64(insert.get(), 2, static_cast<sqlite3_int64>(row.seq));
        sqlite3_bind_text(insert.get(), 3, row.line.line.data(), size(row.line.line), SQLITE_STATIC);
        sqlite3_bind_blob(insert.get(), 4, row.hash.bytes.data(), size(row.hash.bytes), SQLITE_STATIC);
        sqlite3_bind_blob(insert.get(), 5, row.line.signature.bytes.data(), size(row.line.signature.bytes),
                          SQLITE_STATIC);
        if (sqlite3_step(insert.get()) != SQLITE_DONE) return propagate(failed(path_, file_.get()));
        return {};
    }

    Result<void> commit() {
        if (sqlite3_exec(file_.get(), "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK)
            return propagate(failed(path_, file_.get()));
        return {};
    }

    Result<std::vector<wire::SignedLine>> lines(std::uint64_t after) {
        const Statement select =
            prepared("SELECT line, sig FROM records WHERE inc = 1 AND seq > ? ORDER BY seq LIMIT ?");
        if (!select) return propagate(failed(path_, file_.get()));
        sqlite3_bind_int64(select.get(), 1, static_cast<sqlite3_int64>(after));
        sqlite3_bind_int64(select.get(), 2, kPageRows);
        std::vector<wire::SignedLine> rows;
        while (sqlite3_step(select.get()) == SQLITE_ROW) {
            const auto bytes = [&](int column) {
                const auto* data =
                    static_cast<const std::uint8_t*>(sqlite3_column_blob(select.get(), column));
                return ByteView(data, static_cast<std::size_t>(sqlite3_column_bytes(select.get(), column)));
            };
            rows.push_back({std::string(as_text(bytes(0))), Signature::from(bytes(1)).value_or(Signature{})});
        }
        return rows;
    }

private:
    Writer(std::string path, File file) : path_(std::move(path)), file_(std::move(file)) {}
    [[nodiscard]] Statement prepared(const char* sql) const {
        sqlite3_stmt* raw = nullptr;
        sqlite3_prepare_v2(file_.get(), sql, -1, &raw, nullptr);
        return {raw, &sqlite3_finalize};
    }

    std::string path_;
    File file_;
};

// Central's own rows from `seq` on.
Result<std::vector<StoredRecord>> own_rows(const Database& database, const DeviceId& own, std::uint64_t seq) {
    return database.read([&]() -> Result<std::vector<StoredRecord>> {
        const auto device = DevicesRepository(database).find(own);
        if (!device) return std::vector<StoredRecord>{};
        return RecordsRepository(database).from({device->id, kOwnInc}, seq, kPageRows);
    });
}

}  // namespace

Result<void> Mirror::catch_up(const Database& database, const DeviceId& own) const {
    auto writer = Writer::begin(path_);
    if (!writer) return propagate(writer.error());
    auto head = writer->head();
    if (!head) return propagate(head.error());
    if (head->seq > 0) {
        const auto seam = own_rows(database, own, head->seq);
        if (!seam) return propagate(seam.error());
        if (seam->empty() || seam->front().hash != head->hash) {
            return fail(ErrorCode::conflict,
                        path_ +
                            ": holds decisions that this database does not; it was restored from a backup. "
                            "Run hadir-central mirror restore first");
        }
    }
    for (std::uint64_t next = head->seq + 1;;) {
        const auto rows = own_rows(database, own, next);
        if (!rows) return propagate(rows.error());
        if (rows->empty()) break;
        for (const StoredRecord& row : *rows) {
            if (auto added = writer->add(row); !added) return added;
        }
        next = rows->back().seq + 1;
    }
    return writer->commit();
}

Result<std::size_t> Mirror::restore(const Database& database, const wire::SigningKey& ledger_key,
                                    UnixMs now) const {
    auto file = Writer::begin(path_);
    if (!file) return propagate(file.error());
    const DeviceId dev = own_dev(ledger_key);
    return database.transaction([&]() -> Result<std::size_t> {
        RecordsRepository records(database);
        const LedgerPlace ledger{own_device(database, ledger_key, now), kOwnInc};
        StoredHead head = records.head(ledger, 0).value_or(
            StoredHead{0, wire::chain_genesis(dev, kOwnInc, ledger_key.public_key())});
        std::size_t count = 0;
        for (;;) {
            const auto lines = file->lines(head.seq);
            if (!lines) return propagate(lines.error());
            if (lines->empty()) return count;
            const auto hashes =
                wire::check_lines({dev, kOwnInc, head.seq + 1}, head.hash, ledger_key.public_key(), *lines);
            if (!hashes) return propagate(hashes.error().in(path_));
            std::vector<NewRecord> rows;
            for (std::size_t i = 0; i < lines->size(); ++i)
                rows.push_back({0, head.seq + 1 + i, &(*lines)[i], (*hashes)[i], std::nullopt});
            static_cast<void>(records.add(ledger, rows, now));
            for (const wire::SignedLine& line : *lines)
                apply_decision(database, line.line);
            head = {head.seq + lines->size(), hashes->back()};
            count += lines->size();
        }
    });
}

}  // namespace hadir::central
