// Ledgers as the product writes them, each checked as hadir-verify does: first as it is, then after one
// random edit by somebody who has the file, and sometimes the terminal's own key.
#include <gtest/gtest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdio>
#include <fstream>

#include "apps/verify_ledger.h"
#include "store/ledger.h"
#include "tests/fakes/crash_vfs.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "tests/faults/seeds.h"
#include "tests/temporary_folder.h"
#include "wire/chain.h"
#include "wire/records.h"

namespace hadir::tests {
namespace {

constexpr std::uint64_t kLedgers = 1000;  // ten times as many in script/soak
constexpr std::uint64_t kRowsMin = 3;
constexpr std::uint64_t kRowsMax = 9;

struct Row {
    std::int64_t inc = 1;
    std::int64_t seq = 1;
    std::optional<std::string> line;
    std::string hash;
    std::string sig;
};

std::string text_of(ByteView bytes) {
    return std::string(as_text(bytes));
}

// One terminal's ledger and the newest receipt that central gave for it.
class Victim {
public:
    Victim(std::uint64_t seed, std::filesystem::path file) : random(seed), file_(std::move(file)) {
        dev = random.make<DeviceId>();
        key = wire::SigningKey::from_seed(random.make<Hash>().view());
        keys.by_inc[1] = key->public_key();
        CrashVfs disk(seed);
        const std::uint64_t count = kRowsMin + random.below(kRowsMax - kRowsMin + 1);
        receipt.dev = dev;
        receipt.acked = 2 + random.below(count - 1);
        write_checkins(disk, count);
        std::ofstream(file_, std::ios::binary | std::ios::trunc) << disk.content(kLedgerOnCrashDisk);
        read_rows();
    }

    // Writes the rows as they are now.
    void save() const {
        SQLite::Database sql(file_.string(), SQLite::OPEN_READWRITE);
        sql.exec("PRAGMA synchronous=OFF");
        static_cast<void>(sql.execAndGet("PRAGMA journal_mode=OFF"));
        sql.exec("BEGIN; DELETE FROM records");
        SQLite::Statement insert(sql,
                                 "INSERT INTO records (inc, seq, line, hash, sig) VALUES (?, ?, ?, ?, ?)");
        for (const Row& row : rows) {
            insert.reset();
            insert.clearBindings();
            insert.bind(1, row.inc);
            insert.bind(2, row.seq);
            if (row.line) insert.bind(3, *row.line);
            insert.bind(4, row.hash.data(), static_cast<int>(row.hash.size()));
            insert.bind(5, row.sig.data(), static_cast<int>(row.sig.size()));
            insert.exec();
        }
        sql.exec("COMMIT");
    }

    // What hadir-verify reports; empty: good.
    [[nodiscard]] std::string report(bool with_receipt = true) const {
        const auto verdict = apps::verify_ledger(
            file_.string(), keys, with_receipt ? std::vector{receipt} : std::vector<wire::Receipt>{});
        if (!verdict) return verdict.error().message;
        return verdict->fault.value_or("");
    }

    // Chains and signs anew from that row on.
    void sign_again(std::size_t from, const wire::SigningKey& by) {
        Hash head = from == 0 ? wire::chain_genesis(dev, 1, key->public_key())
                              : *Hash::from(as_bytes(rows[from - 1].hash));
        for (std::size_t i = from; i < rows.size(); ++i) {
            head = wire::chain_next(head, *rows[i].line);
            rows[i].hash = text_of(head.view());
            rows[i].sig = text_of(wire::sign_head(by, {dev, 1, i + 1}, head).view());
        }
    }
    // Another badge in that record.
    void change_badge(std::size_t at) {
        const std::size_t badge = rows[at].line->find("\"badge\":\"") + 9;
        char& digit = (*rows[at].line)[badge + random.below(16)];
        digit = digit == '0' ? '1' : '0';
    }

