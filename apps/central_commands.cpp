#include "apps/central_commands.h"

#include <fmt/format.h>

#include <filesystem>

#include "apps/central_devices.h"
#include "apps/central_log.h"
#include "apps/central_photos.h"
#include "central/devices_repository.h"
#include "central/erasure.h"
#include "central/log.h"
#include "central/online_keys.h"
#include "central/people.h"
#include "central/projection.h"
#include "central/signed_files.h"
#include "central/sqlite_files.h"
#include "core/time.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/random.h"
#include "wire/csv.h"
#include "wire/receipt.h"

namespace hadir::apps {
namespace {

UnixMs now() {
    return platform::SystemClock().wall();
}

// The second word of `people import` and its like.
std::string action_of(const config::Settings& settings) {
    return settings.words().size() > 1 ? settings.words()[1] : "";
}

std::unexpected<Error> no_action(const char* choices) {
    return fail(ErrorCode::usage, fmt::format("say one of {}; see --help", choices));
}

template <class Fixed>
Result<Fixed> hex(const std::string& text, const char* what) {
    const auto value = Fixed::parse_hex(text);
    if (!value)
        return fail(ErrorCode::usage,
                    fmt::format("{} must be {} lower-case hex digits", what, Fixed::kSize * 2));
    return *value;
}

void print_person(char mark, const central::PersonFacts& person) {
    fmt::print("{} {} {}, {}, {}, {}\n", mark, person.nip, person.name, person.opd, person.unit,
               person.office);
}

void print_difference(const central::PeopleDifference& difference, central::ImportMode mode) {
    for (const auto& person : difference.added)
        print_person('+', person);
    for (const auto& change : difference.changed) {
        print_person('<', change.before);
        print_person('>', change.after);
    }
    for (const auto& person : difference.gone)
        print_person('-', person);
    fmt::print("{}: {} new, {} changed, {} gone, {} as before\n",
               mode == central::ImportMode::dry_run ? "would import" : "imported", difference.added.size(),
               difference.changed.size(), difference.gone.size(), difference.unchanged);
}

Result<void> import_people_file(const config::Settings& settings) {
    const auto file = word(settings, 2, "the people's FILE");
    if (!file) return propagate(file.error());
    const auto csv = read_text(*file, wire::kCsvBytesMax);
    if (!csv) return propagate(csv.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    platform::SystemRandom random;
    const auto mode = settings.flag("dry-run") ? central::ImportMode::dry_run : central::ImportMode::apply;
    const auto difference = central::import_people(*database, random, *csv, mode);
    if (!difference) return in_file(difference.error(), *file);
    print_difference(*difference, mode);
    return {};
}

Result<void> export_people_file(const config::Settings& settings) {
    const auto file = word(settings, 2, "the FILE to write");
    if (!file) return propagate(file.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto csv = central::export_people(*database);
    if (!csv) return propagate(csv.error());
    return platform::write_private_file(*file, as_bytes(*csv));
}

}  // namespace

Result<std::string> word(const config::Settings& settings, std::size_t index, const char* what) {
    const auto& words = settings.words();
    if (words.size() == index + 1) return words[index];
    return fail(ErrorCode::usage,
                fmt::format("{} {}; see --help", words.size() <= index ? "missing" : "words after", what));
}

Result<std::string> read_text(const std::string& file, std::size_t bytes_max) {
    const auto bytes = platform::read_file(file, bytes_max);
    if (!bytes) return propagate(bytes.error());
    return std::string(as_text(*bytes));
}

std::unexpected<Error> in_file(const Error& error, const std::string& file) {
    const std::string line = error.line ? fmt::format("line {}: ", *error.line) : "";
    return fail(ErrorCode::usage, fmt::format("{}: {}{}", file, line, error.message));
}

std::string database_path(const config::Settings& settings) {
    return (settings.path("data") / "central.db").string();
}

central::DocumentShelf document_shelf(const config::Settings& settings) {
    return {settings.path("data") / "documents"};
}

std::filesystem::path keys_folder(const config::Settings& settings) {
    return settings.path("data") / "keys";
}

Result<central::Database> open_database(const config::Settings& settings) {
    if (!std::filesystem::exists(settings.path("data")))
        return fail(ErrorCode::not_found,
                    settings.path("data").string() + " is not there; run hadir-central init first");
    auto database = central::Database::open(database_path(settings));
    if (!database) return propagate(database.error());
    if (auto kept = keep_erased(settings, *database); !kept) return propagate(kept.error());
    return database;
}

Result<void> keep_erased(const config::Settings& settings, const central::Database& database) {
    if (auto kept = central::keep_erased(database, settings.path("data") / "erased.list"); !kept) return kept;
    if (auto gone = central::forget_photos(database, photo_store(settings)); !gone)
        return propagate(gone.error());
    if (auto gone = central::forget_documents(database, document_shelf(settings)); !gone)
        return propagate(gone.error());
    return central::scrub(database, database_path(settings), now());
}

std::optional<central::Mirror> mirror_of(const config::Settings& settings) {
    const auto path = settings.path("mirror");
    if (path.empty()) return std::nullopt;
    return central::Mirror(path.string());
}

Result<Zone> zone_of(const config::Settings& settings) {
    const auto zone = zone_from_iana(settings.text("zone"));
    if (!zone) return fail(ErrorCode::usage, "zone is not one of Indonesia's three");
    return *zone;
}

Result<void> init(const config::Settings& settings) {
    const auto data = settings.path("data");
    if (auto made = platform::make_private_folder(data); !made) return propagate(made.error());
    const std::string name = settings.text("name").empty() ? "Hadir" : settings.text("name");
    const auto keys = central::OnlineKeys::make(keys_folder(settings), name, now());
    if (!keys) return propagate(keys.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    fmt::print("ca {}\n", pki::fingerprint_of(keys->ca.certificate).hex());
    return request_keys(settings, *keys);
}

Result<void> keys(const config::Settings& settings) {
    if (action_of(settings) == "request") {
        const auto own = central::OnlineKeys::load(keys_folder(settings));
        if (!own) return propagate(own.error());
        return request_keys(settings, *own);
    }
    if (action_of(settings) != "import") return no_action("import, request");
    const auto file = word(settings, 2, "the keys FILE");
    if (!file) return propagate(file.error());
    const auto pinned = settings.path("data") / "root.pub";
    const bool first = !std::filesystem::exists(pinned);
    if (first && settings.text("root").empty())
        return fail(ErrorCode::usage, "the first import needs --root, as hadir keys init printed it");
    auto root_text = first ? Result<std::string>(settings.text("root")) : read_text(pinned.string(), 256);
    if (!root_text) return propagate(root_text.error());
    while (root_text->ends_with('\n'))
        root_text->pop_back();
    if (!settings.text("root").empty() && settings.text("root") != *root_text)
        return fail(ErrorCode::usage, pinned.string() + " pins another root");
    const auto root = hex<PublicKey>(*root_text, "the root");
    if (!root) return propagate(root.error());
    const auto own = central::OnlineKeys::load(keys_folder(settings));
    if (!own) return propagate(own.error());
    const auto text = read_text(*file, wire::kSignedFileBytesMax);
    if (!text) return propagate(text.error());
    const auto checked = wire::open_keys_file(*text, *root);
    if (!checked) return in_file(checked.error(), *file);
    if (auto listed = own->check_listed(*checked); !listed) return in_file(listed.error(), *file);
    const auto log_keys = central::LogKeys::make(keys_folder(settings));
    if (!log_keys) return propagate(log_keys.error());
    for (const auto* key : {&log_keys->current(), &log_keys->next()}) {
        if (auto listed = central::LogKeys::check_listed(*key, *checked); !listed)
            return in_file(listed.error(), *file);
    }
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto imported = central::import_keys(*database, *text, *root);
    if (!imported) return in_file(imported.error(), *file);
    const std::string pin = root->hex() + '\n';
    if (auto kept = platform::write_private_file(pinned, as_bytes(pin)); !kept)
        return propagate(kept.error());
    fmt::print("keys file of version {} with {} keys\n", imported->head.version, imported->rows.size());
    return {};
}

Result<void> people(const config::Settings& settings) {
    if (action_of(settings) == "import") return import_people_file(settings);
    if (action_of(settings) == "export") return export_people_file(settings);
    return no_action("import, export");
}

Result<void> badges(const config::Settings& settings) {
    const std::string action = action_of(settings);
    if (action != "import" && action != "revoke") return no_action("import, revoke");
    const auto what = word(settings, 2, action == "import" ? "the badges' FILE" : "the badge's id");
    if (!what) return propagate(what.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    if (action == "revoke") {
        const auto badge = hex<BadgeId>(*what, "the badge's id");
        if (!badge) return propagate(badge.error());
        return central::revoke_badge(*database, *badge, now());
    }
    const auto csv = read_text(*what, wire::kCsvBytesMax);
    if (!csv) return propagate(csv.error());
    const auto added = central::import_badges(*database, *csv);
    if (!added) return in_file(added.error(), *what);
    fmt::print("imported: {} new badges\n", *added);
    return {};
}

Result<void> export_records(const config::Settings& settings) {
    const auto file = word(settings, 1, "the FILE to write");
    if (!file) return propagate(file.error());
    const auto dev = hex<DeviceId>(settings.text("dev"), "--dev");
    if (!dev) return propagate(dev.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto branch =
        settings.text("branch").empty() ? Result<std::int64_t>(0) : branch_of(settings.text("branch"));
    if (!branch) return propagate(branch.error());
    const auto count = central::export_ledger(*database, *dev, *file, *branch);
    if (!count) return propagate(count.error());
    fmt::print("{} records\n", *count);
    return {};
}

Result<void> statement(const config::Settings& settings) {
    const auto file = word(settings, 1, "the FILE to write");
    if (!file) return propagate(file.error());
    const auto dev = hex<DeviceId>(settings.text("dev"), "--dev");
    if (!dev) return propagate(dev.error());
    const auto own = central::OnlineKeys::load(keys_folder(settings));
    if (!own) return propagate(own.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto made = database->read([&]() -> Result<wire::DeviceStatement> {
        central::DevicesRepository devices(*database);
        const auto found = devices.find(*dev);
        if (!found) return fail(ErrorCode::not_found, "no terminal " + dev->hex());
        const auto inc = settings.text("inc").empty() ? Result<std::uint32_t>(devices.newest_inc(found->id))
                                                      : inc_of(settings.text("inc"));
        if (!inc) return propagate(inc.error());
        const auto ledger = devices.incarnation(found->id, *inc);
        if (!ledger) return fail(ErrorCode::not_found, fmt::format("it has no incarnation {}", *inc));
        return wire::DeviceStatement{*dev, *inc, ledger->ledger_key, ledger->confirmed, ledger->by};
    });
    if (!made) return propagate(made.error());
    const std::string text = wire::write_device_statement(*made, own->device);
    return platform::write_private_file(*file, as_bytes(text));
}

Result<void> rebuild(const config::Settings& settings) {
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    return database->transaction([&]() -> Result<void> {
        central::rebuild_projections(*database);
        return {};
    });
}

Result<void> backup(const config::Settings& settings) {
    const auto file = word(settings, 1, "the FILE to write");
    if (!file) return propagate(file.error());
    // Opened for its sake alone: a database that was put back by hand forgets again before it is copied.
    if (const auto database = open_database(settings); !database) return propagate(database.error());
    return central::back_up(database_path(settings), *file);
}

Result<void> restore_backup(const config::Settings& settings) {
    const auto file = word(settings, 1, "the backup's FILE");
    if (!file) return propagate(file.error());
    // An empty data folder gets its database first: a restore is also how a new machine starts.
    if (const auto database = open_database(settings); !database) return propagate(database.error());
    if (auto restored = central::restore(*file, database_path(settings)); !restored) return restored;
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    fmt::print("the log signs nothing until hadir-central log new-epoch\n");
    return central::halt_log(*database, "the database was restored from " + *file, now());
}

Result<void> mirror(const config::Settings& settings) {
    if (settings.words().size() != 2 || settings.words()[1] != "restore")
        return fail(ErrorCode::usage, "say mirror restore");
    const auto file = mirror_of(settings);
    if (!file) return fail(ErrorCode::usage, "--mirror must name the file that holds the second copy");
    if (!std::filesystem::exists(file->path()))
        return fail(ErrorCode::usage, file->path() + ": no such file");
    const auto keys = central::OnlineKeys::load(keys_folder(settings));
    if (!keys) return propagate(keys.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto count = file->restore(*database, keys->ledger, now());
    if (!count) return propagate(count.error());
    fmt::print("{} decisions were brought back\n", *count);
    return {};
}

}  // namespace hadir::apps
