// The parts of hadir-sync: each takes what the program was told, prints what a person should know, and
// answers the exit status.
#pragma once

#include <filesystem>
#include <string>

#include "config/settings.h"
#include "core/result.h"
#include "platform/signals.h"
#include "store/sync_store.h"

namespace hadir::apps {

constexpr int kSynced = 0;
constexpr int kNotSynced = 1;  // central away or refusing; what waits is kept and sent later

// No true time is before this program was built.
constexpr UnixMs kBuilt{HADIR_BUILT_S * 1000LL};

// Where a terminal keeps its things.
struct SyncPlaces {
    std::filesystem::path identity;
    std::filesystem::path ledger;
    std::filesystem::path sync_db;
    // The kiosk has new records: a round at once, unless one backs off; one that says `asked` comes from an
    // officer there.
    std::filesystem::path send_word;
    std::filesystem::path enrol_word;   // the QR's text that the kiosk has read
    std::filesystem::path export_word;  // an officer at the kiosk wants the queue on the stick
    std::filesystem::path exported;     // what came of that: EXPORTED, NO_MEDIUM or FAILED
};
[[nodiscard]] SyncPlaces places_of(const config::Settings& settings);

// A word's first line; empty when there is none. One that was heard is dropped, also when it was nonsense: it
// would wake us for ever.
[[nodiscard]] std::string read_word(const std::filesystem::path& path);
void drop_word(const std::filesystem::path& path);

[[nodiscard]] Result<store::SyncStore> open_store(const SyncPlaces& places);

[[nodiscard]] int sync_enrol(const config::Settings& settings, const std::string& word,
                             platform::StopSignals& stop);
// With the QR that the kiosk has read. Its word stands until this is done, by which the kiosk knows not to
// ask again with a code that is still held to its lens.
[[nodiscard]] int sync_enrol_as_asked(const config::Settings& settings, platform::StopSignals& stop);
[[nodiscard]] int sync_once(const config::Settings& settings, bool asked, platform::StopSignals& stop);
[[nodiscard]] int sync_loop(const config::Settings& settings, platform::StopSignals& stop);
[[nodiscard]] int sync_status(const config::Settings& settings);
// `bundle export DIR` and `bundle import DIR`: by hand, where there is no network.
[[nodiscard]] int sync_bundle(const config::Settings& settings, const std::string& way,
                              const std::filesystem::path& folder);

// The export that an officer at the kiosk has asked for, onto what is mounted at `stick`. Answers in a word.
void sync_export_as_asked(const config::Settings& settings);

// Prints one line on stderr; answers the exit status.
[[nodiscard]] int complain(const Error& error);

}  // namespace hadir::apps
