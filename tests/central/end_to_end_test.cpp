// Both listeners on real sockets: a terminal enrols, sends, fetches; an officer signs in and sees it arrive.
#include <gtest/gtest.h>

#include <future>

#include "central/device_api.h"
#include "central/enrolment.h"
#include "central/log_repository.h"
#include "central/people.h"
#include "central/signed_files.h"
#include "central/web_api.h"
#include "httpd/server.h"
#include "httpd/tls_listener.h"
#include "pki/certificate.h"
#include "platform/clock.h"
#include "platform/random.h"
#include "tests/central/http_client.h"
#include "tests/central/staff.h"
#include "tests/central/terminal.h"
#include "tests/temporary_folder.h"
#include "wire/json.h"
#include "wire/key_change.h"
#include "wire/receipt.h"

namespace hadir::central::tests {
namespace {

class EndToEnd : public testing::Test {
protected:
    EndToEnd() {
        EXPECT_TRUE(import_keys(database, keys_text, root.public_key()));
        const auto own = pki::issue_server(keys.ca, keys.listener, {"localhost"}, clock.wall());
        const auto tls = httpd::tls({.certificate_pem = *pki::to_pem(*own) + ca_pem,
                                     .key_pem = keys.listener.pem(),
                                     .client_ca_pem = ca_pem});
        EXPECT_TRUE(tls) << tls.error().message;
        httpd::Site devices_site;
        devices_site.hosts = {"localhost"};
        devices_site.checks_origin = false;
        devices_site.routes = device_routes({pool, keys, random, clock, nonces, feed, {}, nullptr, &photos});
        httpd::Site web_site;
        WebApi web_api{pool, random, clock, feed};
        web_api.ledger_key = &keys.ledger;
        web_api.photos = &photos;
        web_site.routes = web_routes(web_api);
        web_site.events.push_back(web_events(web_api));
        devices_url =
            "https://localhost:" + std::to_string(*server.listen({}, std::move(devices_site), *tls));
        web_url = "http://127.0.0.1:" + std::to_string(*server.listen({}, std::move(web_site)));
        server.start();
    }

