#include "apps/central_bundle.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "apps/central_commands.h"
#include "apps/central_serve.h"
#include "central/devices_repository.h"
#include "central/ingest.h"
#include "central/online_keys.h"
#include "central/signed_files.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "wire/bundle.h"

namespace hadir::apps {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBundleEnd = ".bundle";

// A terminal's folder on the stick.
struct Carried {
    DeviceId dev;
    fs::path folder;
};

Result<std::vector<Carried>> terminals_on(const fs::path& stick) {
    std::error_code code;
    std::vector<Carried> found;
    for (const auto& entry : fs::directory_iterator(stick, code)) {
        const auto dev = DeviceId::parse_hex(entry.path().filename().string());
        if (dev && entry.is_directory(code)) found.push_back({*dev, entry.path()});
    }
    if (code) return fail(ErrorCode::usage, stick.string() + ": " + code.message());
    if (found.empty())
        return fail(ErrorCode::usage, stick.string() +
                                          ": no folder of a terminal is there; its hadir-sync bundle "
                                          "export makes one");
    std::ranges::sort(found, {}, &Carried::folder);
    return found;
}

// A bundle that was read, in the order in which its ledger grew.
struct Read {
    fs::path path;
    std::uint32_t inc = 1;
    std::uint64_t from = 1;
    std::string text;
};

int complain(const fs::path& path, const Error& error) {
    fmt::print(stderr, "hadir-central: {}: {}\n", path.string(), error.message);
    return 1;
}

// How many files were at fault.
int read_bundles(const fs::path& folder, std::vector<Read>& bundles) {
    int faults = 0;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder, code)) {
        if (!entry.path().filename().string().ends_with(kBundleEnd)) continue;
        const auto bytes = platform::read_file(entry.path(), wire::kSignedFileBytesMax);
        const auto head = bytes ? wire::read_bundle_head(as_text(*bytes))
                                : Result<wire::BundleHead>(std::unexpected(bytes.error()));
        if (head)
            bundles.push_back({entry.path(), head->inc, head->from, std::string(as_text(*bytes))});
        else
            faults += complain(entry.path(), head.error());
    }
    std::ranges::sort(bundles, {}, [](const Read& read) { return std::pair(read.inc, read.from); });
    return faults;
}

Result<void> import_from(const config::Settings& settings, const fs::path& stick) {
    const auto terminals = terminals_on(stick);
    if (!terminals) return propagate(terminals.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    int faults = 0;
    for (const Carried& terminal : *terminals) {
        std::vector<Read> bundles;
        faults += read_bundles(terminal.folder, bundles);
        for (const Read& read : bundles) {
            const auto taken = central::take_bundle(read.text, *database, platform::SystemClock().wall());
            if (!taken) {
                faults += complain(read.path, taken.error());
                continue;
            }
            fmt::print("{} inc {}: records {} to {}{}\n", taken->dev.hex(), taken->inc, taken->first,
                       taken->last,
                       taken->fork ? fmt::format("; FORK from {} on, both are kept", *taken->fork) : "");
        }
    }
    if (faults > 0)
        return fail(ErrorCode::malformed,
                    fmt::format("{} files were not taken; nothing of them is stored", faults));
    return {};
}

Result<void> write_file(const fs::path& path, const Result<central::IssuedFile>& file) {
    if (!file) return propagate(file.error().in(path.filename().string()));
    return platform::write_private_file(path, as_bytes(file->file));
}

Result<void> write_receipts(const central::Database& database, const central::OnlineKeys& keys,
                            const central::Device& device, const fs::path& folder) {
    const auto incarnations = database.read([&]() -> Result<std::vector<central::Incarnation>> {
        return central::DevicesRepository(database).incarnations(device.id);
    });
    if (!incarnations) return propagate(incarnations.error());
    for (const central::Incarnation& incarnation : *incarnations) {
        if (incarnation.revoked) continue;
        const auto receipt = central::carried_receipt(database, device.dev, incarnation.inc, keys.receipt,
                                                      platform::SystemClock().wall());
        if (!receipt) return propagate(receipt.error());
        const auto path = folder / fmt::format("receipt-{}", incarnation.inc);
        if (auto ok = platform::write_private_file(path, as_bytes(*receipt)); !ok) return ok;
    }
    return {};
}

Result<void> export_for(const config::Settings& settings, const central::Database& database,
                        const central::OnlineKeys& keys, const Carried& terminal) {
    const UnixMs now = platform::SystemClock().wall();
    const auto device = database.read([&]() -> Result<std::optional<central::Device>> {
        return central::DevicesRepository(database).find(terminal.dev);
    });
    if (!device) return propagate(device.error());
    if (!*device) return fail(ErrorCode::not_found, terminal.dev.hex() + ": no such terminal is known here");
    if ((*device)->revoked)
        return fail(ErrorCode::revoked, terminal.dev.hex() + ": this terminal is revoked");
    const auto keys_file = database.read([&]() -> Result<std::optional<central::IssuedFile>> {
        return central::FilesRepository(database).newest({central::FileKind::keys, std::nullopt});
    });
    if (!keys_file) return propagate(keys_file.error());
    if (*keys_file) {
        if (auto ok = write_file(terminal.folder / "keys", **keys_file); !ok) return ok;
    }
    const auto policy = central::current_policy(database, policy_of(settings), keys.policy, now);
    if (auto ok = write_file(terminal.folder / "policy", policy); !ok) return ok;
    const auto roster = central::roster_for(database, **device, keys.roster, now);
    if (auto ok = write_file(terminal.folder / "roster", roster); !ok) return ok;
    return write_receipts(database, keys, **device, terminal.folder);
}

Result<void> export_to(const config::Settings& settings, const fs::path& stick) {
    const auto terminals = terminals_on(stick);
    if (!terminals) return propagate(terminals.error());
    const auto keys = central::OnlineKeys::load(keys_folder(settings));
    if (!keys) return propagate(keys.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    for (const Carried& terminal : *terminals) {
        if (auto ok = export_for(settings, *database, *keys, terminal); !ok) return ok;
        fmt::print("{}: keys, policy, roster and receipts\n", terminal.dev.hex());
    }
    return {};
}

}  // namespace

Result<void> bundle(const config::Settings& settings) {
    const auto& words = settings.words();
    if (words.size() == 3 && words[1] == "import") return import_from(settings, words[2]);
    if (words.size() == 3 && words[1] == "export") return export_to(settings, words[2]);
    return fail(ErrorCode::usage, "say bundle import DIR, or bundle export DIR");
}

}  // namespace hadir::apps
