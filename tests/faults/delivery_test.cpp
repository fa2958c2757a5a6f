// Whatever happens to the network and to central: what the kiosk's page was told is in ledger.db and at
// central, each exactly once. Real programs throughout; the control runs the same acts against a central that
// has lost its check of places in the ledger.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include "store/ledger.h"
#include "store/sync_store.h"
#include "tests/faults/bkd.h"
#include "tests/faults/fault_proxy.h"
#include "tests/sanitized.h"
#include "tests/temporary_folder.h"
#include "wire/line.h"

namespace hadir::tests {
namespace {

constexpr int kPeopleInAClip = 8;
constexpr int kOtherRows = 600;  // so that a backlog is more than one batch
constexpr int kRowsAfterRestore = 7;
constexpr int kKillPoints = 8;
constexpr int kLostAnswerPoints = 4;
constexpr int kSendings = 3;
constexpr int kHarms = 10;

using Rows = std::vector<std::string>;

Rows rows_of(const std::filesystem::path& file) {
    const SQLite::Database sql(file.string());
    SQLite::Statement select(
        sql, "SELECT inc || ' ' || seq || line || hex(hash) || hex(sig) FROM records ORDER BY inc, seq");
    Rows rows;
    while (select.executeStep())
        rows.push_back(select.getColumn(0).getString());
    return rows;
}

// Of a ledger or an export: the check-ins, as a page would have been told of them.
Announced checkins_of(const std::filesystem::path& file) {
    const SQLite::Database sql(file.string());
    SQLite::Statement select(sql, "SELECT line FROM records ORDER BY inc, seq");
    Announced checkins;
    while (select.executeStep()) {
        const auto line = wire::parse_line(select.getColumn(0).getString());
        if (line && line->head.kind == "checkin")
            checkins[line->head.id.seq] = format_at(best_time(line->head.at, line->head.clock));
    }
    return checkins;
}

struct Tally {
    std::string act;
    Announced announced;
    Announced in_ledger;
    Announced at_central;
    Rows ledger;
    Rows central;               // by central's export
    std::int64_t stored = 0;    // rows in central's own table: a doubled one would count here
    std::int64_t arrivals = 0;  // what *Hari ini* is made of

    [[nodiscard]] bool agrees() const {
        return announced == in_ledger && in_ledger == at_central && ledger == central &&
               stored == static_cast<std::int64_t>(ledger.size()) &&
               arrivals == static_cast<std::int64_t>(announced.size());
    }
};

void print_table(const std::vector<Tally>& tallies) {
    fmt::print("\n{:<52} {:>9} {:>9} {:>10} | {:>11} {:>15} {}\n", "check-ins / rows", "announced",
               "ledger.db", "at central", "ledger rows", "rows at central", "same bytes");
    for (const Tally& tally : tallies) {
        fmt::print("{:<52} {:>9} {:>9} {:>10} | {:>11} {:>15} {}\n", tally.act, tally.announced.size(),
                   tally.in_ledger.size(), tally.at_central.size(), tally.ledger.size(), tally.stored,
                   tally.agrees() ? "yes, each once" : "NO");
    }
    std::fflush(stdout);
}

// The acts, one after the other, on one terminal. A step that fails is told; the tallies say what came of it.
class Play {
public:
    Play(const std::filesystem::path& folder, const std::string& central) : bkd_(folder, central) {}

    void begin() {
        must(bkd_.set_up(2 * kPeopleInAClip), "set-up");
        must(bkd_.start_central(), "central");
        must(bkd_.enrol(), "enrolment");
    }

    void network_gone() {
        bkd_.stop_central();
        show_clip();
        const Finished away = bkd_.sync({"--once"});
        EXPECT_EQ(away.status, 1) << away.output;
        EXPECT_TRUE(away.output.contains("records wait, they are kept and sent later")) << away.output;
        let_the_wait_pass();
        must(bkd_.start_central(), "central");
        sync({"--once"});
        tally("network gone for the whole clip");
    }

    // Everything after this act starts from here: a backlog that central has not seen.
    void make_backlog() {
        must_run(bkd_.central({"backup", older().string()}));
        bkd_.stop_central();
        write_rows(kOtherRows);
        show_clip();
        std::filesystem::copy_file(sync_db(), kept_sync_db());
        must(bkd_.start_central(), "central");
        FaultProxy network(bkd_.port(), std::nullopt);
        sync({"send"}, network.url());
        bytes_up_ = network.bytes_up();
        bytes_down_ = network.bytes_down();
        fmt::print("a whole backlog: {} bytes up, {} down\n", bytes_up_, bytes_down_);
    }

