// One enrolled kiosk for tests of its loop: a roster with PINs and an evidence key, on a clock that the test
// moves. It can be killed and rebooted.
#pragma once

#include <gtest/gtest.h>

#include "device/kiosk_loop.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"
#include "wire/badge.h"
#include "wire/json.h"
#include "wire/pin.h"
#include "wire/records.h"

namespace hadir::tests {

class KioskTerminal : public testing::Test {
protected:
    using Kind = device::PageAction::Kind;
    static constexpr const char* kSitiPin = "048213";

    KioskTerminal() {
        EXPECT_TRUE(wire::start_crypto());
        clock.set_synchronised(true);
        siti_check = wire::make_pin_check(random, kSitiPin);
        start();
    }

    // Also after a kill: everything but the disk is new.
    void start() {
        loop.use(nullptr);
        station.reset();
        loop = device::KioskLoop{device::KioskLabels{}};
        wire::FileHead head;
        head.kind = "keys";
        head.version = 1;
        const store::Identity identity{DeviceId{{9}},
                                       1,
                                       ledger_key,
                                       root.public_key(),
                                       "",
                                       "",
                                       "",
                                       "",
                                       wire::write_keys_file(head, keys().rows, root)};
        auto opened = device::Station::open(identity, ledger(), random, platform::Trace());
        ASSERT_TRUE(opened) << opened.error().message;
        station.emplace(std::move(*opened));
        use_book();
        loop.use(&*station);
        step();
    }

    wire::KeysFile keys() const {
        wire::KeysFile file;
        const auto& pub = badge_key.public_key().bytes;
        file.rows.push_back({"badge",
                             wire::key_id_of(pub),
                             "ed25519",
                             Bytes(pub.begin(), pub.end()),
                             {},
                             {},
                             {},
                             std::uint8_t{7}});
        const auto& month_pub = month.public_key().bytes;
        if (with_month)
            file.rows.push_back({"evidence",
                                 wire::key_id_of(month_pub),
                                 "x25519",
                                 Bytes(month_pub.begin(), month_pub.end()),
                                 FakeClock::kStart,
                                 FakeClock::kStart + std::chrono::days(7),
                                 {},
                                 {}});
        return file;
    }
    // Siti has a PIN, Budi is of another office, Ani has none; Rina is an officer.
    void use_book() {
        wire::Roster roster;
        roster.head.dev = DeviceId{{9}};
        roster.head.version = 5;
        roster.head.expires = FakeClock::kStart + std::chrono::days(300);
        roster.people.push_back(
            {PersonId{{1}}, "Siti R.", "20417", true, false, {BadgeId{{1}}}, {}, siti_check});
        roster.people.push_back(
            {PersonId{{2}}, "Budi S.", "00318", false, false, {BadgeId{{2}}}, {}, siti_check});
        roster.people.push_back({PersonId{{3}}, "Ani", "55555", true, false, {}, {}, {}});
        roster.people.push_back(
            {PersonId{{4}}, "Rina", "40404", false, true, {BadgeId{{4}}}, {}, siti_check});
        station->use(std::make_shared<const device::RosterBook>(keys(), roster, policy));
    }
    std::string badge(std::uint8_t id) const {
        return wire::write_badge({7, BadgeId{{id}}, *parse_day("2028-12-31")}, badge_key).value();
    }

    device::Moment now() const {
        device::Moment moment{clock.wall(), clock.since_boot(), clock.boot(), {}};
        moment.clock =
            read_clock(moment.wall, moment.up, clock.kernel_error(), std::nullopt, FakeClock::kStart);
        return moment;
    }
    device::Step step(device::Happened happened = {}) {
        happened.camera = camera;
        device::Step result = loop.step(now(), happened);
        if (!result.events.empty()) last_event = result.events.back();
        return result;
    }
    device::Step touch(Kind kind, const std::string& digits = {}) {
        device::PageAction action;
        action.kind = kind;
        action.digits = digits;
        device::Happened happened;
        happened.actions.push_back(action);
        return step(happened);
    }
    std::string scan(const std::string& text) {
        device::Happened happened;
        happened.texts.push_back(text);
        step(happened);
        step(happened);
        return state();
    }
    void wait(std::chrono::milliseconds span) {
        clock.advance(span);
        step();
    }

    // `pin.problem`: "" for null or a missing one.
    std::string field(const std::string& path) const {
        const auto json = wire::parse_json(last_event);
        EXPECT_TRUE(json) << last_event;
        const wire::Json* found = &*json;
        for (std::string_view rest = path; found != nullptr && !rest.empty();) {
            const std::size_t end = std::min(rest.find('.'), rest.size());
            found = found->find(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        if (found == nullptr) return "";
        if (found->text() != nullptr) return *found->text();
        if (found->integer() != nullptr) return std::to_string(*found->integer());
        return found->flag() == nullptr ? "" : *found->flag() ? "true" : "false";
    }
    std::string state() const { return field("state"); }

    std::vector<wire::Line> records() const {
        std::vector<wire::Line> found;
        const auto rows = *store::LedgerReader::open(ledger())->rows(1, 1, 100'000);
        for (const auto& row : rows)
            found.push_back(*wire::parse_line(row.line));
        return found;
    }
    std::size_t count(const std::string& kind) const {
        const auto all = records();
        return static_cast<std::size_t>(
            std::ranges::count_if(all, [&](const wire::Line& line) { return line.head.kind == kind; }));
    }
    std::string ledger() const { return folder / "ledger.db"; }

    TemporaryFolder folder;
    FakeClock clock;
    FakeRandom random;
    wire::SigningKey ledger_key = wire::SigningKey::generate();
    wire::SigningKey badge_key = wire::SigningKey::generate();
    wire::SigningKey root = wire::SigningKey::generate();
    wire::PhotoKey month = wire::PhotoKey::generate();
    bool with_month = true;
    wire::PinCheck siti_check;
    wire::Policy policy;
    device::CameraState camera = device::CameraState::running;
    std::optional<device::Station> station;
    device::KioskLoop loop{device::KioskLabels{}};
    std::string last_event;
};

}  // namespace hadir::tests
