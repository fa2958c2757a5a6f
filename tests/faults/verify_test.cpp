// hadir-verify on a terminal's own file and on central's export of it: good ones are counted; after any one
// byte of any line, hash or signature was changed, the first bad record is named.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "apps/verify_ledger.h"
#include "store/ledger.h"
#include "store/sync_store.h"
#include "tests/faults/bkd.h"
#include "tests/temporary_folder.h"
#include "wire/records.h"

namespace hadir::tests {
namespace {

constexpr int kRecords = 12;
constexpr const char* kColumns[] = {"line", "hash", "sig"};

// A copy of a ledger that anyone may write into, as a forger would. One thread.
class Forgery {
public:
    Forgery(const std::filesystem::path& ledger, const std::filesystem::path& copy) : path_(copy.string()) {
        for (const char* end : {"", "-wal", "-shm"})
            std::filesystem::remove(path_ + end);
        sqlite3* original = nullptr;
        check(sqlite3_open_v2(ledger.c_str(), &original, SQLITE_OPEN_READONLY, nullptr));
        check(sqlite3_exec(original, ("VACUUM INTO '" + path_ + "'").c_str(), nullptr, nullptr, nullptr));
        sqlite3_close_v2(original);
        check(sqlite3_open_v2(path_.c_str(), &file_, SQLITE_OPEN_READWRITE, nullptr));
        run("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF");
    }
    ~Forgery() { sqlite3_close_v2(file_); }
    Forgery(const Forgery&) = delete;
    Forgery& operator=(const Forgery&) = delete;

    void run(const std::string& sql) const {
        check(sqlite3_exec(file_, sql.c_str(), nullptr, nullptr, nullptr));
    }
    [[nodiscard]] std::string read(const char* column, std::uint64_t seq) const {
        sqlite3_stmt* select = prepared(fmt::format("SELECT {} FROM records WHERE seq = {}", column, seq));
        EXPECT_EQ(sqlite3_step(select), SQLITE_ROW);
        std::string value(static_cast<const char*>(sqlite3_column_blob(select, 0)),
                          static_cast<std::size_t>(sqlite3_column_bytes(select, 0)));
        sqlite3_finalize(select);
        return value;
    }
    void write(const char* column, std::uint64_t seq, const std::string& value) const {
        sqlite3_stmt* update =
            prepared(fmt::format("UPDATE records SET {} = ?1 WHERE seq = {}", column, seq));
        const int size = static_cast<int>(value.size());
        check(std::string_view(column) == "line"
                  ? sqlite3_bind_text(update, 1, value.data(), size, SQLITE_TRANSIENT)
                  : sqlite3_bind_blob(update, 1, value.data(), size, SQLITE_TRANSIENT));
        EXPECT_EQ(sqlite3_step(update), SQLITE_DONE);
        sqlite3_finalize(update);
    }
    void swap(std::uint64_t left, std::uint64_t right) const {
        run(
            fmt::format("UPDATE records SET seq = 1000 WHERE seq = {0};"
                        "UPDATE records SET seq = {0} WHERE seq = {1};"
                        "UPDATE records SET seq = {1} WHERE seq = 1000",
                        left, right));
    }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    static void check(int code) {
        if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(code));
    }
    [[nodiscard]] sqlite3_stmt* prepared(const std::string& sql) const {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(file_, sql.c_str(), -1, &statement, nullptr));
        return statement;
    }

    std::string path_;
    sqlite3* file_ = nullptr;
};

class VerifyTest : public ::testing::Test {
protected:
    // One system for all tests of the suite: nothing here changes it.
    static void SetUpTestSuite() {
        shared_ = std::make_unique<Shared>();
        Bkd& bkd = shared_->bkd;
        for (const auto& done : {bkd.set_up(1), bkd.start_central(), bkd.enrol()})
            ASSERT_TRUE(done) << done.error().message;
        const auto own = bkd.identity();
        ASSERT_TRUE(own) << own.error().message;
        shared_->dev = own->dev.hex();
        shared_->pub = own->ledger_key.public_key();
        write_checkins(bkd.ledger(), own->dev, own->ledger_key);
        const Finished sent = bkd.sync({"send"});
        ASSERT_EQ(sent.status, 0) << sent.output;
        const auto store = store::SyncStore::open((bkd.terminal() / "sync.db").string(), store::Access::read);
        ASSERT_TRUE(store) << store.error().message;
        write_text(receipt(), store->receipt(1).value()->receipt);
        const auto exported = bkd.exported();
        ASSERT_TRUE(exported) << exported.error().message;
        const Finished stated = bkd.central({"statement", "--dev", shared_->dev, statement().string()});
        ASSERT_EQ(stated.status, 0) << stated.output;
        bkd.stop_central();
    }
    static void TearDownTestSuite() { shared_.reset(); }

