// A kiosk on a small file system that fills up: the reserve makes room for more, then the screen says that
// nothing is recorded, and when there is room again it goes on by itself.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "tests/faults/crash_terminal.h"
#include "tests/temporary_folder.h"

namespace hadir::tests {
namespace {

constexpr int kScansBefore = 5;
constexpr int kScansMax = 20'000;
constexpr std::uint64_t kPromised = 1000;  // records that the reserve has room for (store/ledger.cpp)

void write_file(const char* path, const std::string& text) {
    std::ofstream(path) << text;
}

// A file system of 12 MB in name spaces of this process, so that it is gone with it. Why not, or empty.
std::string mount_small(const std::filesystem::path& folder) {
    const auto user = ::getuid();
    const auto group = ::getgid();
    const bool root = ::geteuid() == 0;
    if (::unshare(root ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0)
        return std::string("no mount name space here: ") + std::strerror(errno);
    if (!root) {
        write_file("/proc/self/setgroups", "deny");
        write_file("/proc/self/uid_map", "0 " + std::to_string(user) + " 1");
        write_file("/proc/self/gid_map", "0 " + std::to_string(group) + " 1");
    }
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return std::string("the mount name space cannot be made private: ") + std::strerror(errno);
    if (::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=12m") != 0)
        return std::string("tmpfs cannot be mounted: ") + std::strerror(errno);
    return {};
}

// Takes what is left of the file system, to the last byte.
void fill(const std::filesystem::path& ballast) {
    std::ofstream file(ballast, std::ios::binary | std::ios::app);
    for (std::size_t bytes = 1U << 16U; bytes >= 1; bytes /= 2) {
        while (file.write(std::string(bytes, 'x').data(), static_cast<std::streamsize>(bytes)).flush()) {
        }
        file.clear();
    }
}

class FullDiskTest : public ::testing::Test {
protected:
    ~FullDiskTest() override {
        if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
    }

    TemporaryFolder folder_;
    bool mounted_ = false;
};

TEST_F(FullDiskTest, RecordsIntoTheReserveThenRefusesThenGoesOnByItself) {
    if (const std::string why = mount_small(folder_.path()); !why.empty()) {
        std::printf("skipped: %s\n", why.c_str());
        GTEST_SKIP() << why;
    }
    mounted_ = true;
    CrashTerminal terminal((folder_ / "ledger.db").string(), "", 1);
    const auto started = terminal.start();
    ASSERT_TRUE(started) << started.error().message;
    for (int i = 0; i < kScansBefore; ++i)
        ASSERT_EQ(terminal.scan(), "periksa");
    ASSERT_TRUE(std::filesystem::exists(folder_ / "ledger.db.reserve"));
    // A kiosk that starts on a full disk.
    terminal.stop();
    fill(folder_ / "ballast");
    const auto started_full = terminal.start();
    ASSERT_TRUE(started_full) << started_full.error().message;

    std::uint64_t recorded = 0;
    std::string state;
    for (int i = 0; i < kScansMax; ++i, ++recorded)
        if (state = terminal.scan(); state != "periksa") break;
    EXPECT_EQ(state, "gangguan");
    EXPECT_EQ(terminal.code(), "PENYIMPANAN");
    EXPECT_GE(recorded, kPromised);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "ledger.db.reserve"));
    const std::size_t announced = terminal.announced().size();
    EXPECT_EQ(announced, kScansBefore + recorded);
    EXPECT_EQ(terminal.scan(), "gangguan");
    EXPECT_EQ(terminal.announced().size(), announced);
    std::printf("%llu check-ins recorded after the disk was full, then refused\n",
                static_cast<unsigned long long>(recorded));

    std::filesystem::remove(folder_ / "ballast");
    EXPECT_EQ(terminal.wait(std::chrono::seconds(6)), "siap");
    EXPECT_EQ(terminal.scan(), "periksa");
    terminal.stop();
    const auto again = terminal.start();
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(terminal.fault(), "");
    EXPECT_TRUE(std::filesystem::exists(folder_ / "ledger.db.reserve"));
}

}  // namespace
}  // namespace hadir::tests
