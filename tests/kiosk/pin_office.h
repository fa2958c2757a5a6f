// A real kiosk in an office whose people have a PIN, for tests that kill it or take its camera away.
#pragma once

#include <gtest/gtest.h>

#include "platform/clock.h"
#include "platform/random.h"
#include "store/identity.h"
#include "store/ledger.h"
#include "store/side_shelf.h"
#include "store/sync_store.h"
#include "tests/kiosk/kiosk_run.h"
#include "tests/kiosk/office.h"
#include "tests/temporary_folder.h"
#include "wire/line.h"
#include "wire/roster.h"

namespace hadir::tests {

class PinOffice : public testing::Test {
protected:
    static constexpr std::chrono::seconds kWithin{30};
    static constexpr std::chrono::days kKeyLife{30};
    static constexpr const char* kPin = "048213";
    static constexpr const char* kSiti = "20417";
    static constexpr const char* kAni = "30303";

    void SetUp() override {
        auto founded = Office::found(folder.path(), clock, random);
        ASSERT_TRUE(founded) << founded.error().message;
        office.emplace(*std::move(founded));
        const UnixMs now = clock.wall();
        const auto roster_key = wire::SigningKey::generate();
        ASSERT_TRUE(
            office->keys().sign(kPassphrase,
                                {row_of("roster", "ed25519", roster_key.public_key(), now),
                                 row_of("evidence", "x25519", wire::PhotoKey::generate().public_key(), now)},
                                now));
        ASSERT_TRUE(office->enrol_alone(terminal));
        check = wire::make_pin_check(random, kPin);
        wire::Roster roster;
        roster.head = {"roster", store::read_identity(terminal / "identity")->dev, 1, now, now + kKeyLife};
        roster.kiosk = "Kios 02";
        roster.people.push_back({PersonId{{1}}, "Siti R.", kSiti, true, false, {}, {}, check});
        roster.people.push_back({PersonId{{2}}, "Ani", kAni, true, false, {}, {}, check});
        auto store = store::SyncStore::open(terminal / "sync.db", store::Access::write);
        ASSERT_TRUE(store);
        ASSERT_TRUE(store->put_file("roster", {1, wire::write_roster(roster, roster_key), ""}, now));
    }

    static wire::KeyRow row_of(const char* use, const char* alg, const PublicKey& key, UnixMs now) {
        const auto& bytes = key.bytes;
        return {use,
                wire::key_id_of(bytes),
                alg,
                Bytes(bytes.begin(), bytes.end()),
                now + -kKeyLife,
                now + kKeyLife,
                std::nullopt,
                std::nullopt};
    }
    // Until an event says all of these.
    static testing::AssertionResult hears(apps::KioskSocket& page, const std::vector<std::string>& words) {
        for (std::string last;;) {
            const auto event = page.next_text(kWithin);
            if (!event || !*event) return testing::AssertionFailure() << "the last event was " << last;
            last = **event;
            if (std::ranges::all_of(words, [&](const std::string& word) { return last.contains(word); }))
                return testing::AssertionSuccess();
        }
    }
    static void say(apps::KioskSocket& page, const std::string& action, const std::string& rest = {}) {
        page.say(R"({"action":")" + action + '"' + rest + '}');
    }
    // Up to the step that asks for the PIN, or what hinders it.
    static testing::AssertionResult enters(apps::KioskSocket& page, const std::string& number,
                                           const std::string& then) {
        say(page, "cancel");
        if (const auto offered = hears(page, {R"("pin_open":true)", R"("pin":null)"}); !offered)
            return offered;
        say(page, "pin_open");
        if (const auto asked = hears(page, {R"("state":"pin_nomor")"}); !asked) return asked;
        say(page, "pin_number", R"(,"number":")" + number + '"');
        return hears(page, {then});
    }
    std::string wrong_pin() const {
        for (int pin = 200'000;; ++pin) {
            if (!wire::fits(check, std::to_string(pin))) return std::to_string(pin);
        }
    }
    std::vector<std::string> kinds() const {
        const auto rows = *store::LedgerReader::open(terminal / "ledger.db")->rows(1, 1, 1000);
        std::vector<std::string> found;
        for (const auto& row : rows)
            found.push_back(wire::parse_line(row.line)->head.kind);
        return found;
    }

    const TemporaryFolder folder;
    const std::filesystem::path terminal = folder.path() / "terminal";
    const platform::StopSignals signals;
    platform::SystemClock clock;
    platform::SystemRandom random;
    std::optional<Office> office;
    wire::PinCheck check;
};

}  // namespace hadir::tests
