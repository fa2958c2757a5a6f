#include "apps/central_serve.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <filesystem>

#include "apps/central_cases.h"
#include "apps/central_commands.h"
#include "apps/central_judging.h"
#include "apps/central_log.h"
#include "apps/central_photos.h"
#include "central/decisions.h"
#include "central/device_api.h"
#include "central/judging.h"
#include "central/outages.h"
#include "central/phones.h"
#include "central/pins.h"
#include "central/proof_api.h"
#include "central/reviews.h"
#include "central/web_api.h"
#include "httpd/server.h"
#include "httpd/tls_listener.h"
#include "pki/certificate.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/notify.h"
#include "platform/random.h"
#include "platform/signals.h"

namespace hadir::apps {
namespace {

constexpr std::size_t kPemBytesMax = 65'536;
constexpr std::size_t kDeviceWorkers = 4;
constexpr std::chrono::milliseconds kLookEvery{5'000};  // whether a checkpoint is due
constexpr std::chrono::milliseconds kJudgeFor{3'000};   // of each look
constexpr std::chrono::minutes kSlowEvery{10};
constexpr std::size_t kWebWorkers = 2;  // Argon2id takes 64 MiB in each

// How officers reach the web listener.
struct WebAccess {
    central::WebTransport transport = central::WebTransport::http;  // as the browser sees it
    std::shared_ptr<httpd::TransportMaker> maker;                   // null: plain
};

Result<std::string> read_pem(const std::filesystem::path& file) {
    const auto bytes = platform::read_file(file, kPemBytesMax);
    if (!bytes) return propagate(bytes.error());
    return std::string(as_text(*bytes));
}

Result<WebAccess> web_access(const config::Settings& settings) {
    const auto certificate = settings.path("web-certificate");
    if (settings.flag("expose") && settings.flag("demo"))
        return fail(ErrorCode::usage, "a demo is never exposed: its passwords are known to all");
    if (settings.flag("expose") && certificate.empty())
        return fail(ErrorCode::usage,
                    "--expose needs web-certificate and web-key: HTTP is for loopback only");
    const bool proxied = !settings.text("proxy").empty();
    if (certificate.empty())
        return WebAccess{proxied ? central::WebTransport::https : central::WebTransport::http, nullptr};
    const auto chain = read_pem(certificate);
    if (!chain) return propagate(chain.error());
    const auto key = read_pem(settings.path("web-key"));
    if (!key) return propagate(key.error());
    auto maker = httpd::tls({.certificate_pem = *chain, .key_pem = *key});
    if (!maker) return propagate(maker.error());
    return WebAccess{central::WebTransport::https, *std::move(maker)};
}

// The listener's certificate is made at each start: its names are always those of the options.
Result<std::shared_ptr<httpd::TransportMaker>> devices_tls(const config::Settings& settings,
                                                           const central::OnlineKeys& keys, UnixMs now) {
    const auto certificate = pki::issue_server(keys.ca, keys.listener, settings.list("devices-host"), now);
    if (!certificate) return propagate(certificate.error());
    const auto own = pki::to_pem(*certificate);
    if (!own) return propagate(own.error());
    const auto ca = pki::to_pem(keys.ca.certificate);
    if (!ca) return propagate(ca.error());
    // The chain must end in exactly the CA that the enrolment code pins, so it is sent too.
    return httpd::tls({.certificate_pem = *own + *ca, .key_pem = keys.listener.pem(), .client_ca_pem = *ca});
}

httpd::Site web_site(const config::Settings& settings, const central::WebApi& api,
                     const central::ProofApi& proofs) {
    httpd::Site site;
    site.hosts = settings.list("web-host");
    if (!settings.text("proxy").empty()) {
        for (const std::string& host : site.hosts)
            site.origins.push_back("https://" + host);
    }
    site.routes = central::web_routes(api);
    for (httpd::Route& route : central::proof_routes(proofs))
        site.routes.push_back(std::move(route));
    site.events.push_back(central::web_events(api));
    if (auto files = httpd::StaticFiles::from_folder(settings.path("ui")); files) {
        site.files = *std::move(files);
    } else {
        spdlog::warn("no pages: {}; only the API is served", files.error().message);
    }
    return site;
}

httpd::Site device_site(const config::Settings& settings, const central::DeviceApi& api) {
    httpd::Site site;
    site.hosts = settings.list("devices-host");
    site.checks_origin = false;
    site.routes = central::device_routes(api);
    return site;
}

void print_ready(const char* name, const char* scheme, const std::string& host, std::uint16_t port) {
    fmt::print("ready {} {}://{}:{}\n", name, scheme, host, port);
    std::fflush(stdout);
}

// A fault is told once, not every few seconds.
void tend_keys_of_phones(const central::Database& database, const central::OwnLedger& own,
                         std::string& trouble) {
    const auto count = central::tend_phones(database, own);
    const std::string now = count ? "" : count.error().message;
    if (now != trouble && !now.empty()) spdlog::error("keys of phones: {}", now);
    trouble = now;
    if (count && *count > 0) spdlog::info("{} keys of phones are valid now", *count);
}

void tend_sealed_pins(const central::Database& database, const central::OwnLedger& own,
                      const central::PhotoStore& photos, std::string& trouble) {
    const auto count = central::tend_pins(database, own, photos.keys);
    const std::string now = count ? "" : count.error().message;
    if (now != trouble && !now.empty()) spdlog::error("sealed PINs: {}", now);
    trouble = now;
}

// Until nothing waits, or the next round is near.
void judge_what_waits(const central::Database& database, const central::JudgeBench& bench, const Clock& clock,
                      std::string& trouble) {
    const auto begin = clock.since_boot();
    for (bool more = true; more && clock.since_boot() - begin < kJudgeFor;) {
        const auto judged = central::judge_waiting(database, bench, clock.wall());
        const std::string now = judged ? "" : judged.error().message;
        if (now != trouble && !now.empty()) spdlog::error("verdicts: {}", now);
        trouble = now;
        more = judged && judged->days > 0;
    }
}

// Now and then: a silent terminal is looked for among everybody's days, and nobody waits for it.
class SlowRound {
public:
    SlowRound(const central::Database& database, const central::OwnLedger& own,
              const central::JudgeBench& bench, const central::DocumentShelf& documents)
        : database_(database), own_(own), bench_(bench), documents_(documents) {}

    void tend() {
        const auto now = own_.clock.since_boot();
        if (next_ && now < *next_) return;
        next_ = now + kSlowEvery;
        if (const auto count = central::propose_outages(database_, own_, bench_); !count)
            spdlog::error("outages: {}", count.error().message);
        else if (*count > 0)
            spdlog::warn("{} terminals were silent through a window of work; see Gangguan kios", *count);
        if (auto swept = central::sweep_documents(database_, documents_, own_.clock.wall()); !swept)
            spdlog::error("documents: {}", swept.error().message);
    }

private:
    const central::Database& database_;
    const central::OwnLedger& own_;
    const central::JudgeBench& bench_;
    const central::DocumentShelf& documents_;
    std::optional<std::chrono::milliseconds> next_;
};

void run_until_stopped(platform::StopSignals& signals, const platform::ServiceNotifier& notifier,
                       const std::function<void()>& every_time) {
    notifier.ready();
    while (!signals.wait(std::min(notifier.alive_every().value_or(kLookEvery), kLookEvery))) {
        notifier.alive();
        every_time();
    }
    notifier.stopping();
}

}  // namespace

wire::Policy policy_of(const config::Settings& settings) {
    wire::Policy policy;
    policy.guard_s = static_cast<int>(settings.number("guard-s"));
    policy.out_after_min = static_cast<int>(settings.number("out-after-min"));
    policy.pin = settings.text("pin") == "on";
    policy.evidence = wire::photo_when_from(settings.text("evidence")).value_or(wire::PhotoWhen::off);
    return policy;
}

central::PaperTerms paper_terms(const config::Settings& settings) {
    return {static_cast<int>(settings.number("close-day")),
            std::chrono::days(settings.number("decide-days"))};
}

Result<void> serve(const config::Settings& settings) {
    platform::StopSignals signals;
    const platform::ServiceNotifier notifier;
    spdlog::set_default_logger(
        spdlog::stderr_logger_mt("hadir-central"));  // stdout has the `ready` lines alone
    spdlog::set_level(spdlog::level::from_str(settings.text("log-level")));
    const platform::SystemClock clock;
    platform::SystemRandom random;
    const auto keys = central::OnlineKeys::load(keys_folder(settings));
    if (!keys) return propagate(keys.error());
    // Opened here once so that a fault ends the start, not the first request.
    const auto database = open_database(settings);
    if (!database) return propagate(database.error());
    const auto zone = zone_of(settings);
    if (!zone) return propagate(zone.error());
    const auto book = rule_book(settings);
    if (!book) return propagate(book.error());
    if (auto opened = central::open_rule_book(*database, *book, clock.wall()); !opened) return opened;
    const central::JudgeBench bench{*book, *zone};
    const auto log_keys = open_log(settings, *database, clock.wall());
    if (!log_keys) return propagate(log_keys.error());
    std::string log_trouble;
    const auto tend = [&] { tend_log(*database, *log_keys, *zone, clock.wall(), log_trouble); };
    tend();  // before anybody is answered: a database that is an older copy shows here
    const auto access = web_access(settings);
    if (!access) return propagate(access.error());
    const auto tls = devices_tls(settings, *keys, clock.wall());
    if (!tls) return propagate(tls.error());

    central::DatabasePool pool(database_path(settings));
    central::LiveFeed feed;
    central::Nonces nonces(random);
    const central::PhotoStore photos = photo_store(settings);
    const central::DocumentShelf documents = document_shelf(settings);
    const auto mirror = mirror_of(settings);
    const central::DeviceApi device_api{
        pool, *keys, random, clock, nonces, feed, policy_of(settings), mirror ? &*mirror : nullptr, &photos};
    check_photo_key(*database, settings, device_api.policy.evidence);
    if (!mirror) {
        spdlog::warn("decisions have no second copy: name a file on another disk with --mirror");
    } else if (auto caught_up = mirror->catch_up(*database, central::own_dev(keys->ledger)); !caught_up) {
        return propagate(caught_up.error());
    }
    central::FiguresCache figures(clock);
    const central::WebApi web_api{pool,
                                  random,
                                  clock,
                                  feed,
                                  access->transport,
                                  *zone,
                                  settings.flag("demo"),
                                  &keys->ledger,
                                  mirror ? &*mirror : nullptr,
                                  &photos,
                                  &*book,
                                  paper_terms(settings),
                                  &documents,
                                  &figures,
                                  case_terms(settings)};

    central::RateLimit proof_limit;
    const central::ProofApi proof_api{pool, keys->device, clock, proof_limit, settings.text("proxy")};

    httpd::Server devices({}, kDeviceWorkers);
    const auto devices_port = devices.listen({settings.text("devices-bind"), settings.port("devices-port")},
                                             device_site(settings, device_api), *tls);
    if (!devices_port) return propagate(devices_port.error());
    httpd::Server web({}, kWebWorkers);
    const httpd::Address web_address{settings.flag("expose") ? "0.0.0.0" : "127.0.0.1",
                                     settings.port("web-port")};
    const auto web_port = web.listen(web_address, web_site(settings, web_api, proof_api),
                                     access->maker ? access->maker : httpd::plain_tcp());
    if (!web_port) return propagate(web_port.error());
    devices.start();
    web.start();
    print_ready("devices", "https", settings.list("devices-host").front(), *devices_port);
    print_ready("web", access->maker ? "https" : "http", settings.list("web-host").front(), *web_port);
    const central::OwnLedger own{keys->ledger, clock, random, web_api.mirror};
    const int each = static_cast<int>(settings.number("sample"));
    std::string phone_trouble, pin_trouble, judge_trouble;
    const central::CaseDesk cases{own, *book, web_api.cases, *zone};
    CaseRound case_round(*database, cases);
    SlowRound slow(*database, own, bench, documents);
    run_until_stopped(signals, notifier, [&] {
        tend();
        tend_keys_of_phones(*database, own, phone_trouble);
        tend_sealed_pins(*database, own, photos, pin_trouble);
        slow.tend();
        judge_what_waits(*database, bench, clock, judge_trouble);
        case_round.tend();
        if (auto drawn = central::draw_samples(*database, own, each, *zone); !drawn)
            spdlog::error("no check-ins were drawn to be looked at: {}", drawn.error().message);
    });
    devices.stop();
    web.stop();
    return {};
}

}  // namespace hadir::apps
