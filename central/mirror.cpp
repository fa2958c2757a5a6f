#include "central/mirror.h"

#include <sqlite3.h>

#include <memory>
#include <vector>

#include "central/decisions.h"
#include "central/devices_repository.h"
#include "central/erasures_repository.h"
#include "central/own_projection.h"
#include "central/records_repository.h"
#include "central/sides_repository.h"
#include "central/terminal_decisions.h"
#include "wire/batch.h"
#include "wire/chain.h"
#include "wire/line.h"

namespace hadir::central {
namespace {

constexpr int kPageRows = 500;
constexpr int kBusyMs = 10'000;
constexpr const char* kTable =
    "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS records (inc INTEGER NOT NULL, seq INTEGER NOT NULL, line TEXT, hash BLOB "
    "NOT NULL,"
    " sig BLOB NOT NULL, PRIMARY KEY (inc, seq)) STRICT;"
    "CREATE TABLE IF NOT EXISTS sides (inc INTEGER NOT NULL, seq INTEGER NOT NULL, field TEXT NOT NULL,"
    " salt TEXT, value TEXT, PRIMARY KEY (inc, seq, field)) STRICT";

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

    // Erased ones are kept as such.
    Result<void> add_side(std::uint32_t inc, std::uint64_t seq, const StoredSide& stored) {
        const Statement insert =
            prepared("INSERT INTO sides (inc, seq, field, salt, value) VALUES (?,?,?,?,?)");
        if (!insert) return propagate(failed(path_, file_.get()));
        bind_place(insert, inc, seq, stored.field);
        const std::string salt = stored.side ? stored.side->salt.hex() : "";
        if (stored.side) {
            bind_text(insert, 4, salt);
            bind_text(insert, 5, stored.side->value);
        }
        if (sqlite3_step(insert.get()) != SQLITE_DONE) return propagate(failed(path_, file_.get()));
        return {};
    }

    Result<void> erase_side(const ErasedSide& side) {
        const Statement update = prepared(
            "UPDATE sides SET salt = NULL, value = NULL WHERE inc = ? AND seq = ? AND field = ? AND value IS "
            "NOT NULL");
        if (!update) return propagate(failed(path_, file_.get()));
        bind_place(update, side.inc, side.seq, side.field);
        if (sqlite3_step(update.get()) != SQLITE_DONE) return propagate(failed(path_, file_.get()));
        erased_ = erased_ || sqlite3_changes(file_.get()) != 0;
        return {};
    }

    // After an erasure the file is written anew: no gap in a page keeps what it held.
    Result<void> commit() {
        for (const char* step : {"COMMIT", "VACUUM"}) {
            if (sqlite3_exec(file_.get(), step, nullptr, nullptr, nullptr) != SQLITE_OK)
                return propagate(failed(path_, file_.get()));
            if (!erased_) break;
        }
        return {};
    }

    Result<std::vector<StoredSide>> sides(std::uint64_t seq) {
        const Statement select =
            prepared("SELECT field, salt, value FROM sides WHERE inc = 1 AND seq = ? ORDER BY field");
        if (!select) return propagate(failed(path_, file_.get()));
        sqlite3_bind_int64(select.get(), 1, static_cast<sqlite3_int64>(seq));
        std::vector<StoredSide> found;
        while (sqlite3_step(select.get()) == SQLITE_ROW) {
            StoredSide stored{column_text(select, 0), std::nullopt};
            if (const auto salt = Salt::parse_hex(column_text(select, 1)))
                stored.side = wire::Side{stored.field, *salt, column_text(select, 2)};
            found.push_back(std::move(stored));
        }
        return found;
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

    static void bind_text(const Statement& statement, int at, const std::string& text) {
        sqlite3_bind_text(statement.get(), at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    static void bind_place(const Statement& statement, std::uint32_t inc, std::uint64_t seq,
                           const std::string& field) {
        sqlite3_bind_int64(statement.get(), 1, inc);
        sqlite3_bind_int64(statement.get(), 2, static_cast<sqlite3_int64>(seq));
        bind_text(statement, 3, field);
    }
    static std::string column_text(const Statement& statement, int column) {
        const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement.get(), column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), column));
        return std::string(as_text({data, size}));
    }

    std::string path_;
    File file_;
    bool erased_ = false;
};

// A row of central's own ledger, with what stands beside it.
struct OwnRow {
    StoredRecord record;
    std::vector<StoredSide> sides;
};

// Central's own rows from `seq` on.
Result<std::vector<OwnRow>> own_rows(const Database& database, const DeviceId& own, std::uint64_t seq) {
    return database.read([&]() -> Result<std::vector<OwnRow>> {
        std::vector<OwnRow> rows;
        const auto device = DevicesRepository(database).find(own);
        if (!device) return rows;
        for (StoredRecord& record : RecordsRepository(database).from({device->id, kOwnInc}, seq, kPageRows)) {
            auto sides = SidesRepository(database).of_record(record.id);
            rows.push_back({std::move(record), std::move(sides)});
        }
        return rows;
    });
}

Result<void> add_rows(Writer& writer, const std::vector<OwnRow>& rows) {
    for (const OwnRow& row : rows) {
        if (auto added = writer.add(row.record); !added) return added;
        for (const StoredSide& side : row.sides) {
            if (auto added = writer.add_side(row.record.inc, row.record.seq, side); !added) return added;
        }
    }
    return {};
}

Result<void> erase_sides(Writer& writer, const Database& database, const DeviceId& own) {
    const auto erased = database.read([&]() -> Result<std::vector<ErasedSide>> {
        const auto device = DevicesRepository(database).find(own);
        return device ? SidesRepository(database).erased_of(device->id) : std::vector<ErasedSide>{};
    });
    if (!erased) return propagate(erased.error());
    for (const ErasedSide& side : *erased) {
        if (auto done = writer.erase_side(side); !done) return done;
    }
    return {};
}

// What stands beside a decision that was brought back. CONFLICT when its line holds another digest.
Result<void> bring_back_sides(const Database& database, std::int64_t record, std::string_view text,
                              const std::vector<StoredSide>& sides) {
    const auto line = wire::parse_line(text);
    if (!line) return {};
    for (const StoredSide& stored : sides) {
        const auto whose = owner_of(stored.field, *line);
        if (!stored.side || (whose && ErasuresRepository(database).holds(*whose))) {
            SidesRepository(database).add_erased({record, stored.field}, whose);
            continue;
        }
        if (wire::side_digest_in(line->body, stored.field) != wire::digest_of(*stored.side))
            return fail(ErrorCode::conflict, "what stands beside a decision was changed");
        SidesRepository(database).add(record, *stored.side, whose);
    }
    return {};
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
        if (seam->empty() || seam->front().record.hash != head->hash) {
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
        if (auto added = add_rows(*writer, *rows); !added) return added;
        next = rows->back().record.seq + 1;
    }
    if (auto erased = erase_sides(*writer, database, own); !erased) return erased;
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
            const auto ids = records.add(ledger, rows, now);
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const auto sides = file->sides(rows[i].seq);
                if (!sides) return propagate(sides.error());
                const std::string& line = rows[i].line->line;
                if (auto back = bring_back_sides(database, ids[i], line, *sides); !back)
                    return propagate(back.error().in(path_));
                apply_decision(database, line);
                take_back(database, ids[i], line, now);
            }
            head = {head.seq + lines->size(), hashes->back()};
            count += lines->size();
        }
    });
}

}  // namespace hadir::central
