// A terminal that no network reaches: its records go to central on a stick, and what central says comes back
// on it. Real programs.
#include <gtest/gtest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include "store/ledger.h"
#include "store/sync_store.h"
#include "tests/faults/bkd.h"
#include "tests/temporary_folder.h"
#include "wire/encodings.h"

namespace hadir::tests {
namespace {

constexpr int kRows = 700;  // more than one bundle

class Stick : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(bkd_.set_up(2));
        ASSERT_TRUE(bkd_.start_central());
        ASSERT_TRUE(bkd_.enrol());
        bkd_.stop_central();
        write_rows(kRows);
    }
    void write_rows(int count) {
        const auto own = bkd_.identity();
        ASSERT_TRUE(own) << own.error().message;
        auto ledger =
            store::Ledger::open(bkd_.ledger().string(), own->dev, own->inc, own->ledger_key, random_);
        ASSERT_TRUE(ledger) << ledger.error().message;
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(ledger->append({"config",
                                        clock_.wall(),
                                        clock_.boot(),
                                        clock_.since_boot().count(),
                                        {},
                                        R"({"version":1,"sha256":")" + Hash{}.hex() + "\"}"}));
    }
    Finished at_terminal(const char* way) { return bkd_.sync({"bundle", way, stick().string()}); }
    Finished at_central(const char* way) { return bkd_.central({"bundle", way, stick().string()}); }
    UnixMs newest_anchor() const {
        const auto store =
            store::SyncStore::open((bkd_.terminal() / "sync.db").string(), store::Access::read);
        EXPECT_TRUE(store);
        return store->newest_anchor(clock_.boot()).value().value().server;
    }
    int rows_at_central() const {
        const auto exported = bkd_.exported();
        EXPECT_TRUE(exported) << exported.error().message;
        if (!exported) return 0;
        SQLite::Database sql(exported->string());
        return sql.execAndGet("SELECT COUNT(*) FROM records").getInt();
    }
    std::filesystem::path stick() const { return bkd_.folder() / "stick"; }
    std::filesystem::path place() const { return stick() / bkd_.identity()->dev.hex(); }

    TemporaryFolder folder_;
    Bkd bkd_{folder_ / "bkd"};
    platform::SystemClock clock_;
    platform::SystemRandom random_;
};

TEST_F(Stick, CarriesRecordsOutAndReceiptsIn) {
    const Finished out = at_terminal("export");
    EXPECT_EQ(out.status, 0) << out.output;
    EXPECT_TRUE(out.output.contains("700 records in 2 files")) << out.output;

    const Finished taken = at_central("import");
    EXPECT_EQ(taken.status, 0) << taken.output;
    EXPECT_TRUE(taken.output.contains("records 501 to 700")) << taken.output;
    const Finished twice = at_central("import");
    EXPECT_EQ(twice.status, 0) << "the same again is no fault: " << twice.output;
    EXPECT_EQ(rows_at_central(), kRows);

    const Finished answer = bkd_.central({"bundle", "export", stick().string(), "--guard-s", "45"});
    EXPECT_EQ(answer.status, 0) << answer.output;
    const auto anchor = newest_anchor();
    const Finished in = at_terminal("import");
    EXPECT_EQ(in.status, 0) << in.output;
    for (const char* name : {"taken: policy", "taken: receipt-1"})
        EXPECT_TRUE(in.output.contains(name)) << in.output;
    EXPECT_TRUE(at_terminal("export").output.contains("Nothing waits"));
    EXPECT_EQ(newest_anchor(), anchor) << "what lay on a stick sets no clock";
    EXPECT_EQ(at_terminal("import").output, "Nothing there is newer than what is held.\n");
}

TEST_F(Stick, WhatWasChangedOnTheWayIsRefusedAndNothingOfItIsStored) {
    ASSERT_EQ(at_terminal("export").status, 0);
    const auto second = place() / "records-1-501.bundle";
    std::string text = text_of(second);
    text[text.size() / 2] ^= 1;
    write_text(second, text);
    write_text(place() / "records-1-9.bundle", "nothing of ours");
    const Finished taken = at_central("import");
    EXPECT_EQ(taken.status, 1);
    EXPECT_TRUE(taken.output.contains("records 1 to 500")) << "the good one is taken: " << taken.output;
    EXPECT_TRUE(taken.output.contains("records-1-501.bundle")) << taken.output;
    EXPECT_TRUE(taken.output.contains("2 files were not taken")) << taken.output;
    EXPECT_EQ(rows_at_central(), 500);

    ASSERT_EQ(at_central("export").status, 0);
    for (const char* name : {"roster", "receipt-1"}) {
        std::string changed = text_of(place() / name);
        changed[changed.size() / 2] ^= 1;
        write_text(place() / name, changed);
    }
    const Finished in = at_terminal("import");
    EXPECT_EQ(in.status, 1) << in.output;
    EXPECT_TRUE(in.output.contains("refused: roster")) << in.output;
    EXPECT_TRUE(in.output.contains("refused: receipt-1")) << in.output;
    EXPECT_TRUE(at_terminal("export").output.contains("700 records")) << "nothing counts as delivered";
}

TEST_F(Stick, SaysWhatIsWrongWithTheFolder) {
    EXPECT_NE(at_terminal("import").status, 0) << "nothing of central's is there yet";
    std::filesystem::create_directories(stick());
    const Finished empty = at_central("import");
    EXPECT_EQ(empty.status, 2);
    EXPECT_TRUE(empty.output.contains("no folder of a terminal")) << empty.output;
    std::filesystem::create_directories(stick() / std::string(32, 'a'));
    EXPECT_TRUE(at_central("export").output.contains("no such terminal is known here"));
}

}  // namespace
}  // namespace hadir::tests
