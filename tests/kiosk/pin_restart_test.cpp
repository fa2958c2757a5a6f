// A real kiosk that is killed in the middle of a pause after wrong PINs.
#include "tests/kiosk/pin_office.h"

namespace hadir::tests {
namespace {

class PinRestart : public PinOffice {
protected:
    Result<KioskRun> start() const {
        return KioskRun::start(std::string(HADIR_BIN_DIR) + "/hadir-kiosk", terminal, folder / "no-camera",
                               signals);
    }
};

TEST_F(PinRestart, AKillInThePauseEndsItForNobody) {
    auto kiosk = start();
    ASSERT_TRUE(kiosk) << kiosk.error().message;
    auto page = kiosk->open_page();
    ASSERT_TRUE(page) << page.error().message;
    ASSERT_TRUE(enters(*page, kSiti, R"("state":"pin")"));
    for (int i = 0; i < 4; ++i) {
        say(*page, "pin", R"(,"pin":")" + wrong_pin() + '"');
        ASSERT_TRUE(hears(*page, {R"("problem":"WRONG")"}));
    }
    say(*page, "pin", R"(,"pin":")" + wrong_pin() + '"');
    ASSERT_TRUE(hears(*page, {R"("problem":"PAUSED")"}));
    kiosk->strike();
    EXPECT_EQ(std::ranges::count(kinds(), "refused"), 5);

    const auto again = start();
    ASSERT_TRUE(again) << again.error().message;
    auto other = again->open_page();
    ASSERT_TRUE(other) << other.error().message;
    ASSERT_TRUE(enters(*other, kSiti, R"("problem":"PAUSED")"));
    ASSERT_TRUE(enters(*other, kAni, R"("state":"pin")")) << "the control: others go on";
    say(*other, "pin", std::string(R"(,"pin":")") + kPin + '"');
    ASSERT_TRUE(hears(*other, {R"("state":"periksa")", "PIN_DIPAKAI"}));
    EXPECT_EQ(std::ranges::count(kinds(), "checkin"), 1);
    EXPECT_EQ(store::SideShelf::beside(terminal / "ledger.db").all()->size(), 1U);
}

}  // namespace
}  // namespace hadir::tests
