// How long judging takes for a whole province, and whether Hari ini stays quick while records come in
// (script/bench judge).
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include "apps/loopback_client.h"
#include "bench/judge_province.h"
#include "central/accounts_repository.h"
#include "central/judge_queue_repository.h"
#include "central/judging.h"
#include "central/log.h"
#include "central/sessions.h"
#include "central/web_api.h"
#include "httpd/server.h"
#include "platform/clock.h"
#include "platform/random.h"
#include "rules/rule_book.h"
#include "tests/central/terminal.h"
#include "tests/temporary_folder.h"

namespace hadir::bench {
namespace {

using central::Database;
using Seconds = std::chrono::duration<double>;

constexpr ProvinceSize kSize;
constexpr int kMonthDays = 22;
constexpr int kLateRecords = 500;
constexpr int kRequests = 200;
constexpr int kUploadsASecond = 5;  // of 100 records
constexpr std::size_t kUploadRecords = 100;
constexpr std::chrono::seconds kJudgeEvery{5};

template <class Work>
Seconds timed(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::steady_clock::now() - begin;
}

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
}
void must(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message);
}

bool within(const std::string& what, double value, double limit, const char* unit) {
    const bool good = value <= limit;
    fmt::print("{:<64} {:>9.3f} {:<3} limit {:>7.3f}  {}\n", what, value, unit, limit,
               good ? "met" : "MISSED");
    std::fflush(stdout);
    return good;
}

// A terminal that sends real uploads: every line signed and checked.
class Sender {
public:
    Sender(const Database& database, std::uint8_t name) : database_(database) {
        terminal_.dev.bytes.fill(name);
        terminal_.start_chain();
        terminal_.enrol(database);
    }
    void check_in(int person, UnixMs at) {
        wire::Checkin checkin;
        checkin.badge = badge_at(person);
        checkin.dir = "auto";
        wire::LineHead head = terminal_.next_head("checkin", at);
        head.up_ms = at.value - 1'700'000'000'000;
        head.clock = {ClockState::ntp, 0, 1000};
        terminal_.append_raw(*wire::write_line(head, wire::write_checkin(checkin)));
    }
    void send(UnixMs now) {
        const std::size_t count = terminal_.lines.size() - sent_;
        auto upload = central::tests::draft(terminal_, sent_ + 1, count);
        if (upload.send(database_, key_, now).answer.status != 200)
            throw std::runtime_error("an upload was refused");
        sent_ += count;
    }

private:
    const Database& database_;
    central::tests::Terminal terminal_;
    wire::SigningKey key_ = wire::SigningKey::generate();
    std::size_t sent_ = 0;
};

void judge_all_waiting(const Database& database, const central::JudgeBench& bench, UnixMs now) {
    while (must(central::judge_waiting(database, bench, now)).days > 0) {
    }
}

bool judge_month(const Database& database, const central::JudgeBench& bench, const DaySpan& month,
                 UnixMs now) {
    central::Judged first, again;
    const auto took = timed([&] { first = must(central::judge_days(database, bench, month, "bench", now)); });
    const auto twice =
        timed([&] { again = must(central::judge_days(database, bench, month, "bench", now)); });
    fmt::print("judged {} days of people, {} written; again {} in {:.1f} s, {} changed\n", first.days,
               first.changed, again.days, twice.count(), again.changed);
    const bool good =
        within(fmt::format("a month of {} people judged from records", kSize.people), took.count(), 20, "s");
    return good && again.changed == 0;
}

