// A phone's code at the kiosk: what is accepted, what is refused, and what waits for central's word.
#include <gtest/gtest.h>

#include "tests/device/kiosk_terminal.h"
#include "wire/phone_badge.h"

namespace hadir::device {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class PhoneKiosk : public tests::KioskTerminal {
protected:
    PhoneKiosk() { list_phone(); }
    // Siti's phone is in the roster, a stranger's is not.
    void list_phone(std::vector<BadgeId> revoked = {}) {
        wire::Roster roster;
        roster.head.dev = DeviceId{{9}};
        roster.head.version = 5;
        roster.head.expires = tests::FakeClock::kStart + std::chrono::days(300);
        roster.people.push_back({PersonId{{1}},
                                 "Siti R.",
                                 "20417",
                                 true,
                                 false,
                                 {BadgeId{{1}}},
                                 {},
                                 {},
                                 {{PhoneKeyId{{5}}, phone.public_key()}}});
        roster.revoked = std::move(revoked);
        station->use(std::make_shared<const RosterBook>(keys(), roster, policy));
    }
    std::string code(const wire::SigningKey& key, const PhoneKeyId& id,
                     seconds phone_off = seconds(0)) const {
        const auto step = wire::phone_step_at(clock.wall() + phone_off);
        return wire::write_phone_code(wire::make_phone_code(id, step, key));
    }
    std::string siti(seconds phone_off = seconds(0)) const { return code(phone, PhoneKeyId{{5}}, phone_off); }
    std::string unknown(std::uint8_t id = 6) const { return code(stranger, PhoneKeyId{{id}}); }
    wire::Checkin newest_checkin() const {
        const auto all = records();
        for (auto line = all.rbegin(); line != all.rend(); ++line) {
            if (line->head.kind == "checkin") return *wire::parse_checkin(line->body);
        }
        return {};
    }

