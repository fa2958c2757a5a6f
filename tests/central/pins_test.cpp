// Sealed PINs at central: what opening them says of a check-in.
#include "central/pins.h"

#include <gtest/gtest.h>

#include "central/erasure.h"
#include "central/people_repository.h"
#include "central/person_accounts.h"
#include "central/person_codes_repository.h"
#include "central/projection.h"
#include "central/sides.h"
#include "central/terminal_decisions.h"
#include "platform/random.h"
#include "tests/central/ingest_fixture.h"
#include "tests/fakes/fake_clock.h"
#include "wire/pin.h"
#include "wire/side.h"

namespace hadir::central::tests {
namespace {

constexpr const char* kPin = "482915";
constexpr const char* kOther = "482916";
using Marks = std::vector<std::string>;

class Pins : public IngestFixture {
protected:
    Pins() {
        EXPECT_TRUE(keys.make(kMorning, Zone::wib));
        EXPECT_TRUE(database.transaction([&]() -> Result<void> {
            PeopleRepository(database).add(
                {siti, {"198501012010012001", "Siti R.", "Dinas PUPR", "A", "Kantor Induk"}, "20417"});
            return {};
        }));
        choose_pin(kMorning + -std::chrono::days(1));
    }
    // As people do.
    void choose_pin(UnixMs when) {
        clock.jump_wall(when);
        const auto code = make_person_code(database, own, {filled<PersonId>(9), std::nullopt},
                                           {siti, "with the card"}, wire::PasswordCost::quick);
        EXPECT_TRUE(
            open_account(database, own, {*code, "kopi tubruk pagi hari", kPin}, wire::PasswordCost::quick));
        clock.jump_wall(kNow);
    }
    PublicKey month() { return keys.load(keys.all()->at(0))->public_key(); }
    std::string sealed(const std::string& pin, const PersonId& person, UnixMs at = kMorning) {
        return *wire::seal_pin({terminal.dev, person, at, pin}, month());
    }
    // A check-in by PIN, delivered with what was sealed beside it.
    void check_in_by_pin(const std::string& value) {
        const wire::Side side = wire::make_side(random, wire::kPinField, value);
        wire::Checkin checkin;
        checkin.person = siti;
        checkin.method = "pin";
        checkin.marks = {"pin"};
        checkin.sides = {side};
        auto head = terminal.next_head("checkin");
        head.clock = {ClockState::anchored, 0, 40};
        terminal.append_raw(*wire::write_line(head, wire::write_checkin(checkin)));
        const std::uint64_t seq = terminal.lines.size();
        ASSERT_EQ(send(seq, 1).answer.status, 200);
        httpd::Request request;
        request.body = wire::write_sides({{1, seq, side}});
        const auto device = *database.read([&]() -> Result<std::optional<Device>> {
            return DevicesRepository(database).find(terminal.dev);
        });
        ASSERT_EQ(handle_sides(request, database, *device).status, 204);
    }
    std::size_t tend() { return tend_pins(database, own, keys).value_or(999); }
    Marks marks() { return arrivals().at(0).marks; }

    platform::SystemRandom random;
    hadir::tests::FakeClock clock;
    wire::SigningKey key = wire::SigningKey::generate();
    OwnLedger own{key, clock, random};
    PhotoKeys keys{folder.path()};
    PersonId siti = filled<PersonId>(1);
};

TEST_F(Pins, ARightOneKeepsItsMarkAndAWrongOneIsToldApart) {
    check_in_by_pin(sealed(kPin, siti));
    EXPECT_EQ(tend(), 1U);
    EXPECT_EQ(marks(), (Marks{"pin"}));
    check_in_by_pin(sealed(kOther, siti));
    EXPECT_EQ(marks(), (Marks{"pin"})) << "not judged yet";
    EXPECT_EQ(tend(), 1U);
    EXPECT_EQ(marks(), (Marks{"pin", "pin_wrong"}));
    EXPECT_EQ(tend(), 0U) << "once";
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        rebuild_projections(database);
        return {};
    }));
    EXPECT_EQ(marks(), (Marks{"pin", "pin_wrong"}));
}

TEST_F(Pins, WhatNobodyCanTellIsHeldAgainstNobody) {
    check_in_by_pin(sealed(kOther, filled<PersonId>(2)));                            // somebody else's
    check_in_by_pin(sealed(kOther, siti, kMorning + std::chrono::milliseconds(1)));  // another record's
    check_in_by_pin(*wire::seal_pin({terminal.dev, siti, kMorning, kOther},
                                    wire::PhotoKey::generate().public_key()));  // to a key that is not ours
    check_in_by_pin("no sealed PIN at all");
    EXPECT_EQ(tend(), 4U);
    for (const Arrival& arrival : arrivals())
        EXPECT_EQ(arrival.marks, (Marks{"pin"}));
    choose_pin(kNow);  // after what comes now was entered
    check_in_by_pin(sealed(kOther, siti));
    EXPECT_EQ(tend(), 1U);
    EXPECT_EQ(marks(), (Marks{"pin"}));
    choose_pin(kMorning + -std::chrono::days(1));
    check_in_by_pin(sealed(kOther, siti));
    EXPECT_EQ(tend(), 1U);
    EXPECT_EQ(marks(), (Marks{"pin", "pin_wrong"})) << "the control";
}

TEST_F(Pins, ADestroyedMonthLeavesItUnread) {
    const std::string value = sealed(kOther, siti);
    ASSERT_TRUE(keys.destroy(keys.all()->at(0)));
    check_in_by_pin(value);
    EXPECT_EQ(tend(), 1U);
    EXPECT_EQ(marks(), (Marks{"pin"}));
}

TEST_F(Pins, OfAnErasedPersonNothingIsLeftToJudge) {
    check_in_by_pin(sealed(kOther, siti));
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        forget_person(database, {siti, kNow});
        return {};
    }));
    EXPECT_EQ(tend(), 0U);
}

TEST_F(Pins, AVerdictIsARecordThatBringsItBack) {
    check_in_by_pin(sealed(kOther, siti));
    ASSERT_EQ(tend(), 1U);
    const auto line = *database.read([&]() -> Result<std::string> {
        const auto device = DevicesRepository(database).find(own.dev());
        return RecordsRepository(database).page(device->id, 0, 10).back().line.line;
    });
    EXPECT_EQ(wire::parse_line(line)->head.kind, "pin-judged");
    EXPECT_EQ(line.find(kOther), std::string::npos);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        apply_decision(database, line);  // again changes nothing
        return {};
    }));
    EXPECT_EQ(marks(), (Marks{"pin", "pin_wrong"}));
}

}  // namespace
}  // namespace hadir::central::tests
