#include "apps/verify_ledger.h"

#include <sqlite3.h>

#include <filesystem>
#include <memory>

#include "wire/line.h"

namespace hadir::apps {
namespace {

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

constexpr const char* kSelect = "SELECT inc, seq, line, hash, sig FROM records ORDER BY inc, seq";

// SQLite takes what lacks of the last page as zeros; a record there would look changed instead of lost.
bool ends_within_a_page(sqlite3* database, const std::string& path) {
    sqlite3_stmt* prepared = nullptr;
    sqlite3_prepare_v2(database, "PRAGMA page_size", -1, &prepared, nullptr);
    const Statement statement(prepared);
    if (sqlite3_step(prepared) != SQLITE_ROW) return true;
    std::error_code code;
    const auto page_bytes = static_cast<std::uintmax_t>(sqlite3_column_int64(prepared, 0));
    return std::filesystem::file_size(path, code) % page_bytes != 0;
}

// A copy on a read-only medium has no shared memory for its log; without a log it can be read as it is.
Result<std::pair<Connection, Statement>> open(const std::string& path) {
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code))
        return fail(ErrorCode::not_found, path + ": no such file");
    const bool has_log =
        std::filesystem::exists(path + "-wal", code) && std::filesystem::file_size(path + "-wal", code) > 0;
    std::string why;
    for (const bool immutable : {false, true}) {
        if (immutable && has_log) break;
        std::string uri = "file:";
        for (const char c : path)
            uri += c == '?' ? "%3f" : c == '#' ? "%23" : c == '%' ? "%25" : std::string(1, c);
        sqlite3* raw = nullptr;
        const int opened = sqlite3_open_v2((uri + (immutable ? "?immutable=1" : "")).c_str(), &raw,
                                           SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
        Connection connection(raw);
        sqlite3_stmt* prepared = nullptr;
        if (opened == SQLITE_OK &&
            sqlite3_exec(raw, "PRAGMA trusted_schema=OFF", nullptr, nullptr, nullptr) == SQLITE_OK &&
            sqlite3_prepare_v2(raw, kSelect, -1, &prepared, nullptr) == SQLITE_OK) {
            Statement select(prepared);
            if (!has_log && ends_within_a_page(raw, path))
                return fail(ErrorCode::malformed, path + ": is cut short; get a whole copy of the ledger");
            return std::pair(std::move(connection), std::move(select));
        }
        why = raw != nullptr ? sqlite3_errmsg(raw) : "no memory";
    }
    return fail(ErrorCode::malformed, path + ": is no ledger that can be read: " + why);
}

template <class Fixed>
std::optional<Fixed> blob(sqlite3_stmt* statement, int column) {
    if (sqlite3_column_type(statement, column) != SQLITE_BLOB) return std::nullopt;
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, column));
    return Fixed::from(ByteView(data, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))));
}

// 0 for a number that no line can say: cut to fit, it might equal a good one.
std::uint64_t number(sqlite3_stmt* statement, int column, std::int64_t max) {
    const std::int64_t value = sqlite3_column_int64(statement, column);
    return value >= 1 && value <= max ? static_cast<std::uint64_t>(value) : 0;
}

wire::LedgerRow row_of(sqlite3_stmt* statement) {
    wire::LedgerRow row;
    row.inc = static_cast<std::uint32_t>(number(statement, 0, wire::kIncMax));
    row.seq = number(statement, 1, wire::kSeqMax);
    if (sqlite3_column_type(statement, 2) != SQLITE_NULL) {
        row.line = as_text(ByteView(static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, 2)),
                                    static_cast<std::size_t>(sqlite3_column_bytes(statement, 2))));
    }
    row.hash = blob<Hash>(statement, 3);
    row.signature = blob<Signature>(statement, 4);
    return row;
}

}  // namespace

Result<LedgerVerdict> verify_ledger(const std::string& path, const wire::TrustedKeys& keys,
                                    const std::vector<wire::Receipt>& receipts) {
    const auto opened = open(path);
    if (!opened) return propagate(opened.error());
    sqlite3_stmt* statement = opened->second.get();
    LedgerVerdict verdict;
    wire::LedgerCheck check(keys, receipts);
    int step = sqlite3_step(statement);
    for (; step == SQLITE_ROW && !verdict.fault; step = sqlite3_step(statement)) {
        const wire::LedgerRow row = row_of(statement);
        if (const auto fault = check.check(row))
            verdict.fault =
                "inc " + std::to_string(row.inc) + " seq " + std::to_string(row.seq) + ": " + *fault;
    }
    if (!verdict.fault && step != SQLITE_DONE)
        return fail(ErrorCode::malformed, path + ": " + sqlite3_errmsg(opened->first.get()));
    if (!verdict.fault) verdict.fault = check.check_end();
    verdict.records = check.records();
    verdict.pruned = check.is_pruned();
    verdict.dev = check.dev();
    return verdict;
}

}  // namespace hadir::apps
