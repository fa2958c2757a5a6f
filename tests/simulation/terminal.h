// One terminal of the simulation: the product's station, ledger, sync.db and uploader in a folder of its own.
// Its programs can be killed between any two steps, its disk replaced by an older image, its folder copied.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "device/station.h"
#include "sync/uploader.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"

namespace hadir::tests {

// One thread; the clock outlives it.
class Terminal {
public:
    // Takes over what stands in the folder: identity/, and what an earlier life left.
    Terminal(std::filesystem::path folder, const wire::SigningKey& badge_key, FakeClock& clock,
             std::uint64_t seed);

    // A badge that was never shown before is held to the lens; kept in announced() once the record is
    // committed.
    void scan();
    // A record that this central cannot understand, as a newer terminal would write.
    void write_strange();
    void kill_kiosk();
    void kill_sync();

    // One round as a conversation: what is asked, and what came to it.
    [[nodiscard]] std::optional<sync::HttpRequest> begin(sync::Occasion occasion = sync::Occasion::routine);
    [[nodiscard]] std::optional<sync::HttpRequest> take(const Result<sync::HttpResponse>& answer);
    [[nodiscard]] const sync::Rest& rest() const { return rest_; }
    [[nodiscard]] const std::string& certificate() const { return identity_.certificate; }

    // Programs stopped, folder copied: an image of the disk, or a clone's folder.
    void copy_to(const std::filesystem::path& folder);
    void replace_by(const std::filesystem::path& image);

    [[nodiscard]] const std::set<std::string>& announced() const { return announced_; }
    [[nodiscard]] std::set<std::string> on_disk() const;  // badges in the ledger, of all incarnations
    [[nodiscard]] std::uint32_t inc() const { return identity_.inc; }

private:
    void start_kiosk();
    void start_sync();
    void follow_identity();
    [[nodiscard]] device::Moment now() const;
    [[nodiscard]] std::optional<sync::HttpRequest> follow(sync::Action action);

    std::filesystem::path folder_;
    const wire::SigningKey& badge_key_;
    FakeClock& clock_;
    FakeRandom random_;
    store::Identity identity_;
    std::optional<device::Station> station_;
    std::optional<store::SyncStore> store_;
    std::optional<sync::Uploader> uploader_;
    sync::Rest rest_;
    std::set<std::string> announced_;
};

}  // namespace hadir::tests