    // Enrols a terminal whose ledger key is `terminal.key`; afterwards it has a certificate.
    void enrol() {
        const auto code =
            *make_enrol_code(database, random, {"Dinas PUPR", "Kantor Induk", "Kios 02", Zone::wib},
                             clock.wall(), filled<PersonId>(1));
        const auto csr = pki::make_request(tls_key)->der;
        const Reply reply =
            call({.method = "POST",
                  .url = devices_url + "/v1/enrolments",
                  .headers = {"Content-Type: application/json"},
                  .body = wire::write_enrol_request(wire::make_enrol_request(code, terminal.key, csr)),
                  .ca_pem = ca_pem});
        ASSERT_EQ(reply.status, 201) << reply.body << reply.fault;
        const auto answer = wire::parse_enrol_answer(reply.body);
        ASSERT_TRUE(answer);
        terminal.dev = answer->dev;
        terminal.start_chain();
        certificate_pem = *pki::to_pem({answer->certificate});
    }
    Call as_terminal(std::string method, const std::string& path) {
        Call wanted;
        wanted.method = std::move(method);
        wanted.url = devices_url + path;
        wanted.ca_pem = ca_pem;
        wanted.certificate_pem = certificate_pem;
        wanted.key_pem = tls_key.pem();
        return wanted;
    }
    Reply upload(std::uint64_t from, std::size_t count) {
        const Draft made = draft(terminal, from, count);
        Call wanted = as_terminal(
            "POST", "/v1/devices/" + terminal.dev.hex() + "/records?inc=1&from=" + std::to_string(from));
        wanted.headers = {"Content-Type: application/x-ndjson", "Content-Encoding: zstd",
                          "Hadir-Nonce: " + *made.upload.nonce, "Hadir-Count: " + *made.upload.count,
                          "Hadir-Prev: " + *made.upload.prev};
        wanted.body = std::string(as_text(made.body));
        return call(wanted);
    }
    Reply sign_in(const std::string& password, const std::string& origin) {
        return call({.method = "POST",
                     .url = web_url + "/v1/sessions",
                     .headers = {"Content-Type: application/json", "Origin: " + origin},
                     .body = R"({"user":"siti","password":")" + password + "\"}"});
    }
    Reply as_officer(const std::string& path) {
        return call({.url = web_url + path, .headers = {"Cookie: " + cookie}});
    }
    void officer(Role role = Role::bkd_officer, const std::string& opd = "") {
        add_staff(database, {"siti", "kopi tubruk pagi", role, {}, opd}, clock.wall());
        const Reply reply = sign_in("kopi tubruk pagi", web_url);
        ASSERT_EQ(reply.status, 201) << reply.body;
        keep_cookie(reply);
        if (!needs_factor(role)) return;
        const Reply passed =
            call({.method = "POST",
                  .url = web_url + "/v1/sessions/current/factor",
                  .headers = {"Content-Type: application/json", "Origin: " + web_url, "Cookie: " + cookie},
                  .body = R"({"code":")" + code_at(clock.wall()) + "\"}"});
        ASSERT_EQ(passed.status, 201) << passed.body;
        keep_cookie(passed);
    }
    void keep_cookie(const Reply& reply) {
        const std::string& text = reply.headers.at("set-cookie");
        cookie = text.substr(0, text.find(';'));
    }
    Reply decide(const std::string& what, const std::string& body) {
        return call({.method = "POST",
                     .url = web_url + "/v1/terminals/" + terminal.dev.hex() + what,
                     .headers = {"Content-Type: application/json", "Origin: " + web_url, "Cookie: " + cookie},
                     .body = body});
    }
    Reply put_photo(const Bytes& sealed, const Hash& sha256) {
        Call wanted = as_terminal("PUT", "/v1/devices/" + terminal.dev.hex() + "/evidence/" + sha256.hex());
        wanted.headers = {"Content-Type: application/octet-stream"};
        wanted.body = std::string(as_text(sealed));
        return call(wanted);
    }
    Reply open_photo(const Hash& sha256, const std::string& body) {
        return call({.method = "POST",
                     .url = web_url + "/v1/photos/" + sha256.hex() + "/openings",
                     .headers = {"Content-Type: application/json", "Origin: " + web_url, "Cookie: " + cookie},
                     .body = body});
    }
    // Sealed to this month, and named by a record that central has.
    Bytes photograph() {
        EXPECT_TRUE(photos.keys.make(clock.wall(), Zone::wib));
        const auto month = photos.keys.load(photos.keys.all()->front());
        Bytes sealed = *wire::seal_photo({wire::FaceSeen::yes, 5, 6, {1, 2, 3}}, month->public_key());
        wire::Checkin checkin;
        checkin.evidence.push_back({wire::sha256(sealed), sealed.size()});
        terminal.append("checkin", wire::write_checkin(checkin), clock.wall());
        EXPECT_EQ(upload(terminal.lines.size(), 1).status, 200);
        return sealed;
    }
    static std::string code_of(const Reply& reply) {
        const auto json = wire::parse_json(reply.body);
        const wire::Json* found = json ? json->find("code") : nullptr;
        return found != nullptr && found->text() != nullptr ? *found->text() : reply.body + reply.fault;
    }

    hadir::tests::TemporaryFolder folder;
    Database database = *Database::open(folder / "central.db");
    DatabasePool pool{folder / "central.db"};
    platform::SystemRandom random;
    platform::SystemClock clock;
    OnlineKeys keys = *OnlineKeys::make(folder / "keys", "Hadir test", clock.wall());
    std::string ca_pem = *pki::to_pem(keys.ca.certificate);
    wire::SigningKey root = wire::SigningKey::generate();
    std::string keys_text =
        wire::write_keys_file({"keys", std::nullopt, 1, clock.wall(), clock.wall() + std::chrono::days(365)},
                              *keys.rows(clock.wall()), root);
    Nonces nonces{random};
    LiveFeed feed;
    PhotoStore photos{folder / "photos", PhotoKeys(folder / "keys")};
    Terminal terminal;
    pki::PrivateKey tls_key = *pki::PrivateKey::make();
    std::string certificate_pem;
    std::string cookie;
    httpd::Server server;  // ends first
    std::string devices_url;
    std::string web_url;
};

TEST_F(EndToEnd, ATerminalEnrolsSendsAndFetchesItsFiles) {
    enrol();
    terminal.check_in_times(3);
    const Reply sent = upload(1, 3);
    ASSERT_EQ(sent.status, 200) << sent.body << sent.fault;
    const auto keys_file = wire::open_keys_file(keys_text, root.public_key());
    const auto receipt = wire::open_receipt(sent.body, *keys_file);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->acked, 3U);

    const Reply roster = call(as_terminal("GET", "/v1/devices/" + terminal.dev.hex() + "/roster"));
    ASSERT_EQ(roster.status, 200) << roster.body;
    EXPECT_TRUE(wire::open_roster(roster.body, *keys_file, terminal.dev));
    Call again = as_terminal("GET", "/v1/devices/" + terminal.dev.hex() + "/roster");
    again.headers = {"If-None-Match: " + roster.headers.at("etag")};
    EXPECT_EQ(call(again).status, 304);
    const Reply policy = call(as_terminal("GET", "/v1/devices/" + terminal.dev.hex() + "/policy"));
    EXPECT_TRUE(wire::open_policy(policy.body, *keys_file));
    EXPECT_EQ(call(as_terminal("GET", "/v1/keys")).body, keys_text);
    EXPECT_EQ(wire::open_receipt(upload(4, 0).body, *keys_file)->keys, 1);
}

