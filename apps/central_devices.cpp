#include "apps/central_devices.h"

#include <fmt/format.h>

#include <charconv>

#include "apps/central_commands.h"
#include "central/decisions.h"
#include "central/devices_repository.h"
#include "central/online_keys.h"
#include "central/revoked.h"
#include "central/terminal_decisions.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/random.h"
#include "wire/key_change.h"
#include "wire/line.h"

namespace hadir::apps {
namespace {

constexpr int kPageRows = 500;

Result<std::int64_t> number_of(const std::string& text, std::int64_t low, std::int64_t high,
                               const char* name) {
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size() || value < low || value > high)
        return fail(ErrorCode::usage, fmt::format("{} must be a number from {} to {}", name, low, high));
    return value;
}

// The one word after `device confirm` and `device revoke`.
Result<DeviceId> terminal_in(const config::Settings& settings) {
    const auto& words = settings.words();
    const auto dev = words.size() == 3 ? DeviceId::parse_hex(words[2]) : std::nullopt;
    if (!dev) return fail(ErrorCode::usage, "name one terminal by its id, 32 hex digits; see --help");
    return *dev;
}

Result<void> confirm_device(const config::Settings& settings) {
    const auto dev = terminal_in(settings);
    if (!dev) return propagate(dev.error());
    const auto inc = inc_of(settings.text("inc").empty() ? "1" : settings.text("inc"));
    if (!inc) return propagate(inc.error());
    return with_officer(
        settings,
        [&](const central::Database& database, const central::OwnLedger& own,
            const central::Officer& officer) -> Result<void> {
            const auto row = database.read([&]() -> Result<std::optional<central::TerminalRow>> {
                return central::DevicesRepository(database).terminal(*dev);
            });
            if (!row) return propagate(row.error());
            if (!*row) return fail(ErrorCode::not_found, "no terminal " + dev->hex());
            for (const central::Incarnation& incarnation : (*row)->incarnations) {
                if (incarnation.inc != *inc) continue;
                if (wire::fingerprint_text(incarnation.ledger_key) != settings.text("fingerprint"))
                    return fail(ErrorCode::usage,
                                "--fingerprint must be the one on the terminal's screen, and is "
                                "not that of this incarnation");
                const central::Confirmation confirmation{*dev, *inc, incarnation.ledger_key,
                                                         settings.text("why")};
                if (auto done = central::confirm_terminal(database, own, officer, confirmation); !done)
                    return done;
                fmt::print("confirmed {} incarnation {}\n", dev->hex(), *inc);
                return {};
            }
            return fail(ErrorCode::not_found, fmt::format("it has no incarnation {}", *inc));
        });
}

Result<void> revoke_device(const config::Settings& settings) {
    const auto dev = terminal_in(settings);
    if (!dev) return propagate(dev.error());
    central::Revocation revocation{*dev, std::nullopt, std::nullopt, settings.text("why")};
    if (!settings.text("inc").empty()) {
        const auto inc = inc_of(settings.text("inc"));
        if (!inc) return propagate(inc.error());
        revocation.inc = *inc;
    }
    if (!settings.text("branch").empty()) {
        const auto branch = branch_of(settings.text("branch"));
        if (!branch) return propagate(branch.error());
        revocation.branch = *branch;
    }
    return with_officer(settings,
                        [&](const central::Database& database, const central::OwnLedger& own,
                            const central::Officer& officer) -> Result<void> {
                            if (auto done = central::revoke_terminal(database, own, officer, revocation);
                                !done)
                                return done;
                            fmt::print("revoked {}\n", dev->hex());
                            return {};
                        });
}

void print_terminal(const central::TerminalRow& row) {
    fmt::print("{} {}, {}, {}: {} records{}{}\n", row.dev.hex(), row.place.kiosk, row.place.office,
               row.place.opd, row.seq_central, row.confirmed ? "" : ", unconfirmed",
               row.revoked ? ", revoked" : "");
    for (const central::Incarnation& incarnation : row.incarnations) {
        fmt::print("    incarnation {}  {}  {}\n", incarnation.inc,
                   wire::fingerprint_text(incarnation.ledger_key),
                   incarnation.revoked     ? "revoked"
                   : incarnation.confirmed ? "confirmed"
                                           : "awaits a second officer");
    }
    for (const central::ForkedLedger& fork : row.forks) {
        for (const central::Branch& branch : fork.branches) {
            fmt::print("    incarnation {}  branch {} from record {}{}\n", fork.inc, branch.branch,
                       branch.first, branch.revoked ? "  revoked" : "");
        }
    }
}

Result<void> list_devices(const config::Settings& settings) {
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    for (std::string after;;) {
        const auto rows = database->read([&]() -> Result<std::vector<central::TerminalRow>> {
            return central::DevicesRepository(*database).terminals(after, kPageRows,
                                                                   central::OpdScope::all());
        });
        if (!rows) return propagate(rows.error());
        if (rows->empty()) return {};
        for (const central::TerminalRow& row : *rows)
            print_terminal(row);
        after = rows->back().dev.hex();
    }
}

Result<central::Officer> officer_of(const config::Settings& settings) {
    const auto person = PersonId::parse_hex(settings.text("by"));
    if (!person) return fail(ErrorCode::usage, "--by must be the officer's person id, 16 hex digits");
    return central::Officer{*person, std::nullopt};
}

}  // namespace

Result<void> with_officer(const config::Settings& settings, const Deciding& decide) {
    const auto officer = officer_of(settings);
    if (!officer) return propagate(officer.error());
    const auto keys = central::OnlineKeys::load(keys_folder(settings));
    if (!keys) return propagate(keys.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const platform::SystemClock clock;
    platform::SystemRandom random;
    const auto mirror = mirror_of(settings);
    return decide(*database, central::OwnLedger{keys->ledger, clock, random, mirror ? &*mirror : nullptr},
                  *officer);
}

Result<std::uint32_t> inc_of(const std::string& text) {
    const auto number = number_of(text, 1, wire::kIncMax, "--inc");
    if (!number) return propagate(number.error());
    return static_cast<std::uint32_t>(*number);
}

Result<std::int64_t> branch_of(const std::string& text) {
    return number_of(text, 0, wire::kSeqMax, "--branch");
}

Result<void> device(const config::Settings& settings) {
    const std::string action = settings.words().size() > 1 ? settings.words()[1] : "";
    if (action == "list") return list_devices(settings);
    if (action == "confirm") return confirm_device(settings);
    if (action == "revoke") return revoke_device(settings);
    return fail(ErrorCode::usage, "say one of list, confirm, revoke; see --help");
}

Result<void> revoked(const config::Settings& settings) {
    const auto& words = settings.words();
    if (words.size() != 2) return fail(ErrorCode::usage, "name the FILE to write; see --help");
    const auto keys = central::OnlineKeys::load(keys_folder(settings));
    if (!keys) return propagate(keys.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto text = central::make_revoked_file(*database, keys->revoked, platform::SystemClock().wall());
    if (!text) return propagate(text.error());
    return platform::write_private_file(words[1], as_bytes(*text));
}

}  // namespace hadir::apps