    void killed_in_the_middle() {
        std::map<std::size_t, int> held;
        for (std::uint64_t i = 1; i <= kKillPoints; ++i) {
            as_before_the_backlog();
            {
                FaultProxy network(bkd_.port(),
                                   Fault{Harm::cut, Fault::Way::up, bytes_up_ * i / (kKillPoints + 1)},
                                   [this] { bkd_.kill_central(); });
                const Finished sent = bkd_.sync({"send"}, network.url());
                EXPECT_EQ(sent.status, 1) << sent.output;
                EXPECT_TRUE(network.was_harmed());
            }  // the proxy's thread has ended before another central is
            must(bkd_.start_central(), "central");
            ++held[rows_at_central().size()];
            sync({"send"});
            tally(
                fmt::format("central killed at byte {} of {}", bytes_up_ * i / (kKillPoints + 1), bytes_up_));
        }
        for (const auto& [rows, times] : held)
            fmt::print("after the kill central held {} rows: {} times\n", rows, times);
    }

    // Every second time central dies, too, while it answers.
    void answer_lost() {
        for (std::uint64_t i = 1; i <= kLostAnswerPoints; ++i) {
            as_before_the_backlog();
            const std::uint64_t after = bytes_down_ * i / (kLostAnswerPoints + 1);
            const bool dies = i % 2 == 0;
            {
                FaultProxy network(bkd_.port(), Fault{Harm::cut, Fault::Way::down, after}, [&] {
                    if (dies) bkd_.kill_central();
                });
                const Finished sent = bkd_.sync({"send"}, network.url());
                EXPECT_TRUE(network.was_harmed()) << sent.output;
            }
            if (dies) must(bkd_.start_central(), "central");
            sync({"send"});
            tally(fmt::format("answer lost{} at byte {} of {}", dies ? ", central killed," : "", after,
                              bytes_down_));
        }
    }

    void sent_three_times() {
        as_before_the_backlog();
        for (int i = 1; i <= kSendings; ++i) {
            put_back_receipt();
            FaultProxy network(bkd_.port(), std::nullopt);
            sync({"send"}, network.url());
            fmt::print("sending {}: {} bytes up\n", i, network.bytes_up());
            // The first receipt acknowledges all that central holds, so that only the first batch goes again.
            EXPECT_GT(network.bytes_up(), bytes_up_ * 3 / 4) << "the batch was not sent again";
        }
        tally("the same batch of 500 sent three times");
    }

    // In the middle of the backlog. What is slow gets through. What is broken may have hit bytes that nobody
    // needed any more, such as the end of a connection; if not, it is said, and sent again.
    void harmed() {
        struct Kind {
            Harm harm;
            const char* name;
            bool is_slow;
        };
        for (const Kind& kind :
             {Kind{Harm::half_close, "half closed", false}, Kind{Harm::delay, "delayed", true},
              Kind{Harm::drip, "dripping", true}, Kind{Harm::flip, "one bit flipped", false},
              Kind{Harm::twice, "sent twice", false}}) {
            for (const Fault::Way way : {Fault::Way::up, Fault::Way::down}) {
                as_before_the_backlog();
                const std::uint64_t after = (way == Fault::Way::up ? bytes_up_ : bytes_down_) / 2;
                FaultProxy network(bkd_.port(), Fault{kind.harm, way, after});
                const Finished sent = bkd_.sync({"send"}, network.url());
                const std::string act =
                    fmt::format("{} {} at byte {}", kind.name, way == Fault::Way::up ? "up" : "down", after);
                EXPECT_TRUE(network.was_harmed()) << act << sent.output;
                EXPECT_TRUE(sent.status == 0 || !kind.is_slow) << act << sent.output;
                if (sent.status != 0) {
                    EXPECT_TRUE(sent.output.contains("wait")) << act << sent.output;
                    sync({"send"});
                }
                tally(act);
            }
        }
    }

    void restored_from_older_copy() {
        bkd_.stop_central();
        must_run(bkd_.central({"restore", older().string()}));
        must(bkd_.start_central(), "central");
        fmt::print("restored central holds {} rows of {}\n", rows_at_central().size(),
                   rows_of(bkd_.ledger()).size());
        write_rows(kRowsAfterRestore);
        sync({"send"});
        tally("central restored from an older copy");
    }

    [[nodiscard]] const std::vector<Tally>& tallies() const { return tallies_; }

private:
    static void must(const Result<void>& done, const char* what) {
        ASSERT_TRUE(done) << what << ": " << done.error().message;
    }
    static void must_run(const Finished& finished) { ASSERT_EQ(finished.status, 0) << finished.output; }
    void sync(std::vector<std::string> words, const std::string& url = {}) {
        const Finished sent = bkd_.sync(std::move(words), url);
        if (sent.status != 0) fmt::print("{}", sent.output);
    }

