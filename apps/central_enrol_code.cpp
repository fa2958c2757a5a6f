#include <fmt/format.h>

#include "apps/central_commands.h"
#include "central/enrolment.h"
#include "central/online_keys.h"
#include "pki/certificate.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/random.h"
#include "qr/code.h"
#include "qr/draw.h"

namespace hadir::apps {
namespace {

constexpr int kPixelsPerModule = 8;

Result<central::Place> place_of(const config::Settings& settings) {
    for (const char* name : {"opd", "office", "kiosk"}) {
        const std::string& text = settings.text(name);
        if (text.empty() || text.size() > 128)
            return fail(ErrorCode::usage, fmt::format("--{} must be 1 to 128 bytes", name));
    }
    const auto zone = zone_of(settings);
    if (!zone) return propagate(zone.error());
    return central::Place{settings.text("opd"), settings.text("office"), settings.text("kiosk"), *zone};
}

Result<PublicKey> pinned_root(const config::Settings& settings) {
    const auto bytes = platform::read_file(settings.path("data") / "root.pub", 256);
    if (!bytes) return propagate(bytes.error().in("no root is pinned; run hadir-central keys import first"));
    std::string text(as_text(*bytes));
    while (text.ends_with('\n'))
        text.pop_back();
    const auto root = PublicKey::parse_hex(text);
    if (!root)
        return fail(ErrorCode::malformed, "root.pub is damaged; import the keys file with --root again");
    return *root;
}

Result<void> draw(const std::string& text, const std::filesystem::path& file) {
    const auto code = qr::encode(text);
    if (!code) return propagate(code.error());
    const auto png = qr::to_png(*code, kPixelsPerModule);
    if (!png) return propagate(png.error());
    return platform::write_private_file(file, *png);
}

// In groups of four, as people type.
std::string grouped(const std::string& code) {
    std::string text;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i != 0 && i % 4 == 0) text += '-';
        text += code[i];
    }
    return text;
}

}  // namespace

Result<void> enrol_code(const config::Settings& settings) {
    const auto place = place_of(settings);
    if (!place) return propagate(place.error());
    const std::string& url = settings.text("url");
    if (!url.starts_with("https://") || url.size() > 200)
        return fail(ErrorCode::usage, "--url must be the https address of the devices listener");
    const auto officer = PersonId::parse_hex(settings.text("by"));
    if (!officer)
        return fail(ErrorCode::usage,
                    "--by must be the person id of the officer who makes the code, 16 hex "
                    "digits; another one confirms the terminal");
    const auto root = pinned_root(settings);
    if (!root) return propagate(root.error());
    const auto own = central::OnlineKeys::load(keys_folder(settings));
    if (!own) return propagate(own.error());
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    platform::SystemRandom random;
    const auto code =
        central::make_enrol_code(*database, random, *place, platform::SystemClock().wall(), *officer);
    if (!code) return propagate(code.error());
    const std::string qr =
        wire::write_enrol_qr({*code, *root, pki::fingerprint_of(own->ca.certificate), url});
    fmt::print("code {}\nqr {}\n", grouped(wire::write_enrol_code(*code)), qr);
    const auto picture = settings.path("qr");
    return picture.empty() ? Result<void>() : draw(qr, picture);
}

}  // namespace hadir::apps
