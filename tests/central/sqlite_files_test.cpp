#include "central/sqlite_files.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

#include "central/attendance_repository.h"
#include "central/projection.h"
#include "central/records_repository.h"
#include "tests/central/terminal.h"
#include "tests/temporary_folder.h"

namespace hadir::central::tests {
namespace {

class SqliteFiles : public testing::Test {
protected:
    SqliteFiles() {
        terminal.enrol(database);
        terminal.check_in_times(4);
        EXPECT_EQ(draft(terminal, 1, 4).send(database, key).answer.status, 200);
    }
    static std::int64_t stored(const Database& in) {
        return *in.read([&]() -> Result<std::int64_t> { return RecordsRepository(in).count(); });
    }
    static std::string text(const std::filesystem::path& file, const std::string& query) {
        sqlite3* handle = nullptr;
        EXPECT_EQ(sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
        std::string out;
        sqlite3_exec(
            handle, query.c_str(),
            [](void* into, int, char** values, char**) {
                *static_cast<std::string*>(into) += std::string(values[0]) + '\n';
                return 0;
            },
            &out, nullptr);
        sqlite3_close(handle);
        return out;
    }

    hadir::tests::TemporaryFolder folder;
    Database database = *Database::open(folder / "central.db");
    wire::SigningKey key = wire::SigningKey::generate();
    Terminal terminal;
};

TEST_F(SqliteFiles, AnExportHoldsTheLedgerAsItWasSent) {
    const auto count = export_ledger(database, terminal.dev, folder / "ledger.db");
    ASSERT_TRUE(count) << count.error().message;
    EXPECT_EQ(*count, 4U);
    std::string lines, hashes, signatures;
    for (std::size_t i = 0; i < 4; ++i) {
        lines += terminal.lines[i].line + '\n';
        hashes += terminal.hashes[i + 1].hex() + '\n';
        signatures += terminal.lines[i].signature.hex() + '\n';
    }
    const auto file = folder / "ledger.db";
    EXPECT_EQ(text(file, "SELECT line FROM records ORDER BY inc, seq"), lines);
    EXPECT_EQ(text(file, "SELECT lower(hex(hash)) FROM records ORDER BY inc, seq"), hashes);
    EXPECT_EQ(text(file, "SELECT lower(hex(sig)) FROM records ORDER BY inc, seq"), signatures);
    EXPECT_EQ(export_ledger(database, terminal.dev, file).error().code, ErrorCode::usage);
    EXPECT_EQ(export_ledger(database, filled<DeviceId>(9), folder / "none.db").error().code,
              ErrorCode::not_found);
}

TEST_F(SqliteFiles, ABackupComesBack) {
    ASSERT_TRUE(back_up(folder / "central.db", folder / "backup.db"));
    terminal.check_in_times(2);
    ASSERT_EQ(draft(terminal, 5, 2).send(database, key).answer.status, 200);
    ASSERT_EQ(stored(database), 6);
    const auto restored = restore(folder / "backup.db", folder / "central.db");
    ASSERT_TRUE(restored) << restored.error().message;
    EXPECT_EQ(stored(*Database::open(folder / "central.db")), 4);
    EXPECT_EQ(back_up(folder / "central.db", folder / "backup.db").error().code, ErrorCode::usage);
}

TEST_F(SqliteFiles, WhatIsNoBackupChangesNothing) {
    std::ofstream(folder / "text.db") << "not a database at all, only a text that is long enough to be read";
    EXPECT_FALSE(restore(folder / "text.db", folder / "central.db"));
    EXPECT_FALSE(restore(folder / "missing.db", folder / "central.db"));
    ASSERT_TRUE(export_ledger(database, terminal.dev, folder / "ledger.db"));
    EXPECT_EQ(restore(folder / "ledger.db", folder / "central.db").error().code, ErrorCode::usage);
    EXPECT_EQ(stored(database), 4);
}

TEST_F(SqliteFiles, ProjectionsComeOutTheSameWhenMadeAgain) {
    terminal.append("direction", wire::write_direction({2, "out"}));
    ASSERT_EQ(draft(terminal, 5, 1).send(database, key).answer.status, 200);
    const std::string query =
        "SELECT record || day || dir || badge || marks || at_ms FROM attendance ORDER BY 1";
    const auto before = text(folder / "central.db", query);
    ASSERT_NE(before.find("out"), std::string::npos);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        rebuild_projections(database);
        return {};
    }));
    EXPECT_EQ(text(folder / "central.db", query), before);
}

}  // namespace
}  // namespace hadir::central::tests