    wire::SigningKey phone = wire::SigningKey::generate();
    wire::SigningKey stranger = wire::SigningKey::generate();
};

TEST_F(PhoneKiosk, AKnownCodeIsACheckIn) {
    EXPECT_EQ(scan(siti()), "masuk");
    const auto checkin = newest_checkin();
    EXPECT_EQ(checkin.method, "phone");
    EXPECT_EQ(checkin.person, PersonId{{1}});
    EXPECT_EQ(checkin.phone, PhoneKeyId{{5}});
    EXPECT_EQ(checkin.step, wire::phone_step_at(clock.wall()));
    EXPECT_TRUE(checkin.marks.empty());
    EXPECT_FALSE(checkin.phone_code);
    EXPECT_EQ(checkin.badge, BadgeId{});
}

TEST_F(PhoneKiosk, ThreeStepsAsideAreTakenAndAFourthIsTheClocksFault) {
    EXPECT_EQ(scan(siti(seconds(40))), "ditolak");
    EXPECT_EQ(field("result.code"), "JAM_PONSEL_SALAH");
    wait(seconds(20));
    EXPECT_EQ(scan(siti(seconds(-120))), "ditolak");
    EXPECT_EQ(field("result.code"), "JAM_PONSEL_SALAH");
    wait(seconds(20));
    EXPECT_EQ(scan(siti(seconds(-30))), "masuk");
    EXPECT_EQ(count("checkin"), 1U);
}

TEST_F(PhoneKiosk, ACodeServesOnceAlsoAfterARestart) {
    policy.guard_s = 0;
    list_phone();
    const std::string shown = siti();
    ASSERT_EQ(scan(shown), "masuk");
    wait(seconds(12));
    EXPECT_EQ(scan(shown), "ditolak");
    EXPECT_EQ(field("result.code"), "KODE_TERPAKAI");
    start();
    list_phone();
    EXPECT_EQ(scan(shown), "ditolak");
    EXPECT_EQ(field("result.code"), "KODE_TERPAKAI");
    EXPECT_EQ(count("checkin"), 1U);
    wait(seconds(12));
    EXPECT_NE(scan(siti()), "ditolak") << "the control: the next code";
    EXPECT_EQ(count("checkin"), 2U);
}

TEST_F(PhoneKiosk, AForgedCodeIsRefusedAndNamesNobody) {
    EXPECT_EQ(scan(code(stranger, PhoneKeyId{{5}})), "ditolak");
    EXPECT_EQ(field("result.code"), "TANDA_TANGAN_SALAH");
    EXPECT_EQ(last_event.find("Siti"), std::string::npos);
}

TEST_F(PhoneKiosk, UnderAClockThatIsNotTrustedAnyStepIsRecordedAndAUsedOneRefused) {
    policy.guard_s = 0;
    list_phone();
    clock.set_synchronised(false);
    const std::string shown = siti(seconds(3600));
    EXPECT_EQ(scan(shown), "periksa");
    EXPECT_EQ(newest_checkin().marks, (std::vector<std::string>{"clock"}));
    wait(seconds(12));
    EXPECT_EQ(scan(shown), "ditolak");
    EXPECT_EQ(field("result.code"), "KODE_TERPAKAI");
}

TEST_F(PhoneKiosk, AnUnknownKeyWaitsForCentralThirtyTimesAnHour) {
    for (std::uint8_t id = 10; id < 40; ++id) {
        EXPECT_EQ(scan(unknown(id)), "periksa");
        EXPECT_EQ(field("result.code"), "KUNCI_BELUM_DIKENAL");
        wait(seconds(12));
    }
    const auto checkin = newest_checkin();
    EXPECT_EQ(checkin.marks, (std::vector<std::string>{"unverified"}));
    ASSERT_TRUE(checkin.phone_code);
    EXPECT_EQ(checkin.phone_code->size(), wire::kPhoneCodeBytes);
    EXPECT_EQ(scan(unknown(50)), "ditolak");
    EXPECT_EQ(field("result.code"), "KUNCI_BELUM_DIKENAL");
    EXPECT_EQ(count("checkin"), 30U);
    wait(hours(1));
    EXPECT_EQ(scan(unknown(50)), "periksa");
}

TEST_F(PhoneKiosk, AnUnknownCodeRightBehindAPrintedBadgeIsAPhoneKey) {
    ASSERT_EQ(scan(badge(1)), "masuk");
    const auto of = records().back().head.id.seq;
    wait(seconds(100));
    EXPECT_EQ(scan(unknown()), "sudah");
    EXPECT_EQ(count("checkin"), 1U);
    const auto line = records().back();
    ASSERT_EQ(line.head.kind, "phone-key");
    const auto shown = wire::parse_phone_key(line.body);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->of, of);
    const auto read = wire::read_phone_code(shown->code);
    ASSERT_TRUE(read);
    EXPECT_TRUE(wire::is_signed_by(*read, stranger.public_key()));
    wait(seconds(21));
    EXPECT_EQ(scan(unknown()), "periksa") << "two minutes are over";
    EXPECT_EQ(count("phone-key"), 1U);
    EXPECT_EQ(count("checkin"), 2U);
}

TEST_F(PhoneKiosk, AKeyThatHasEndedIsRefusedAlsoRightBehindAPrintedBadge) {
    ASSERT_EQ(scan(badge(1)), "masuk");
    list_phone({BadgeId{{6}}});
    EXPECT_EQ(scan(unknown(6)), "ditolak");
    EXPECT_EQ(field("result.code"), "LENCANA_DICABUT");
    EXPECT_EQ(count("phone-key"), 0U);
    clock.set_synchronised(false);
    wait(seconds(12));
    EXPECT_EQ(scan(unknown(6)), "ditolak") << "whatever the clock";
    EXPECT_EQ(count("checkin"), 1U);
    EXPECT_EQ(count("refused"), 2U);
    EXPECT_EQ(scan(unknown(7)), "sudah") << "the control: another key";
    EXPECT_EQ(count("phone-key"), 1U);
}

TEST_F(PhoneKiosk, AfterARebootNoBadgeWasShown) {
    ASSERT_EQ(scan(badge(1)), "masuk");
    clock.reboot();
    start();
    list_phone();
    EXPECT_EQ(scan(unknown()), "periksa");
    EXPECT_EQ(count("phone-key"), 0U);
}

}  // namespace
}  // namespace hadir::device
