// Sends the sealed photographs whose records central has acknowledged, and gives each up once central has it
// (docs/formats.md 5). One that was cut off is sent again whole.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "store/photo_shelf.h"
#include "store/sync_store.h"
#include "sync/http_client.h"
#include "sync/verdict.h"

namespace hadir::sync {

// Not shared between threads; the store outlives this.
class PhotoSender {
public:
    PhotoSender(const DeviceId& dev, std::uint32_t inc, std::string ledger_path,
                const store::SyncStore& store)
        : dev_(dev),
          inc_(inc),
          ledger_path_(std::move(ledger_path)),
          shelf_(store::PhotoShelf::beside(ledger_path_)),
          store_(&store) {}

    enum class Refused : std::uint8_t { leave, try_again };
    // A round begins.
    void begin(Refused refused);

    // None: nothing more can be sent in this round.
    [[nodiscard]] Result<std::optional<HttpRequest>> next();
    // The answer to the request of next(). A refused photograph is kept and does not stop the others.
    [[nodiscard]] Verdict take(const HttpResponse& response);

private:
    enum class Standing : std::uint8_t { waits, acknowledged, orphan };
    [[nodiscard]] Result<void> look();
    [[nodiscard]] Result<Standing> standing(const store::ShelvedPhoto& photo) const;
    [[nodiscard]] Verdict take_problem(const HttpResponse& response);

    DeviceId dev_;
    std::uint32_t inc_;  // the present one
    std::string ledger_path_;
    store::PhotoShelf shelf_;
    const store::SyncStore* store_;
    Refused refused_ = Refused::leave;
    bool looked_ = false;
    std::vector<store::ShelvedPhoto> waiting_;  // the next one last
};

}  // namespace hadir::sync
