#include "apps/demo_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include "apps/loopback_client.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "store/identity.h"
#include "store/ledger.h"
#include "store/sync_store.h"
#include "wire/json.h"
#include "wire/records.h"
#include "wire/roster.h"

namespace hadir::apps {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds kAnnouncedWithin{60};
constexpr seconds kArrivedWithin{60};

struct Arrival {
    std::uint64_t seq = 0;
    std::string name;
    std::string minute;  // UTC, to the minute
    bool operator==(const Arrival&) const = default;
};

// Central shows officers the whole name; a terminal holds only "Siti R.".
std::string short_name(const std::string& name) {
    const std::size_t first = name.find(' ');
    const std::size_t last = name.rfind(' ');
    return first == std::string::npos ? name : name.substr(0, first + 1) + name.substr(last + 1, 1) + ".";
}

std::string minute_of(std::string_view at) {
    return std::string(at.substr(0, 16));
}

// The check-in that an event announces, if it announces one.
std::optional<Arrival> announced_in(const std::string& event) {
    const auto json = wire::parse_json(event);
    if (!json) return std::nullopt;
    const wire::Json* result = json->find("result");
    const wire::Json* of = result != nullptr ? result->find("of") : nullptr;
    if (of == nullptr || of->integer() == nullptr) return std::nullopt;
    const wire::Json* name = result->find("name");
    return Arrival{static_cast<std::uint64_t>(*of->integer()), name->text() != nullptr ? *name->text() : "?",
                   minute_of(*result->find("at")->text())};
}

Result<std::vector<Arrival>> listen(KioskSocket& socket, steady_clock::time_point started) {
    std::vector<Arrival> heard;
    const auto until = steady_clock::now() + kAnnouncedWithin;
    while (heard.size() < kDemoPeopleWanted) {
        if (steady_clock::now() >= until)
            return fail(ErrorCode::timeout,
                        fmt::format("only {} people were announced within a minute", heard.size()));
        const auto text = socket.next_text(milliseconds(500));
        if (!text) return propagate(text.error());
        const auto arrival = *text ? announced_in(**text) : std::nullopt;
        // A choice of direction tells the same check-in again.
        if (!arrival || (!heard.empty() && heard.back().seq == arrival->seq)) continue;
        heard.push_back(*arrival);
        if (heard.size() == 1)
            fmt::print("\nThe first check-in was announced {:.1f} s after the start.\n",
                       std::chrono::duration<double>(steady_clock::now() - started).count());
    }
    return heard;
}

Result<std::map<std::string, std::string>> names_by_person(const DemoPlaces& places,
                                                           const store::Identity& identity) {
    const auto store = store::SyncStore::open((places.terminal() / "sync.db").string(), store::Access::read);
    if (!store) return propagate(store.error());
    const auto keys_file = store->file("keys");
    if (!keys_file) return propagate(keys_file.error());
    const auto keys = wire::open_keys_file(*keys_file ? (*keys_file)->bytes : identity.keys, identity.root);
    if (!keys) return propagate(keys.error());
    const auto file = store->file("roster");
    if (!file) return propagate(file.error());
    if (!*file) return fail(ErrorCode::not_found, "the terminal has no roster");
    const auto roster = wire::open_roster((*file)->bytes, *keys, identity.dev);
    if (!roster) return propagate(roster.error());
    std::map<std::string, std::string> names;
    for (const auto& person : roster->people)
        names[person.person.hex()] = person.name;
    return names;
}

Result<std::vector<Arrival>> in_ledger(const DemoPlaces& places, const std::vector<Arrival>& heard) {
    const auto identity = store::read_identity(places.terminal() / "identity");
    if (!identity) return propagate(identity.error());
    auto names = names_by_person(places, *identity);
    if (!names) return propagate(names.error());
    const auto reader = store::LedgerReader::open((places.terminal() / "ledger.db").string());
    if (!reader) return propagate(reader.error());
    const auto rows =
        reader->rows(identity->inc, heard.front().seq, heard.back().seq - heard.front().seq + 1);
    if (!rows) return propagate(rows.error());
    std::vector<Arrival> found;
    for (const wire::SignedLine& row : *rows) {
        const auto line = wire::parse_line(row.line);
        if (!line || line->head.kind != "checkin") continue;
        const auto checkin = wire::parse_checkin(line->body);
        if (!checkin) return propagate(checkin.error());
        found.push_back({line->head.id.seq, checkin->person ? (*names)[checkin->person->hex()] : "?",
                         minute_of(format_at(best_time(line->head.at, line->head.clock)))});
    }
    return found;
}

// All of today's arrivals at central, oldest first, from the first that was heard to the last.
Result<std::vector<Arrival>> at_central(const DemoAddresses& addresses, const std::string& cookie,
                                        const std::vector<Arrival>& heard) {
    std::vector<Arrival> found;
    std::string cursor;
    do {
        const auto answer = http_call(
            addresses.web, "/v1/arrivals?limit=500" + (cursor.empty() ? "" : "&cursor=" + cursor), cookie);
        if (!answer) return propagate(answer.error());
        const auto json = wire::parse_json(answer->body);
        if (answer->status != 200 || !json)
            return fail(ErrorCode::internal,
                        fmt::format("/v1/arrivals answered {}: {}", answer->status, answer->body));
        for (const wire::Json& item : *json->find("items")->array()) {
            const auto seq = static_cast<std::uint64_t>(*item.find("seq")->integer());
            if (seq < heard.front().seq || seq > heard.back().seq) continue;
            const wire::Json* name = item.find("name");
            found.push_back({seq, name->text() != nullptr ? short_name(*name->text()) : "?",
                             minute_of(*item.find("at")->text())});
        }
        const wire::Json* next = json->find("next");
        cursor = next != nullptr && next->text() != nullptr ? *next->text() : "";
    } while (!cursor.empty());
    std::reverse(found.begin(), found.end());
    return found;
}

Result<std::string> sign_in(const DemoAddresses& addresses) {
    const std::string body = wire::JsonWriter()
                                 .begin_object()
                                 .field("user", kDemoUser)
                                 .field("password", kDemoPassword)
                                 .end_object()
                                 .take();
    const auto answer = http_call(addresses.web, "/v1/sessions", "", body);
    if (!answer) return propagate(answer.error());
    if (answer->status != 201)
        return fail(ErrorCode::not_allowed,
                    fmt::format("sign-in answered {}: {}", answer->status, answer->body));
    const std::string code = demo_code(platform::SystemClock().wall());
    const auto passed = http_call(addresses.web, "/v1/sessions/current/factor", answer->cookie,
                                  wire::JsonWriter().begin_object().field("code", code).end_object().take());
    if (!passed) return propagate(passed.error());
    if (passed->status != 201)
        return fail(ErrorCode::not_allowed,
                    fmt::format("the second factor answered {}: {}", passed->status, passed->body));
    return passed->cookie;
}

void print_table(const std::vector<Arrival>& heard, const std::vector<Arrival>& ledger,
                 const std::vector<Arrival>& central) {
    const auto name_at = [](const std::vector<Arrival>& list, std::size_t i) {
        return i < list.size() ? fmt::format("{} {}", list[i].minute.substr(11), list[i].name)
                               : std::string("-");
    };
    fmt::print("\n{:>6}  {:<24} {:<24} {:<24}\n", "record", "kiosk page", "ledger.db", "Hari ini (central)");
    for (std::size_t i = 0; i < std::max({heard.size(), ledger.size(), central.size()}); ++i) {
        fmt::print("{:>6}  {:<24} {:<24} {:<24}\n", i < heard.size() ? std::to_string(heard[i].seq) : "",
                   name_at(heard, i), name_at(ledger, i), name_at(central, i));
    }
}

}  // namespace

