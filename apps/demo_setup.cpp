#include "apps/demo_setup.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/badge_printer.h"
#include "apps/child.h"
#include "apps/demo_province.h"
#include "apps/key_folder.h"
#include "device/scene.h"
#include "pki/totp.h"
#include "platform/file.h"
#include "store/identity.h"
#include "wire/badge.h"
#include "wire/csv.h"
#include "wire/keys_request.h"

namespace hadir::apps {
namespace {

constexpr const char* kPassphrase = "demo tanpa rahasia";
constexpr std::size_t kFileMax = 64U << 20;
// Not the demo's officer, who can therefore confirm the terminal.
constexpr const char* kDemoEnroller = "00000000000000e1";
constexpr std::chrono::days kBadgeLife{365};
constexpr int kRosterDays = 92;

Result<std::string> text_of(const std::filesystem::path& path) {
    const auto bytes = platform::read_file(path, kFileMax);
    if (!bytes) return propagate(bytes.error());
    return std::string(as_text(*bytes));
}

Result<void> write_text(const std::filesystem::path& path, const std::string& text) {
    return platform::write_private_file(path, as_bytes(text));
}

class Setup {
public:
    Setup(const DemoPlaces& places, const Clock& clock, Random& random, const platform::StopSignals& signals)
        : places_(places), clock_(clock), random_(random), signals_(signals) {}

    Result<void> run() {
        const std::vector<std::pair<const char*, Result<void> (Setup::*)()>> steps{
            {"keys of the root and of badges", &Setup::make_keys},
            {"central's keys, CA and database", &Setup::make_central},
            {"200 invented people in five OPD", &Setup::import_people},
            {"their posts, superiors, plans and shifts", &Setup::import_tables},
            {"a badge for everyone", &Setup::print_cards},
            {"an officer's account", &Setup::add_officer},
            {"the clip of people holding badges", &Setup::render_clip}};
        for (const auto& [what, step] : steps) {
            const auto from = clock_.since_boot();
            if (auto ok = (this->*step)(); !ok) return propagate(ok.error().in(what));
            fmt::print("  made {} ({:.1f} s)\n", what,
                       static_cast<double>((clock_.since_boot() - from).count()) / 1000);
            std::fflush(stdout);
        }
        return write_text(places_.data / "complete", "1\n");
    }

private:
    Result<void> central(std::vector<std::string> words) {
        const auto said = run_to_end(places_.central_words(std::move(words)), signals_);
        if (!said) return propagate(said.error());
        return {};
    }

    Result<void> make_keys() {
        const auto root =
            KeyFolder(places_.keys()).create(kPassphrase, kPassphrase, clock_.wall(), wire::SealCost::quick);
        if (!root) return propagate(root.error());
        root_ = *root;
        return {};
    }

    Result<void> make_central() {
        if (auto ok = central({"init", "--name", "Hadir Demo"}); !ok) return ok;
        const auto text = text_of(places_.central() / "keys-request.json");
        if (!text) return propagate(text.error());
        const auto request = wire::parse_keys_request(*text);
        if (!request) return propagate(request.error());
        const auto keys = KeyFolder(places_.keys()).sign(kPassphrase, *request, clock_.wall());
        if (!keys) return propagate(keys.error());
        const auto file = places_.data / "keys.txt";
        if (auto ok = write_text(file, *keys); !ok) return ok;
        return central({"keys", "import", file.string(), "--root", root_.hex()});
    }

    Result<void> import_people() {
        const auto csv = places_.data / "people.csv";
        if (auto ok = write_text(csv, demo_people_csv()); !ok) return ok;
        if (auto ok = central({"people", "import", csv.string()}); !ok) return ok;
        return central({"people", "export", (places_.data / "people-for-badges.csv").string()});
    }

    // Shifts from the first of last month on.
    Result<void> import_tables() {
        const std::chrono::year_month_day today(local_day(clock_.wall(), Zone::wib));
        const auto first = today.year() / today.month() / 1 - std::chrono::months(1);
        for (const DemoTable& table : demo_tables(std::chrono::sys_days(first), kRosterDays)) {
            const auto csv = places_.data / (table.name + ".csv");
            if (auto ok = write_text(csv, table.csv); !ok) return ok;
            std::vector<std::string> words{table.name,    "import", csv.string(),         "--by",
                                           kDemoEnroller, "--why",  "example of the demo"};
            if (auto ok = central(std::move(words)); !ok) return ok;
        }
        return {};
    }

    Result<void> print_cards() {
        const auto csv = text_of(places_.data / "people-for-badges.csv");
        if (!csv) return propagate(csv.error());
        const auto holders = parse_card_holders(*csv);
        if (!holders) return propagate(holders.error());
        const auto key = KeyFolder(places_.keys()).open_badge_key(kPassphrase, clock_.wall());
        if (!key) return propagate(key.error());
        const LocalDay expires = local_day(clock_.wall(), Zone::wib) + kBadgeLife;
        const auto sheets = print_badges(*holders, *key, expires, {"Pemerintah Provinsi Demo", ""},
                                         places_.data / "badges", random_);
        if (!sheets) return propagate(sheets.error());
        return central({"badges", "import", (places_.data / "badges" / "badges.csv").string()});
    }

    Result<void> add_officer() {
        const auto file = places_.data / "officer-password";
        if (auto ok = write_text(file, std::string(kDemoPassword) + "\n"); !ok) return ok;
        const auto csv = text_of(places_.data / "people-for-badges.csv");
        if (!csv) return propagate(csv.error());
        const auto holders = parse_card_holders(*csv);
        if (!holders || holders->empty()) return fail(ErrorCode::internal, "nobody was exported");
        const auto factor = places_.data / "officer-factor";
        if (auto ok = write_text(factor, to_hex(as_bytes(kDemoFactor)) + "\n"); !ok) return ok;
        return central({"account", "add", kDemoUser, "--role", "bkd_officer", "--person",
                        holders->back().person.hex(), "--passphrase-file", file.string(), "--factor-file",
                        factor.string(), "--by", kDemoEnroller, "--why", "Demo"});
    }