    static void write_checkins(const std::filesystem::path& file, const DeviceId& dev,
                               const wire::SigningKey& key) {
        platform::SystemRandom random;
        const platform::SystemClock clock;
        auto ledger = store::Ledger::open(file.string(), dev, 1, key, random);
        ASSERT_TRUE(ledger) << ledger.error().message;
        for (int i = 0; i < kRecords; ++i) {
            wire::Checkin checkin;
            checkin.badge = random.make<BadgeId>();
            checkin.person = random.make<PersonId>();
            checkin.roster = 1;
            ASSERT_TRUE(ledger->append({"checkin",
                                        clock.wall(),
                                        clock.boot(),
                                        clock.since_boot().count(),
                                        {},
                                        wire::write_checkin(checkin)}));
        }
    }

    static std::filesystem::path ledger() { return shared_->bkd.ledger(); }
    static std::filesystem::path exported() { return shared_->bkd.folder() / "exported.db"; }
    static std::filesystem::path statement() { return shared_->bkd.folder() / "statement"; }
    static std::filesystem::path receipt() { return shared_->folder / "receipt"; }
    static std::filesystem::path scratch() { return shared_->folder / "forged.db"; }
    static Finished verify(const std::filesystem::path& file) {
        return run({"hadir-verify", file.string(), "--pub", shared_->pub.hex()});
    }
    static Finished verify_by_statement(const std::filesystem::path& file) {
        return run({"hadir-verify", file.string(), "--device", statement().string(), "--keys",
                    shared_->bkd.keys_file().string(), "--root", shared_->bkd.root()});
    }
    static Finished verify_with_receipt(const std::filesystem::path& file,
                                        const std::filesystem::path& by = receipt()) {
        return run({"hadir-verify", file.string(), "--pub", shared_->pub.hex(), "--receipt", by.string(),
                    "--keys", shared_->bkd.keys_file().string(), "--root", shared_->bkd.root()});
    }
    // The same check in this process; empty: good.
    static std::string fault_of(const std::string& file) {
        wire::TrustedKeys keys;
        keys.by_inc[1] = shared_->pub;
        const auto verdict = apps::verify_ledger(file, keys);
        if (!verdict) return "unreadable: " + verdict.error().message;
        return verdict->fault.value_or("");
    }
    static void expect_named(const Finished& finished, std::uint64_t seq) {
        EXPECT_EQ(finished.status, 1) << finished.output;
        EXPECT_TRUE(finished.output.contains(fmt::format("CHANGED inc 1 seq {}: ", seq)))
            << seq << ": " << finished.output;
        EXPECT_TRUE(finished.output.contains(fmt::format("({} records before it are good)", seq - 1)))
            << finished.output;
    }

    // Changes every byte of every line, hash and signature, one at a time; answers how many.
    static std::size_t change_every_byte(const std::filesystem::path& original) {
        const Forgery forged(original, scratch());
        std::size_t changes = 0;
        for (std::uint64_t seq = 1; seq <= kRecords; ++seq) {
            for (const char* column : kColumns) {
                const std::string value = forged.read(column, seq);
                for (std::size_t at = 0; at < value.size(); ++at, ++changes) {
                    std::string other = value;
                    other[at] = static_cast<char>(other[at] ^ (1 << (at % 8)));
                    forged.write(column, seq, other);
                    const std::string fault = fault_of(forged.path());
                    EXPECT_TRUE(fault.starts_with(fmt::format("inc 1 seq {}: ", seq)))
                        << column << " of " << seq << " at " << at << ": " << fault;
                }
                forged.write(column, seq, value);
            }
        }
        EXPECT_EQ(fault_of(forged.path()), "");
        return changes;
    }

    struct Shared {
        TemporaryFolder folder;
        Bkd bkd{folder.path()};
        std::string dev;
        PublicKey pub;
    };
    static std::unique_ptr<Shared> shared_;
};
std::unique_ptr<VerifyTest::Shared> VerifyTest::shared_;

TEST_F(VerifyTest, CountsTheRecordsOfBothFilesByKeyAndByStatement) {
    const std::string good = fmt::format("OK {} records of terminal {}\n", kRecords, shared_->dev);
    for (const auto& file : {ledger(), exported()}) {
        const Finished by_key = verify(file);
        EXPECT_EQ(by_key.status, 0);
        EXPECT_EQ(by_key.output, good);
        const Finished by_statement = verify_by_statement(file);
        EXPECT_EQ(by_statement.status, 0);
        EXPECT_TRUE(by_statement.output.contains(good)) << by_statement.output;
        fmt::print("{}: {}", file.filename().string(), by_statement.output);
    }
}

