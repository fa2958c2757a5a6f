// The part of central that a terminal talks to, in memory: stores lines once, checks what formats.md asks
// for, signs receipts. One terminal, one incarnation, one branch.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "sync/http_client.h"
#include "wire/batch.h"
#include "wire/keys_file.h"
#include "wire/receipt.h"

namespace hadir::tests {

class FakeCentral {
public:
    FakeCentral(const DeviceId& dev, const PublicKey& ledger_key, const Clock& clock);

    [[nodiscard]] sync::HttpResponse handle(const sync::HttpRequest& request);

    [[nodiscard]] const std::vector<wire::SignedLine>& lines() const { return lines_; }
    void restore_to(std::size_t count);  // from an older copy
    [[nodiscard]] PublicKey root() const { return root_.public_key(); }

    // A keys file that lists the present receipt key, and the one before when `new_receipt_key` was called.
    [[nodiscard]] std::string keys_file(std::int64_t version) const;
    [[nodiscard]] std::string roster_file(std::int64_t version, Zone zone = Zone::wib) const;
    [[nodiscard]] std::string policy_file(std::int64_t version) const;
    void new_receipt_key();

    struct File {
        std::int64_t version = 0;
        std::string text;
    };
    std::map<std::string, File> files;          // by kind; what receipts name and GET gives
    std::vector<PersonId> erased;               // that its rosters list
    std::function<void(wire::Receipt&)> twist;  // what a lying central would write instead

private:
    [[nodiscard]] sync::HttpResponse take_records(const sync::HttpRequest& request);
    [[nodiscard]] sync::HttpResponse receipt_for(const Nonce& nonce) const;
    [[nodiscard]] sync::HttpResponse give_file(const sync::HttpRequest& request) const;
    [[nodiscard]] std::optional<Hash> hash_at(std::uint64_t seq) const;

    DeviceId dev_;
    PublicKey ledger_key_;
    const Clock& clock_;
    wire::SigningKey root_ = *wire::SigningKey::from_seed(Bytes(32, 0xA0));
    wire::SigningKey receipt_key_ = *wire::SigningKey::from_seed(Bytes(32, 0xA1));
    wire::SigningKey roster_key_ = *wire::SigningKey::from_seed(Bytes(32, 0xA2));
    wire::SigningKey policy_key_ = *wire::SigningKey::from_seed(Bytes(32, 0xA3));
    std::vector<wire::SignedLine> lines_;
    std::vector<Hash> hashes_;
};

}  // namespace hadir::tests
