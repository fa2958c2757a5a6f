#include <fmt/format.h>

#include <cstdio>

#include "apps/hadir_sync.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "store/identity.h"
#include "sync/curl_client.h"
#include "sync/enrol.h"
#include "sync/file_puller.h"
#include "wire/key_change.h"

namespace hadir::apps {
namespace {

constexpr std::size_t kCaBytesMax = 65'536;

Result<sync::EnrolTerms> terms_of(const config::Settings& settings, const std::string& word) {
    std::string pem;
    if (const auto path = settings.path("ca"); !path.empty()) {
        const auto bytes = platform::read_file(path, kCaBytesMax);
        if (!bytes) return fail(ErrorCode::usage, "--ca: " + bytes.error().message);
        pem = as_text(*bytes);
    }
    auto terms = sync::read_terms(word, settings.text("url"), settings.text("root"), pem);
    // A code or a QR that is none is a wrong word, too.
    if (!terms) return fail(ErrorCode::usage, terms.error().message);
    return terms;
}

// From the code to the identity; nothing of it is on the disk yet but the attempt's own keys.
Result<store::Identity> ask_central(const sync::EnrolTerms& terms, const std::filesystem::path& kept,
                                    platform::StopSignals& stop) {
    const auto keys = sync::keep_keys(kept, terms.code.slot);
    if (!keys) return propagate(keys.error());
    auto http =
        sync::CurlClient::make({.url = terms.url,
                                .ca = terms.ca,
                                .floor = [] { return kBuilt; },
                                .stopped = [&stop] { return stop.wait(std::chrono::milliseconds(0)); }});
    if (!http) return propagate(http.error());
    const auto enrolled = sync::enrol(terms, *keys, **http);
    if (!enrolled) return propagate(enrolled.error());
    if (!(*http)->ca()) return fail(ErrorCode::internal, "no CA ended central's chain");
    return sync::make_identity(terms, *keys, *enrolled, *(*http)->ca());
}

Result<store::Identity> enrol(const config::Settings& settings, const std::string& word,
                              platform::StopSignals& stop) {
    const SyncPlaces places = places_of(settings);
    if (const auto held = store::read_identity(places.identity);
        held || held.error().code != ErrorCode::not_found) {
        return fail(ErrorCode::conflict,
                    places.identity.string() +
                        ": this terminal is enrolled already; move the folder away to enrol "
                        "it anew");
    }
    const auto terms = terms_of(settings, word);
    if (!terms) return propagate(terms.error());
    auto store = open_store(places);
    if (!store) return propagate(store.error());
    const std::filesystem::path kept = places.identity.string() + ".enrolling";
    auto identity = ask_central(*terms, kept, stop);
    if (!identity) return identity;
    if (auto ok = store->forget(); !ok) return propagate(ok.error());
    if (auto ok = store::write_identity(places.identity, *identity); !ok) return propagate(ok.error());
    std::error_code ignored;
    std::filesystem::remove(kept, ignored);
    const auto files = sync::FilePuller::open(*identity, *store, platform::SystemClock().wall());
    if (!files) return propagate(files.error());
    return identity;
}

}  // namespace

int sync_enrol(const config::Settings& settings, const std::string& word, platform::StopSignals& stop) {
    const auto identity = enrol(settings, word, stop);
    if (!identity) return complain(identity.error().in("enrol"));
    fmt::print("Enrolled as {}.\nThe fingerprint that the second officer compares: {}\n", identity->dev.hex(),
               wire::fingerprint_text(identity->ledger_key.public_key()));
    return kSynced;
}

int sync_enrol_as_asked(const config::Settings& settings, platform::StopSignals& stop) {
    const std::filesystem::path word = places_of(settings).enrol_word;
    const int status = sync_enrol(settings, read_word(word), stop);
    drop_word(word);
    return status;
}

}  // namespace hadir::apps