Result<void> check_demo(const DemoPlaces& places, const DemoAddresses& addresses,
                        std::chrono::steady_clock::time_point started) {
    const auto token = platform::read_file(places.terminal() / "run" / "ui-token", 64);
    if (!token) return propagate(token.error());
    auto socket = KioskSocket::open(addresses.kiosk, std::string(as_text(*token)));
    if (!socket) return propagate(socket.error());
    const auto heard = listen(*socket, started);
    if (!heard) return propagate(heard.error());
    const auto ledger = in_ledger(places, *heard);
    if (!ledger) return propagate(ledger.error());
    const auto cookie = sign_in(addresses);
    if (!cookie) return propagate(cookie.error());
    const auto until = steady_clock::now() + kArrivedWithin;
    for (;;) {
        const auto central = at_central(addresses, *cookie, *heard);
        if (!central) return propagate(central.error());
        const bool complete = *heard == *ledger && *ledger == *central;
        if (!complete && steady_clock::now() < until) {
            std::this_thread::sleep_for(milliseconds(250));
            continue;
        }
        print_table(*heard, *ledger, *central);
        if (!complete) return fail(ErrorCode::conflict, "page, ledger.db and Hari ini do not agree");
        fmt::print(
            "\n{} people: the same names, order and minute on the page, in ledger.db and on Hari ini\n",
            heard->size());
        return {};
    }
}

}  // namespace hadir::apps
