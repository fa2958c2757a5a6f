#include "apps/central_photos.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "apps/central_commands.h"
#include "apps/central_devices.h"
#include "apps/central_log.h"
#include "platform/clock.h"

namespace hadir::apps {
namespace {

std::size_t files_in(const std::filesystem::path& folder) {
    std::error_code ignored;
    std::size_t count = 0;
    for (std::filesystem::directory_iterator at(folder, ignored), end; !ignored && at != end;
         at.increment(ignored))
        ++count;
    return count;
}

Result<void> list_photos(const config::Settings& settings) {
    const auto store = photo_store(settings);
    const auto months = store.keys.all();
    if (!months) return propagate(months.error());
    for (const central::PhotoMonth& month : *months) {
        const std::string name = central::format_month(month.month);
        fmt::print("{}  key {}  {:>8} photographs{}\n", name, month.key.hex(), files_in(store.folder / name),
                   month.destroyed ? "  destroyed" : "");
    }
    return {};
}

Result<void> expire(const config::Settings& settings) {
    const auto before = central::parse_month(settings.text("before"));
    if (!before) return fail(ErrorCode::usage, "--before must be a month like 2026-05");
    const auto zone = zone_of(settings);
    if (!zone) return propagate(zone.error());
    return with_officer(settings,
                        [&](const central::Database& database, const central::OwnLedger& own,
                            const central::Officer& officer) -> Result<void> {
                            const auto months =
                                central::expire_photos(database, own, officer, photo_store(settings),
                                                       {*before, settings.text("why")}, *zone);
                            if (!months) return propagate(months.error());
                            for (const std::string& month : *months)
                                fmt::print("{}  destroyed\n", month);
                            fmt::print("{} months; remove their keys from backups of {} too\n",
                                       months->size(), (keys_folder(settings) / "evidence").string());
                            return {};
                        });
}

}  // namespace

central::PhotoStore photo_store(const config::Settings& settings) {
    return {settings.path("data") / "photos", central::PhotoKeys(keys_folder(settings))};
}

Result<std::vector<wire::KeyRow>> photo_key_rows(const config::Settings& settings) {
    const auto zone = zone_of(settings);
    if (!zone) return propagate(zone.error());
    const central::PhotoKeys keys(keys_folder(settings));
    const UnixMs now = platform::SystemClock().wall();
    if (auto made = keys.make(now, *zone); !made) return propagate(made.error());
    return keys.rows(now, *zone);
}

Result<void> photos(const config::Settings& settings) {
    const std::string action = settings.words().size() == 2 ? settings.words()[1] : "";
    if (action == "list") return list_photos(settings);
    if (action == "expire") return expire(settings);
    return fail(ErrorCode::usage, "say one of list, expire; see --help");
}

void check_photo_key(const central::Database& database, const config::Settings& settings,
                     wire::PhotoWhen when) {
    if (when == wire::PhotoWhen::off) return;
    const auto listed = imported_keys(settings, database);
    if (listed && wire::photo_key_at(*listed, platform::SystemClock().wall())) return;
    spdlog::warn(
        "evidence = {}, but the keys file lists no evidence key of this month: no photograph is taken. "
        "Run hadir-central keys request, let the root sign it, and import the file",
        wire::name_of(when));
}

}  // namespace hadir::apps
