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
    inc_ = row.inc;
    seq_ = row.seq;
    ++records_;
    return std::nullopt;
}

std::optional<std::string> LedgerCheck::check_anchor(const LedgerRow& row) {
    if (row.inc == inc_) return "a pruned row behind kept ones";
    anchors_.push_back(row);
    inc_ = row.inc;
    seq_ = row.seq;
    head_ = *row.hash;
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
