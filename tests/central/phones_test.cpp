// Keys of phones: who registers one, which terminal's word makes it valid, and which check-ins count.
#include "central/phones.h"

#include <gtest/gtest.h>

#include "central/erasure.h"
#include "central/people_repository.h"
#include "central/projection.h"
#include "central/signed_files.h"
#include "central/terminal_decisions.h"
#include "platform/random.h"
#include "tests/central/ingest_fixture.h"
#include "tests/fakes/fake_clock.h"

namespace hadir::central::tests {
namespace {

using hadir::tests::FakeClock;
using std::chrono::minutes;
using std::chrono::seconds;

const BadgeId kSitiBadge = filled<BadgeId>(0x51);
const BadgeId kBudiBadge = filled<BadgeId>(0x52);

class Phones : public IngestFixture {
protected:
    Phones() {
        clock.jump_wall(kMorning);
        EXPECT_TRUE(database.transaction([&]() -> Result<void> {
            PeopleRepository people(database);
            people.add({siti, {"198501012010012001", "Siti R.", "Dinas PUPR", "A", "Kantor Induk"}, "20417"});
            people.add({budi, {"198601012010011002", "Budi S.", "Dinas PUPR", "A", "Kantor Induk"}, "00318"});
            people.add_badge({kSitiBadge, siti, 7, "2031-12-31", false});
            people.add_badge({kBudiBadge, budi, 7, "2031-12-31", false});
            return {};
        }));
    }
    struct Held {
        wire::SigningKey key = wire::SigningKey::generate();
        PhoneKeyId id;
    };
    PhoneWish wish(const wire::SigningKey& phone, const PersonId& person, std::uint8_t browser = 1) const {
        return {phone.public_key(), filled<Nonce>(browser),
                phone.sign(wire::phone_registration_message(person, phone.public_key()))};
    }
    Held registered(const PersonId& person, std::uint8_t browser = 1) {
        Held held;
        const auto phone = register_phone(database, own, person, wish(held.key, person, browser));
        EXPECT_TRUE(phone) << phone.error().message;
        if (phone) held.id = phone->id;
        return held;
    }
    // The moment of the terminal's next record.
    UnixMs moment() const { return kMorning + milliseconds(up_ms); }
    Bytes code_of(const Held& held) const {
        return wire::bytes_of(wire::make_phone_code(held.id, wire::phone_step_at(moment()), held.key));
    }
    void append(const std::string& kind, const std::string& body) {
        auto head = terminal.next_head(kind, moment());
        head.up_ms = up_ms;
        head.boot = boot;
        head.clock = {ClockState::anchored, 0, 40};
        terminal.append_raw(*wire::write_line(head, body));
    }
    std::uint64_t check_in(const BadgeId& badge) {
        wire::Checkin checkin;
        checkin.badge = badge;
        checkin.dir = "in";
        append("checkin", wire::write_checkin(checkin));
        return terminal.lines.size();
    }
    void show(std::uint64_t of, const Bytes& code) {
        append("phone-key", wire::write_phone_key({of, code, {}}));
    }
    void check_in_by_phone(const Held& held, bool known) {
        wire::Checkin checkin;
        checkin.method = "phone";
        checkin.phone = held.id;
        checkin.step = wire::phone_step_at(moment());
        if (known) checkin.person = siti;
        if (!known) checkin.marks = {"unverified"};
        if (!known) checkin.phone_code = code_of(held);
        append("checkin", wire::write_checkin(checkin));
    }
    void deliver() {
        if (clock.wall() < moment()) clock.jump_wall(moment());
        const auto sent =
            send(draft(terminal, delivered + 1, terminal.lines.size() - delivered), clock.wall());
        ASSERT_EQ(sent.answer.status, 200) << sent.answer.body;
        delivered = terminal.lines.size();
    }
    std::size_t tend() { return tend_phones(database, own).value_or(999); }
    Phone shown_phone(const Held& held) {
        return *database.read([&]() -> Result<Phone> { return *PhonesRepository(database).find(held.id); });
    }
    // Registered and made valid at the terminal.
    Held valid(const PersonId& person, const BadgeId& badge) {
        const Held held = registered(person);
        const auto of = check_in(badge);
        up_ms += 20'000;
        show(of, code_of(held));
        deliver();
        EXPECT_EQ(tend(), 1U);
        up_ms += 60'000;
        return held;
    }
    std::vector<std::string> own_kinds() {
        return *database.read([&]() -> Result<std::vector<std::string>> {
            std::vector<std::string> kinds;
            const auto device = DevicesRepository(database).find(own.dev());
            if (!device) return kinds;
            for (const StoredRecord& row : RecordsRepository(database).page(device->id, 0, 100))
                kinds.push_back(wire::parse_line(row.line.line)->head.kind);
            return kinds;
        });
    }
    wire::Roster roster() {
        const auto device = *database.read([&]() -> Result<std::optional<Device>> {
            return DevicesRepository(database).find(terminal.dev);
        });
        const auto file = roster_for(database, *device, roster_key, clock.wall());
        wire::KeysFile keys;
        const auto& pub = roster_key.public_key().bytes;
        keys.rows.push_back({"roster", wire::key_id_of(pub), "ed25519", Bytes(pub.begin(), pub.end()), kNow,
                             kNow, std::nullopt, std::nullopt});
        auto opened = wire::open_roster(file->file, keys, terminal.dev);
        EXPECT_TRUE(opened) << opened.error().message;
        return opened ? *std::move(opened) : wire::Roster{};
    }
    std::vector<wire::RosterPhone> in_roster(const PersonId& person) {
        for (const wire::RosterPerson& row : roster().people) {
            if (row.person == person) return row.phones;
        }
        return {};
    }
    bool is_revoked(const Held& held) {
        return std::ranges::count(roster().revoked, BadgeId{held.id.bytes}) > 0;
    }

