#include "apps/central_erase.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/central_commands.h"
#include "apps/central_devices.h"
#include "central/erasure.h"
#include "central/online_keys.h"
#include "central/signed_files.h"

namespace hadir::apps {
namespace {

struct Status {
    std::vector<central::Erasure> erasures;
    std::vector<central::ErasureTerminal> terminals;
};

void print_erasure(const central::Erasure& erasure, const std::vector<central::ErasureTerminal>& terminals) {
    const auto of_person = [&](const central::ErasureTerminal& row) { return row.person == erasure.person; };
    const auto is_open = [&](const central::ErasureTerminal& row) { return of_person(row) && !row.done; };
    const auto all = std::ranges::count_if(terminals, of_person);
    fmt::print("{} erased {}, {} of {} terminals hold nothing any more\n", erasure.person.hex(),
               format_at(erasure.at), all - std::ranges::count_if(terminals, is_open), all);
    for (const central::ErasureTerminal& row : terminals) {
        if (is_open(row))
            fmt::print("    open: {} {}, {}{}\n", row.dev.hex(), row.kiosk, row.office,
                       row.revoked ? ", revoked" : "");
    }
}

Result<void> print_status(const config::Settings& settings) {
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto status = database->read([&]() -> Result<Status> {
        central::ErasuresRepository erasures(*database);
        return Status{erasures.all(), erasures.terminals()};
    });
    if (!status) return propagate(status.error());
    for (const central::Erasure& erasure : status->erasures)
        print_erasure(erasure, status->terminals);
    return {};
}

Result<void> forget(const config::Settings& settings, const PersonId& person) {
    const auto keys = central::OnlineKeys::load(keys_folder(settings));
    if (!keys) return propagate(keys.error());
    return with_officer(
        settings,
        [&](const central::Database& database, const central::OwnLedger& own,
            const central::Officer& officer) -> Result<void> {
            if (auto done = central::erase_person(database, own, officer, {person, settings.text("why")});
                !done)
                return done;
            const auto issued = central::issue_rosters(database, keys->roster, own.clock.wall());
            if (!issued) return propagate(issued.error());
            if (auto kept = keep_erased(settings, database); !kept) return kept;
            fmt::print(
                "erased {}; {} terminals are told with their next receipt, see erase --status\n"
                "strike the person from the people's table too, or the next import brings a new one\n",
                person.hex(), *issued);
            return {};
        });
}

}  // namespace

Result<void> erase(const config::Settings& settings) {
    const auto& words = settings.words();
    if (settings.flag("status")) {
        if (words.size() != 1) return fail(ErrorCode::usage, "erase --status names nobody; see --help");
        return print_status(settings);
    }
    const auto person = words.size() == 2 ? PersonId::parse_hex(words[1]) : std::nullopt;
    if (!person) return fail(ErrorCode::usage, "name one person by the id, 16 hex digits; see --help");
    return forget(settings, *person);
}

}  // namespace hadir::apps
