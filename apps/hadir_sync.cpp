// hadir-sync: enrols a terminal, sends its ledger to central, fetches roster, policy and keys.
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "apps/hadir_sync.h"
#include "wire/crypto.h"

namespace {

using hadir::config::Settings;

constexpr std::string_view kCommands =
    "  hadir-sync [--once]          send what waits, fetch what is new, end\n"
    "  hadir-sync --loop            go on until stopped\n"
    "  hadir-sync send              now, even if central refused before; fetches every file\n"
    "  hadir-sync enrol CODE|QR     make this terminal one of BKD's; a typed CODE needs --url, --root, --ca\n"
    "  hadir-sync enrol --from-file the same with the QR that hadir-kiosk has seen\n"
    "  hadir-sync status            what is acknowledged, what waits, when central last answered\n"
    "  hadir-sync bundle export DIR what waits, onto a stick; bundle import DIR takes BKD's answer from it\n"
    "\n"
    "Exit status: 0 everything is acknowledged; 1 not yet, it is kept and sent later; 2 wrong words.\n";

int usage(std::string_view what) {
    fmt::print(stderr, "hadir-sync: {}; see hadir-sync --help\n", what);
    return hadir::config::kUsageExit;
}

int run(const Settings& settings) {
    const auto& words = settings.words();
    const std::string command = words.empty() ? "" : words[0];
    const bool from_file = settings.flag("from-file");
    if (command == "bundle") {
        const bool known = words.size() == 3 && (words[1] == "export" || words[1] == "import");
        if (!known) return usage("say bundle export DIR, or bundle import DIR");
        return hadir::apps::sync_bundle(settings, words[1], words[2]);
    }
    const std::size_t expected = command.empty() ? 0 : command == "enrol" && !from_file ? 2 : 1;
    if (command == "enrol" && words.size() != expected)
        return usage("enrol takes one code, or the text of one QR, or --from-file");
    if (from_file && command != "enrol") return usage("--from-file goes with enrol");
    if (words.size() != expected) return usage(fmt::format("'{}' is one word too many", words.back()));
    if (settings.flag("loop") && (settings.flag("once") || !command.empty()))
        return usage("--loop stands alone: it does all the others do");
    if (command == "status") return hadir::apps::sync_status(settings);

    hadir::platform::StopSignals stop;
    if (command == "enrol") {
        return from_file ? hadir::apps::sync_enrol_as_asked(settings, stop)
                         : hadir::apps::sync_enrol(settings, words[1], stop);
    }
    if (!command.empty() && command != "send") return usage(fmt::format("'{}' is no command", command));
    if (settings.flag("loop")) return hadir::apps::sync_loop(settings, stop);
    return hadir::apps::sync_once(settings, command == "send", stop);
}

}  // namespace

int main(int argc, char** argv, char** environment) try {
    const std::span<const char* const> arguments(argv + 1, static_cast<std::size_t>(argc > 0 ? argc - 1 : 0));
    const auto settings = Settings::read({.program = hadir::config::Program::sync,
                                          .arguments = arguments,
                                          .environment = environment,
                                          .commands = kCommands});
    if (!settings) return hadir::apps::complain(settings.error());
    if (settings->answer()) {
        fmt::print("{}", *settings->answer());
        return hadir::apps::kSynced;
    }
    if (auto ok = hadir::wire::start_crypto(); !ok) return hadir::apps::complain(ok.error());
    return run(*settings);
} catch (const std::exception& thrown) {
    std::fprintf(stderr, "hadir-sync: %s\n", thrown.what());
    return hadir::apps::kNotSynced;
}
