#include <gtest/gtest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>
#include <sstream>

#include "store/database.h"
#include "tests/temporary_folder.h"

namespace hadir::store {

std::span<const std::string_view> ledger_migrations();
std::span<const std::string_view> sync_migrations();

namespace {

// Every table, column, index and constraint as SQLite itself describes them.
std::string describe(SQLite::Database& sql) {
    std::ostringstream out;
    SQLite::Statement tables(sql, "SELECT name, type FROM sqlite_schema ORDER BY name");
    while (tables.executeStep()) {
        const std::string name = tables.getColumn(0).getString();
        out << tables.getColumn(1).getString() << ' ' << name << '\n';
        SQLite::Statement columns(sql,
                                  "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?)");
        columns.bind(1, name);
        while (columns.executeStep()) {
            for (int i = 0; i < 5; ++i)
                out << ' ' << columns.getColumn(i).getString();
            out << '\n';
        }
        SQLite::Statement strict(sql, "SELECT strict, wr FROM pragma_table_list(?)");
        strict.bind(1, name);
        if (strict.executeStep()) out << strict.getColumn(0).getInt() << strict.getColumn(1).getInt() << '\n';
    }
    return out.str();
}

std::string schema_of_today(const std::string& file) {
    std::ifstream in(HADIR_SOURCE_DIR "/store/" + file);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    SQLite::Database sql(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    sql.exec(text);
    return describe(sql);
}

std::string schema_after(std::span<const std::string_view> migrations) {
    const tests::TemporaryFolder folder;
    auto database = Database::open(folder / "any.db", Access::write, migrations);
    EXPECT_TRUE(database) << database.error().message;
    return describe(database->sql());
}

TEST(Schema, LedgerMigrationsGiveTodaysSchema) {
    EXPECT_NE(schema_of_today("ledger_schema.sql").find("table records"), std::string::npos);
    EXPECT_EQ(schema_after(ledger_migrations()), schema_of_today("ledger_schema.sql"));
}

TEST(Schema, SyncMigrationsGiveTodaysSchema) {
    EXPECT_NE(schema_of_today("sync_schema.sql").find("table contact"), std::string::npos);
    EXPECT_EQ(schema_after(sync_migrations()), schema_of_today("sync_schema.sql"));
}

TEST(Schema, RefusesAFileOfANewerProgram) {
    const tests::TemporaryFolder folder;
    const std::string path = folder / "any.db";
    ASSERT_TRUE(Database::open(path, Access::write, ledger_migrations()));
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec("PRAGMA user_version=99");
    const auto database = Database::open(path, Access::write, ledger_migrations());
    ASSERT_FALSE(database);
    EXPECT_NE(database.error().message.find("schema 99"), std::string::npos);
}

TEST(Schema, RefusesAFileThatIsNoDatabase) {
    const tests::TemporaryFolder folder;
    const std::string path = folder / "any.db";
    std::ofstream(path) << std::string(4096, 'x');
    const auto database = Database::open(path, Access::write, ledger_migrations());
    ASSERT_FALSE(database);
    EXPECT_EQ(database.error().code, ErrorCode::storage);
}

TEST(Schema, ReaderTakesAFileWithoutTablesForNoneYet) {
    const tests::TemporaryFolder folder;
    SQLite::Database(folder / "any.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("PRAGMA journal_mode=WAL");
    const auto database = Database::open(folder / "any.db", Access::read, ledger_migrations());
    ASSERT_FALSE(database);
    EXPECT_EQ(database.error().code, ErrorCode::not_found);
}

TEST(Schema, ReaderMakesNoFile) {
    const tests::TemporaryFolder folder;
    EXPECT_FALSE(Database::open(folder / "any.db", Access::read, ledger_migrations()));
    EXPECT_FALSE(std::filesystem::exists(folder / "any.db"));
}

}  // namespace
}  // namespace hadir::store
