// Sends the ledger's records and takes central's receipts (docs/formats.md 5). A record counts as delivered
// only when a signed receipt names it and the hash there is our own; nothing is ever dropped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "store/ledger.h"
#include "store/sync_store.h"
#include "sync/http_client.h"
#include "sync/verdict.h"
#include "sync/witness.h"
#include "wire/batch.h"
#include "wire/key_change.h"
#include "wire/keys_file.h"
#include "wire/receipt.h"

namespace hadir::sync {

// How far central has acknowledged, and how far we are.
struct Reach {
    std::uint64_t acked = 0;
    std::uint64_t last = 0;
};

// One incarnation's part of the ledger.
struct SentLedger {
    DeviceId dev;
    std::uint32_t inc = 1;
    PublicKey key;
};

// What it is for: the present incarnation also reports when it has nothing to send, and finds out whether
// this terminal was copied; an earlier one only sends what it has left.
enum class LedgerPart : std::uint8_t { present, past };

// The ledger is opened for each look at it: no read stays open while the network is waited for. A ledger that
// is not there yet is an empty one. Not shared between threads; the references outlive this.
class RecordSender {
public:
    RecordSender(const SentLedger& ledger, LedgerPart part, std::string ledger_path, store::SyncStore& store,
                 Random& random)
        : sent_ledger_(ledger),
          part_(part),
          ledger_path_(std::move(ledger_path)),
          store_(&store),
          random_(&random) {}

    // A round begins: one receipt at least is wanted, and guesses about where central stands are forgotten.
    void begin();

    // The next batch, or a heartbeat while no receipt has come in this round. None: everything is
    // acknowledged. BAD_CHAIN when the ledger lacks what it takes to go on.
    [[nodiscard]] Result<std::optional<HttpRequest>> next(const Now& now);

    // What waits from `from` on, as one batch; without lines when nothing does. For carrying it by hand.
    struct Batch {
        std::uint64_t from = 1;
        std::uint64_t last = 0;  // of the ledger
        bool from_first_kept = false;
        std::vector<wire::SignedLine> rows;
        Hash previous;
        std::optional<Signature> anchor;  // of row `from` - 1, where that is pruned
    };
    [[nodiscard]] Result<Batch> batch(std::uint64_t from) const;
    // A receipt that came by hand: it says how far central holds the ledger, and nothing of the time.
    // CONFLICT when it names what this ledger never held; false when it tells nothing new.
    [[nodiscard]] Result<bool> take_carried(const std::string& text, const wire::KeysFile& keys, UnixMs now);

    // The answer to the request of next().
    [[nodiscard]] Verdict take(const Now& now, const HttpResponse& response, const wire::KeysFile& keys);

    [[nodiscard]] Result<Reach> reach() const;
    // Nothing more is sent in this round, whatever waits.
    [[nodiscard]] bool is_done() const { return done_; }
    // Where this part of the ledger ends, for whoever leaves it.
    [[nodiscard]] Result<wire::LedgerEnd> end() const;
    [[nodiscard]] const std::optional<wire::Receipt>& receipt() const { return receipt_; }  // of this round

private:
    struct Sent {
        Nonce nonce;
        std::uint64_t from = 1;
        std::uint64_t count = 0;
        std::uint64_t last = 0;  // of the ledger
        bool from_first_kept = false;
        Now at;
    };
    [[nodiscard]] Result<std::optional<store::LedgerReader>> open_ledger() const;
    [[nodiscard]] Result<std::uint64_t> acked() const;
    [[nodiscard]] Result<std::uint64_t> start_of(const store::LedgerReader& ledger, std::uint64_t last) const;
    [[nodiscard]] Result<Hash> hash_before(const store::LedgerReader* ledger, std::uint64_t from) const;
    [[nodiscard]] Result<Batch> read_batch(const store::LedgerReader* ledger, std::uint64_t from,
                                           std::uint64_t last) const;
    [[nodiscard]] Result<void> add_proof(const store::LedgerReader* ledger, Batch& batch) const;
    [[nodiscard]] HttpRequest request_for(const Batch& batch, const Nonce& nonce) const;
    [[nodiscard]] Verdict take_receipt(const Now& now, const std::string& text, const wire::KeysFile& keys);
    [[nodiscard]] std::string objection(const wire::Receipt& receipt) const;
    [[nodiscard]] Result<std::string> alarm(const wire::Receipt& receipt) const;
    [[nodiscard]] Verdict take_problem(const Now& now, const HttpResponse& response,
                                       const wire::KeysFile& keys);
    [[nodiscard]] Verdict move_to(std::uint64_t from, const std::string& why);

    SentLedger sent_ledger_;
    LedgerPart part_;
    std::string ledger_path_;
    store::SyncStore* store_;
    Random* random_;
    std::optional<Sent> sent_;
    std::optional<wire::Receipt> receipt_;
    std::optional<std::uint64_t> from_;  // where central wants us to go on, instead of behind the receipt
    bool from_first_kept_ = false;
    int moves_ = 0;
    Witness witness_{*store_};
    bool done_ = false;
};

}  // namespace hadir::sync
