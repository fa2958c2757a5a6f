#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "apps/hadir_sync.h"
#include "platform/clock.h"
#include "platform/random.h"
#include "store/identity.h"
#include "sync/curl_client.h"
#include "sync/trusted_time.h"
#include "sync/uploader.h"

namespace hadir::apps {
namespace {

constexpr std::chrono::milliseconds kLookEvery{1'000};  // for the kiosk's words
constexpr int kNewKeysMax = 4;                          // one after another, before anything is sent
constexpr int kRoundsMax = 4;  // for who has asked, while the kiosk goes on recording

// Everything that a round needs, for as long as the program runs.
class Talk {
public:
    static Result<std::unique_ptr<Talk>> open(const config::Settings& settings, platform::StopSignals& stop);

    // One round to its end. The network is waited for here and nowhere else.
    sync::Rest round(sync::Occasion occasion) {
        sync::Rest rest = one_round(occasion);
        for (int rounds = 1; rounds < kRoundsMax && came_meanwhile(occasion, rest); ++rounds)
            rest = one_round(occasion);
        return rest;
    }
    [[nodiscard]] Result<sync::Reach> reach() const { return uploader_->reach(); }

private:
    // What was recorded while a round ran would wait for the next one, which nobody asks for.
    static bool came_meanwhile(sync::Occasion occasion, const sync::Rest& rest) {
        return occasion == sync::Occasion::asked && !rest.complete && !rest.problem && !rest.new_identity;
    }
    sync::Rest one_round(sync::Occasion occasion) {
        sync::Action action = uploader_->begin(sync::now_of(clock_), occasion);
        while (const auto* request = std::get_if<sync::HttpRequest>(&action)) {
            const auto answer = (request->as_terminal ? http_ : anybody_)->send(*request);
            action = uploader_->step(sync::now_of(clock_), answer);
        }
        return std::get<sync::Rest>(action);
    }

    Talk(store::Identity identity, store::SyncStore store)
        : identity_(std::move(identity)), store_(std::move(store)) {}

    store::Identity identity_;
    store::SyncStore store_;
    platform::SystemClock clock_;
    platform::SystemRandom random_;
    std::unique_ptr<sync::CurlClient> http_;
    std::unique_ptr<sync::CurlClient> anybody_;  // without the certificate, to get a new one
    std::optional<sync::Uploader> uploader_;
};

sync::Plan plan_of(const config::Settings& settings) {
    return {std::chrono::seconds(settings.number("interval-s")),
            {settings.minutes("night-from"), settings.minutes("night-until")}};
}

Result<std::unique_ptr<Talk>> Talk::open(const config::Settings& settings, platform::StopSignals& stop) {
    const SyncPlaces places = places_of(settings);
    auto identity = store::read_identity(places.identity);
    if (!identity) {
        const bool fresh = identity.error().code == ErrorCode::not_found;
        return fail(identity.error().code,
                    fresh ? places.identity.string() + ": this terminal is not enrolled; run hadir-sync enrol"
                          : identity.error().message);
    }
    auto store = open_store(places);
    if (!store) return propagate(store.error());
    const std::string url = settings.text("url").empty() ? identity->url : settings.text("url");
    if (url.empty()) return fail(ErrorCode::usage, "this terminal knows no central; give --url");
    std::unique_ptr<Talk> talk(new Talk(std::move(*identity), std::move(*store)));
    sync::CurlOptions options{
        .url = url,
        .ca = sync::CaPem{talk->identity_.ca},
        .floor = [&store = talk->store_,
                  &clock = talk->clock_] { return sync::floor_of(kBuilt, store, clock); },
        .stopped = [&stop] { return stop.wait(std::chrono::milliseconds(0)); }};
    auto anybody = sync::CurlClient::make(options);
    if (!anybody) return propagate(anybody.error());
    talk->anybody_ = std::move(*anybody);
    options.certificate = sync::ClientCertificate{talk->identity_.certificate, talk->identity_.tls_key};
    auto http = sync::CurlClient::make(options);
    if (!http) return propagate(http.error());
    talk->http_ = std::move(*http);
    auto uploader = sync::Uploader::open(talk->identity_, places.ledger, talk->store_, talk->random_,
                                         plan_of(settings), talk->clock_.wall(), places.identity);
    if (!uploader) return propagate(uploader.error());
    talk->uploader_.emplace(std::move(*uploader));
    return talk;
}

std::string minutes_text(std::chrono::milliseconds span) {
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(span).count();
    return minutes < 120 ? fmt::format("{} min", minutes) : fmt::format("{} h", minutes / 60);
}

// What a person should know of a round; quiet about one that only says once more what the last one said.
void tell(const Talk& talk, const sync::Rest& rest, std::string& told) {
    const auto far = talk.reach();
    std::string text;
    if (!far) {
        text = "hadir-sync: " + far.error().message;
    } else if (rest.new_identity) {
        text = "hadir-sync: this terminal has new keys" + (rest.problem ? "; " + *rest.problem : "");
    } else if (rest.complete) {
        text = fmt::format("hadir-sync: all {} records are acknowledged", far->acked);
        if (rest.problem) text += "; " + *rest.problem;
    } else {
        const std::uint64_t waiting = far->last - std::min(far->acked, far->last);
        text =
            fmt::format("hadir-sync: {} ({})",
                        waiting == 0 ? "no record waits"
                                     : fmt::format("{} records wait, they are kept and sent later", waiting),
                        rest.problem.value_or("not due yet"));
    }
    if (text == told) return;
    told = text;
    const std::string next = rest.complete ? "" : fmt::format("; next try in {}", minutes_text(rest.span));
    fmt::print(rest.complete ? stdout : stderr, "{}{}\n", text, next);
    std::fflush(nullptr);
}

bool is_there(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

// Until the span is over, the kiosk asks, or the program is to stop.
void wait_or_asked(const SyncPlaces& places, std::chrono::milliseconds span, platform::StopSignals& stop) {
    while (span > std::chrono::milliseconds(0)) {
        const auto part = std::min(span, kLookEvery);
        if (stop.wait(part)) return;
        if (is_there(places.send_word) || is_there(places.enrol_word) || is_there(places.export_word)) return;
        span -= part;
    }
}

// The QR that the kiosk has read, if this terminal still needs one. Any failure is told and left at that. A
// terminal that has just been enrolled does not wait for its turn: somebody stands before it.
sync::Occasion enrol_if_asked(const config::Settings& settings, platform::StopSignals& stop,
                              sync::Occasion otherwise) {
    const bool enrolled =
        is_there(places_of(settings).enrol_word) && sync_enrol_as_asked(settings, stop) == kSynced;
    return enrolled ? sync::Occasion::asked : otherwise;
}

void export_if_asked(const config::Settings& settings) {
    if (is_there(places_of(settings).export_word)) sync_export_as_asked(settings);
}

// Whether an officer at the kiosk wants a round. A kiosk that has new records is no person: a back-off stays
// one, or a whole province that meets a struggling central would not let it rest.
sync::Occasion take_send_word(const SyncPlaces& places) {
    const bool officer = read_word(places.send_word) == "asked";
    drop_word(places.send_word);
    return officer ? sync::Occasion::asked : sync::Occasion::routine;
}

}  // namespace

int sync_once(const config::Settings& settings, bool asked, platform::StopSignals& stop) {
    const SyncPlaces places = places_of(settings);
    const auto word = take_send_word(places);
    const auto occasion = enrol_if_asked(settings, stop, asked ? sync::Occasion::asked : word);
    export_if_asked(settings);
    std::string told;
    for (int keys = 0;; ++keys) {
        auto talk = Talk::open(settings, stop);
        if (!talk) return complain(talk.error());
        const sync::Rest rest = (*talk)->round(occasion);
        tell(**talk, rest, told);
        if (!rest.new_identity || keys == kNewKeysMax) return rest.complete ? kSynced : kNotSynced;
    }
}

int sync_loop(const config::Settings& settings, platform::StopSignals& stop) {
    const SyncPlaces places = places_of(settings);
    std::unique_ptr<Talk> talk;
    std::string told;
    while (!stop.wait(std::chrono::milliseconds(0))) {
        const auto occasion = enrol_if_asked(settings, stop, take_send_word(places));
        export_if_asked(settings);
        std::chrono::milliseconds span = kLookEvery;
        if (!talk) {
            auto opened = Talk::open(settings, stop);
            if (opened) {
                talk = std::move(*opened);
            } else if (opened.error().code != ErrorCode::not_found) {
                return complain(opened.error());
            } else if (told != opened.error().message) {
                told = opened.error().message;
                static_cast<void>(complain(opened.error()));
            }
        }
        if (talk) {
            const sync::Rest rest = talk->round(occasion);
            tell(*talk, rest, told);
            span = rest.new_identity ? kLookEvery : rest.span;
            if (rest.new_identity) talk.reset();
        }
        wait_or_asked(places, span, stop);
    }
    return kSynced;
}

}  // namespace hadir::apps
