// `ledger.db`: the terminal's records, each signed when it is written (docs/formats.md 2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "store/database.h"
#include "wire/batch.h"
#include "wire/crypto.h"
#include "wire/line.h"

namespace hadir::store {

struct LedgerHead {
    std::uint64_t seq = 0;  // 0: no record yet
    Hash hash;              // h_seq; h_0 when there is none
};

// What is to be recorded; the ledger adds who, which number, and the salt.
struct Entry {
    std::string kind;
    UnixMs at;
    BootId boot;
    std::int64_t up_ms = 0;
    wire::ClockReading clock;
    std::string body;  // JSON object
};

struct Committed {
    std::uint64_t seq = 0;
    std::string line;
};

// The one writer. Not shared between threads.
class Ledger {
public:
    // Checks that the newest row was signed by this key: a folder that got another terminal's ledger is
    // refused.
    [[nodiscard]] static Result<Ledger> open(const std::string& path, const DeviceId& dev, std::uint32_t inc,
                                             const wire::SigningKey& key, Random& random,
                                             const std::string& vfs = {});

    // One transaction: when this returns a value, the record is on the disk. On a fault the file is reopened
    // and the write tried once more; then STORAGE. A full disk is answered by giving up the reserve file
    // first.
    [[nodiscard]] Result<Committed> append(const Entry& entry);
    [[nodiscard]] const LedgerHead& head() const { return head_; }
    [[nodiscard]] std::uint32_t inc() const { return inc_; }

private:
    Ledger(std::string path, std::string vfs, const DeviceId& dev, std::uint32_t inc,
           const wire::SigningKey& key, Random& random)
        : path_(std::move(path)), vfs_(std::move(vfs)), dev_(dev), inc_(inc), key_(key), random_(&random) {}
    Result<void> reopen();
    Result<void> write(const wire::SignedLine& row, const LedgerHead& next);
    void keep_reserve() const;
    void give_up_reserve() const;

    std::string path_;
    std::string vfs_;
    DeviceId dev_;
    std::uint32_t inc_;
    wire::SigningKey key_;
    Random* random_;
    std::optional<Database> database_;
    LedgerHead head_;
};

// Reads a ledger while its writer works. Each call is a read of its own: nothing stays open across the
// network.
class LedgerReader {
public:
    [[nodiscard]] static Result<LedgerReader> open(const std::string& path, const std::string& vfs = {});

    [[nodiscard]] Result<std::vector<std::uint32_t>> incarnations() const;
    [[nodiscard]] Result<std::optional<LedgerHead>> last(std::uint32_t inc) const;
    [[nodiscard]] Result<std::optional<std::uint64_t>> first_kept(
        std::uint32_t inc) const;  // smallest seq that has its line
    [[nodiscard]] Result<std::optional<Hash>> hash_at(std::uint32_t inc, std::uint64_t seq) const;
    // Of the row after which everything is kept: it proves what was pruned before it. None when nothing was.
    [[nodiscard]] Result<std::optional<Signature>> anchor(std::uint32_t inc) const;
    [[nodiscard]] Result<std::vector<wire::SignedLine>> rows(std::uint32_t inc, std::uint64_t from,
                                                             std::size_t count_max) const;

private:
    explicit LedgerReader(Database database) : database_(std::move(database)) {}
    Database database_;
};

}  // namespace hadir::store
