#include "tests/simulation/central.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <stdexcept>

#include "central/enrolment.h"
#include "central/signed_files.h"
#include "httpd/site.h"
#include "pki/certificate.h"
#include "sync/enrol.h"
#include "wire/line.h"
#include "wire/records.h"

namespace hadir::tests {
namespace {

constexpr const char* kDatabase = "crash-disk/central.db";

template <class T>
T need(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
}

std::pair<std::string, std::string> cut(const std::string& text, char at) {
    const std::size_t place = text.find(at);
    if (place == std::string::npos) return {text, ""};
    return {text.substr(0, place), text.substr(place + 1)};
}

httpd::Request request_of(const sync::HttpRequest& from, const std::string& certificate) {
    httpd::Request request;
    request.method = from.method == sync::HttpMethod::get ? "GET" : "POST";
    auto [path, query] = cut(from.path, '?');
    request.path = path;
    while (!query.empty()) {
        auto [one, rest] = cut(query, '&');
        request.query.push_back(cut(one, '='));
        query = rest;
    }
    for (const auto& [name, value] : from.headers)
        request.headers.push_back({name, value});
    if (!certificate.empty()) request.peer_certificate = need(pki::certificate_from_pem(certificate)).der;
    request.id = "simulated";
    request.body = from.body;
    return request;
}

// SQLite's own backup, as hadir-central's.
void copy(const CrashVfs& from, const CrashVfs& to) {
    const auto open = [](const CrashVfs& disk) {
        sqlite3* raw = nullptr;
        sqlite3_open_v2(kDatabase, &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, disk.name().c_str());
        return std::unique_ptr<sqlite3, decltype(&sqlite3_close)>(raw, &sqlite3_close);
    };
    const auto source = open(from), target = open(to);
    sqlite3_backup* backup = sqlite3_backup_init(target.get(), "main", source.get(), "main");
    if (backup == nullptr || sqlite3_backup_step(backup, -1) != SQLITE_DONE)
        throw std::runtime_error("no backup: " + std::string(sqlite3_errmsg(target.get())));
    sqlite3_backup_finish(backup);
}

// Enrolment over the same routes, without a network.
class Wire final : public sync::HttpClient {
public:
    explicit Wire(Central& central) : central_(central) {}
    Result<sync::HttpResponse> send(const sync::HttpRequest& request) override {
        const auto answer = central_.answer(request, "");
        if (!answer) return fail(ErrorCode::unavailable, "no answer");
        return sync::HttpResponse{answer->status, {}, answer->body};
    }

private:
    Central& central_;
};

}  // namespace

Bkd::Bkd(const std::filesystem::path& folder, UnixMs now)
    : keys(need(central::OnlineKeys::make(folder, "Hadir simulated", now))),
      root(*wire::SigningKey::from_seed(Bytes(wire::SigningKey::kSeedSize, 5))),
      badge_key(*wire::SigningKey::from_seed(Bytes(wire::SigningKey::kSeedSize, 6))) {
    auto rows = need(keys.rows(now));
    const ByteView pub = badge_key.public_key().view();
    rows.push_back({.use = "badge",
                    .id = wire::key_id_of(pub),
                    .alg = "ed25519",
                    .pub = Bytes(pub.begin(), pub.end()),
                    .from = now,
                    .until = now + std::chrono::days(365),
                    .origin = std::nullopt,
                    .badge_key = std::uint8_t{7}});
    keys_file =
        wire::write_keys_file({"keys", std::nullopt, 1, now, now + std::chrono::days(365)}, rows, root);
}

Central::Central(const Bkd& bkd, const FakeClock& clock, std::uint64_t seed)
    : bkd_(bkd), clock_(clock), random_(seed), disk_(seed), vault_(seed) {
    start();
    const auto loan = need(pool_->borrow());
    static_cast<void>(need(central::import_keys(*loan, bkd_.keys_file, bkd_.root.public_key())));
}

void Central::start() {
    pool_ = std::make_unique<central::DatabasePool>(kDatabase, disk_.name());
    nonces_ = std::make_unique<central::Nonces>(random_);
    feed_ = std::make_unique<central::LiveFeed>();
    routes_ = central::device_routes({*pool_, bkd_.keys, random_, clock_, *nonces_, *feed_});
}

void Central::stop() {
    routes_.clear();
    pool_.reset();
}

store::Identity Central::enrol(const std::string& kiosk) {
    wire::EnrolCode code;
    {
        const auto loan = need(pool_->borrow());
        code = need(central::make_enrol_code(*loan, random_, {"Dinas PUPR", "Kantor Pusat", kiosk, Zone::wib},
                                             clock_.wall()));
    }
    const sync::EnrolTerms terms{code, bkd_.root.public_key(),
                                 sync::CaPem{need(pki::to_pem(bkd_.keys.ca.certificate))},
                                 "https://central.example"};
    auto tls = need(pki::PrivateKey::make());
    Bytes csr = need(pki::make_request(tls)).der;
    const sync::EnrolKeys keys{wire::SigningKey::generate(), std::move(tls), std::move(csr)};
    Wire wire(*this);
    const auto enrolled = need(sync::enrol(terms, keys, wire));
    return need(sync::make_identity(terms, keys, enrolled, bkd_.keys.ca.certificate.der));
}

std::optional<httpd::Response> Central::answer(const sync::HttpRequest& wanted,
                                               const std::string& certificate) {
    httpd::Request request = request_of(wanted, certificate);
    const httpd::RouteMatch match = httpd::match_route(routes_, request.method, request.path);
    if (match.route == nullptr) throw std::runtime_error("no route for " + wanted.path);
    request.captures = match.captures;
    std::optional<httpd::Response> response;
    if (match.route->admit) response = match.route->admit(request);
    if (!response) response = match.route->handle(request);
    if (!disk_.power_is_off()) return response;
    stop();
    disk_.restart();
    start();
    return std::nullopt;
}

void Central::back_up() {
    copy(disk_, vault_);
    has_backup_ = true;
}

void Central::restore() {
    stop();
    copy(vault_, disk_);
    start();
}

std::map<std::string, Held> Central::badges() {
    heal();
    std::map<std::string, Held> held;
    sqlite3* raw = nullptr;
    sqlite3_open_v2(kDatabase, &raw, SQLITE_OPEN_READWRITE, disk_.name().c_str());
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(raw, &sqlite3_close);
    const auto each = [&](const char* query, auto&& row) {
        sqlite3_stmt* select = nullptr;
        if (sqlite3_prepare_v2(raw, query, -1, &select, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(raw));
        while (sqlite3_step(select) == SQLITE_ROW) {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(select, 0));
            row(std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(select, 0))));
        }
        sqlite3_finalize(select);
    };
    each("SELECT line FROM records", [&](const std::string& text) {
        const auto line = wire::parse_line(text);
        if (!line || line->head.kind != "checkin") return;
        if (const auto checkin = wire::parse_checkin(line->body)) ++held[checkin->badge.hex()].records;
    });
    each("SELECT badge FROM attendance", [&](const std::string& badge) { ++held[badge].attendance; });
    return held;
}

}  // namespace hadir::tests
