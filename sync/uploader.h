// One terminal's talk with central, as a step function: now and what happened go in, the next request or wait
// comes out. A round sends the records, takes the receipts, then fetches the signed files.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/clock.h"
#include "core/result.h"
#include "store/identity.h"
#include "store/sync_store.h"
#include "sync/file_puller.h"
#include "sync/http_client.h"
#include "sync/record_sender.h"
#include "sync/schedule.h"
#include "sync/verdict.h"

namespace hadir::sync {

enum class Occasion : std::uint8_t {
    routine,  // its time has come, or not yet: then the answer is to wait
    asked,    // a person wants it now, whatever was refused before; everything is fetched
};

// The round is over, or was not due.
struct Rest {
    std::chrono::milliseconds span{0};   // until the next routine round
    bool complete = false;               // this round went through and everything is acknowledged
    std::optional<std::string> problem;  // what went wrong, last
};
using Action = std::variant<HttpRequest, Rest>;

// Keeps in sync.db how it went, so that a restart changes nothing. Not shared between threads; the references
// outlive this.
class Uploader {
public:
    // BAD_SIGNATURE when the root did not sign the keys that this terminal holds; STORAGE.
    [[nodiscard]] static Result<Uploader> open(const store::Identity& identity, std::string ledger_path,
                                               store::SyncStore& store, Random& random, Plan plan,
                                               UnixMs now);

    [[nodiscard]] Action begin(const Now& now, Occasion occasion);
    // What came to the request that begin() or step() gave.
    [[nodiscard]] Action step(const Now& now, const Result<HttpResponse>& answer);

    [[nodiscard]] Result<Reach> reach() const { return sender_.reach(); }

private:
    enum class Stage : std::uint8_t { idle, keys_first, records, files };

    Uploader(const store::Identity& identity, std::string ledger_path, store::SyncStore& store,
             Random& random, Plan plan, FilePuller puller)
        : dev_(identity.dev),
          store_(&store),
          random_(&random),
          plan_(plan),
          sender_(identity, std::move(ledger_path), store, random),
          puller_(std::move(puller)) {}

    [[nodiscard]] Plan plan() const;
    [[nodiscard]] Action go_on(const Now& now);
    [[nodiscard]] Action next_file(const Now& now);
    [[nodiscard]] Action follow(const Now& now, const Verdict& verdict);
    [[nodiscard]] Action end(const Now& now);
    [[nodiscard]] Action break_off(const Now& now, const std::string& why,
                                   std::optional<std::chrono::milliseconds> retry_after = std::nullopt);
    [[nodiscard]] Result<void> note_answer(const Now& now, bool came);
    void note_problem(const std::string& why);

    DeviceId dev_;
    store::SyncStore* store_;
    Random* random_;
    Plan plan_;
    RecordSender sender_;
    FilePuller puller_;

    Stage stage_ = Stage::idle;
    bool whole_ = false;       // a nightly round, or one that was asked for
    bool held_ = false;        // something was refused in this round
    bool keys_tried_ = false;  // for a receipt that no known key signed
    std::optional<std::string> problem_;
    store::Contact contact_;
};

}  // namespace hadir::sync
