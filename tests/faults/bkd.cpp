#include "tests/faults/bkd.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "apps/badge_printer.h"
#include "apps/key_folder.h"
#include "qr/draw.h"
#include "tests/faults/lens.h"
#include "tests/kiosk/kiosk_run.h"
#include "wire/json.h"
#include "wire/keys_request.h"

namespace hadir::tests {
namespace {

using std::chrono::seconds;

constexpr const char* kPassphrase = "only for a test";
constexpr seconds kReadyWithin{30};
constexpr seconds kEventWithin{30};
constexpr std::chrono::days kBadgeLife{365};
constexpr int kBlankPictures = 9;
constexpr int kPicturesOfCode = 8;

Result<void> good(const Finished& finished, const char* what) {
    if (finished.status == 0) return {};
    return fail(ErrorCode::internal, fmt::format("{}: {} {}", what, finished.status, finished.output));
}

void note_announced(const std::string& event, Announced& announced) {
    const auto json = wire::parse_json(event);
    const wire::Json* result = json ? json->find("result") : nullptr;
    const wire::Json* of = result != nullptr ? result->find("of") : nullptr;
    if (of == nullptr || of->integer() == nullptr) return;
    announced[static_cast<std::uint64_t>(*of->integer())] = *result->find("at")->text();
}

bool is_result(const std::string& event) {
    return event.contains(R"("result":{)");
}

}  // namespace

void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

namespace {

Result<std::string> blank_picture() {
    auto code = qr::encode("NOTHING");
    if (!code) return propagate(code.error());
    code->dark.assign(code->dark.size(), false);
    const auto png = qr::to_png(*code, 8);
    if (!png) return propagate(png.error());
    return std::string(as_text(*png));
}

// Until the page is told of a scan and what it led to.
Result<void> listen(apps::KioskSocket& page, Heard& heard) {
    for (bool begun = false;;) {
        const auto event = page.next_text(kEventWithin);
        if (!event) return propagate(event.error());
        if (!*event) return fail(ErrorCode::timeout, "no result was heard");
        note_announced(**event, heard.announced);
        heard.events.push_back(**event);
        begun = begun || (*event)->contains(R"("state":"membaca")");
        if (begun && is_result(**event)) return {};
    }
}

}  // namespace

Result<void> begin_with_nothing(const std::filesystem::path& pictures) {
    const auto blank = blank_picture();
    if (!blank) return propagate(blank.error());
    std::filesystem::create_directories(pictures);
    for (int i = 0; i < kBlankPictures; ++i)
        write_text(pictures / fmt::format("0-{:02}.png", i), *blank);
    return {};
}

Result<void> Bkd::set_up(int people) {
    std::filesystem::create_directories(terminal());
    const auto root = apps::KeyFolder(folder_ / "keys")
                          .create(kPassphrase, kPassphrase, clock_.wall(), wire::SealCost::quick);
    if (!root) return propagate(root.error());
    root_ = root->hex();
    if (auto made = make_central(); !made) return made;
    return make_people(people);
}

Result<void> Bkd::make_central() {
    if (auto ok = good(central({"init", "--name", "Test"}), "init"); !ok) return ok;
    const auto request = wire::parse_keys_request(text_of(folder_ / "central/keys-request.json"));
    if (!request) return propagate(request.error());
    const auto keys = apps::KeyFolder(folder_ / "keys").sign(kPassphrase, *request, clock_.wall());
    if (!keys) return propagate(keys.error());
    write_text(keys_file(), *keys);
    return good(central({"keys", "import", keys_file().string(), "--root", root_}), "keys import");
}

Result<void> Bkd::make_people(int people) {
    std::string csv = "nip,nama,opd,unit,kantor\n";
    for (int i = 0; i < people; ++i)
        csv += fmt::format("19800101200001{}{:03},Orang Ke {},PUPR,Bina Marga,Pusat\n", 1, i, i);
    write_text(people_csv(), csv);
    if (auto ok = good(central({"people", "import", people_csv().string()}), "people import"); !ok) return ok;
    const auto exported = folder_ / "holders.csv";
    if (auto ok = good(central({"people", "export", exported.string()}), "people export"); !ok) return ok;
    const auto holders = apps::parse_card_holders(text_of(exported));
    if (!holders) return propagate(holders.error());
    const auto key = apps::KeyFolder(folder_ / "keys").open_badge_key(kPassphrase, clock_.wall());
    if (!key) return propagate(key.error());
    const auto cards = folder_ / "cards";
    const LocalDay expires = local_day(clock_.wall(), Zone::wib) + kBadgeLife;
    const auto sheets = apps::print_badges(*holders, *key, expires, {"Provinsi", ""}, cards, random_);
    if (!sheets) return propagate(sheets.error());
    for (const auto& holder : *holders)
        badges_.push_back(cards / (holder.number + ".png"));
    return good(central({"badges", "import", (cards / "badges.csv").string()}), "badges import");
}

Result<void> Bkd::start_central(std::vector<std::string> more) {
    const std::string program =
        central_program_.contains('/') ? central_program_ : HADIR_BIN_DIR "/" + central_program_;
    server_.reset();
    std::vector<std::string> words{program,          "serve",
                                   "--config",       "/dev/null",
                                   "--data",         (folder_ / "central").string(),
                                   "--devices-bind", "127.0.0.1",
                                   "--devices-port", std::to_string(url_.empty() ? 0 : port()),
                                   "--web-port",     "0",
                                   "--log-level",    "error"};
    words.insert(words.end(), more.begin(), more.end());
    auto server = apps::Child::start(words, folder_ / "central.log", signals_);
    if (!server) return propagate(server.error());
    server_.emplace(std::move(*server));
    const auto url = server_->ready("devices", kReadyWithin);
    if (!url) return propagate(url.error());
    url_ = *url;
    return {};
}

void Bkd::kill_central() const {
    ::kill(server_->pid(), SIGKILL);
}

std::uint16_t Bkd::port() const {
    return static_cast<std::uint16_t>(std::stoul(url_.substr(url_.rfind(':') + 1)));
}

Result<void> Bkd::enrol() const {
    const Finished code = central({"enrol-code", "--opd", "PUPR", "--office", "Pusat", "--kiosk", "Kios 02",
                                   "--url", url_, "--by", "0000000000000001"});
    const std::size_t at = code.output.find("HADIR:E:1:");
    if (at == std::string::npos) return fail(ErrorCode::internal, "no code: " + code.output);
    const std::string qr = code.output.substr(at, code.output.find('\n', at) - at);
    if (auto ok = good(sync({"enrol", qr}), "enrol"); !ok) return ok;
    return good(sync({"send"}), "first round");
}

Result<std::filesystem::path> Bkd::photograph_code() {
    auto pictures = folder_ / ("clip-" + std::to_string(clips_++));
    if (auto ok = begin_with_nothing(pictures); !ok) return propagate(ok.error());
    const auto picture = folder_ / "code.png";
    const auto made = good(central({"enrol-code", "--opd", "PUPR", "--office", "Pusat", "--kiosk", "Kios 02",
                                    "--url", url_, "--by", "0000000000000001", "--qr", picture.string()}),
                           "enrol-code");
    if (!made) return propagate(made.error());
    for (int again = 0; again < kPicturesOfCode; ++again)
        std::filesystem::copy_file(picture, pictures / fmt::format("1-{:02}.png", again));
    return pictures;
}

Finished Bkd::central(std::vector<std::string> words) const {
    words.insert(words.begin(), "hadir-central");
    words.insert(words.end(), {"--config", "/dev/null", "--data", (folder_ / "central").string()});
    return run(words);
}

Finished Bkd::sync(std::vector<std::string> words, const std::string& url) const {
    words.insert(words.begin(), "hadir-sync");
    words.insert(words.end(), {"--config", "/dev/null", "--data", terminal().string(), "--identity",
                               (terminal() / "identity").string(), "--ledger", ledger().string(), "--runtime",
                               (terminal() / "run").string()});
    if (!url.empty()) words.insert(words.end(), {"--url", url});
    return run(words);
}

Result<Heard> Bkd::play(const std::filesystem::path& pictures) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(pictures))
        files.push_back(entry.path());
    std::ranges::sort(files);
    const auto blank = blank_picture();
    if (!blank) return propagate(blank.error());
    Lens lens(folder_ / ("lens-" + std::to_string(clips_++)), *blank);
    const auto running = KioskRun::start(HADIR_BIN_DIR "/hadir-kiosk", terminal(), lens.folder().string(),
                                         signals_, {"--camera-loop"});
    if (!running) return propagate(running.error());
    auto page = running->open_page();
    if (!page) return propagate(page.error());
    Heard heard;
    for (std::size_t i = 0; i < files.size(); ++i) {
        lens.hold(text_of(files[i]));
        if (auto told = listen(*page, heard); !told)
            return propagate(told.error().in(fmt::format("picture {} of {}", i + 1, files.size())));
    }
    return heard;
}

Result<std::filesystem::path> Bkd::photograph(int people) {
    if (badges_.size() < static_cast<std::size_t>(people))
        return fail(ErrorCode::usage, "no badges are left to show");
    auto pictures = folder_ / ("clip-" + std::to_string(clips_++));
    std::filesystem::create_directories(pictures);
    for (int i = 0; i < people; ++i) {
        std::filesystem::copy_file(badges_.back(), pictures / fmt::format("1-{:04}.png", i));
        badges_.pop_back();
    }
    return pictures;
}

Result<std::filesystem::path> Bkd::exported() const {
    const auto own = identity();
    if (!own) return propagate(own.error());
    auto file = folder_ / "exported.db";
    std::filesystem::remove(file);
    if (auto ok = good(central({"export", "--dev", own->dev.hex(), file.string()}), "export"); !ok)
        return propagate(ok.error());
    return file;
}

}  // namespace hadir::tests
