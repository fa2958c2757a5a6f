#include "platform/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "tests/temporary_folder.h"

namespace hadir::platform {
namespace {

using tests::TemporaryFolder;

unsigned mode_of(const std::filesystem::path& path) {
    struct stat state{};
    EXPECT_EQ(::stat(path.c_str(), &state), 0);
    return state.st_mode & 07777U;
}

std::size_t entries(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(PrivateFile, ComesBackAsWrittenWithItsMode) {
    const TemporaryFolder folder;
    const Bytes bytes{0, 1, 2, 255, '\n'};
    ASSERT_TRUE(write_private_file(folder / "key", bytes));
    EXPECT_EQ(read_file(folder / "key", 5), bytes);
    EXPECT_EQ(mode_of(folder / "key"), 0600U);
    ASSERT_TRUE(write_private_file(folder / "token", bytes, 0440));
    EXPECT_EQ(mode_of(folder / "token"), 0440U);
}

TEST(PrivateFile, ReplacesAnOpenFileWithoutTouchingIt) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_private_file(folder / "key", as_bytes("old")));
    std::ifstream held(folder / "key");
    ASSERT_TRUE(write_private_file(folder / "key", as_bytes("new")));
    std::string text;
    held >> text;
    EXPECT_EQ(text, "old");
    EXPECT_EQ(as_text(*read_file(folder / "key", 8)), "new");
    EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(PrivateFile, LeavesNothingBehindWhenItCannotReplace) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "key/inside");
    const auto written = write_private_file(folder / "key", as_bytes("x"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::storage);
    EXPECT_NE(written.error().message.find("key: cannot replace"), std::string::npos);
    EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(PrivateFile, WaitsForTheDiskOnceForMany) {
    const TemporaryFolder folder;
    for (int n = 0; n < 100; ++n) {
        ASSERT_TRUE(
            write_private_file(folder / std::to_string(n), as_bytes("x"), kPrivateMode, Durable::later));
    }
    EXPECT_TRUE(make_durable(folder.path()));
    EXPECT_EQ(entries(folder.path()), 100U);
    EXPECT_EQ(make_durable(folder / "none").error().code, ErrorCode::not_found);
}

TEST(PrivateFile, NamesTheFolderThatIsMissing) {
    const TemporaryFolder folder;
    const auto written = write_private_file(folder / "none/key", as_bytes("x"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::not_found);
    EXPECT_NE(written.error().message.find("none/key"), std::string::npos);
}

TEST(ReadFile, TakesExactlyTheLimitAndRefusesOneByteMore) {
    const TemporaryFolder folder;
    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, std::size_t{200000}}) {
        ASSERT_TRUE(write_private_file(folder / "file", Bytes(size, 7)));
        EXPECT_EQ(read_file(folder / "file", size)->size(), size);
        if (size == 0) continue;
        const auto refused = read_file(folder / "file", size - 1);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::too_large);
    }
}

TEST(ReadFile, SaysWhatIsMissingOrNoFile) {
    const TemporaryFolder folder;
    EXPECT_EQ(read_file(folder / "none", 9).error().code, ErrorCode::not_found);
    EXPECT_EQ(read_file(folder.path(), 9).error().code, ErrorCode::storage);
}

TEST(ReadFile, ReadsAPipeToItsEnd) {
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    std::jthread writer([&] { std::ofstream(folder / "pipe") << "through the pipe"; });
    EXPECT_EQ(as_text(*read_file(folder / "pipe", 100)), "through the pipe");
}

TEST(PrivateFolder, IsMadeWithItsParentsForTheOwnerOnly) {
    const TemporaryFolder folder;
    ASSERT_TRUE(make_private_folder(folder / "a/b/c"));
    for (const char* name : {"a", "a/b", "a/b/c"})
        EXPECT_EQ(mode_of(folder / name), 0700U);
}

TEST(PrivateFolder, ClosesAnExistingFolderAndRefusesAFile) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "open");
    std::filesystem::permissions(folder / "open", std::filesystem::perms::all);
    ASSERT_TRUE(make_private_folder(folder / "open"));
    EXPECT_EQ(mode_of(folder / "open"), 0700U);
    std::ofstream(folder / "file") << "x";
    EXPECT_FALSE(make_private_folder(folder / "file"));
    EXPECT_FALSE(make_private_folder(folder / "file/inside"));
}

}  // namespace
}  // namespace hadir::platform
