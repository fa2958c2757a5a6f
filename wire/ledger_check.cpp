#include "wire/ledger_check.h"

#include "wire/chain.h"

namespace hadir::wire {

std::optional<std::string> LedgerCheck::check(const LedgerRow& row) {
    if (!row.hash || !row.signature) return "hash or signature has another length";
    if (!row.line) return check_anchor(row);
    const auto id = read_line_id(*row.line);
    if (!id) return "the line cannot be read: " + id.error().message;
    if (!dev_) dev_ = id->dev;
    if (keys_.dev && id->dev != *keys_.dev)
        return "the line is of another terminal than the device statement";
    if (*id != LineId{*dev_, row.inc, row.seq}) return "dev, inc or seq of the line is not what its row says";
    const PublicKey* key = key_of(row.inc);
    if (key == nullptr) return "no key was given for inc " + std::to_string(row.inc);
    if (row.inc != inc_) {
        if (row.seq != 1) return "the records before it are missing";
        head_ = chain_genesis(*dev_, row.inc, *key);
    } else if (row.seq != seq_ + 1) {
        return "the records before it are missing (the one before has seq " + std::to_string(seq_) + ")";
    }
    head_ = chain_next(head_, *row.line);
    if (head_ != *row.hash) return "the line does not fit its hash";
    if (!verify_head(*key, {*dev_, row.inc, row.seq}, head_, *row.signature))
        return "the signature does not fit";
    ++records_;
    return reach(row);
}

std::optional<std::string> LedgerCheck::check_anchor(const LedgerRow& row) {
    if (row.inc == inc_) return "a pruned row behind kept ones";
    anchors_.push_back(row);
    head_ = *row.hash;
    return reach(row);
}

std::optional<std::string> LedgerCheck::reach(const LedgerRow& row) {
    inc_ = row.inc;
    reached_[inc_] = seq_ = row.seq;
    for (const Receipt& receipt : receipts_) {
        if (receipt.inc == inc_ && receipt.acked == seq_ && receipt.head != head_)
            return "central's receipt names another record here";
    }
    return std::nullopt;
}

std::optional<std::string> LedgerCheck::check_end() const {
    const auto fault = check_anchors();
    return fault ? fault : check_receipts();
}

std::optional<std::string> LedgerCheck::check_receipts() const {
    for (const Receipt& receipt : receipts_) {
        const auto reached = reached_.find(receipt.inc);
        const std::uint64_t last = reached == reached_.end() ? 0 : reached->second;
        if (dev_ && receipt.dev != *dev_) return "the receipt is of another terminal";
        if (last < receipt.acked) {
            return "inc " + std::to_string(receipt.inc) + " ends at seq " + std::to_string(last) +
                   ": central's receipt names seq " + std::to_string(receipt.acked);
        }
    }
    return std::nullopt;
}

std::optional<std::string> LedgerCheck::check_anchors() const {
    for (const LedgerRow& row : anchors_) {
        const PublicKey* key = key_of(row.inc);
        if (key == nullptr) return "no key was given for inc " + std::to_string(row.inc);
        const auto dev = keys_.dev ? keys_.dev : dev_;
        if (!dev || !verify_head(*key, {*dev, row.inc, row.seq}, *row.hash, *row.signature)) {
            return "inc " + std::to_string(row.inc) + " seq " + std::to_string(row.seq) +
                   ": the anchor's signature does not fit";
        }
    }
    return std::nullopt;
}

const PublicKey* LedgerCheck::key_of(std::uint32_t inc) const {
    const auto found = keys_.by_inc.find(inc);
    return found == keys_.by_inc.end() ? nullptr : &found->second;
}

}  // namespace hadir::wire