    FakeRandom random;
    DeviceId dev;
    std::optional<wire::SigningKey> key;
    wire::TrustedKeys keys;
    wire::Receipt receipt;
    std::vector<Row> rows;

private:
    void write_checkins(const CrashVfs& disk, std::uint64_t count) {
        FakeClock clock;
        auto ledger = store::Ledger::open(kLedgerOnCrashDisk, dev, 1, *key, random, disk.name());
        ASSERT_TRUE(ledger) << ledger.error().message;
        for (std::uint64_t seq = 1; seq <= count; ++seq) {
            wire::Checkin checkin;
            checkin.badge = random.make<BadgeId>();
            clock.advance(std::chrono::milliseconds(random.below(100'000)));
            const auto committed = ledger->append({"checkin",
                                                   clock.wall(),
                                                   clock.boot(),
                                                   clock.since_boot().count(),
                                                   {},
                                                   wire::write_checkin(checkin)});
            ASSERT_TRUE(committed) << committed.error().message;
            if (seq == receipt.acked) receipt.head = ledger->head().hash;
        }
    }
    void read_rows() {
        const SQLite::Database sql("file:" + file_.string() + "?immutable=1",
                                   SQLite::OPEN_READONLY | SQLite::OPEN_URI);
        SQLite::Statement select(sql, "SELECT seq, line, hash, sig FROM records ORDER BY seq");
        while (select.executeStep()) {
            rows.push_back({1, select.getColumn(0).getInt64(), select.getColumn(1).getString(),
                            select.getColumn(2).getString(), select.getColumn(3).getString()});
        }
    }

    std::filesystem::path file_;
};

void flip(std::string& bytes, FakeRandom& random) {
    char& byte = bytes[random.below(bytes.size())];
    byte = static_cast<char>(byte ^ (1 << random.below(8)));
}

struct Edit {
    const char* name;
    bool needs_receipt;  // without it the file verifies: the terminal's own key signed, or nothing is missing
    void (*make)(Victim&);
};

std::size_t any_row(Victim& victim) {
    return victim.random.below(victim.rows.size());
}

const Edit kEdits[] = {
    {"flipped bit of a line", false, [](Victim& v) { flip(*v.rows[any_row(v)].line, v.random); }},
    {"flipped bit of a hash", false, [](Victim& v) { flip(v.rows[any_row(v)].hash, v.random); }},
    {"flipped bit of a signature", false, [](Victim& v) { flip(v.rows[any_row(v)].sig, v.random); }},
    {"deleted row", false,
     [](Victim& v) {
         v.rows.erase(v.rows.begin() + static_cast<std::ptrdiff_t>(v.random.below(v.rows.size() - 1)));
     }},
    {"swapped rows", false,
     [](Victim& v) {
         const std::size_t left = v.random.below(v.rows.size() - 1);
         const std::size_t right = left + 1 + v.random.below(v.rows.size() - left - 1);
         std::swap(v.rows[left].seq, v.rows[right].seq);
     }},
    {"swapped lines", false,
     [](Victim& v) {
         const std::size_t left = v.random.below(v.rows.size() - 1);
         std::swap(v.rows[left].line, v.rows[left + 1].line);
     }},
    {"signed again by another key", false,
     [](Victim& v) {
         const std::size_t at = any_row(v);
         v.change_badge(at);
         v.sign_again(at, *wire::SigningKey::from_seed(v.random.make<Hash>().view()));
     }},
    {"edited seq", false,
     [](Victim& v) { v.rows[any_row(v)].seq += 100 + static_cast<std::int64_t>(v.random.below(1000)); }},
    {"edited inc", false,
     [](Victim& v) { v.rows[any_row(v)].inc += 1 + static_cast<std::int64_t>(v.random.below(1000)); }},
    {"row twice", false,
     [](Victim& v) {
         v.rows.push_back(v.rows[any_row(v)]);
         v.rows.back().seq = static_cast<std::int64_t>(v.rows.size());
     }},
    {"emptied line", false, [](Victim& v) { v.rows[1 + v.random.below(v.rows.size() - 1)].line.reset(); }},
    {"cut below the receipt", true, [](Victim& v) { v.rows.resize(v.random.below(v.receipt.acked)); }},
    {"written anew below the receipt by the terminal's key", true,
     [](Victim& v) {
         const std::size_t at = v.random.below(v.receipt.acked);
         v.change_badge(at);
         v.sign_again(at, *v.key);
     }},
};

TEST(Tamper, EveryRandomEditIsReportedAndNoCleanLedgerIs) {
    const TemporaryFolder folder;
    const Seeds run = seeds(kLedgers);
    std::map<std::string, int> reported;
    for (std::uint64_t seed = run.first; seed < run.first + run.count; ++seed) {
        Victim victim(seed, folder / "ledger.db");
        ASSERT_EQ(victim.report(), "") << "a clean ledger is reported, --seed " << seed;
        const Edit& edit = kEdits[victim.random.below(std::size(kEdits))];
        edit.make(victim);
        victim.save();
        ASSERT_NE(victim.report(), "") << edit.name << " is not reported, --seed " << seed;
        if (edit.needs_receipt) {
            ASSERT_EQ(victim.report(false), "")
                << edit.name << ": the receipt was not needed, --seed " << seed;
        }
        ++reported[edit.name];
    }
    std::printf("%llu clean ledgers, none reported; %llu edits, all reported:\n",
                static_cast<unsigned long long>(run.count), static_cast<unsigned long long>(run.count));
    for (const auto& [name, times] : reported)
        std::printf("  %5d %s\n", times, name.c_str());
}

// What docs/threats.md says in plain words: the next upload finds it, the file alone does not.
TEST(Tamper, WhatIsCutAboveTheReceiptVerifies) {
    const TemporaryFolder folder;
    Victim victim(1, folder / "ledger.db");
    victim.receipt.acked = 1;
    victim.receipt.head = *Hash::from(as_bytes(victim.rows[0].hash));
    victim.rows.resize(2);
    victim.save();
    EXPECT_EQ(victim.report(), "");
}

TEST(Tamper, ReceiptOfAnotherTerminalIsReported) {
    const TemporaryFolder folder;
    Victim victim(1, folder / "ledger.db");
    victim.receipt.dev.bytes[0] ^= 1U;
    EXPECT_NE(victim.report(), "");
}

// An older receipt than the last pruning has nothing left to compare with.
TEST(Tamper, PrunedLedgerVerifiesWithReceiptsBelowAndAtItsAnchor) {
    const TemporaryFolder folder;
    Victim victim(1, folder / "ledger.db");
    const wire::Receipt older{.dev = victim.dev,
                              .inc = 1,
                              .acked = 1,
                              .head = *Hash::from(as_bytes(victim.rows[0].hash)),
                              .time = {},
                              .nonce = {},
                              .roster = {},
                              .policy = {},
                              .keys = {},
                              .checkpoint = {},
                              .consistency = {},
                              .fork = {}};
    wire::Receipt at_anchor = older;
    at_anchor.acked = 2;
    at_anchor.head = *Hash::from(as_bytes(victim.rows[1].hash));
    victim.rows.erase(victim.rows.begin());
    victim.rows[0].line.reset();
    victim.save();
    for (const wire::Receipt& receipt : {older, at_anchor}) {
        victim.receipt = receipt;
        EXPECT_EQ(victim.report(), "") << receipt.acked;
    }
    victim.receipt.head.bytes[0] ^= 1U;
    EXPECT_NE(victim.report(), "");
}

}  // namespace
}  // namespace hadir::tests
