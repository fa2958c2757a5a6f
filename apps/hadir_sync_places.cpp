#include <fmt/format.h>

#include <cstdio>

#include "apps/hadir_sync.h"
#include "platform/file.h"

namespace hadir::apps {
namespace {

constexpr std::size_t kWordBytesMax = 4096;

}  // namespace

SyncPlaces places_of(const config::Settings& settings) {
    return {settings.path("identity"),
            settings.path("ledger"),
            settings.path("data") / "sync.db",
            settings.path("runtime") / "send",
            settings.path("runtime") / "enrol",
            settings.path("runtime") / "export",
            settings.path("runtime") / "exported"};
}

std::string read_word(const std::filesystem::path& path) {
    const auto bytes = platform::read_file(path, kWordBytesMax);
    if (!bytes) return {};
    const std::string text(as_text(*bytes));
    return text.substr(0, text.find('\n'));
}

void drop_word(const std::filesystem::path& path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}

Result<store::SyncStore> open_store(const SyncPlaces& places) {
    const std::filesystem::path folder = places.sync_db.parent_path();
    std::error_code ignored;
    if (!std::filesystem::exists(folder, ignored)) {
        if (auto ok = platform::make_private_folder(folder); !ok) return propagate(ok.error());
    }
    return store::SyncStore::open(places.sync_db, store::Access::write);
}

int complain(const Error& error) {
    fmt::print(stderr, "hadir-sync: {}\n", error.message);
    return error.code == ErrorCode::usage ? config::kUsageExit : kNotSynced;
}

}  // namespace hadir::apps
