#include "apps/central_log.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "apps/central_commands.h"
#include "apps/central_photos.h"
#include "central/files_repository.h"
#include "central/log.h"
#include "central/proofs.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "wire/encodings.h"
#include "wire/keys_request.h"
#include "wire/record_proof.h"

namespace hadir::apps {
namespace {

constexpr std::size_t kPinBytesMax = 256;

UnixMs now() {
    return platform::SystemClock().wall();
}

Result<void> print_status(const central::Database& database) {
    return database.read([&]() -> Result<void> {
        central::LogRepository repository(database);
        const auto epoch = repository.epoch();
        if (!epoch) {
            fmt::print("no log yet: it begins when the server starts\n");
            return {};
        }
        fmt::print("log      {}\nrecords  {}\n", epoch->origin, repository.size());
        if (const auto last = repository.newest_checkpoint(epoch->epoch))
            fmt::print("signed   {} records at {}\n", last->size, format_at(last->signed_at));
        if (epoch->halted) fmt::print("HALTED   at {}: {}\n", format_at(*epoch->halted), epoch->halted_by);
        return {};
    });
}

Result<void> print_checkpoint(const config::Settings& settings, const central::Database& database) {
    const auto keys = open_log(settings, database, now());
    const auto zone = zone_of(settings);
    if (!keys || !zone) return propagate(keys ? zone.error() : keys.error());
    const auto made = central::sign_log(database, *keys, central::Signing::at_once, *zone, now());
    if (!made) return propagate(made.error());
    const auto newest = database.read([&]() -> Result<std::optional<central::SignedCheckpoint>> {
        return central::LogRepository(database).newest_checkpoint(keys->current().epoch);
    });
    if (!newest) return propagate(newest.error());
    fmt::print("{}", *newest ? (*newest)->note : "no record yet, nothing to sign\n");
    return {};
}

Result<void> start_epoch(const config::Settings& settings, const central::Database& database) {
    auto keys = central::LogKeys::load(keys_folder(settings));
    if (!keys) return propagate(keys.error());
    const auto listed = imported_keys(settings, database);
    if (!listed) return propagate(listed.error());
    const auto epoch = central::open_next_epoch(database, *keys, *listed, now());
    if (!epoch) return propagate(epoch.error());
    const auto own = central::OnlineKeys::load(keys_folder(settings));
    if (!own) return propagate(own.error());
    fmt::print("log {} is open; proofs of earlier epochs stay good. Start the server again\n", epoch->origin);
    return request_keys(settings, *own);
}

// `DEV INC SEQ`.
Result<wire::LineId> record_named(const std::vector<std::string>& words) {
    const auto dev = DeviceId::parse_hex(words[1]);
    const auto inc = wire::parse_decimal(words[2]);
    const auto seq = wire::parse_decimal(words[3]);
    if (!dev || !inc || !seq || *inc < 1 || *inc > static_cast<std::uint64_t>(wire::kIncMax) || *seq < 1)
        return fail(ErrorCode::usage, "name a record as DEV INC SEQ: 32 hex digits and two numbers from 1");
    return wire::LineId{*dev, static_cast<std::uint32_t>(*inc), *seq};
}

Result<central::ProofAnswer> find_proof(const std::vector<std::string>& words,
                                        const central::Database& database, const wire::SigningKey& key) {
    if (words.size() == 5) {
        const auto id = record_named(words);
        if (!id) return propagate(id.error());
        return central::proof_of_record(database, *id, key, now());
    }
    const auto code = words.size() == 3 ? wire::read_proof_code(words[1]) : std::nullopt;
    if (!code)
        return fail(ErrorCode::usage, "name a record as DEV INC SEQ or by its code, then the FILE to write");
    return central::proof_of_code(database, *code, key, now());
}

}  // namespace

Result<wire::KeysFile> imported_keys(const config::Settings& settings, const central::Database& database) {
    const auto pin = platform::read_file(settings.path("data") / "root.pub", kPinBytesMax);
    if (!pin) return fail(ErrorCode::usage, "no keys file was imported yet; run hadir-central keys import");
    const auto root = PublicKey::parse_hex(as_text(*pin).substr(0, PublicKey::kSize * 2));
    if (!root) return fail(ErrorCode::malformed, "root.pub is not 64 hex digits");
    const auto file = database.read([&]() -> Result<std::optional<central::IssuedFile>> {
        return central::FilesRepository(database).newest({central::FileKind::keys, std::nullopt});
    });
    if (!file) return propagate(file.error());
    if (!*file) return fail(ErrorCode::usage, "no keys file is here; run hadir-central keys import");
    return wire::open_keys_file((*file)->file, *root);
}

Result<void> log(const config::Settings& settings) {
    const std::string action = settings.words().size() == 2 ? settings.words()[1] : "";
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    if (action == "status") return print_status(*database);
    if (action == "checkpoint") return print_checkpoint(settings, *database);
    if (action == "new-epoch") return start_epoch(settings, *database);
    return fail(ErrorCode::usage, "say one of status, checkpoint, new-epoch; see --help");
}

Result<void> proof(const config::Settings& settings) {
    const auto own = central::OnlineKeys::load(keys_folder(settings));
    if (!own) return propagate(own.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto answer = find_proof(settings.words(), *database, own->device);
    if (!answer) return propagate(answer.error());
    if (const auto* later = std::get_if<central::ProofNotYet>(&*answer)) {
        return fail(ErrorCode::unavailable,
                    fmt::format("record {} is in no checkpoint yet; {}", later->code,
                                later->by ? "one comes by " + format_at(*later->by)
                                          : "the log is halted, see hadir-central log status"));
    }
    const auto& file = std::get<central::ProofFile>(*answer);
    if (auto ok = platform::write_private_file(settings.words().back(), as_bytes(file.text)); !ok) return ok;
    fmt::print("{}\n", file.code);
    return {};
}

Result<void> request_keys(const config::Settings& settings, const central::OnlineKeys& keys) {
    const auto log_keys = central::LogKeys::make(keys_folder(settings));
    if (!log_keys) return propagate(log_keys.error());
    auto rows = keys.rows(now());
    if (!rows) return propagate(rows.error());
    const auto log_rows = log_keys->rows(now());
    rows->insert(rows->end(), log_rows.begin(), log_rows.end());
    const auto photo_rows = photo_key_rows(settings);
    if (!photo_rows) return propagate(photo_rows.error());
    rows->insert(rows->end(), photo_rows->begin(), photo_rows->end());
    const auto request = settings.path("data") / "keys-request.json";
    const std::string text = wire::write_keys_request(*rows);
    if (auto ok = platform::write_private_file(request, as_bytes(text)); !ok) return ok;
    fmt::print("let the root sign {}\n", request.string());
    return {};
}

Result<central::LogKeys> open_log(const config::Settings& settings, const central::Database& database,
                                  UnixMs at) {
    auto keys = central::LogKeys::load(keys_folder(settings));
    if (!keys && keys.error().code == ErrorCode::not_found) {
        spdlog::warn("this central had no log keys; they are made. Run hadir-central keys request");
        keys = central::LogKeys::make(keys_folder(settings));
    }
    if (!keys) return propagate(keys.error());
    if (auto ok = central::open_first_epoch(database, *keys, at); !ok) return propagate(ok.error());
    return keys;
}

void tend_log(const central::Database& database, const central::LogKeys& keys, Zone zone, UnixMs at,
              std::string& told) {
    const auto made = central::sign_log(database, keys, central::Signing::when_due, zone, at);
    const std::string trouble = made ? "" : made.error().message;
    if (!trouble.empty() && trouble != told) spdlog::error("{}", trouble);
    told = trouble;
    if (made && *made) spdlog::info("checkpoint of {} records", (*made)->size);
}

}  // namespace hadir::apps