TEST_F(EndToEnd, WithoutACertificateOnlyEnrolmentAndNoncesAreThere) {
    enrol();
    Call nobody = as_terminal("GET", "/v1/nonce");
    nobody.certificate_pem.clear();
    nobody.key_pem.clear();
    EXPECT_EQ(call(nobody).status, 200);
    for (const std::string& path :
         {std::string("/v1/keys"), "/v1/devices/" + terminal.dev.hex() + "/roster"}) {
        nobody.url = devices_url + path;
        const Reply reply = call(nobody);
        EXPECT_EQ(reply.status, 403);
        EXPECT_EQ(code_of(reply), "NOT_ALLOWED");
    }
    EXPECT_EQ(code_of(call(as_terminal("GET", "/v1/devices/" + filled<DeviceId>(9).hex() + "/roster"))),
              "WRONG_DEVICE");
}

TEST_F(EndToEnd, ACertificateOfAnotherCaDoesNotGetIn) {
    enrol();
    const auto other = *pki::Authority::make("Another", clock.wall(), std::chrono::years(1));
    certificate_pem =
        *pki::to_pem(*pki::issue_terminal(other, *pki::make_request(tls_key), terminal.dev, clock.wall()));
    EXPECT_EQ(call(as_terminal("GET", "/v1/keys")).status, 0);
}

TEST_F(EndToEnd, ARevokedTerminalIsToldSo) {
    enrol();
    terminal.check_in_times(1);
    ASSERT_TRUE(database.transaction(
        [&]() -> Result<bool> { return DevicesRepository(database).revoke(terminal.dev, clock.wall()); }));
    EXPECT_EQ(code_of(upload(1, 1)), "REVOKED");
    EXPECT_EQ(code_of(call(as_terminal("GET", "/v1/keys"))), "REVOKED");
}

// From the fingerprint on the page to the certificate that counts.
TEST_F(EndToEnd, ASecondOfficerConfirmsAndTheTerminalRenews) {
    enrol();
    officer();
    const std::string key = terminal.key.public_key().hex();
    const std::string good = R"({"inc":1,"ledger_pub":")" + key + R"(","why":"compared at the door"})";
    const Reply listed = as_officer("/v1/terminals");
    EXPECT_NE(listed.body.find(wire::fingerprint_text(terminal.key.public_key())), std::string::npos);
    EXPECT_EQ(code_of(decide("/confirmations", R"({"inc":1,"ledger_pub":")" + key + R"(","why":""})")),
              "MALFORMED");
    EXPECT_EQ(code_of(decide("/confirmations", R"({"inc":2,"ledger_pub":")" + key + R"(","why":"x"})")),
              "NOT_FOUND");
    const Reply done = decide("/confirmations", good);
    ASSERT_EQ(done.status, 201) << done.body << done.fault;
    EXPECT_NE(done.body.find(R"("state":"confirmed")"), std::string::npos) << done.body;
    EXPECT_EQ(code_of(decide("/confirmations", good)), "CONFLICT");

    EXPECT_EQ(code_of(upload(1, 0)), "WRONG_DEVICE");
    Call nobody = as_terminal("GET", "/v1/nonce");
    nobody.certificate_pem.clear();
    nobody.key_pem.clear();
    const auto nonce = wire::parse_nonce_answer(call(nobody).body);
    ASSERT_TRUE(nonce);
    nobody.method = "POST";
    nobody.url = devices_url + "/v1/devices/" + terminal.dev.hex() + "/certificate";
    nobody.headers = {"Content-Type: application/json"};
    nobody.body = wire::write_renewal(
        wire::make_renewal({terminal.dev, 1}, terminal.key, *nonce, pki::make_request(tls_key)->der));
    const Reply renewed = call(nobody);
    ASSERT_EQ(renewed.status, 201) << renewed.body << renewed.fault;
    certificate_pem = *pki::to_pem({*wire::parse_renewal_answer(renewed.body)});
    EXPECT_EQ(upload(1, 0).status, 200);

    ASSERT_EQ(decide("/revocations", R"({"inc":null,"branch":null,"why":"stolen"})").status, 201);
    EXPECT_EQ(code_of(upload(1, 0)), "REVOKED");
    cookie.clear();
    EXPECT_EQ(code_of(decide("/revocations", R"({"inc":null,"branch":null,"why":"x"})")), "NO_SESSION");
}

