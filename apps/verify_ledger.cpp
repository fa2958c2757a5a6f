#include "apps/verify_ledger.h"

#include <sqlite3.h>

#include <filesystem>
#include <memory>

#include "wire/chain.h"

namespace hadir::apps {
namespace {

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

constexpr const char* kSelect = "SELECT inc, seq, line, hash, sig FROM records ORDER BY inc, seq";

struct Row {
    std::uint32_t inc = 0;
    std::uint64_t seq = 0;
    std::optional<std::string_view> line;  // valid until the next step
    std::optional<Hash> hash;
    std::optional<Signature> signature;
};

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

Row row_of(sqlite3_stmt* statement) {
    Row row;
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

// Follows the chain row by row; `check` says what is wrong with the next one.
class ChainCheck {
public:
    ChainCheck(const TrustedKeys& keys, LedgerVerdict& verdict) : keys_(keys), verdict_(verdict) {}

    std::optional<std::string> check(const Row& row) {
        if (!row.hash || !row.signature) return "hash or signature has another length";
        if (!row.line) return anchor(row);
        const auto id = wire::read_line_id(*row.line);
        if (!id) return "the line cannot be read: " + id.error().message;
        if (!dev_) dev_ = verdict_.dev = id->dev;
        if (keys_.dev && id->dev != *keys_.dev)
            return "the line is of another terminal than the device statement";
        if (*id != wire::LineId{*dev_, row.inc, row.seq})
            return "dev, inc or seq of the line is not what its row says";
        const PublicKey* key = key_of(row.inc);
        if (key == nullptr) return "no key was given for inc " + std::to_string(row.inc);
        if (row.inc != inc_) {
            if (row.seq != 1) return "the records before it are missing";
            head_ = wire::chain_genesis(*dev_, row.inc, *key);
        } else if (row.seq != seq_ + 1) {
            return "the records before it are missing (the one before has seq " + std::to_string(seq_) + ")";
        }
        head_ = wire::chain_next(head_, *row.line);
        if (head_ != *row.hash) return "the line does not fit its hash";
        if (!wire::verify_head(*key, {*dev_, row.inc, row.seq}, head_, *row.signature))
            return "the signature does not fit";
        inc_ = row.inc;
        seq_ = row.seq;
        ++verdict_.records;
        return std::nullopt;
    }

    // An anchor can be verified only once the next line has told the terminal's id.
    std::optional<std::string> check_anchors() const {
        for (const Row& row : anchors_) {
            const PublicKey* key = key_of(row.inc);
            if (key == nullptr) return "no key was given for inc " + std::to_string(row.inc);
            const auto dev = keys_.dev ? keys_.dev : dev_;
            if (!dev || !wire::verify_head(*key, {*dev, row.inc, row.seq}, *row.hash, *row.signature)) {
                return "inc " + std::to_string(row.inc) + " seq " + std::to_string(row.seq) +
                       ": the anchor's signature does not fit";
            }
        }
        return std::nullopt;
    }

private:
    std::optional<std::string> anchor(const Row& row) {
        if (row.inc == inc_) return "a pruned row behind kept ones";
        anchors_.push_back(row);
        inc_ = row.inc;
        seq_ = row.seq;
        head_ = *row.hash;
        ++verdict_.anchors;
        return std::nullopt;
    }
    const PublicKey* key_of(std::uint32_t inc) const {
        const auto found = keys_.by_inc.find(inc);
        return found == keys_.by_inc.end() ? nullptr : &found->second;
    }

    const TrustedKeys& keys_;
    LedgerVerdict& verdict_;
    std::optional<DeviceId> dev_;
    std::uint32_t inc_ = 0;
    std::uint64_t seq_ = 0;
    Hash head_;
    std::vector<Row> anchors_;
};

}  // namespace

Result<LedgerVerdict> verify_ledger(const std::string& path, const TrustedKeys& keys) {
    const auto opened = open(path);
    if (!opened) return propagate(opened.error());
    sqlite3_stmt* statement = opened->second.get();
    LedgerVerdict verdict;
    ChainCheck chain(keys, verdict);
    int step = sqlite3_step(statement);
    for (; step == SQLITE_ROW; step = sqlite3_step(statement)) {
        const Row row = row_of(statement);
        if (const auto fault = chain.check(row)) {
            verdict.fault =
                "inc " + std::to_string(row.inc) + " seq " + std::to_string(row.seq) + ": " + *fault;
            return verdict;
        }
    }
    if (step != SQLITE_DONE)
        return fail(ErrorCode::malformed, path + ": " + sqlite3_errmsg(opened->first.get()));
    verdict.fault = chain.check_anchors();
    return verdict;
}

}  // namespace hadir::apps
