#include "apps/central_judging.h"

#include <fmt/format.h>

#include <filesystem>

#include "apps/central_commands.h"
#include "apps/central_devices.h"
#include "central/holidays.h"
#include "central/holidays_repository.h"
#include "central/judging.h"
#include "central/replay.h"
#include "platform/clock.h"

namespace hadir::apps {
namespace {

constexpr std::size_t kShownMax = 100;

Result<LocalDay> day_in(const config::Settings& settings, const char* option) {
    const auto day = parse_day(settings.text(option));
    if (!day) return fail(ErrorCode::usage, fmt::format("--{} must be a day like 2026-11-24", option));
    return *day;
}

Result<DaySpan> days_in(const config::Settings& settings) {
    const auto first = day_in(settings, "from");
    if (!first) return propagate(first.error());
    const auto last = day_in(settings, "to");
    if (!last) return propagate(last.error());
    if (*last < *first) return fail(ErrorCode::usage, "--to lies before --from");
    return DaySpan{*first, *last};
}

Result<void> list_holidays(const config::Settings& settings) {
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto added = database->read(
        [&]() -> Result<std::vector<Holiday>> { return central::HolidaysRepository(*database).all(); });
    if (!added) return propagate(added.error());
    for (const Holiday& one : *added)
        fmt::print("{} {} {} ({})\n", format_day(one.day), central::name_of(one.kind), one.name, one.source);
    return {};
}

}  // namespace

Result<rules::RuleBook> rule_book(const config::Settings& settings) {
    const auto files = rules::read_rule_folder(settings.path("rules"));
    if (!files) return fail(ErrorCode::usage, files.error().message);
    auto book = rules::read_rules(*files);
    if (!book) return fail(ErrorCode::usage, book.error().message + "; see hadir-central rules check");
    return book;
}

Result<void> judge_anew(const config::Settings& settings) {
    const auto days = days_in(settings);
    if (!days) return propagate(days.error());
    const auto book = rule_book(settings);
    if (!book) return propagate(book.error());
    const auto zone = zone_of(settings);
    if (!zone) return propagate(zone.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const platform::SystemClock clock;
    const auto judged = central::judge_days(*database, {*book, *zone}, *days, "asked", clock.wall());
    if (!judged) return propagate(judged.error());
    fmt::print("judged {} days of people, {} changed\n", judged->days, judged->changed);
    return {};
}

Result<void> replay_days(const config::Settings& settings) {
    const auto days = days_in(settings);
    if (!days) return propagate(days.error());
    const auto book = rule_book(settings);
    if (!book) return propagate(book.error());
    const auto zone = zone_of(settings);
    if (!zone) return propagate(zone.error());
    const std::string copy = database_path(settings) + ".replay";
    std::error_code ignored;
    std::filesystem::remove(copy, ignored);  // of a replay that was interrupted
    const platform::SystemClock clock;
    const auto replayed = central::replay(database_path(settings), copy, {*book, *zone}, *days, clock.wall());
    for (const char* end : {"", "-wal", "-shm"})
        std::filesystem::remove(copy + end, ignored);
    if (!replayed) return propagate(replayed.error());
    for (std::size_t i = 0; i < std::min(replayed->differing.size(), kShownMax); ++i) {
        const central::ReplayedDay& one = replayed->differing[i];
        fmt::print("{} {}: {} stands, the records say {}\n", one.person.hex(), format_day(one.day),
                   one.stands, one.replayed);
    }
    if (!replayed->differing.empty())
        return fail(ErrorCode::conflict,
                    fmt::format("{} of {} days differ from the records; hadir-central judge "
                                "--from --to judges them anew",
                                replayed->differing.size(), replayed->days));
    fmt::print("{} days of people judged from the records alone: all as they stand\n", replayed->days);
    return {};
}

Result<void> holiday(const config::Settings& settings) {
    const auto& words = settings.words();
    if (words.size() == 2 && words[1] == "list") return list_holidays(settings);
    if (words.size() != 5 || words[1] != "add")
        return fail(ErrorCode::usage, "say holiday list, or holiday add DAY KIND NAME; see --help");
    const auto day = parse_day(words[2]);
    if (!day) return fail(ErrorCode::usage, "DAY must be like 2026-11-24");
    const auto kind = central::holiday_kind_from(words[3]);
    if (!kind) return fail(ErrorCode::usage, "KIND must be national, joint_leave or regional");
    return with_officer(settings,
                        [&](const central::Database& database, const central::OwnLedger& own,
                            const central::Officer& officer) -> Result<void> {
                            const central::NewHoliday added{*day, *kind, words[4], settings.text("decree"),
                                                            settings.text("why")};
                            if (auto done = central::add_holiday(database, own, officer, added); !done)
                                return done;
                            fmt::print("added {}; the running server judges the day again\n", words[2]);
                            return {};
                        });
}

}  // namespace hadir::apps
