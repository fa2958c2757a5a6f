#include "apps/central_people.h"

#include <fmt/format.h>

#include "apps/central_devices.h"
#include "central/person_accounts.h"
#include "central/phones.h"

namespace hadir::apps {
namespace {

constexpr std::size_t kGroup = 4;

// As people read and type it.
std::string grouped(const std::string& code) {
    std::string text;
    for (std::size_t i = 0; i < code.size(); i += kGroup)
        text += (i == 0 ? "" : "-") + code.substr(i, kGroup);
    return text;
}

}  // namespace

Result<void> person_code(const config::Settings& settings) {
    const auto& words = settings.words();
    const auto person = words.size() == 2 ? PersonId::parse_hex(words[1]) : std::nullopt;
    if (!person) return fail(ErrorCode::usage, "name one person by the id, 16 hex digits; see --help");
    return with_officer(settings,
                        [&](const central::Database& database, const central::OwnLedger& own,
                            const central::Officer& officer) -> Result<void> {
                            const auto code = central::make_person_code(database, own, officer,
                                                                        {*person, settings.text("why")});
                            if (!code) return propagate(code.error());
                            fmt::print("code {}\n", grouped(*code));
                            return {};
                        });
}

Result<void> phone(const config::Settings& settings) {
    const auto& words = settings.words();
    const auto id = words.size() == 3 && words[1] == "revoke" ? PhoneKeyId::parse_hex(words[2])
                                                              : std::optional<PhoneKeyId>();
    if (!id) return fail(ErrorCode::usage, "say phone revoke and the key's id, 16 hex digits; see --help");
    return with_officer(
        settings,
        [&](const central::Database& database, const central::OwnLedger& own,
            const central::Officer& officer) -> Result<void> {
            if (auto done = central::revoke_phone(database, own, officer, *id, settings.text("why")); !done)
                return done;
            fmt::print("revoked {}; terminals refuse it with their next roster\n", id->hex());
            return {};
        });
}

}  // namespace hadir::apps
