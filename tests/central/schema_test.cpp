#include <fcntl.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "central/database.h"
#include "tests/temporary_folder.h"

namespace hadir::central::tests {
namespace {

struct Sqlite {
    explicit Sqlite(const std::string& path) {
        if (sqlite3_open(path.c_str(), &handle) != SQLITE_OK) throw std::runtime_error(path);
    }
    ~Sqlite() { sqlite3_close(handle); }
    Sqlite(const Sqlite&) = delete;
    Sqlite& operator=(const Sqlite&) = delete;

    void run(const std::string& script) const {
        char* fault = nullptr;
        if (sqlite3_exec(handle, script.c_str(), nullptr, nullptr, &fault) != SQLITE_OK)
            throw std::runtime_error(fault);
    }
    [[nodiscard]] std::vector<std::string> texts(const std::string& query) const {
        std::vector<std::string> rows;
        sqlite3_exec(
            handle, query.c_str(),
            [](void* into, int, char** values, char**) {
                static_cast<std::vector<std::string>*>(into)->emplace_back(values[0] != nullptr ? values[0]
                                                                                                : "");
                return 0;
            },
            &rows, nullptr);
        return rows;
    }
    sqlite3* handle = nullptr;
};

TEST(CentralSchema, IsWhatTheMigrationsMake) {
    const hadir::tests::TemporaryFolder folder;
    ASSERT_TRUE(Database::open(folder / "migrated.db"));
    const Sqlite migrated(folder / "migrated.db");
    const Sqlite today(folder / "today.db");
    std::ifstream file(HADIR_SOURCE_DIR "/central/schema.sql");
    std::stringstream text;
    text << file.rdbuf();
    today.run(text.str());
    const std::string query =
        "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY 1";
    const auto tables = migrated.texts(query);
    EXPECT_GT(tables.size(), 10U);
    EXPECT_EQ(tables, today.texts(query));
}

TEST(CentralSchema, MakesOfficersOfBefore009OfficersOfBkd) {
    const hadir::tests::TemporaryFolder folder;
    {
        const Sqlite old(folder / "old.db");
        for (const std::string_view script : migrations().first(8))
            old.run(std::string(script));
        old.run(
            "INSERT INTO accounts VALUES ('rina', 'x', 'officer', '00', 1), ('20417', 'x', 'person', '01', "
            "1);"
            "PRAGMA user_version = 8");
    }
    ASSERT_TRUE(Database::open(folder / "old.db"));
    EXPECT_EQ(Sqlite(folder / "old.db")
                  .texts("SELECT name || ' ' || role || opd || ethics FROM accounts ORDER BY name"),
              (std::vector<std::string>{"20417 person0", "rina bkd_officer0"}));
}

TEST(CentralDatabase, OpensTwiceAndRefusesANewerOne) {
    const hadir::tests::TemporaryFolder folder;
    ASSERT_TRUE(Database::open(folder / "a.db"));
    ASSERT_TRUE(Database::open(folder / "a.db"));
    Sqlite(folder / "a.db").run("PRAGMA user_version=999");
    const auto newer = Database::open(folder / "a.db");
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().code, ErrorCode::storage);
    EXPECT_NE(newer.error().message.find("newer"), std::string::npos);
}

TEST(CentralDatabase, PassesOnAVfsName) {
    const hadir::tests::TemporaryFolder folder;
    EXPECT_TRUE(Database::open(folder / "a.db", "unix-excl"));
    EXPECT_FALSE(Database::open(folder / "b.db", "no-such-vfs"));
}

TEST(CentralDatabase, IsReadableByItsOwnerAlone) {
    const hadir::tests::TemporaryFolder folder;
    ASSERT_TRUE(Database::open(folder / "a.db"));
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(folder / "a.db").permissions(), perms::owner_read | perms::owner_write);
}

// Whether another process sees that somebody uses the file: SQLite's shared lock, 510 bytes behind 1 GiB + 2.
bool is_locked_for_others(const std::string& path) {
    const pid_t child = ::fork();
    if (child == 0) {
        struct flock lock{};
        lock.l_type = F_WRLCK;
        lock.l_start = 0x40000002;
        lock.l_len = 510;
        const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        const bool asked = file >= 0 && ::fcntl(file, F_GETLK, &lock) == 0;
        ::_exit(asked && lock.l_type != F_UNLCK ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status == 0;
}

// Without the lock, the next command that ends on the same host takes the server's write-ahead log away.
TEST(CentralDatabase, ASecondConnectionKeepsTheLockOfTheFirst) {
    const hadir::tests::TemporaryFolder folder;
    const auto first = Database::open(folder / "a.db");
    ASSERT_TRUE(is_locked_for_others(folder / "a.db"));
    const auto second = Database::open(folder / "a.db");
    EXPECT_TRUE(is_locked_for_others(folder / "a.db"));
}

TEST(CentralDatabase, RollsBackWhatFails) {
    const hadir::tests::TemporaryFolder folder;
    const auto database = *Database::open(folder / "a.db");
    const auto refused = database.transaction([&]() -> Result<int> { return fail(ErrorCode::usage, "no"); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::usage);
    const auto thrown = database.transaction([&]() -> Result<int> { throw std::runtime_error("broken"); });
    ASSERT_FALSE(thrown);
    EXPECT_EQ(thrown.error().code, ErrorCode::storage);
    EXPECT_TRUE(database.transaction([&]() -> Result<int> { return 1; }));
}

}  // namespace
}  // namespace hadir::central::tests