    // The cards that the clip shows are those that were printed: their texts are made again from badges.csv's
    // ids.
    Result<void> render_clip() {
        const auto cards = clip_cards();
        if (!cards) return propagate(cards.error());
        device::SceneOptions options;
        options.frames_between = 6;
        options.frames_in = 8;
        options.frames_held = 28;
        options.frames_out = 8;
        device::Scene scene(*cards, options);
        return device::write_video(scene, places_.clip());
    }

    Result<std::vector<device::SceneCard>> clip_cards() const {
        const auto people_csv = text_of(places_.data / "people-for-badges.csv");
        if (!people_csv) return propagate(people_csv.error());
        const auto holders = parse_card_holders(*people_csv);
        if (!holders) return propagate(holders.error());
        const auto badges_csv = text_of(places_.data / "badges" / "badges.csv");
        if (!badges_csv) return propagate(badges_csv.error());
        const auto badges = wire::parse_csv(*badges_csv, {"badge", "person", "key_id", "expires"});
        if (!badges) return propagate(badges.error());
        const auto key = KeyFolder(places_.keys()).open_badge_key(kPassphrase, clock_.wall());
        if (!key) return propagate(key.error());
        std::vector<device::SceneCard> cards;
        for (const CardHolder& holder : *holders) {
            if (holder.opd != kDemoOpd || cards.size() == static_cast<std::size_t>(kDemoClipPeople)) continue;
            for (const wire::CsvRow& row : *badges) {
                if (row.fields[1] != holder.person.hex()) continue;
                const wire::PrintedBadge badge{key->number,
                                               BadgeId::parse_hex(row.fields[0]).value_or(BadgeId{}),
                                               parse_day(row.fields[3]).value_or(LocalDay{})};
                const auto text = wire::write_badge(badge, key->key);
                if (!text) return propagate(text.error());
                const auto code = qr::encode(*text);
                if (!code) return propagate(code.error());
                cards.push_back({*code, holder.name, holder.opd});
            }
        }
        return cards;
    }

    const DemoPlaces& places_;
    const Clock& clock_;
    Random& random_;
    const platform::StopSignals& signals_;
    PublicKey root_;
};

}  // namespace

std::vector<std::string> DemoPlaces::central_words(std::vector<std::string> rest) const {
    rest.insert(rest.begin(), program("hadir-central"));
    for (const std::string& word :
         {std::string("--config"), std::string("/dev/null"), std::string("--data"), central().string()})
        rest.push_back(word);
    return rest;
}

std::string demo_code(UnixMs now) {
    return pki::totp_code(as_bytes(kDemoFactor), pki::totp_step(now));
}

Result<void> set_up_demo(const DemoPlaces& places, const Clock& clock, Random& random,
                         const platform::StopSignals& signals) {
    std::error_code code;
    if (std::filesystem::exists(places.data / "complete", code)) return {};
    if (std::filesystem::exists(places.data, code) && !std::filesystem::exists(places.data / "log", code) &&
        !std::filesystem::is_empty(places.data, code)) {
        return fail(ErrorCode::usage,
                    places.data.string() +
                        ": holds something that is not the demo's; name another folder with --data");
    }
    std::filesystem::remove_all(places.data, code);
    for (const auto& folder : {places.data, places.data / "log", places.terminal()}) {
        if (auto ok = platform::make_private_folder(folder); !ok) return ok;
    }
    fmt::print("Setting the demo up in {}\n", places.data.string());
    return Setup(places, clock, random, signals).run();
}

Result<void> enrol_demo_terminal(const DemoPlaces& places, const std::string& devices_url,
                                 const platform::StopSignals& signals) {
    std::error_code error;
    if (std::filesystem::exists(places.terminal() / "identity", error)) return {};
    const auto said =
        run_to_end(places.central_words({"enrol-code", "--opd", kDemoOpd, "--office", kDemoOffice, "--kiosk",
                                         kDemoKiosk, "--by", kDemoEnroller, "--url", devices_url}),
                   signals);
    if (!said) return propagate(said.error());
    const std::size_t at = said->find("\nqr ");
    if (at == std::string::npos) return fail(ErrorCode::internal, "hadir-central enrol-code printed no QR");
    const std::string qr = said->substr(at + 4, said->find('\n', at + 4) - at - 4);
    const auto enrolled = run_to_end(
        {places.program("hadir-sync"), "enrol", qr, "--config", "/dev/null", "--data",
         places.terminal().string(), "--identity", (places.terminal() / "identity").string(), "--ledger",
         (places.terminal() / "ledger.db").string(), "--runtime", (places.terminal() / "run").string()},
        signals);
    if (!enrolled) return propagate(enrolled.error());
    return {};
}

Result<void> make_demo_identity(const std::filesystem::path& folder, const std::filesystem::path& keys,
                                Random& random) {
    const KeyFolder key_folder(keys);
    const auto root = key_folder.root_public_key();
    if (!root) return propagate(root.error());
    const auto text = text_of(keys / "keys");
    if (!text) return propagate(text.error());
    store::Identity identity{
        random.make<DeviceId>(), 1, wire::SigningKey::generate(), *root, "", "", "", "", *text};
    return store::write_identity(folder, identity);
}

}  // namespace hadir::apps