TEST_F(VerifyTest, NamesTheFirstBadRecordAfterAnyOneByteWasChanged) {
    for (const auto& file : {ledger(), exported()}) {
        const std::size_t changes = change_every_byte(file);
        fmt::print("{}: {} changes of one byte, each named its record\n", file.filename().string(), changes);
        EXPECT_GT(changes, static_cast<std::size_t>(kRecords) * (200 + 32 + 64));
    }
}

TEST_F(VerifyTest, TheProgramNamesAChangedByte) {
    for (const auto& file : {ledger(), exported()}) {
        for (const std::uint64_t seq : {1, 7, kRecords}) {
            for (const char* column : kColumns) {
                const Forgery forged(file, scratch());
                std::string value = forged.read(column, seq);
                value.back() = static_cast<char>(value.back() ^ 1);
                forged.write(column, seq, value);
                expect_named(verify(forged.path()), seq);
                expect_named(verify_by_statement(forged.path()), seq);
            }
        }
    }
}

TEST_F(VerifyTest, NamesTheFirstOfSeveralBadRecords) {
    const Forgery forged(ledger(), scratch());
    for (const std::uint64_t seq : {9, 4, 11})
        forged.write("hash", seq, std::string(32, '\0'));
    expect_named(verify(forged.path()), 4);
}

TEST_F(VerifyTest, NamesTheRecordBehindDeletedOnes) {
    for (std::uint64_t seq = 1; seq < kRecords; ++seq) {
        const Forgery forged(ledger(), scratch());
        forged.run(fmt::format("DELETE FROM records WHERE seq = {}", seq));
        const std::string fault = fault_of(forged.path());
        EXPECT_TRUE(
            fault.starts_with(fmt::format("inc 1 seq {}: the records before it are missing", seq + 1)))
            << fault;
    }
}

TEST_F(VerifyTest, NamesARecordWhoseRowHasAnotherNumber) {
    struct Case {
        const char* change;
        const char* named;
    };
    for (const Case& bad :
         {Case{"seq = 7000 WHERE seq = 7", "inc 1 seq 8: "}, Case{"seq = -7 WHERE seq = 7", "inc 1 seq 0: "},
          Case{"inc = 2 WHERE seq > 6", "inc 2 seq 7: "},
          Case{"inc = inc + 4294967296 WHERE seq > 6", "inc 0 seq 7: "},
          Case{"inc = -1 WHERE seq = 7", "inc 0 seq 7: "}}) {
        const Forgery forged(ledger(), scratch());
        forged.run(std::string("UPDATE records SET ") + bad.change);
        const std::string fault = fault_of(forged.path());
        EXPECT_TRUE(fault.starts_with(bad.named)) << bad.change << ": " << fault;
    }
}

// A ledger that ends earlier is whole in itself: only its count, or central's, tells.
TEST_F(VerifyTest, CountsFewerWhenTheLastRecordsAreGone) {
    const Forgery forged(ledger(), scratch());
    forged.run("DELETE FROM records WHERE seq > 9");
    const Finished shorter = verify(forged.path());
    EXPECT_EQ(shorter.status, 0);
    EXPECT_TRUE(shorter.output.starts_with("OK 9 records")) << shorter.output;
}

TEST_F(VerifyTest, TheReceiptShowsThatTheLastRecordsAreGone) {
    const Finished whole = verify_with_receipt(ledger());
    EXPECT_EQ(whole.status, 0) << whole.output;
    EXPECT_TRUE(whole.output.contains(fmt::format("reaches record {}", kRecords))) << whole.output;
    for (std::uint64_t last = 0; last < kRecords; ++last) {
        const Forgery forged(ledger(), scratch());
        forged.run(fmt::format("DELETE FROM records WHERE seq > {}", last));
        const Finished cut = verify_with_receipt(forged.path());
        EXPECT_EQ(cut.status, 1) << cut.output;
        EXPECT_TRUE(cut.output.contains(
            fmt::format("ends at seq {}: central's receipt names seq {}", last, kRecords)))
            << cut.output;
    }
}

TEST_F(VerifyTest, TrustsNoReceiptThatWasChanged) {
    std::string other = text_of(receipt());
    other[other.find("\"acked\":") + 8] ^= 1;
    write_text(shared_->folder / "given-receipt", other);
    for (const Finished& refused : {verify_with_receipt(ledger(), shared_->folder / "given-receipt"),
                                    verify_with_receipt(ledger(), shared_->bkd.keys_file()),
                                    run({"hadir-verify", ledger().string(), "--pub", shared_->pub.hex(),
                                         "--receipt", receipt().string()})}) {
        EXPECT_EQ(refused.status, 2) << refused.output;
        EXPECT_FALSE(refused.output.contains("OK ")) << refused.output;
    }
}

