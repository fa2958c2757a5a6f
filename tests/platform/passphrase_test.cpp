#include "platform/passphrase.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "platform/file.h"
#include "tests/temporary_folder.h"

namespace hadir::platform {
namespace {

using tests::TemporaryFolder;

Result<std::string> from(std::string_view content) {
    const TemporaryFolder folder;
    EXPECT_TRUE(write_private_file(folder / "pass", as_bytes(content)));
    return read_passphrase("unused", folder / "pass");
}

TEST(Passphrase, IsTheFirstLineOfItsFile) {
    EXPECT_EQ(from("satu dua tiga\n"), "satu dua tiga");
    EXPECT_EQ(from("satu dua\r\nsecond line\n"), "satu dua");
    EXPECT_EQ(from(" kept \t"), " kept \t");
}

TEST(Passphrase, IsRefusedEmptyOrTooLong) {
    EXPECT_EQ(from("").error().code, ErrorCode::usage);
    EXPECT_EQ(from("\nsecond").error().code, ErrorCode::usage);
    EXPECT_TRUE(from(std::string(kPassphraseBytesMax, 'x')));
    EXPECT_EQ(from(std::string(kPassphraseBytesMax + 1, 'x')).error().code, ErrorCode::usage);
    EXPECT_EQ(from(std::string(kPassphraseBytesMax + 9, 'x')).error().code, ErrorCode::too_large);
}

TEST(Passphrase, NewOneMustNotBeShort) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_private_file(folder / "pass", as_bytes("elevenbytes\n")));
    EXPECT_EQ(read_new_passphrase("unused", folder / "pass").error().code, ErrorCode::usage);
    ASSERT_TRUE(write_private_file(folder / "pass", as_bytes("twelve bytes\n")));
    EXPECT_EQ(read_new_passphrase("unused", folder / "pass"), "twelve bytes");
}

// What a person at a terminal would see and get: runs the question in a child with a pseudo-terminal.
struct Answer {
    std::string screen;
    int exit;  // 0: the passphrase was "rahasia besar"; 1: refused; 2: something else
};

Answer ask_on_terminal(const std::vector<std::string>& typed) {
    const int main_side = ::posix_openpt(O_RDWR | O_NOCTTY);
    EXPECT_EQ(::grantpt(main_side), 0);
    EXPECT_EQ(::unlockpt(main_side), 0);
    const std::string other_side = ::ptsname(main_side);
    const pid_t child = ::fork();
    if (child == 0) {
        ::setsid();
        const int terminal = ::open(other_side.c_str(), O_RDWR);
        ::ioctl(terminal, TIOCSCTTY, 0);
        const auto got = read_new_passphrase("Passphrase", std::nullopt);
        ::_exit(!got ? 1 : *got == "rahasia besar" ? 0 : 2);
    }
    std::string screen;
    std::size_t next = 0;
    char letter = 0;
    while (::read(main_side, &letter, 1) == 1) {  // fails with EIO when the child has gone
        screen += letter;
        if (screen.ends_with(": ") && next < typed.size()) {
            EXPECT_EQ(::write(main_side, typed[next].data(), typed[next].size()),
                      static_cast<ssize_t>(typed[next].size()));
            ++next;
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(main_side);
    return {screen, WEXITSTATUS(status)};
}

TEST(Passphrase, IsAskedTwiceWithoutShowingIt) {
    const Answer answer = ask_on_terminal({"rahasia besar\n", "rahasia besar\n"});
    EXPECT_EQ(answer.exit, 0);
    EXPECT_EQ(answer.screen, "Passphrase: \r\nPassphrase, again: \r\n");
}

TEST(Passphrase, IsRefusedWhenTheSecondDiffersOrCtrlCIsPressed) {
    EXPECT_EQ(ask_on_terminal({"rahasia besar\n", "rahasia kecil\n"}).exit, 1);
    EXPECT_EQ(ask_on_terminal({"rahasia\x03"}).exit, 1);
}

}  // namespace
}  // namespace hadir::platform
