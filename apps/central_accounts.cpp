#include "apps/central_accounts.h"

#include <fmt/format.h>

#include "apps/central_commands.h"
#include "apps/central_devices.h"
#include "central/accounts.h"
#include "central/factors.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/passphrase.h"

namespace hadir::apps {
namespace {

constexpr std::size_t kSecretFileBytesMax = 256;

// The one word after `account add` and its like.
Result<std::string> name_in(const config::Settings& settings) {
    if (settings.words().size() != 3)
        return fail(ErrorCode::usage, "name one account, such as siti; see --help");
    return settings.words()[2];
}

Result<central::AccountOrder> order_of(const config::Settings& settings, const std::string& name) {
    const auto role = central::role_from(settings.text("role"));
    if (!role || *role == central::Role::person)
        return fail(ErrorCode::usage,
                    "--role must be opd_officer, bkd_officer, discipline_officer, auditor or administrator; "
                    "people open their accounts with a person-code");
    const auto person = PersonId::parse_hex(settings.text("person"));
    if (!person) return fail(ErrorCode::usage, "--person must be 16 lower-case hex digits");
    return central::AccountOrder{
        name, *role, *person, settings.text("opd"), settings.flag("ethics"), settings.text("why")};
}

// Of a second factor that somebody's app has already; none: it is set up at the first sign-in.
Result<std::optional<pki::TotpSecret>> secret_in(const config::Settings& settings) {
    const auto file = settings.path("factor-file");
    if (file.empty()) return std::nullopt;
    const auto bytes = platform::read_file(file, kSecretFileBytesMax);
    if (!bytes) return propagate(bytes.error());
    const std::string_view text = as_text(*bytes);
    const auto secret = pki::TotpSecret::parse_hex(text.substr(0, text.find('\n')));
    if (!secret) return fail(ErrorCode::usage, file.string() + ": the first line must be 40 hex digits");
    return secret;
}

Result<void> add(const config::Settings& settings) {
    const auto name = name_in(settings);
    if (!name) return propagate(name.error());
    const auto order = order_of(settings, *name);
    if (!order) return propagate(order.error());
    const auto secret = secret_in(settings);
    if (!secret) return propagate(secret.error());
    const auto file = settings.path("passphrase-file");
    const auto password = platform::read_new_passphrase("Password of " + *name,
                                                        file.empty() ? std::nullopt : std::optional(file));
    if (!password) return propagate(password.error());
    return with_officer(
        settings,
        [&](const central::Database& database, const central::OwnLedger& own,
            const central::Officer& officer) -> Result<void> {
            if (auto added = central::add_account(database, own, officer, *order, *password); !added)
                return added;
            if (*secret) {
                if (auto set = central::set_factor(database, *name, **secret, own.clock.wall()); !set)
                    return set;
            }
            fmt::print("account {}\n", *name);
            return {};
        });
}

using Change = Result<void> (*)(const central::Database&, const central::OwnLedger&, const central::Officer&,
                                const central::AccountChange&);

// One decision on the account that is named, and what is said when it is done.
Result<void> change(const config::Settings& settings, Change make, const char* said) {
    const auto name = name_in(settings);
    if (!name) return propagate(name.error());
    return with_officer(settings,
                        [&](const central::Database& database, const central::OwnLedger& own,
                            const central::Officer& officer) -> Result<void> {
                            auto done = make(database, own, officer, {*name, settings.text("why")});
                            if (done) fmt::print("{} {}\n", *name, said);
                            return done;
                        });
}

Result<void> end(const config::Settings& settings) {
    return change(settings, central::end_account, "has ended");
}

Result<void> reset_factor(const config::Settings& settings) {
    return change(settings, central::reset_factor, "sets up a new second factor at the next sign-in");
}

Result<void> reset_password(const config::Settings& settings) {
    const auto name = name_in(settings);
    if (!name) return propagate(name.error());
    return with_officer(settings,
                        [&](const central::Database& database, const central::OwnLedger& own,
                            const central::Officer& officer) -> Result<void> {
                            const auto password = central::reset_password(database, own, officer,
                                                                          {*name, settings.text("why")});
                            if (!password) return propagate(password.error());
                            fmt::print("password {}, once\n", *password);
                            return {};
                        });
}

Result<void> list(const config::Settings& settings) {
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto rows = central::staff_of(*database, platform::SystemClock().wall());
    if (!rows) return propagate(rows.error());
    for (const central::StaffRow& row : *rows) {
        const central::Account& account = row.account;
        fmt::print("{} {} {}{}{}{}{}\n", account.name, central::name_of(account.role), account.person.hex(),
                   account.opd.empty() ? "" : ", " + account.opd, account.ethics ? ", ethics" : "",
                   row.factor ? ", second factor" : "", account.ended ? ", ended" : "");
    }
    return {};
}

}  // namespace

Result<void> account(const config::Settings& settings) {
    const std::string action = settings.words().size() > 1 ? settings.words()[1] : "";
    if (action == "add") return add(settings);
    if (action == "list") return list(settings);
    if (action == "end") return end(settings);
    if (action == "reset-factor") return reset_factor(settings);
    if (action == "reset-password") return reset_password(settings);
    return fail(ErrorCode::usage, "say one of add, list, end, reset-factor, reset-password; see --help");
}

}  // namespace hadir::apps