bool judge_late(const Database& database, const central::JudgeBench& bench, LocalDay day, UnixMs now) {
    judge_all_waiting(database, bench, now);
    Sender sender(database, 0xa1);
    for (int i = 0; i < kLateRecords; ++i)
        sender.check_in(i, start_of(day, Zone::wib) + std::chrono::seconds(25'000 + i));
    const auto sent = timed([&] { sender.send(now); });
    const auto judged = timed([&] { judge_all_waiting(database, bench, now); });
    fmt::print("{} late records taken in within {:.3f} s\n", kLateRecords, sent.count());
    return within(fmt::format("a late batch of {} records judged again", kLateRecords), judged.count(), 1,
                  "s");
}

std::string signed_in(const Database& database, Random& random, UnixMs now) {
    central::Account account;
    account.name = "bench";
    account.password = "none";
    account.role = central::Role::bkd_officer;
    account.person = person_at(0);
    must(database.transaction([&]() -> Result<void> {
        central::AccountsRepository(database).add(account, now);
        return {};
    }));
    return "hadir=" + must(central::open_session(database, random, account, now)).id;
}

bool today_while_records_come(const std::string& path, const rules::RuleBook& book, LocalDay day) {
    platform::SystemClock clock;
    platform::SystemRandom random;
    central::DatabasePool pool(path);
    central::LiveFeed feed;
    central::FiguresCache figures(clock);
    central::WebApi api{pool, random, clock, feed};
    api.figures = &figures;
    api.book = &book;
    const Database database = must(Database::open(path));
    const std::string cookie = signed_in(database, random, clock.wall());
    httpd::Server server;
    httpd::Site site;
    site.hosts = {"127.0.0.1"};
    site.routes = central::web_routes(api);
    const auto port = must(server.listen({"127.0.0.1", 0}, std::move(site)));
    server.start();
    const UnixMs evening = start_of(day, Zone::wib) + std::chrono::hours(20);
    std::atomic<bool> done = false;
    std::atomic<std::size_t> came = 0;
    std::thread uploads([&] {
        const Database own = must(Database::open(path));
        Sender sender(own, 0xa2);
        auto next = std::chrono::steady_clock::now();
        for (int person = 0; !done; ++came) {
            for (std::size_t i = 0; i < kUploadRecords; ++i, ++person)
                sender.check_in(person % kSize.people,
                                start_of(day, Zone::wib) + std::chrono::seconds(25'200 + person));
            sender.send(evening);
            next += std::chrono::milliseconds(1000 / kUploadsASecond);
            std::this_thread::sleep_until(next);
        }
    });
    std::thread judge([&] {
        const Database own = must(Database::open(path));
        for (auto next = std::chrono::steady_clock::now(); !done;
             std::this_thread::sleep_for(std::chrono::milliseconds(50))) {
            if (std::chrono::steady_clock::now() < next) continue;
            while (!done && must(central::judge_waiting(own, {book, Zone::wib}, evening)).days > 0) {
            }
            next = std::chrono::steady_clock::now() + kJudgeEvery;
        }
    });
    std::vector<double> times;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < kRequests; ++i) {
        times.push_back(timed([&] {
                            const auto answer =
                                must(apps::http_call(fmt::format("http://127.0.0.1:{}", port),
                                                     "/v1/today?day=" + format_day(day), cookie));
                            if (answer.status != 200) throw std::runtime_error(answer.body);
                        }).count() *
                        1000);
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    const Seconds lasted = std::chrono::steady_clock::now() - begin;
    done = true;
    uploads.join();
    judge.join();
    server.stop();
    std::ranges::sort(times);
    fmt::print("{:.0f} records a second came in; p50 {:.1f} ms, most {:.1f} ms\n",
               static_cast<double>(came * kUploadRecords) / lasted.count(), times[times.size() / 2],
               times.back());
    return within(fmt::format("Hari ini, p95 of {} requests", kRequests), times[times.size() * 95 / 100], 200,
                  "ms");
}

int run() {
    const auto book = must(rules::read_rules(must(rules::read_rule_folder(HADIR_RULES_DIR))));
    const tests::TemporaryFolder folder;
    const std::string path = folder / "central.db";
    const Database database = must(Database::open(path));
    const auto days = work_days(*parse_day("2026-09-01"), kMonthDays + 1, book.presence);
    const UnixMs now = start_of(days.back(), Zone::wib) + std::chrono::hours(20);
    const auto filled = timed([&] {
        must(
            found_province(database, kSize, start_of(days.front(), Zone::wib) + -std::chrono::days(30), now));
        must(fill_days(database, kSize, days));
        must(database.transaction([&] { return central::grow_log(database); }));
    });
    fmt::print("{} people, {} terminals, {} working days: filled in {:.0f} s, {} MB\n", kSize.people,
               kSize.terminals, days.size(), filled.count(), std::filesystem::file_size(path) >> 20U);
    std::fflush(stdout);
    const central::JudgeBench bench{book, Zone::wib};
    bool good = judge_month(database, bench, {days.front(), days[kMonthDays - 1]}, now);
    fmt::print("{} MB with its verdicts\n", std::filesystem::file_size(path) >> 20U);
    good = judge_late(database, bench, days[kMonthDays - 1], now) && good;
    good = today_while_records_come(path, book, days.back()) && good;
    return good ? 0 : 1;
}

}  // namespace
}  // namespace hadir::bench

int main() {
    try {
        return hadir::bench::run();
    } catch (const std::exception& fault) {
        fmt::print(stderr, "{}\n", fault.what());
        return 2;
    }
}
