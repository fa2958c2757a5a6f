// `hadir demo`: a province that does not exist, with real programs.
#include <fmt/format.h>

#include <algorithm>

#include "apps/child.h"
#include "apps/command.h"
#include "apps/demo_check.h"
#include "apps/demo_setup.h"
#include "apps/loopback_client.h"
#include "device/frame.h"
#include "pki/totp.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/random.h"

namespace hadir::apps {

const char* const kDemoUsage =
    "hadir demo: a province that does not exist, with the real programs\n"
    "\n"
    "  hadir demo run --data FOLDER --ui FOLDER [--camera CAMERA] [--check]\n"
    "                            central and one terminal, until Ctrl-C; with --check: until what the page\n"
    "                            announced was compared with ledger.db and Hari ini\n"
    "  hadir demo code           the second factor of the demo's officer, as an app would show it now\n"
    "  hadir demo identity FOLDER --dir KEYS\n"
    "                            an identity folder without a server, for badges of `hadir keys init --dir "
    "KEYS`\n"
    "\n"
    "  --camera CAMERA           as of hadir-kiosk; without it /dev/video0 if it is there, else a rendered "
    "clip\n";

namespace {

constexpr std::chrono::seconds kReadyWithin{30};

struct Words {
    std::vector<std::string> rest;
    std::filesystem::path data, ui, dir;
    std::string camera;
    bool check = false;
};

Result<Words> read_words(std::span<const std::string> given) {
    Words words;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const std::string& word = given[i];
        if (word == "--check") {
            words.check = true;
        } else if (!word.starts_with("--")) {
            words.rest.push_back(word);
        } else if (word == "--expose") {
            return fail(ErrorCode::usage, "a demo is never exposed: its passwords are known to everybody");
        } else if (i + 1 == given.size()) {
            return fail(ErrorCode::usage, word + " needs a value");
        } else if (word == "--data") {
            words.data = std::filesystem::absolute(given[++i]);
        } else if (word == "--ui") {
            words.ui = std::filesystem::absolute(given[++i]);
        } else if (word == "--dir") {
            words.dir = given[++i];
        } else if (word == "--camera") {
            words.camera = given[++i];
        } else {
            return fail(ErrorCode::usage, word + " is not an option");
        }
    }
    return words;
}

// The first free port from `wanted` on, so that a bookmark holds; 0, which is any, when twenty are taken.
std::string free_port(std::uint16_t wanted) {
    for (std::uint16_t port = wanted; port < wanted + 20; ++port) {
        if (is_port_free(port)) return std::to_string(port);
    }
    return "0";
}

// The page's address carries the token, so it is handed over in a file that only we can read.
Result<void> write_launcher(const DemoPlaces& places, const std::string& kiosk_url) {
    const auto token = platform::read_file(places.terminal() / "run" / "ui-token", 64);
    if (!token) return propagate(token.error());
    const std::string page = fmt::format(
        "<!doctype html><meta charset=utf-8><title>Hadir</title><meta http-equiv=refresh "
        "content=\"0;url={}/#t={}\">\n",
        kiosk_url, as_text(*token));
    return platform::write_private_file(places.data / "kiosk.html", as_bytes(page));
}

class Demo {
public:
    Demo(const Words& words, platform::StopSignals& signals) : words_(words), signals_(signals) {
        places_.data = words.data;
        places_.ui = words.ui;
        places_.programs = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    }

