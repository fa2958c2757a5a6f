// Follows the rows of a whole ledger and names the first that is not good: every line, every hash, every
// signature, no gap (docs/formats.md 2). Where the rows come from is the caller's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "wire/receipt.h"

namespace hadir::wire {

// The keys that are trusted, by incarnation; they never come from what is checked.
struct TrustedKeys {
    std::optional<DeviceId> dev;  // from a device statement
    std::map<std::uint32_t, PublicKey> by_inc;
};

struct LedgerRow {
    std::uint32_t inc = 0;
    std::uint64_t seq = 0;
    std::optional<std::string_view> line;  // none: a pruned row, of which only hash and signature are left
    std::optional<Hash> hash;              // none: of another length
    std::optional<Signature> signature;
};

// Rows come by inc, then seq. Keys and receipts must outlive this. The receipts, whose signatures are good,
// say what central holds: a ledger that lacks the record of one or has another in its place was cut or
// written anew.
class LedgerCheck {
public:
    LedgerCheck(const TrustedKeys& keys, const std::vector<Receipt>& receipts)
        : keys_(keys), receipts_(receipts) {}

    // What is wrong with the next row; none when it is good. Nothing is asked after the first fault.
    [[nodiscard]] std::optional<std::string> check(const LedgerRow& row);
    // At the end: an anchor can be verified only once a line has told the terminal's id, and a receipt may
    // name more than there was.
    [[nodiscard]] std::optional<std::string> check_end() const;

    [[nodiscard]] std::uint64_t records() const { return records_; }
    [[nodiscard]] bool is_pruned() const { return !anchors_.empty(); }
    [[nodiscard]] DeviceId dev() const { return dev_.value_or(DeviceId{}); }

private:
    [[nodiscard]] std::optional<std::string> check_anchor(const LedgerRow& row);
    [[nodiscard]] std::optional<std::string> check_anchors() const;
    [[nodiscard]] std::optional<std::string> check_receipts() const;
    [[nodiscard]] std::optional<std::string> reach(const LedgerRow& row);
    [[nodiscard]] const PublicKey* key_of(std::uint32_t inc) const;

    const TrustedKeys& keys_;
    const std::vector<Receipt>& receipts_;
    std::map<std::uint32_t, std::uint64_t> reached_;  // the last seq of each inc
    std::optional<DeviceId> dev_;
    std::uint64_t records_ = 0;
    std::uint32_t inc_ = 0;
    std::uint64_t seq_ = 0;
    Hash head_;
    std::vector<LedgerRow> anchors_;
};

}  // namespace hadir::wire