    using milliseconds = std::chrono::milliseconds;
    platform::SystemRandom random;
    FakeClock clock;
    wire::SigningKey key = wire::SigningKey::generate();
    wire::SigningKey roster_key = wire::SigningKey::generate();
    OwnLedger own{key, clock, random};
    PersonId siti = filled<PersonId>(1), budi = filled<PersonId>(2);
    std::int64_t up_ms = 1000;
    BootId boot = filled<BootId>(0x22);
    std::size_t delivered = 0;
};

TEST_F(Phones, AKeyIsValidOnceATerminalSawItBehindItsPersonsBadge) {
    const Held held = registered(siti);
    EXPECT_FALSE(shown_phone(held).from);
    EXPECT_TRUE(in_roster(siti).empty());
    const auto of = check_in(kSitiBadge);
    up_ms += 119'000;
    show(of, code_of(held));
    deliver();
    EXPECT_EQ(tend(), 1U);
    EXPECT_EQ(tend(), 0U) << "once";
    EXPECT_TRUE(shown_phone(held).from);
    EXPECT_EQ(in_roster(siti), (std::vector{wire::RosterPhone{held.id, held.key.public_key()}}));
    EXPECT_TRUE(in_roster(budi).empty());
    EXPECT_EQ(own_kinds(), (std::vector<std::string>{"phone-registered", "phone-valid"}));
}

TEST_F(Phones, WithoutTheRightBadgeRightBeforeAKeyStaysPending) {
    const Held held = registered(siti);
    const auto other = check_in(kBudiBadge);
    show(other, code_of(held));  // a colleague's card
    up_ms += 1000;
    const auto of = check_in(kSitiBadge);
    Bytes forged = code_of(held);
    forged[40] ^= 1;
    show(of, forged);
    Held stranger = held;
    stranger.key = wire::SigningKey::generate();
    show(of, code_of(stranger));
    show(of + 1, code_of(held));                     // that record is no check-in
    show(terminal.lines.size() + 5, code_of(held));  // and that one is still to come
    const Bytes old = code_of(held);
    up_ms += 121'000;
    show(of, code_of(held));          // too late
    show(check_in(kSitiBadge), old);  // a code that was filmed two minutes ago
    boot = filled<BootId>(0x23);
    show(terminal.lines.size() - 1, code_of(held));  // the terminal was started anew in between
    deliver();
    EXPECT_EQ(tend(), 0U);
    EXPECT_FALSE(shown_phone(held).from);
    EXPECT_TRUE(in_roster(siti).empty());
    // The control: the same key, done right.
    show(check_in(kSitiBadge), code_of(held));
    deliver();
    EXPECT_EQ(tend(), 1U);
}

TEST_F(Phones, ARevokedCardOrTerminalProvesNothing) {
    const Held held = registered(siti);
    show(check_in(kSitiBadge), code_of(held));
    deliver();
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        PeopleRepository(database).revoke_badge(kSitiBadge, clock.wall());
        return {};
    }));
    EXPECT_EQ(tend(), 0U);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        PeopleRepository(database).add_badge({filled<BadgeId>(0x53), siti, 7, "2031-12-31", false});
        return {};
    }));
    show(check_in(filled<BadgeId>(0x53)), code_of(held));
    deliver();
    ASSERT_TRUE(
        revoke_terminal(database, own, {budi, std::nullopt}, {terminal.dev, 1, std::nullopt, "stolen"}));
    EXPECT_EQ(tend(), 0U);
    EXPECT_FALSE(shown_phone(held).from);
}

