// hadir-central: BKD's server, and everything that sets one up. Each sub-command works without a prompt.
#include <fmt/format.h>

#include <cstdio>
#include <iterator>

#include "apps/central_accounts.h"
#include "apps/central_bundle.h"
#include "apps/central_commands.h"
#include "apps/central_devices.h"
#include "apps/central_erase.h"
#include "apps/central_judging.h"
#include "apps/central_log.h"
#include "apps/central_people.h"
#include "apps/central_photos.h"
#include "apps/central_rules.h"
#include "apps/central_serve.h"
#include "apps/central_tables.h"
#include "config/settings.h"
#include "wire/crypto.h"

extern char** environ;

namespace hadir::apps {
namespace {

using config::Kind;
using config::Option;

constexpr int kDone = 0;
constexpr int kFailed = 1;

constexpr Option text(std::string_view name, std::string_view help) {
    return {
        .name = name, .kind = Kind::text, .fallback = "", .help = help, .place = config::Place::not_in_file};
}
constexpr Option path(std::string_view name, std::string_view help) {
    return {
        .name = name, .kind = Kind::path, .fallback = "", .help = help, .place = config::Place::not_in_file};
}

constexpr Option kInit[] = {text("name", "name of the CA, shown in certificates; Hadir if not given")};
constexpr Option kKeys[] = {text("root", "root public key in hex, as hadir keys init printed it")};
constexpr Option kDryRun = {.name = "dry-run",
                            .kind = Kind::flag,
                            .fallback = "no",
                            .help = "show what would change, and change nothing",
                            .place = config::Place::not_in_file};
constexpr Option kPeople[] = {kDryRun};
constexpr Option kTable[] = {kDryRun, text("by", "person id of the officer who decides, 16 hex digits"),
                             text("why", "the reason, one line; it stays on record")};
constexpr Option kEnrolCode[] = {text("opd", "whose terminal"),
                                 text("office", "in which office"),
                                 text("kiosk", "what the terminal is called, such as Kios 02"),
                                 text("url", "address of the devices listener, as the terminal reaches it"),
                                 path("qr", "also draw the QR as this PNG file"),
                                 text("by", "person id of the officer who makes it; another one confirms")};
constexpr Option kAccount[] = {
    text("role", "opd_officer, bkd_officer, discipline_officer, auditor or administrator"),
    text("opd", "whose officer an opd_officer is"),
    {.name = "ethics",
     .kind = Kind::flag,
     .fallback = "no",
     .help = "let a discipline_officer to cases of ethics, too",
     .place = config::Place::not_in_file},
    text("person", "person id, 16 hex digits"),
    path("passphrase-file", "first line is the password, instead of asking"),
    path("factor-file", "first line is the secret, 40 hex digits, of a second factor that is set up already"),
    text("by", "person id of the officer who decides, 16 hex digits"),
    text("why", "the reason, one line; it stays on record")};
constexpr Option kExport[] = {text("dev", "id of the terminal, 32 hex digits"),
                              text("branch", "of a forked ledger, as device list shows it; 0 if not given")};
constexpr Option kStatement[] = {text("dev", "id of the terminal, 32 hex digits"),
                                 text("inc", "which incarnation; the newest if not given")};
constexpr Option kDevice[] = {
    text("inc", "which incarnation; confirm: 1 if not given; revoke: all if not given"),
    text("branch", "which branch of that incarnation, to revoke it alone"),
    text("fingerprint", "as the terminal's screen shows it"),
    text("by", "person id of the officer who decides, 16 hex digits"),
    text("why", "the reason, one line; it stays on record")};
constexpr Option kPhotos[] = {text("before", "expire: the first month that stays, like 2026-05"),
                              text("by", "person id of the officer who decides, 16 hex digits"),
                              text("why", "the reason, one line; it stays on record")};

constexpr Option kPerson[] = {text("by", "person id of the officer who decides, 16 hex digits"),
                              text("why", "the reason, one line; it stays on record")};

constexpr Option kErase[] = {
    {.name = "status",
     .kind = Kind::flag,
     .fallback = "no",
     .help = "who was erased, and which terminals have yet to tell that they hold nothing",
     .place = config::Place::not_in_file},
    text("by", "person id of the officer who decides, 16 hex digits"),
    text("why", "the reason, one line, without the person's name; it stays on record")};

constexpr Option kDays[] = {text("from", "first day, like 2026-11-01"), text("to", "last day, included")};
constexpr Option kHoliday[] = {text("decree", "what the holiday rests on"),
                               text("by", "person id of the officer who decides, 16 hex digits"),
                               text("why", "the reason, one line; it stays on record")};

struct Command {
    std::string_view name;
    std::span<const Option> options;
    Result<void> (*run)(const config::Settings&);
};
constexpr Command kCommands[] = {
    {"serve", {}, serve},
    {"init", kInit, init},
    {"keys", kKeys, keys},
    {"people", kPeople, people},
    {"posts", kTable, table},
    {"deputies", kTable, table},
    {"offices", kTable, table},
    {"plans", kTable, table},
    {"profiles", kTable, table},
    {"rosters", kTable, table},
    {"badges", {}, badges},
    {"enrol-code", kEnrolCode, enrol_code},
    {"account", kAccount, account},
    {"device", kDevice, device},
    {"person-code", kPerson, person_code},
    {"phone", kPerson, phone},
    {"photos", kPhotos, photos},
    {"erase", kErase, erase},
    {"export", kExport, export_records},
    {"statement", kStatement, statement},
    {"revoked", {}, revoked},
    {"log", {}, log},
    {"proof", {}, proof},
    {"bundle", {}, bundle},
    {"judge", kDays, judge_anew},
    {"replay", kDays, replay_days},
    {"holiday", kHoliday, holiday},
    {"rebuild", {}, rebuild},
    {"backup", {}, backup},
    {"restore", {}, restore_backup},
    {"mirror", {}, mirror},
    {"rules", {}, rules},
};

constexpr std::string_view kHelp =
    "hadir-central [serve]                     receive records, show who arrived\n"
    "hadir-central init [--name NAME]          online keys, CA, and keys-request.json for the root\n"
    "hadir-central keys import FILE --root HEX the keys file that the root has signed\n"
    "hadir-central keys request                keys-request.json again, with every key of now\n"
    "hadir-central people import FILE [--dry-run]   nip,nama,opd,unit,kantor: the whole province\n"
    "hadir-central people export FILE          person,number,name,opd,unit,kantor: for hadir badge issue\n"
    "hadir-central posts | deputies | offices | plans | profiles | rosters import FILE   what held for whom, "
    "dated: --dry-run, or --by PERSON --why TEXT\n"
    "hadir-central badges import FILE          badge,person,key_id,expires\n"
    "hadir-central badges revoke BADGE\n"
    "hadir-central enrol-code --opd --office --kiosk --url --by PERSON [--qr PNG]   also --zone\n"
    "hadir-central account add NAME --role ROLE --person ID [--opd OPD] [--ethics] --by PERSON --why TEXT\n"
    "hadir-central account list               of staff, with roles and second factors\n"
    "hadir-central account end | reset-factor | reset-password NAME --by PERSON --why TEXT\n"
    "hadir-central device list                 with fingerprints, and the branches of forked ledgers\n"
    "hadir-central device confirm DEV [--inc N] --fingerprint TEXT --by PERSON --why TEXT\n"
    "hadir-central device revoke DEV [--inc N [--branch N]] --by PERSON --why TEXT\n"
    "hadir-central person-code PERSON --by PERSON --why TEXT   for their account, once, within 30 days\n"
    "hadir-central phone revoke PHONE --by PERSON --why TEXT   the key of a person's phone\n"
    "hadir-central photos list                 sealed photographs, by month\n"
    "hadir-central photos expire --before YYYY-MM --by PERSON --why TEXT   destroys the keys of earlier "
    "months\n"
    "hadir-central erase PERSON --by PERSON --why TEXT | erase --status   forget a person, here and at "
    "terminals\n"
    "hadir-central export --dev DEV [--branch N] FILE    the records of one terminal, as its own ledger.db\n"
    "hadir-central statement --dev DEV [--inc N] FILE    which ledger key is whose, signed, for "
    "hadir-verify\n"
    "hadir-central revoked FILE                whose word counts no more, signed, for hadir-verify\n"
    "hadir-central log status | checkpoint | new-epoch   the log over all records and its signed word\n"
    "hadir-central proof DEV INC SEQ FILE      the proof file of one record; or proof CODE FILE\n"
    "hadir-central bundle import DIR           records that came on a stick, of every terminal there\n"
    "hadir-central bundle export DIR           keys, policy, roster and receipts for these, onto the stick\n"
    "hadir-central holiday add DAY KIND NAME --decree TEXT --by PERSON --why TEXT | holiday list\n"
    "hadir-central judge --from DAY --to DAY   judge everybody's days anew\n"
    "hadir-central replay --from DAY --to DAY  whether the verdicts follow from the records alone\n"
    "hadir-central rebuild                     make all projections again from the records\n"
    "hadir-central backup FILE | restore FILE  stop the server before a restore\n"
    "hadir-central mirror restore              brings back decisions from the file of --mirror\n"
    "hadir-central rules check [FOLDER]        reads the tables of rules and tells every fault by its line\n";

int report(const Error& error) {
    fmt::print(stderr, "hadir-central: {}\n", error.message);
    return error.code == ErrorCode::usage ? config::kUsageExit : kFailed;
}

int run(std::span<const char* const> arguments) {
    if (auto ready = wire::start_crypto(); !ready) return report(ready.error());
    std::string_view name = config::command_of(arguments);
    if (name.empty()) name = "serve";
    const auto command = std::find_if(std::begin(kCommands), std::end(kCommands),
                                      [&](const Command& candidate) { return candidate.name == name; });
    if (command == std::end(kCommands)) {
        return report(Error(ErrorCode::usage, fmt::format("no sub-command {}; see --help", name)));
    }
    const auto settings = config::Settings::read({.program = config::Program::central,
                                                  .arguments = arguments,
                                                  .environment = environ,
                                                  .extra = command->options,
                                                  .commands = kHelp});
    if (!settings) return report(settings.error());
    if (settings->answer()) {
        fmt::print("{}", *settings->answer());
        return kDone;
    }
    if (auto done = command->run(*settings); !done) return report(done.error());
    return kDone;
}

}  // namespace
}  // namespace hadir::apps

int main(int count, char** values) {
    return hadir::apps::run({values + 1, values + (count > 0 ? count : 1)});
}
