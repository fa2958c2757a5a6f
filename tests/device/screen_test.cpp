// The token that opens the kiosk's socket: whoever restarts the kiosk leaves the page on the screen as it is.
#include "device/screen.h"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/file.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"

namespace hadir::tests {
namespace {

class ScreenToken : public testing::Test {
protected:
    std::string after_a_start() {
        const auto screen = device::Screen::start({.port = 0, .pages = {}, .runtime = folder.path()}, random);
        EXPECT_TRUE(screen) << screen.error().message;
        return std::string(as_text(*platform::read_file(file, 64)));
    }

    TemporaryFolder folder;
    std::filesystem::path file = folder / "ui-token";
    FakeRandom random;
};

TEST_F(ScreenToken, OutlivesARestartOfTheKiosk) {
    const std::string first = after_a_start();
    EXPECT_EQ(first.size(), 32U);
    EXPECT_EQ(after_a_start(), first);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::group_read);
}

TEST_F(ScreenToken, IsMadeAnewWhereTheFileHoldsNone) {
    const std::string first = after_a_start();
    for (const std::string& spoilt : {std::string(), first.substr(1), first + "0", std::string(4096, 'a')}) {
        std::filesystem::remove(file);
        std::ofstream(file) << spoilt;
        const std::string second = after_a_start();
        EXPECT_EQ(second.size(), 32U);
        EXPECT_NE(second, first);
    }
}

}  // namespace
}  // namespace hadir::tests
