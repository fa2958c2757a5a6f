// `hadir badge`: new cards.
#include <fmt/format.h>
#include <sodium.h>

#include "apps/arguments.h"
#include "apps/badge_printer.h"
#include "apps/command.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/passphrase.h"
#include "platform/random.h"
#include "wire/csv.h"

namespace hadir::apps {

const char* const kBadgeUsage =
    "hadir badge: printed badges\n"
    "\n"
    "  hadir badge issue --dir DIR --people FILE --expires YYYY-MM-DD --out FOLDER\n"
    "  hadir badge issue --dir DIR --person ID --number NNNNN --name NAME [--opd OPD] [--unit UNIT]\n"
    "                    --expires YYYY-MM-DD --out FOLDER\n"
    "\n"
    "  --dir DIR               the folder of `hadir keys init` (root.key is not needed)\n"
    "  --people FILE           CSV person,number,name,opd,unit,kantor (hadir-central people export)\n"
    "  --expires YYYY-MM-DD    the last valid day\n"
    "  --out FOLDER            gets <number>.png a card, lembar.html to print, badges.csv for central\n"
    "  --province TEXT         on the card's band; \"Pemerintah Provinsi\" without it\n"
    "  --return-to TEXT        whom a finder gives it to, without a full stop\n"
    "  --passphrase-file FILE  first line is the badge key's passphrase, instead of asking\n"
    "\n"
    "Every run makes new cards. They count once badges.csv is imported (hadir-central badges import); "
    "delete\n"
    "FOLDER after printing: whoever has the pictures can check in.\n";

namespace {

Result<std::vector<CardHolder>> one_holder(const Arguments& arguments) {
    if (arguments.option("people")) return fail(ErrorCode::usage, "give --people or --person, not both");
    const auto person = PersonId::parse_hex(arguments.option("person").value_or(""));
    if (!person) return fail(ErrorCode::usage, "--person must be 16 lower-case hex digits");
    CardHolder holder{*person, arguments.option("number").value_or(""), arguments.option("name").value_or(""),
                      arguments.option("opd").value_or(""), arguments.option("unit").value_or("")};
    if (const std::string fault = fault_of(holder); !fault.empty())
        return fail(ErrorCode::usage, "--" + fault);
    return std::vector<CardHolder>{std::move(holder)};
}

Result<std::vector<CardHolder>> listed_holders(const Arguments& arguments) {
    const auto path = arguments.required("people");
    if (!path) return fail(ErrorCode::usage, "give --people FILE, or --person ID with --number and --name");
    for (const char* single : {"number", "name", "opd", "unit"}) {
        if (arguments.option(single))
            return fail(ErrorCode::usage, fmt::format("--{} belongs to --person", single));
    }
    const auto text = platform::read_file(*path, wire::kCsvBytesMax);
    if (!text) return propagate(text.error());
    auto holders = parse_card_holders(as_text(*text));
    if (!holders) {
        const auto line = holders.error().line;
        return propagate(holders.error().in(line ? fmt::format("{}: line {}", *path, *line) : *path));
    }
    return holders;
}

Result<LocalDay> last_day(const Arguments& arguments, UnixMs now) {
    const auto text = arguments.required("expires");
    if (!text) return propagate(text.error());
    const auto day = parse_day(*text);
    if (!day) return fail(ErrorCode::usage, "--expires must be a day, YYYY-MM-DD");
    if (*day < local_day(now, Zone::wib)) {
        return fail(ErrorCode::usage,
                    "--expires " + *text + " is over already; is this machine's clock right?");
    }
    return *day;
}

Result<KeyFolder::BadgeKey> ask_and_open(const Arguments& arguments, const std::string& folder, UnixMs now) {
    auto passphrase =
        platform::read_passphrase("Passphrase of the badge key", arguments.path("passphrase-file"));
    if (!passphrase) return propagate(passphrase.error());
    auto key = KeyFolder(folder).open_badge_key(*passphrase, now);
    sodium_memzero(passphrase->data(), passphrase->size());
    return key;
}

Result<void> issue(const Arguments& arguments) {
    const auto folder = arguments.required("dir");
    if (!folder) return propagate(folder.error());
    const auto out = arguments.required("out");
    if (!out) return propagate(out.error());
    const UnixMs now = platform::SystemClock().wall();
    const auto expires = last_day(arguments, now);
    if (!expires) return propagate(expires.error());
    if (!arguments.rest().empty())
        return fail(ErrorCode::usage, arguments.rest().front() + ": not understood");
    const auto holders = arguments.option("person") ? one_holder(arguments) : listed_holders(arguments);
    if (!holders) return propagate(holders.error());
    const auto key = ask_and_open(arguments, *folder, now);
    if (!key) return propagate(key.error());
    const qr::SheetText text{arguments.option("province").value_or("Pemerintah Provinsi"),
                             arguments.option("return-to").value_or("")};
    platform::SystemRandom random;
    const auto sheets = print_badges(*holders, *key, *expires, text, *out, random);
    if (!sheets) return propagate(sheets.error());
    fmt::print("{} cards, {} sheet(s) to print, badges.csv for central: {}\n", holders->size(), *sheets,
               *out);
    return {};
}

}  // namespace

int badge_command(std::span<const std::string> words) {
    if (words.empty() || words.front() != "issue") {
        return report(Error(ErrorCode::usage, "its one action is issue"), "hadir badge");
    }
    const auto arguments =
        Arguments::parse(words.subspan(1), {"dir", "people", "person", "number", "name", "opd", "unit",
                                            "expires", "out", "province", "return-to", "passphrase-file"});
    if (!arguments) return report(arguments.error(), "hadir badge");
    const auto done = issue(*arguments);
    return done ? kDone : report(done.error(), "hadir badge");
}

}  // namespace hadir::apps
