#include "apps/central_tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/central_commands.h"
#include "apps/central_devices.h"
#include "apps/central_judging.h"
#include "central/assignments_tables.h"
#include "central/posts_table.h"
#include "wire/csv.h"

namespace hadir::apps {
namespace {

constexpr std::size_t kWarningsShown = 20;

Result<central::Table> table_of(const config::Settings& settings) {
    const std::string& name = settings.words().front();
    if (name == "posts") return central::posts_table();
    if (name == "deputies") return central::deputies_table();
    if (name == "offices") return central::offices_table();
    const auto book = rule_book(settings);
    if (!book) return propagate(book.error());
    auto known = central::known_rules(book->presence);
    if (name == "plans") return central::plans_table(std::move(known));
    if (name == "profiles") return central::profiles_table(std::move(known));
    return central::rosters_table(std::move(known));
}

void print_warnings(const std::vector<central::TableDifference::Warning>& warnings) {
    for (std::size_t i = 0; i < std::min(warnings.size(), kWarningsShown); ++i)
        fmt::print("! line {}: {}\n", warnings[i].line, warnings[i].text);
    if (warnings.size() > kWarningsShown) fmt::print("! and {} more\n", warnings.size() - kWarningsShown);
}

void print_difference(const central::TableDifference& difference, const char* what) {
    for (const std::string& row : difference.added)
        fmt::print("+ {}\n", row);
    for (const auto& change : difference.changed)
        fmt::print("< {}\n> {}\n", change.before, change.after);
    for (const std::string& row : difference.gone)
        fmt::print("- {}\n", row);
    print_warnings(difference.warnings);
    fmt::print("{}: {} new, {} changed, {} gone, {} as before\n", what, difference.added.size(),
               difference.changed.size(), difference.gone.size(), difference.unchanged);
}

Result<void> show(const config::Settings& settings, const central::Table& table, const std::string& csv) {
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto difference = central::preview_table(*database, table, csv);
    if (!difference) return propagate(difference.error());
    print_difference(*difference, "would import");
    return {};
}

Result<void> import(const config::Settings& settings, const central::Table& table, const std::string& csv) {
    return with_officer(settings,
                        [&](const central::Database& database, const central::OwnLedger& own,
                            const central::Officer& officer) -> Result<void> {
                            const auto difference = central::import_table(database, own, officer, table,
                                                                          {csv, settings.text("why")});
                            if (!difference) return propagate(difference.error());
                            print_difference(*difference, "imported");
                            return {};
                        });
}

}  // namespace

Result<void> table(const config::Settings& settings) {
    if (settings.words().size() < 2 || settings.words()[1] != "import")
        return fail(ErrorCode::usage, "say import and the FILE; see --help");
    const auto file = word(settings, 2, "the table's FILE");
    if (!file) return propagate(file.error());
    const auto table = table_of(settings);
    if (!table) return propagate(table.error());
    const auto csv = read_text(*file, wire::kCsvBytesMax);
    if (!csv) return propagate(csv.error());
    auto done = settings.flag("dry-run") ? show(settings, *table, *csv) : import(settings, *table, *csv);
    if (!done && done.error().line) return in_file(done.error(), *file);
    return done;
}

}  // namespace hadir::apps