TEST_F(Phones, ABadgeThatCentralLearnsOfLaterMakesTheKeyValidThen) {
    const BadgeId late = filled<BadgeId>(0x54);
    const Held held = registered(siti);
    show(check_in(late), code_of(held));
    deliver();
    EXPECT_EQ(tend(), 0U);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        PeopleRepository(database).add_badge({late, siti, 7, "2031-12-31", false});
        return {};
    }));
    EXPECT_EQ(tend(), 1U);
}

TEST_F(Phones, ASecondKeyEndsTheFirstAndWaitsADay) {
    const Held first = valid(siti, kSitiBadge);
    const Held second = registered(siti, 2);
    EXPECT_FALSE(shown_phone(first).ended) << "registering alone ends nothing";
    show(check_in(kSitiBadge), code_of(second));
    deliver();
    EXPECT_EQ(tend(), 1U);
    EXPECT_TRUE(shown_phone(first).ended);
    EXPECT_EQ(*shown_phone(second).from, clock.wall() + kNextPhoneWait);
    EXPECT_TRUE(in_roster(siti).empty());
    clock.jump_wall(clock.wall() + kNextPhoneWait + milliseconds(-1));
    EXPECT_EQ(tend(), 0U);
    EXPECT_TRUE(in_roster(siti).empty());
    clock.jump_wall(clock.wall() + milliseconds(1));
    tend();
    EXPECT_EQ(in_roster(siti).at(0).id, second.id);
}

TEST_F(Phones, OneThatWaitsForATerminalGivesWayToTheNext) {
    const Held first = registered(siti);
    const Held second = registered(siti);
    EXPECT_TRUE(shown_phone(first).ended);
    EXPECT_FALSE(shown_phone(second).ended);
    show(check_in(kSitiBadge), code_of(first));
    deliver();
    EXPECT_EQ(tend(), 0U);
}

TEST_F(Phones, OnlyTheHolderRegistersAKeyAndOnlyOnce) {
    const auto phone = wire::SigningKey::generate();
    auto bad = wish(phone, budi);
    EXPECT_EQ(register_phone(database, own, siti, bad).error().code, ErrorCode::bad_signature)
        << "proved for somebody else";
    bad.key = PublicKey{};
    EXPECT_EQ(register_phone(database, own, siti, bad).error().code, ErrorCode::bad_signature);
    ASSERT_TRUE(register_phone(database, own, siti, wish(phone, siti)));
    EXPECT_EQ(register_phone(database, own, siti, wish(phone, siti)).error().code, ErrorCode::conflict);
    EXPECT_EQ(register_phone(database, own, budi, wish(phone, budi)).error().code, ErrorCode::conflict);
    for (int i = 1; i < kPhonesRegisteredADayMax; ++i)
        registered(siti);
    const auto one_more = wire::SigningKey::generate();
    EXPECT_EQ(register_phone(database, own, siti, wish(one_more, siti)).error().code, ErrorCode::rate);
    clock.jump_wall(clock.wall() + std::chrono::hours(24));
    EXPECT_TRUE(register_phone(database, own, siti, wish(one_more, siti)));
}

TEST_F(Phones, OneEndsItsOwnKeyAndNobodyElses) {
    const Held held = valid(siti, kSitiBadge);
    EXPECT_EQ(end_phone(database, own, budi, held.id).error().code, ErrorCode::not_found);
    EXPECT_EQ(in_roster(siti).size(), 1U);
    ASSERT_TRUE(end_phone(database, own, siti, held.id));
    ASSERT_TRUE(end_phone(database, own, siti, held.id)) << "again is fine";
    EXPECT_TRUE(in_roster(siti).empty());
    EXPECT_EQ(own_kinds().size(), 3U);
    EXPECT_EQ(revoke_phone(database, own, {budi, std::nullopt}, held.id, "lost").error().code,
              ErrorCode::conflict);
    const Held next = registered(siti);
    EXPECT_EQ(revoke_phone(database, own, {budi, std::nullopt}, next.id, "").error().code, ErrorCode::usage);
    EXPECT_TRUE(revoke_phone(database, own, {budi, std::nullopt}, next.id, "lost"));
    EXPECT_TRUE(shown_phone(next).ended);
}

TEST_F(Phones, RostersNameTheKeysThatHaveEnded) {
    const Held first = valid(siti, kSitiBadge);
    EXPECT_FALSE(is_revoked(first));
    const Held second = registered(siti, 2);
    show(check_in(kSitiBadge), code_of(second));
    deliver();
    EXPECT_EQ(tend(), 1U);
    EXPECT_TRUE(is_revoked(first)) << "a later key has ended it";
    EXPECT_FALSE(is_revoked(second)) << "it waits for its day";
    ASSERT_TRUE(revoke_phone(database, own, {budi, std::nullopt}, second.id, "lost"));
    EXPECT_TRUE(is_revoked(second)) << "also before its day came";
    const Held third = registered(siti, 3);
    ASSERT_TRUE(end_phone(database, own, siti, third.id));
    EXPECT_FALSE(is_revoked(third)) << "no terminal has ever seen it";
}

