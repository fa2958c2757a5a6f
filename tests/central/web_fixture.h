// The `web` listener without a socket: a province of two OPD, an account of every role, and requests that go
// through the routes as the server would send them.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "central/accounts.h"
#include "central/people.h"
#include "central/people_repository.h"
#include "central/photos.h"
#include "central/sessions.h"
#include "central/web_api.h"
#include "tests/central/ingest_fixture.h"
#include "tests/central/shipped_book.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"

namespace hadir::central::tests {

constexpr const char* kHealth = "Dinas Kesehatan";
constexpr const char* kWorks = "Dinas PUPR";  // of IngestFixture's terminal

struct WebAsk {
    std::string method = "GET";
    std::string target;  // path and query, whose values are not escaped here
    std::string body{};
};

class WebFixture : public IngestFixture {
protected:
    WebFixture() {
        clock.jump_wall(kMorning + std::chrono::minutes(5));
        api.ledger_key = &key;
        api.photos = &photos;
        api.documents = &documents;
        api.book = &book;
        EXPECT_TRUE(photos.keys.make(clock.wall(), Zone::wib));
        EXPECT_TRUE(import_people(database, random,
                                  "nip,nama,opd,unit,kantor\n"
                                  "198001012005012001,Siti Rahmawati,Dinas Kesehatan,Gizi,Kantor Induk\n"
                                  "198001012005011002,Budi Santoso,Dinas PUPR,Jalan,Kantor Induk\n",
                                  ImportMode::apply));
        const auto people =
            *database.read([&]() -> Result<std::vector<Person>> { return PeopleRepository(database).all(); });
        for (const Person& person : people)
            (person.facts.opd == kHealth ? siti : budi) = person.person;
    }

    // Signed in as somebody of that role: the cookie of a new session. Staff of an OPD are of `opd`.
    std::string enter(Role role, const std::string& opd = kHealth, bool ethics = false,
                      Stage stage = Stage::open) {
        Account account{
            name_of(role) + ('-' + std::to_string(++accounts_)), "none", role, holder, {}, ethics};
        if (is_of_one_opd(role)) account.opd = opd;
        const auto opened = database.transaction([&]() -> Result<void> {
            AccountsRepository(database).add(account, clock.wall());
            return {};
        });
        EXPECT_TRUE(opened);
        return "hadir=" + open_session(database, random, account, clock.wall(), stage)->id;
    }

    static httpd::Request request_of(const WebAsk& wanted, const std::string& cookie) {
        httpd::Request request;
        request.method = wanted.method;
        const auto query = wanted.target.find('?');
        request.path = wanted.target.substr(0, query);
        for (std::size_t at = query; at != std::string::npos;) {
            const auto end = wanted.target.find('&', at + 1);
            const std::string pair = wanted.target.substr(at + 1, end - at - 1);
            request.query.emplace_back(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
            at = end;
        }
        if (!cookie.empty()) request.headers.push_back({"Cookie", cookie});
        request.body = wanted.body;
        return request;
    }
    httpd::Response ask(const WebAsk& wanted, const std::string& cookie) {
        httpd::Request request = request_of(wanted, cookie);
        const auto routes = web_routes(api);
        const auto match = httpd::match_route(routes, request.method, request.path);
        if (match.route == nullptr) return {404, {}, "no route " + wanted.target};
        request.captures = match.captures;
        if (match.route->admit) {
            if (auto refused = match.route->admit(request)) return *refused;
        }
        return match.route->handle(request);
    }

    // A check-in of that person with a photograph that has come, at a terminal of `at_opd`.
    struct Seen {
        std::string id;  // the record's row
        Hash photo;
    };
    Seen see(Terminal& at, const PersonId& who, std::uint8_t mark) {
        const auto month = photos.keys.load(photos.keys.all()->front());
        const Bytes sealed = *wire::seal_photo({wire::FaceSeen::yes, 5, 6, {mark}}, month->public_key());
        const Hash sha256 = wire::sha256(sealed);
        wire::Checkin checkin;
        checkin.badge = filled<BadgeId>(mark);
        checkin.person = who;
        checkin.marks = {"clock"};
        checkin.evidence.push_back({sha256, sealed.size()});
        at.append("checkin", wire::write_checkin(checkin), kMorning + std::chrono::seconds(mark));
        const auto sent = draft(at, at.lines.size(), 1).send(database, receipt_key, clock.wall());
        EXPECT_EQ(sent.answer.status, 200) << sent.answer.body;
        const auto device =
            *database.read([&]() -> Result<Device> { return *DevicesRepository(database).find(at.dev); });
        EXPECT_TRUE(take_photo(database, photos, device, sha256, sealed));
        return {std::to_string(sent.arrivals.at(0)), sha256};
    }

    hadir::tests::FakeClock clock;
    hadir::tests::FakeRandom random;
    wire::SigningKey key = wire::SigningKey::generate();
    DatabasePool pool{folder / "central.db"};
    LiveFeed feed;
    PhotoStore photos{folder / "photos", PhotoKeys(folder / "keys")};
    DocumentShelf documents{folder.path() / "documents"};
    const rules::RuleBook book = shipped_book();
    WebApi api{pool, random, clock, feed};
    PersonId siti, budi;
    PersonId holder = filled<PersonId>(0x99);  // of the accounts that sign in

private:
    int accounts_ = 0;
};

}  // namespace hadir::central::tests