    Result<void> run() {
        const auto started = std::chrono::steady_clock::now();
        if (auto ok = set_up_demo(places_, clock_, random_, signals_); !ok) return ok;
        auto central = start_central();
        if (!central) return propagate(central.error());
        const auto devices = central->ready("devices", kReadyWithin);
        if (!devices) return propagate(devices.error());
        const auto web = central->ready("web", kReadyWithin);
        if (!web) return propagate(web.error());
        if (auto ok = enrol_demo_terminal(places_, *devices, signals_); !ok) return ok;
        auto sync = start_sync(*devices);
        if (!sync) return propagate(sync.error());
        auto kiosk = start_kiosk();
        if (!kiosk) return propagate(kiosk.error());
        const auto page = kiosk->ready("kiosk", kReadyWithin);
        if (!page) return propagate(page.error());
        if (auto ok = write_launcher(places_, *page); !ok) return ok;
        print_addresses(*page, *web);
        if (words_.check) return check_demo(places_, {*page, *web}, started);
        while (!signals_.wait(std::chrono::milliseconds(500))) {
            if (!central->running() || !sync->running() || !kiosk->running()) {
                return fail(ErrorCode::internal,
                            "a program has ended by itself; see " + places_.log("").parent_path().string());
            }
        }
        fmt::print("Stopping all.\n");
        return {};
    }

private:
    Result<Child> start_central() {
        auto words = places_.central_words({"serve", "--devices-bind", "127.0.0.1", "--demo", "--guard-s",
                                            kDemoGuard, "--ui", (places_.ui / "bkd").string()});
        words.insert(words.end(), {"--devices-port", free_port(8711), "--web-port", free_port(8712)});
        return Child::start(words, places_.log("central"), signals_);
    }

    Result<Child> start_sync(const std::string& devices_url) {
        return Child::start(
            {places_.program("hadir-sync"), "--loop", "--interval-s", "1", "--url", devices_url, "--config",
             "/dev/null", "--data", places_.terminal().string(), "--identity",
             (places_.terminal() / "identity").string(), "--ledger",
             (places_.terminal() / "ledger.db").string(), "--runtime", (places_.terminal() / "run").string()},
            places_.log("sync"), signals_);
    }

    Result<Child> start_kiosk() {
        std::string camera = words_.camera;
        if (camera.empty()) camera = std::filesystem::exists("/dev/video0") ? "0" : places_.clip().string();
        return Child::start(
            {places_.program("hadir-kiosk"), "--config", "/dev/null", "--data", places_.terminal().string(),
             "--identity", (places_.terminal() / "identity").string(), "--sync-db",
             (places_.terminal() / "sync.db").string(), "--runtime", (places_.terminal() / "run").string(),
             "--port", free_port(8710), "--ui", (places_.ui / "kiosk").string(), "--camera", camera,
             "--camera-loop", "--demo"},
            places_.log("kiosk"), signals_);
    }

    void print_addresses(const std::string& page, const std::string& web) const {
        fmt::print(
            "\n"
            "  Kiosk      {0}   open file://{1} in a browser: it carries the page's token\n"
            "  Hari ini   {2}   sign in as {3}, password: {4}\n"
            "             second factor: {5} for half a minute; the next one: {8} demo code\n"
            "             or an app with {6}\n"
            "  Logs       {7}\n"
            "\n"
            "DEMO: every person is invented, every key is known. Ctrl-C stops all.\n",
            page, (places_.data / "kiosk.html").string(), web, kDemoUser, kDemoPassword,
            demo_code(clock_.wall()),
            pki::totp_address(*pki::TotpSecret::from(as_bytes(kDemoFactor)), kDemoUser),
            (places_.data / "log").string(), places_.program("hadir"));
        std::fflush(stdout);
    }

    const Words& words_;
    platform::StopSignals& signals_;
    platform::SystemClock clock_;
    platform::SystemRandom random_;
    DemoPlaces places_;
};

Result<void> run_demo(std::span<const std::string> given) {
    const auto words = read_words(given);
    if (!words) return propagate(words.error());
    const std::string command = words->rest.empty() ? "" : words->rest.front();
    if (command == "identity") {
        if (words->rest.size() != 2 || words->dir.empty())
            return fail(ErrorCode::usage, "identity takes a folder and --dir KEYS");
        platform::SystemRandom random;
        return make_demo_identity(words->rest[1], words->dir, random);
    }
    if (command == "code" && words->rest.size() == 1) {
        fmt::print("{}\n", demo_code(platform::SystemClock().wall()));
        return {};
    }
    if (command != "run" || words->rest.size() != 1)
        return fail(ErrorCode::usage, "say run, code or identity");
    if (words->data.empty() || words->ui.empty()) return fail(ErrorCode::usage, "run needs --data and --ui");
    platform::StopSignals signals;
    device::settle_opencv();
    return Demo(*words, signals).run();
}

}  // namespace

int demo_command(std::span<const std::string> words) {
    if (auto ok = run_demo(words); !ok) return report(ok.error(), "hadir demo");
    return kDone;
}

}  // namespace hadir::apps