TEST_F(Phones, ACheckInByAnUnknownKeyCountsOnceCentralHasProvedIt) {
    const Held held = registered(siti);
    check_in_by_phone(held, false);  // before any terminal has seen it behind the badge
    deliver();
    EXPECT_TRUE(arrivals().empty());
    up_ms += 60'000;
    const auto of = check_in(kSitiBadge);
    up_ms += 10'000;
    show(of, code_of(held));
    up_ms += 60'000;
    check_in_by_phone(held, false);  // its roster is still the old one
    deliver();
    EXPECT_EQ(arrivals().size(), 1U) << "the card's alone";
    ASSERT_EQ(tend(), 1U);
    const auto rows = arrivals();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].person, siti);
    EXPECT_TRUE(rows[0].marks.empty()) << rows[0].marks.front();
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        rebuild_projections(database);
        return {};
    }));
    EXPECT_EQ(arrivals().size(), 2U);
}

TEST_F(Phones, AForgedCodeOrAnEndedKeyCountsNowhere) {
    const Held held = valid(siti, kSitiBadge);
    Held thief = held;
    thief.key = wire::SigningKey::generate();
    check_in_by_phone(thief, false);
    deliver();
    EXPECT_EQ(arrivals().size(), 1U);
    clock.jump_wall(moment());
    ASSERT_TRUE(end_phone(database, own, siti, held.id));
    up_ms += 3'600'000;
    check_in_by_phone(held, false);
    check_in_by_phone(held, true);  // a terminal whose roster is old lets it pass: that is for review
    deliver();
    const auto rows = arrivals();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].marks, (std::vector<std::string>{"phone_ended"}));
}

TEST_F(Phones, OneCodeAtTwoTerminalsAndTwoPeoplesKeysOfOneBrowserAreMarked) {
    const Held held = valid(siti, kSitiBadge);
    check_in_by_phone(held, true);
    deliver();
    EXPECT_TRUE(arrivals().at(0).marks.empty());
    registered(budi);  // the same browser
    EXPECT_EQ(arrivals().at(0).marks, (std::vector<std::string>{"phone_shared"}));
    EXPECT_TRUE(shown_phone(held).shared);
    Terminal second(filled<DeviceId>(0x77));
    second.enrol(database);
    second.append_raw(*wire::write_line(second.next_head("checkin", moment()), [&] {
        wire::Checkin checkin;
        checkin.method = "phone";
        checkin.phone = held.id;
        checkin.person = siti;
        checkin.step = wire::phone_step_at(moment());
        return wire::write_checkin(checkin);
    }()));
    ASSERT_EQ(send(draft(second, 1, 1), clock.wall()).answer.status, 200);
    const auto rows = arrivals();
    ASSERT_EQ(rows.size(), 3U);
    for (const std::size_t i : {0U, 1U})
        EXPECT_EQ(rows[i].marks, (std::vector<std::string>{"phone_twice", "phone_shared"}));
}

TEST_F(Phones, DecisionsAloneBringKeysBack) {
    const Held first = valid(siti, kSitiBadge);
    const Held gone = registered(budi, 3);
    ASSERT_TRUE(end_phone(database, own, budi, gone.id));
    const auto lines = *database.read([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> found;
        const auto device = DevicesRepository(database).find(own.dev());
        for (const StoredRecord& row : RecordsRepository(database).page(device->id, 0, 100))
            found.push_back(row.line.line);
        return found;
    });
    const auto other = *Database::open(folder / "wiped.db");
    ASSERT_TRUE(other.transaction([&]() -> Result<void> {
        for (const std::string& line : lines)
            apply_decision(other, line);
        return {};
    }));
    const auto phone_in = [&](const Held& held) {
        return *other.read(
            [&]() -> Result<std::optional<Phone>> { return PhonesRepository(other).find(held.id); });
    };
    ASSERT_TRUE(phone_in(first) && phone_in(gone));
    EXPECT_EQ(phone_in(first)->from, shown_phone(first).from);
    EXPECT_EQ(phone_in(first)->key, first.key.public_key());
    EXPECT_TRUE(phone_in(gone)->ended);
}

TEST_F(Phones, AnErasedPersonsKeysEndAndTheirBrowserIsForgotten) {
    const Held held = valid(siti, kSitiBadge);
    registered(budi);
    ASSERT_TRUE(shown_phone(held).shared);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        forget_person(database, {siti, clock.wall()});
        return {};
    }));
    EXPECT_TRUE(shown_phone(held).ended);
    EXPECT_FALSE(shown_phone(held).shared);
}

}  // namespace
}  // namespace hadir::central::tests