TEST_F(EndToEnd, ASealedPhotographComesAndIsOpenedForAReason) {
    enrol();
    officer();
    const Bytes sealed = photograph();
    const Hash sha256 = wire::sha256(sealed);
    EXPECT_NE(as_officer("/v1/arrivals").body.find("\"photo\":\"" + sha256.hex()), std::string::npos);
    EXPECT_EQ(code_of(open_photo(sha256, R"({"why":"x"})")), "NOT_FOUND");
    EXPECT_EQ(put_photo(sealed, sha256).status, 201);
    EXPECT_EQ(put_photo(sealed, sha256).status, 200);
    EXPECT_EQ(code_of(put_photo(sealed, filled<Hash>(1))), "MALFORMED");
    Bytes other = sealed;
    other.back() ^= 1;
    EXPECT_EQ(code_of(put_photo(other, sha256)), "MALFORMED");

    EXPECT_EQ(code_of(open_photo(sha256, R"({"why":""})")), "MALFORMED");
    const Reply opened = open_photo(sha256, R"({"why":"two badges in one second"})");
    ASSERT_EQ(opened.status, 201) << opened.body;
    EXPECT_EQ(opened.body, R"({"face":"yes","sharpness":5,"brightness":6,"jpeg":"AQID"})");
    EXPECT_EQ(opened.headers.at("cache-control"), "no-store");
    cookie.clear();
    EXPECT_EQ(code_of(open_photo(sha256, R"({"why":"x"})")), "NO_SESSION");
}

TEST_F(EndToEnd, WhoKeepsTheAccountsOpensNoPhotograph) {
    enrol();
    officer(Role::administrator);
    const Bytes sealed = photograph();
    ASSERT_EQ(put_photo(sealed, wire::sha256(sealed)).status, 201);
    EXPECT_EQ(code_of(open_photo(wire::sha256(sealed), R"({"why":"curious"})")), "NOT_ALLOWED");
}

TEST_F(EndToEnd, SignInNeedsOwnOriginAndRightPassword) {
    officer();
    EXPECT_EQ(code_of(sign_in("kopi tubruk pagi", "http://foreign.example")), "NOT_ALLOWED");
    EXPECT_EQ(code_of(sign_in("teh", web_url)), "NO_SESSION");
    EXPECT_EQ(as_officer("/v1/sessions/current").status, 200);
    EXPECT_EQ(call({.method = "DELETE",
                    .url = web_url + "/v1/sessions/current",
                    .headers = {"Cookie: " + cookie, "Origin: " + web_url}})
                  .status,
              204);
    EXPECT_EQ(code_of(as_officer("/v1/sessions/current")), "NO_SESSION");
}

TEST_F(EndToEnd, NothingIsShownWithoutASession) {
    for (const char* path : {"/v1/today", "/v1/arrivals", "/v1/terminals", "/v1/events"}) {
        const Reply reply = as_officer(path);
        EXPECT_EQ(reply.status, 401) << path;
        EXPECT_EQ(code_of(reply), "NO_SESSION");
    }
}

