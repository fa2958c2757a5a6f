// Sends the side data whose records central has acknowledged, and gives each value up once central has it
// (docs/formats.md 5, Side data).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "store/side_shelf.h"
#include "store/sync_store.h"
#include "sync/http_client.h"
#include "sync/verdict.h"
#include "wire/keys_file.h"
#include "wire/line.h"

namespace hadir::sync {

// Not shared between threads; the store outlives this.
class SideSender {
public:
    SideSender(const DeviceId& dev, std::uint32_t inc, std::string ledger_path, const store::SyncStore& store)
        : dev_(dev),
          inc_(inc),
          ledger_path_(std::move(ledger_path)),
          shelf_(store::SideShelf::beside(ledger_path_)),
          store_(&store) {}

    enum class Refused : std::uint8_t { leave, try_again };
    // A round begins.
    void begin(Refused refused);
    // What waits of people whom the roster at hand lists as erased is removed. To be called before this
    // terminal tells central that it holds that roster.
    [[nodiscard]] Result<void> forget_erased(const wire::KeysFile& keys) const;

    // None: nothing more can be sent in this round.
    [[nodiscard]] Result<std::optional<HttpRequest>> next();
    // The answer to the request of next(). A refused value is kept and does not stop the others.
    [[nodiscard]] Verdict take(const HttpResponse& response);

private:
    enum class Standing : std::uint8_t { waits, acknowledged, orphan };
    [[nodiscard]] Result<void> look();
    [[nodiscard]] Result<std::optional<wire::Line>> record_of(const store::ShelvedSide& side) const;
    [[nodiscard]] Result<Standing> standing(const wire::SideLine& line) const;
    [[nodiscard]] Verdict take_problem(const HttpResponse& response);

    DeviceId dev_;
    std::uint32_t inc_;  // the present one
    std::string ledger_path_;
    store::SideShelf shelf_;
    const store::SyncStore* store_;
    Refused refused_ = Refused::leave;
    bool looked_ = false;
    std::vector<store::ShelvedSide> waiting_;  // the next one last
};

}  // namespace hadir::sync
