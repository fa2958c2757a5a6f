// One terminal's talk with central, as a step function: now and what happened go in, the next request or wait
// comes out. A round sends the records, takes the receipts, fetches the signed files, then sends side data
// and photographs.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "store/identity.h"
#include "store/sync_store.h"
#include "sync/file_puller.h"
#include "sync/http_client.h"
#include "sync/photo_sender.h"
#include "sync/record_sender.h"
#include "sync/rekeyer.h"
#include "sync/schedule.h"
#include "sync/side_sender.h"
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
    bool new_identity = false;           // the identity folder has changed: read it again and go on at once
};
using Action = std::variant<HttpRequest, Rest>;

// Keeps in sync.db how it went, so that a restart changes nothing. Not shared between threads; the references
// outlive this.
class Uploader {
public:
    // BAD_SIGNATURE when the root did not sign the keys that this terminal holds; STORAGE. `identity_folder`
    // is where new keys go; without it a terminal that was copied only alarms.
    [[nodiscard]] static Result<Uploader> open(const store::Identity& identity,
                                               const std::string& ledger_path, store::SyncStore& store,
                                               Random& random, Plan plan, UnixMs now,
                                               std::filesystem::path identity_folder = {});

    [[nodiscard]] Action begin(const Now& now, Occasion occasion);
    // What came to the request that begin() or step() gave.
    [[nodiscard]] Action step(const Now& now, const Result<HttpResponse>& answer);

    [[nodiscard]] Result<Reach> reach() const;  // of all incarnations together

private:
    enum class Stage : std::uint8_t { idle, keys_first, records, files, sides, photos, new_keys };
    enum class Renewing : std::uint8_t { in_time, refused };  // the old certificate counts still, or no more

    Uploader(const store::Identity& identity, store::SyncStore& store, Random& random, Plan plan,
             FilePuller puller, SideSender sides, PhotoSender photos, std::filesystem::path identity_folder)
        : dev_(identity.dev),
          store_(&store),
          random_(&random),
          plan_(plan),
          puller_(std::move(puller)),
          sides_(std::move(sides)),
          photos_(std::move(photos)),
          rekeyer_(identity, std::move(identity_folder)) {}

    [[nodiscard]] UnixMs likely_time(const Now& now) const;
    [[nodiscard]] Plan plan() const;
    [[nodiscard]] Action go_on(const Now& now);
    [[nodiscard]] Action next_records(const Now& now);
    [[nodiscard]] Action next_file(const Now& now);
    [[nodiscard]] Action next_side(const Now& now);
    [[nodiscard]] Action take_side_answer(const Now& now, const HttpResponse& answer);
    [[nodiscard]] Action next_photo(const Now& now);
    [[nodiscard]] Action take_photo_answer(const Now& now, const HttpResponse& answer);
    [[nodiscard]] Action after_records(const Now& now);
    [[nodiscard]] Action get_incarnation(const Now& now);
    [[nodiscard]] Action get_certificate(const Now& now, Renewing renewing);
    [[nodiscard]] Action stay(const Now& now);
    [[nodiscard]] Action take_keys(const Now& now, const HttpResponse& answer);
    [[nodiscard]] Action hold(const Now& now);
    [[nodiscard]] RecordSender& sender() { return senders_[at_]; }
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
    std::vector<RecordSender> senders_;  // one an incarnation; the last is the present one
    std::size_t at_ = 0;                 // whose turn it is
    FilePuller puller_;
    SideSender sides_;
    PhotoSender photos_;
    Rekeyer rekeyer_;

    Stage stage_ = Stage::idle;
    bool whole_ = false;       // a nightly round, or one that was asked for
    bool held_ = false;        // something was refused in this round
    bool keys_tried_ = false;  // for a receipt that no known key signed
    bool new_keys_tried_ = false;
    Renewing renewing_ = Renewing::in_time;
    std::optional<std::string> problem_;
    store::Contact contact_;
};

}  // namespace hadir::sync