TEST_F(EndToEnd, AnOfficerSeesAnArrivalAsItComes) {
    enrol();
    officer();
    ASSERT_TRUE(import_people(database, random,
                              "nip,nama,opd,unit,kantor\n198001012005012001,Siti Rahmawati,Dinas PUPR,Jalan,"
                              "Kantor Induk\n",
                              ImportMode::apply));
    const auto person =
        database.read([&]() -> Result<Person> { return PeopleRepository(database).all().at(0); });
    const auto badge = filled<BadgeId>(0xaa);
    ASSERT_TRUE(import_badges(database, "badge,person,key_id,expires\n" + badge.hex() + ',' +
                                            person->person.hex() + ",1,2099-12-31\n"));
    const UnixMs at = clock.wall();
    terminal.check_in(badge, "in", at);
    std::promise<void> listening;
    auto told = std::async(std::launch::async, [&] {
        bool said = false;
        return call({.url = web_url + "/v1/events",
                     .headers = {"Cookie: " + cookie},
                     .enough = [&](const std::string& so_far) {
                         if (!said) listening.set_value();
                         said = true;
                         return so_far.find("\"event\":\"terminal\"") != std::string::npos;
                     }});
    });
    ASSERT_EQ(listening.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
    ASSERT_EQ(upload(1, 1).status, 200);
    const std::string events = told.get().body;
    EXPECT_NE(events.find("\"event\":\"arrival\""), std::string::npos) << events;
    EXPECT_EQ(events.find("Siti Rahmawati"), std::string::npos) << "who it was is asked for, and noted";

    const auto arrivals = wire::parse_json(as_officer("/v1/arrivals").body);
    ASSERT_TRUE(arrivals);
    ASSERT_EQ(arrivals->find("items")->array()->size(), 1U);
    const wire::Json& first = arrivals->find("items")->array()->front();
    EXPECT_EQ(*first.find("name")->text(), "Siti Rahmawati");
    EXPECT_EQ(*first.find("at")->text(), format_at(at));
    EXPECT_EQ(*first.find("kiosk")->text(), "Kios 02");
    EXPECT_FALSE(*first.find("confirmed")->flag());
    const auto today = wire::parse_json(as_officer("/v1/today").body);
    EXPECT_EQ(*today->find("totals")->find("arrived")->integer(), 1);
    EXPECT_EQ(*today->find("totals")->find("people")->integer(), 1);
    EXPECT_EQ(*today->find("terminals")->find("reporting")->integer(), 1);
    EXPECT_TRUE(today->find("log_halted")->is_null());
    const auto terminals = wire::parse_json(as_officer("/v1/terminals").body);
    EXPECT_EQ(*terminals->find("items")->array()->front().find("seq_central")->integer(), 1);
}

// What another OPD's officer hears after the upload is what was told of their own OPD next.
TEST_F(EndToEnd, AnOfficerOfAnotherOpdHearsNothingOfIt) {
    enrol();
    officer(Role::opd_officer, "Dinas Kesehatan");
    terminal.check_in(filled<BadgeId>(0xaa), "in", clock.wall());
    std::promise<void> listening;
    auto told = std::async(std::launch::async, [&] {
        bool said = false;
        return call({.url = web_url + "/v1/events",
                     .headers = {"Cookie: " + cookie},
                     .enough = [&](const std::string& so_far) {
                         if (!said) listening.set_value();
                         said = true;
                         return so_far.find("data: ") != std::string::npos;
                     }});
    });
    ASSERT_EQ(listening.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
    ASSERT_EQ(upload(1, 1).status, 200);
    feed.hub()->publish("Dinas Kesehatan", "one of their own");
    EXPECT_EQ(told.get().body, "retry: 2000\n\ndata: one of their own\n\n");
}

TEST_F(EndToEnd, OfficersReadThatTheLogIsHalted) {
    officer();
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        LogRepository log(database);
        log.open_epoch({1, "hadir/test/1", {}, std::nullopt, ""}, clock.wall());
        log.halt(1, "in a test", UnixMs{1'700'000'000'000});
        return {};
    }));
    const auto today = wire::parse_json(as_officer("/v1/today").body);
    ASSERT_TRUE(today);
    EXPECT_EQ(*today->find("log_halted")->text(), "2023-11-14T22:13:20.000Z");
}

TEST_F(EndToEnd, PagesOfArrivalsFollowEachOther) {
    enrol();
    officer();
    const UnixMs start = clock.wall() + -std::chrono::seconds(10);
    for (int i = 0; i < 5; ++i)
        terminal.check_in(filled<BadgeId>(static_cast<std::uint8_t>(i + 1)), "in",
                          start + std::chrono::milliseconds(i / 2));
    ASSERT_EQ(upload(1, 5).status, 200);
    std::vector<std::int64_t> seen;
    std::string next;
    do {
        const auto page = wire::parse_json(
            as_officer("/v1/arrivals?limit=2" + (next.empty() ? "" : "&cursor=" + next)).body);
        ASSERT_TRUE(page);
        for (const wire::Json& item : *page->find("items")->array())
            seen.push_back(*item.find("seq")->integer());
        next = page->find("next")->is_null() ? "" : *page->find("next")->text();
    } while (!next.empty());
    EXPECT_EQ(seen, (std::vector<std::int64_t>{5, 4, 3, 2, 1}));
    for (const char* bad : {"limit=0", "limit=501", "limit=x", "cursor=1", "day=today", "limit=1&limit=2"})
        EXPECT_EQ(code_of(as_officer(std::string("/v1/arrivals?") + bad)), "MALFORMED") << bad;
}

}  // namespace
}  // namespace hadir::central::tests
