#include <fmt/format.h>
#include <sys/stat.h>

#include "apps/hadir_sync.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/random.h"
#include "sync/bundle.h"

namespace hadir::apps {
namespace {

int bring_out(const sync::Carrier& carrier, const std::filesystem::path& folder) {
    const auto out = sync::carry_out(carrier, folder);
    if (!out) return complain(out.error().in("bundle export"));
    if (out->records == 0) {
        fmt::print("Nothing waits: BKD has acknowledged every record.\n");
    } else {
        fmt::print("{} records in {} files under {}. They stay here until BKD's receipt comes back.\n",
                   out->records, out->files, (folder / carrier.identity.dev.hex()).string());
    }
    return kSynced;
}

int bring_in(const sync::Carrier& carrier, const std::filesystem::path& folder) {
    const auto in = sync::carry_in(carrier, folder, platform::SystemClock().wall());
    if (!in) return complain(in.error().in("bundle import"));
    for (const std::string& name : in->taken)
        fmt::print("taken: {}\n", name);
    for (const std::string& why : in->refused)
        fmt::print(stderr, "hadir-sync: refused: {}\n", why);
    if (in->taken.empty() && in->refused.empty()) fmt::print("Nothing there is newer than what is held.\n");
    return in->refused.empty() ? kSynced : kNotSynced;
}

// Whether the folder is a file system of its own: else what is written lands on the terminal's own disk, and
// somebody would carry an empty stick away.
bool is_medium(const std::filesystem::path& folder) {
    std::error_code code;
    const std::filesystem::directory_iterator look(folder, code);  // of a stick that was pulled out: a fault
    struct stat here{};
    struct stat above{};
    return !code && ::stat(folder.c_str(), &here) == 0 && ::stat((folder / "..").c_str(), &above) == 0 &&
           here.st_dev != above.st_dev;
}

}  // namespace

void sync_export_as_asked(const config::Settings& settings) {
    const SyncPlaces places = places_of(settings);
    const std::filesystem::path stick = settings.path("stick");
    const char* answer = "NO_MEDIUM";
    if (is_medium(stick)) answer = sync_bundle(settings, "export", stick) == kSynced ? "EXPORTED" : "FAILED";
    const std::string text = std::string(answer) + '\n';
    if (const auto told = platform::write_private_file(places.exported, as_bytes(text)); !told)
        static_cast<void>(complain(told.error()));
    drop_word(places.export_word);  // or it would start us for ever
}

int sync_bundle(const config::Settings& settings, const std::string& way,
                const std::filesystem::path& folder) {
    const SyncPlaces places = places_of(settings);
    const auto identity = store::read_identity(places.identity);
    if (!identity) return complain(identity.error());
    auto store = open_store(places);
    if (!store) return complain(store.error());
    platform::SystemRandom random;
    const std::string ledger = places.ledger.string();
    const sync::Carrier carrier{*identity, ledger, *store, random};
    return way == "export" ? bring_out(carrier, folder) : bring_in(carrier, folder);
}

}  // namespace hadir::apps
