#include "config/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace hadir::config {
namespace {

constexpr std::int64_t kPortMax = 65'535;
constexpr std::int64_t kDescriptorMax = 1'023;

constexpr Option text(std::string_view name, std::string_view fallback, std::string_view help) {
    return {.name = name, .kind = Kind::text, .fallback = fallback, .help = help};
}
constexpr Option path(std::string_view name, std::string_view fallback, std::string_view help) {
    return {.name = name, .kind = Kind::path, .fallback = fallback, .help = help};
}
constexpr Option port(std::string_view name, std::string_view fallback, std::string_view help) {
    return {.name = name, .kind = Kind::port, .fallback = fallback, .help = help, .max = kPortMax};
}
constexpr Option flag(std::string_view name, std::string_view help) {
    return {.name = name, .kind = Kind::flag, .fallback = "no", .help = help};
}
constexpr Option time(std::string_view name, std::string_view fallback, std::string_view help) {
    return {.name = name, .kind = Kind::time, .fallback = fallback, .help = help};
}
constexpr Option choice(std::string_view name, std::string_view fallback, std::string_view choices,
                        std::string_view help) {
    return {.name = name, .kind = Kind::choice, .fallback = fallback, .help = help, .choices = choices};
}
constexpr Option log_level() {
    return choice("log-level", "info", "debug|info|warn|error", "the least that is logged");
}
constexpr Option of_one_start(Option option) {
    option.place = Place::not_in_file;
    return option;
}

constexpr std::array kKiosk = {
    of_one_start(path("config", "/etc/hadir/kiosk.conf", "the file with these options")),
    path("data", "/var/lib/hadir", "folder of ledger.db"),
    path("identity", "/var/lib/hadir/identity", "folder of the terminal's keys, made by hadir-sync enrol"),
    path("sync-db", "/var/lib/hadir/sync.db", "what hadir-sync fetched: roster, policy, receipts; only read"),
    path("runtime", "/run/hadir", "folder of the page's token and of the words for hadir-sync"),
    text("camera", "0", "V4L2 number or path, a video file or FIFO, a folder of pictures, or a URL"),
    flag("camera-loop", "play a video file or a folder of pictures again from its start"),
    port("port", "8710", "port of the page on 127.0.0.1; 0 = any"),
    path("ui", "../share/hadir/ui/kiosk",
         "folder of the built page; a relative default starts at the program"),
    Option{.name = "screen-mm",
           .kind = Kind::number,
           .fallback = "345",
           .help = "width of the screen in mm, so that buttons are as large as fingers",
           .min = 60,
           .max = 3'000},
    Option{.name = "volume",
           .kind = Kind::number,
           .fallback = "80",
           .help = "loudness of the sounds in percent; 0 = silent",
           .max = 100},
    choice("language", "id", "id|en", "language of the screen"),
    text("province", "PEMPROV BANTEN", "whose kiosk this is, shown on top of the screen"),
    text("contact", "", "whom to call when the kiosk has a fault, shown on the screen: ext. 214"),
    flag("demo", "show the strip DEMO on the screen"),
    log_level(),
    of_one_start(Option{.name = "trace-fd",
                        .kind = Kind::number,
                        .fallback = "-1",
                        .help = "file descriptor that gets one byte a step; -1 = none",
                        .min = -1,
                        .max = kDescriptorMax}),
};

constexpr std::array kSync = {
    of_one_start(path("config", "/etc/hadir/sync.conf", "the file with these options")),
    path("data", "/var/lib/hadir", "folder of sync.db"),
    path("identity", "/var/lib/hadir/identity", "folder of the terminal's keys; enrol makes it"),
    path("ledger", "/var/lib/hadir/ledger.db", "what hadir-kiosk recorded and is sent; only read"),
    path("runtime", "/run/hadir", "folder where hadir-kiosk leaves `send`, `enrol` and `export`"),
    path("stick", "/media/hadir", "where a USB stick is mounted, for the export at the kiosk"),
    text("url", "", "address of central; empty = the one given at enrolment"),
    text("root", "", "root public key in hex, for enrol with a typed code"),
    path("ca", "", "file of central's CA certificate, for enrol with a typed code"),
    of_one_start(flag("from-file", "enrol with the QR that hadir-kiosk has left in `runtime`")),
    of_one_start(flag("once", "one round, then end; what it also does without --loop")),
    of_one_start(flag("loop", "go on until stopped")),
    Option{.name = "interval-s",
           .kind = Kind::number,
           .fallback = "300",
           .help = "seconds between two rounds of the loop",
           .min = 1,
           .max = 86'400},
    time("night-from", "22:00", "start of the window over which the nightly rounds of all terminals spread"),
    time("night-until", "04:00", "end of that window"),
    log_level(),
};

constexpr std::array kCentral = {
    of_one_start(path("config", "/etc/hadir/central.conf", "the file with these options")),
    path("data", "/var/lib/hadir-central", "folder of the database and the keys"),
    text("devices-bind", "0.0.0.0", "address on which terminals are heard"),
    port("devices-port", "8711", "port for terminals, TLS with client certificates; 0 = any"),
    text("devices-host", "localhost,127.0.0.1",
         "names by which terminals reach it, with commas; they stand in its certificate"),
    port("web-port", "8712", "port for officers; 0 = any"),
    text("web-host", "localhost,127.0.0.1",
         "names by which browsers reach it, with commas; others are refused"),
    path("web-certificate", "", "PEM file of the site's certificate and chain; empty = HTTP, loopback only"),
    path("web-key", "", "PEM file of that certificate's key"),
    flag("expose", "hear officers on every address, not on loopback only"),
    Option{.name = "zone",
           .kind = Kind::choice,
           .fallback = "Asia/Jakarta",
           .help = "zone of the province's day, and of a new terminal",
           .choices = "Asia/Jakarta|Asia/Makassar|Asia/Jayapura"},
    Option{.name = "guard-s",
           .kind = Kind::number,
           .fallback = "60",
           .help = "policy of terminals: a badge shown again within so many seconds is no second check-in",
           .max = 3'600},
    Option{.name = "out-after-min",
           .kind = Kind::number,
           .fallback = "240",
           .help = "policy of terminals: so many minutes after coming in, the next check-in is going home",
           .min = 1,
           .max = 1'440},
    choice("evidence", "off", "off|marked|always",
           "policy of terminals: at which check-ins a photograph is taken and sealed; marked = those to look "
           "at"),
    Option{
        .name = "sample",
        .kind = Kind::number,
        .fallback = "3",
        .help =
            "how many check-ins of each OPD and week are drawn by lot, for an officer to look at; 0 = none",
        .max = 200},
    Option{.name = "close-day",
           .kind = Kind::number,
           .fallback = "5",
           .help = "day of the next month with whose end a month is closed: papers for it are BKD's then",
           .min = 1,
           .max = 28},
    Option{.name = "decide-days",
           .kind = Kind::number,
           .fallback = "3",
           .help = "so many days after a paper was asked for, the next superior may decide on it too",
           .min = 1,
           .max = 60},
    Option{
        .name = "summon-days",
        .kind = Kind::number,
        .fallback = "7",
        .help =
            "working days within which a superior is to summon in a case of discipline; BKD's own deadline",
        .min = 1,
        .max = 60},
    text("governor", "", "account that decides cases of discipline as the governor; empty = none"),
    text("letterhead", "", "head of printed papers of a case, its lines parted by |; empty = left open"),
    choice("pin", "on", "on|off", "policy of terminals: whether who has no badge may enter a PIN"),
    path("mirror", "",
         "file on another disk that gets each decision of an officer before it is answered; empty = none"),
    text("proxy", "", "address of the proxy whose X-Forwarded headers count; empty = none"),
    path("ui", "../share/hadir/ui/bkd", "folder of the built page; a relative default starts at the program"),
    path("rules", "../share/hadir/rules",
         "folder of the tables of rules; a relative default starts at the program"),
    flag("demo", "show the strip DEMO on every page; excludes expose"),
    log_level(),
};

bool is_number(std::string_view value, std::int64_t min, std::int64_t max) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    return error == std::errc() && end == value.data() + value.size() && number >= min && number <= max;
}

bool is_time(std::string_view value) {
    return value.size() == 5 && value[2] == ':' && is_number(value.substr(0, 2), 0, 23) &&
           is_number(value.substr(3), 0, 59) && value.find_first_of("+-") == value.npos;
}

bool is_text(std::string_view value) {
    return value.size() <= kTextBytesMax && std::ranges::none_of(value, [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
           });
}

bool is_choice(std::string_view choices, std::string_view value) {
    return !value.empty() && value.find('|') == value.npos &&
           ('|' + std::string(choices) + '|').contains('|' + std::string(value) + '|');
}

}  // namespace

std::string_view name_of(Program program) {
    switch (program) {
        case Program::kiosk:
            return "hadir-kiosk";
        case Program::sync:
            return "hadir-sync";
        case Program::central:
            return "hadir-central";
    }
    return "hadir";
}

std::span<const Option> options_of(Program program) {
    switch (program) {
        case Program::kiosk:
            return kKiosk;
        case Program::sync:
            return kSync;
        case Program::central:
            return kCentral;
    }
    return {};
}

std::string fault_of(const Option& option, std::string_view value) {
    switch (option.kind) {
        case Kind::text:
        case Kind::path:
            return is_text(value)
                       ? ""
                       : fmt::format("is longer than {} bytes or has control characters", kTextBytesMax);
        case Kind::port:
        case Kind::number:
            return is_number(value, option.min, option.max)
                       ? ""
                       : fmt::format("is not a whole number from {} to {}", option.min, option.max);
        case Kind::time:
            return is_time(value) ? "" : "is not a time from 00:00 to 23:59";
        case Kind::choice:
            return is_choice(option.choices, value) ? "" : fmt::format("is not one of {}", option.choices);
        case Kind::flag:
            return value == "yes" || value == "no" ? "" : "is neither yes nor no";
    }
    return "has an unknown kind";
}

}  // namespace hadir::config