TEST_F(VerifyTest, NamesSwappedRecords) {
    for (std::uint64_t seq = 1; seq < kRecords; ++seq) {
        const Forgery forged(ledger(), scratch());
        forged.swap(seq, seq + 1);
        EXPECT_TRUE(fault_of(forged.path()).starts_with(fmt::format("inc 1 seq {}: ", seq)));
    }
}

TEST_F(VerifyTest, NamesRecordsOfAnotherTerminal) {
    platform::SystemRandom random;
    const auto other = shared_->folder / "other.db";
    write_checkins(other, random.make<DeviceId>(), wire::SigningKey::generate());
    expect_named(verify(other), 1);
    expect_named(verify_by_statement(other), 1);
    const Forgery foreign(other, shared_->folder / "foreign.db");
    for (const std::uint64_t seq : {2, kRecords}) {
        const Forgery forged(ledger(), scratch());
        for (const char* column : kColumns)
            forged.write(column, seq, foreign.read(column, seq));
        expect_named(verify(forged.path()), seq);
        expect_named(verify_by_statement(forged.path()), seq);
    }
    std::filesystem::remove(other);
}

TEST_F(VerifyTest, NamesARecordThatWasPutInBetweenOrBehind) {
    for (const std::uint64_t seq : {5, kRecords}) {
        const Forgery forged(ledger(), scratch());
        forged.run(
            fmt::format("UPDATE records SET seq = seq + 1000 WHERE seq > {0};"
                        "UPDATE records SET seq = seq - 999 WHERE seq > {0};"
                        "INSERT INTO records SELECT inc, {0} + 1, line, hash, sig FROM records "
                        "WHERE seq = {0}",
                        seq));
        EXPECT_TRUE(fault_of(forged.path()).starts_with(fmt::format("inc 1 seq {}: ", seq + 1)));
    }
}

TEST_F(VerifyTest, TrustsNoStatementThatWasChanged) {
    const auto given = [](const std::string& device, const std::string& keys, const std::string& root) {
        write_text(shared_->folder / "given-device", device);
        write_text(shared_->folder / "given-keys", keys);
        return run({"hadir-verify", ledger().string(), "--device", shared_->folder / "given-device", "--keys",
                    shared_->folder / "given-keys", "--root", root});
    };
    const std::string device = text_of(statement());
    const std::string keys = text_of(shared_->bkd.keys_file());
    ASSERT_EQ(given(device, keys, shared_->bkd.root()).status, 0);
    std::string other_device = device;
    other_device[device.size() / 2] ^= 1;
    std::string other_keys = keys;
    other_keys[keys.size() / 2] ^= 1;
    for (const Finished& refused :
         {given(other_device, keys, shared_->bkd.root()), given(device, other_keys, shared_->bkd.root()),
          given(device, keys, wire::SigningKey::generate().public_key().hex()),
          given("", keys, shared_->bkd.root()), given(device, keys, "00")}) {
        EXPECT_EQ(refused.status, 2) << refused.output;
        EXPECT_TRUE(refused.output.starts_with("hadir-verify: ")) << refused.output;
        EXPECT_FALSE(refused.output.contains("OK ")) << refused.output;
    }
}

TEST_F(VerifyTest, SaysWhyAFileCannotBeChecked) {
    const Forgery whole(ledger(), scratch());
    const std::string bytes = text_of(whole.path());
    const auto make = [](const std::string& name, const std::string& content) {
        write_text(shared_->folder / name, content);
        return shared_->folder / name;
    };
    std::vector<std::filesystem::path> files{shared_->folder / "missing.db",
                                             shared_->folder.path(),
                                             make("empty.db", ""),
                                             make("text.db", "nip,nama\n"),
                                             shared_->bkd.terminal() / "sync.db",
                                             shared_->bkd.keys_file()};
    for (std::size_t size : {std::size_t{1}, std::size_t{100}, std::size_t{512}, bytes.size() / 2,
                             bytes.size() - 4096, bytes.size() - 1})
        files.push_back(make("cut-" + std::to_string(size), bytes.substr(0, size)));
    for (const auto& file : files) {
        const Finished refused = verify(file);
        EXPECT_EQ(refused.status, 2) << file << ": " << refused.output;
        EXPECT_TRUE(refused.output.starts_with("hadir-verify: ") && refused.output.contains(file.string()))
            << refused.output;
        EXPECT_EQ(std::ranges::count(refused.output, '\n'), 1) << refused.output;
        std::string shown = refused.output;
        if (const auto at = shown.find(file.string()); at != std::string::npos)
            shown.replace(at, file.string().size(), file.filename().string());
        fmt::print("{} {}", refused.status, shown);
    }
}

}  // namespace
}  // namespace hadir::tests
