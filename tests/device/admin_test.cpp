// The terminal's own screens: who gets there, what is on record of it, and that nobody's data is shown.
#include <gtest/gtest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include "store/side_shelf.h"
#include "tests/device/kiosk_terminal.h"

namespace hadir::device {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Wish = Step::Wish;

class AdminKiosk : public tests::KioskTerminal {
protected:
    void open_menu() {
        touch(Kind::admin_open);
        scan(badge(4));
        touch(Kind::pin, kSitiPin);
    }
    // The actions on record, in order.
    std::vector<std::string> acts() const {
        std::vector<std::string> found;
        for (const wire::Line& line : records()) {
            if (line.head.kind == "admin") found.push_back(*line.body.find("action")->text());
        }
        return found;
    }
    std::string wrong_pin() const {
        for (int pin = 200'000;; ++pin) {
            if (!wire::fits(siti_check, std::to_string(pin))) return std::to_string(pin);
        }
    }
};

TEST_F(AdminKiosk, ABadgeWithTheRightAndItsPinOpenTheMenu) {
    touch(Kind::admin_open);
    EXPECT_EQ(state(), "admin_pin");
    EXPECT_EQ(field("show_ms"), "120000");
    EXPECT_EQ(field("pin.length"), "") << "the badge comes first";
    EXPECT_EQ(scan(badge(4)), "admin_pin");
    EXPECT_EQ(field("pin.length"), "6");
    EXPECT_EQ(field("pin.photo"), "false");
    EXPECT_EQ(count("checkin"), 0U);
    EXPECT_TRUE(acts().empty());
    touch(Kind::pin, kSitiPin);
    EXPECT_EQ(state(), "admin_menu");
    ASSERT_EQ(acts(), std::vector<std::string>{"open"});
    const wire::Line line = records().back();
    EXPECT_EQ(*line.body.find("person")->text(), PersonId{{4}}.hex());
    const auto shelf = store::SideShelf::beside(ledger());
    const auto side = *shelf.read(shelf.all()->front());
    EXPECT_EQ(wire::side_digest_in(line.body, "pin"), wire::digest_of(side.side));
    EXPECT_EQ(wire::open_pin(side.side.value, month)->person, PersonId{{4}});
}

TEST_F(AdminKiosk, EveryoneElsesBadgeIsACheckInAndEndsIt) {
    touch(Kind::admin_open);
    EXPECT_EQ(scan(badge(1)), "masuk");
    touch(Kind::admin_open);
    EXPECT_EQ(state(), "masuk") << "a result is not touched away";
    EXPECT_EQ(count("checkin"), 1U);
}

TEST_F(AdminKiosk, PeopleGoBeforeTheMenuButTheOfficersOwnBadgeDoesNotCloseIt) {
    open_menu();
    wait(seconds(5));  // out of view
    EXPECT_EQ(scan(badge(4)), "admin_menu");
    EXPECT_EQ(scan(badge(1)), "masuk");
    touch(Kind::admin_send);
    EXPECT_EQ(acts(), std::vector<std::string>{"open"}) << "the menu is gone";
}

TEST_F(AdminKiosk, WrongPinsPauseAsEverywhere) {
    touch(Kind::admin_open);
    scan(badge(4));
    for (int i = 0; i < 4; ++i)
        touch(Kind::pin, wrong_pin());
    EXPECT_EQ(state(), "admin_pin");
    EXPECT_EQ(field("pin.problem"), "WRONG");
    touch(Kind::pin, wrong_pin());
    EXPECT_EQ(field("pin.problem"), "PAUSED");
    touch(Kind::pin, kSitiPin);
    EXPECT_EQ(field("pin.problem"), "PAUSED");
    EXPECT_EQ(count("refused"), 5U);
    start();
    open_menu();
    EXPECT_EQ(state(), "admin_pin") << "also after a restart";
    EXPECT_EQ(field("pin.problem"), "PAUSED");
    wait(minutes(1));
    touch(Kind::pin, kSitiPin);
    EXPECT_EQ(state(), "admin_menu");
}

TEST_F(AdminKiosk, EachActIsOnRecordBeforeItIsDone) {
    open_menu();
    EXPECT_EQ(touch(Kind::admin_send).wish, Wish::send);
    EXPECT_EQ(field("admin.told"), "") << "until it is done";
    loop.tell_officer("SENT");
    step();
    EXPECT_EQ(field("admin.told"), "SENT");
    EXPECT_EQ(touch(Kind::admin_export).wish, Wish::export_queue);
    EXPECT_EQ(field("admin.told"), "");
    loop.tell_officer("NO_MEDIUM");
    step();
    EXPECT_EQ(field("admin.told"), "NO_MEDIUM");
    EXPECT_EQ(touch(Kind::admin_sound).events.size(), 2U) << "so that a second touch is heard too";
    EXPECT_EQ(field("admin.told"), "SOUND");
    touch(Kind::admin_camera);
    EXPECT_EQ(state(), "admin_kamera");
    touch(Kind::admin_leave);
    EXPECT_EQ(state(), "admin_menu");
    EXPECT_EQ(touch(Kind::admin_restart).wish, Wish::restart);
    EXPECT_EQ(field("admin.told"), "RESTARTING");
    EXPECT_EQ(acts(), (std::vector<std::string>{"open", "send", "export", "sound", "camera", "restart"}));
    touch(Kind::admin_leave);
    EXPECT_EQ(state(), "siap");
}

TEST_F(AdminKiosk, WhatCannotBeRecordedIsNotDone) {
    open_menu();
    {
        SQLite::Database block(ledger(), SQLite::OPEN_READWRITE);
        block.exec("DROP TABLE records");
    }
    EXPECT_EQ(touch(Kind::admin_restart).wish, Wish::none);
    EXPECT_EQ(state(), "gangguan");
    touch(Kind::admin_open);
    EXPECT_EQ(state(), "gangguan");
}

TEST_F(AdminKiosk, TheMenuTellsOfTheMachineAndOfNobody) {
    Surroundings surroundings;
    surroundings.acked = 418;
    surroundings.sent_at = clock.wall();
    loop.use(surroundings);
    loop.use(MachineFacts{MachineFacts::Camera{1280, 720, 30}, 8'100'000'000, clock.wall(), "0.3.0"});
    open_menu();
    EXPECT_EQ(field("admin.camera.width"), "1280");
    EXPECT_EQ(field("admin.camera.fps"), "30");
    EXPECT_EQ(field("admin.clock.source"), "ntp");
    EXPECT_EQ(field("admin.roster.people"), "4");
    EXPECT_EQ(field("admin.sent.acked"), "418");
    EXPECT_EQ(field("admin.sent.at"), format_at(clock.wall()));
    EXPECT_EQ(field("admin.disk_free_bytes"), "8100000000");
    EXPECT_EQ(field("admin.version"), "0.3.0");
    for (const char* of_somebody : {"Siti", "Rina", "20417", "40404"})
        EXPECT_EQ(last_event.find(of_somebody), std::string::npos) << of_somebody;
    camera = CameraState::lost;
    wait(seconds(2));
    touch(Kind::stay);
    EXPECT_EQ(field("admin.camera.width"), "");
}

TEST_F(AdminKiosk, IdleEndsItAfterTwoMinutes) {
    open_menu();
    wait(seconds(119));
    EXPECT_EQ(state(), "admin_menu");
    touch(Kind::stay);
    wait(seconds(119));
    EXPECT_EQ(state(), "admin_menu");
    wait(seconds(1));
    EXPECT_EQ(state(), "siap");
    touch(Kind::admin_open);
    touch(Kind::cancel);
    EXPECT_EQ(state(), "siap");
}

TEST_F(AdminKiosk, WithoutAStationThereIsNoOfficer) {
    loop.use(nullptr);
    step();
    EXPECT_EQ(state(), "admin_daftar");
    EXPECT_EQ(field("code"), "BELUM_TERDAFTAR");
    EXPECT_EQ(field("pin_open"), "false");
    touch(Kind::admin_open);
    EXPECT_EQ(state(), "admin_daftar");
}

}  // namespace
}  // namespace hadir::device