    void show_clip() {
        const auto pictures = bkd_.photograph(kPeopleInAClip);
        ASSERT_TRUE(pictures) << pictures.error().message;
        const auto heard = bkd_.play(*pictures);
        ASSERT_TRUE(heard) << heard.error().message;
        // The clip runs at its own pace: a kiosk that is many times slower misses people in it.
        if (kSanitized)
            EXPECT_FALSE(heard->announced.empty());
        else
            EXPECT_EQ(heard->announced.size(), static_cast<std::size_t>(kPeopleInAClip));
        announced_.insert(heard->announced.begin(), heard->announced.end());
    }
    void write_rows(int count) {
        const auto own = bkd_.identity();
        ASSERT_TRUE(own) << own.error().message;
        auto ledger =
            store::Ledger::open(bkd_.ledger().string(), own->dev, own->inc, own->ledger_key, random_);
        ASSERT_TRUE(ledger) << ledger.error().message;
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(ledger->append({"checkpoint",
                                        clock_.wall(),
                                        clock_.boot(),
                                        clock_.since_boot().count(),
                                        {},
                                        R"({"note":"n"})"}));
    }
    // What an hour does to the back-off.
    void let_the_wait_pass() const {
        auto store = store::SyncStore::open(sync_db().string(), store::Access::write);
        ASSERT_TRUE(store) << store.error().message;
        auto contact = store->contact();
        ASSERT_TRUE(contact) << contact.error().message;
        contact->retry_at.reset();
        ASSERT_TRUE(store->put_contact(*contact));
    }
    void put_back_receipt() const {
        for (const char* end : {"-wal", "-shm"})
            std::filesystem::remove(sync_db().string() + end);
        std::filesystem::copy_file(kept_sync_db(), sync_db(),
                                   std::filesystem::copy_options::overwrite_existing);
    }
    void as_before_the_backlog() {
        bkd_.stop_central();
        must_run(bkd_.central({"restore", older().string()}));
        put_back_receipt();
        must(bkd_.start_central(), "central");
    }

    [[nodiscard]] Rows rows_at_central() const {
        const auto exported = bkd_.exported();
        EXPECT_TRUE(exported) << exported.error().message;
        return exported ? rows_of(*exported) : Rows{};
    }
    void tally(std::string act) {
        const auto exported = bkd_.exported();
        ASSERT_TRUE(exported) << exported.error().message;
        SQLite::Database sql((bkd_.folder() / "central/central.db").string());
        tallies_.push_back(
            {std::move(act), announced_, checkins_of(bkd_.ledger()), checkins_of(*exported),
             rows_of(bkd_.ledger()), rows_of(*exported),
             sql.execAndGet(
                    "SELECT COUNT(*) FROM records r JOIN devices d ON d.id = r.device WHERE d.own = 0")
                 .getInt64(),
             sql.execAndGet("SELECT COUNT(*) FROM attendance").getInt64()});
    }

    [[nodiscard]] std::filesystem::path older() const { return bkd_.folder() / "older.db"; }
    [[nodiscard]] std::filesystem::path sync_db() const { return bkd_.terminal() / "sync.db"; }
    [[nodiscard]] std::filesystem::path kept_sync_db() const { return bkd_.folder() / "sync-kept.db"; }

    Bkd bkd_;
    platform::SystemClock clock_;
    platform::SystemRandom random_;
    Announced announced_;
    std::vector<Tally> tallies_;
    std::uint64_t bytes_up_ = 0;
    std::uint64_t bytes_down_ = 0;
};

TEST(Delivery, EveryAnnouncedCheckinArrivesExactlyOnceWhateverHappens) {
    const TemporaryFolder folder;
    Play play(folder.path(), "hadir-central");
    ASSERT_NO_FATAL_FAILURE(play.begin());
    play.network_gone();
    play.make_backlog();
    play.killed_in_the_middle();
    play.answer_lost();
    play.sent_three_times();
    play.harmed();
    play.restored_from_older_copy();
    print_table(play.tallies());
    EXPECT_EQ(play.tallies().size(), 3U + kKillPoints + kLostAnswerPoints + kHarms);
    for (const Tally& tally : play.tallies())
        EXPECT_TRUE(tally.agrees()) << tally.act;
}

// The control: without the check of places, records that central has lost are never asked for again.
TEST(Delivery, SeesThatACentralWithoutSeqCheckLosesRecords) {
    const TemporaryFolder folder;
    Play play(folder.path(), HADIR_BIN_DIR "/planted/hadir-central-without-seq-check");
    ASSERT_NO_FATAL_FAILURE(play.begin());
    play.network_gone();
    play.make_backlog();
    play.restored_from_older_copy();
    print_table(play.tallies());
    ASSERT_EQ(play.tallies().size(), 2U);
    EXPECT_TRUE(play.tallies().front().agrees()) << "the control fails for another reason";
    EXPECT_FALSE(play.tallies().back().agrees());
}

}  // namespace
}  // namespace hadir::tests
