// A terminal's whole beginning with real programs: the code is held to the kiosk's lens, hadir-sync enrols,
// the kiosk serves; then it gets a new ledger key while it runs.
#include <gtest/gtest.h>

#include "store/ledger.h"
#include "tests/faults/bkd.h"
#include "tests/temporary_folder.h"
#include "wire/key_change.h"
#include "wire/line.h"

namespace hadir::tests {
namespace {

constexpr std::chrono::seconds kWithin{60};

// Listens as the page until an event says all of these.
testing::AssertionResult hears(apps::KioskSocket& page, const std::vector<std::string>& words) {
    for (std::string last;;) {
        const auto event = page.next_text(kWithin);
        if (!event) return testing::AssertionFailure() << event.error().message << " after " << last;
        if (!*event) return testing::AssertionFailure() << "the last event was " << last;
        last = **event;
        if (std::ranges::all_of(words, [&](const std::string& word) { return last.contains(word); }))
            return testing::AssertionSuccess();
    }
}

TEST(NewKeys, AreTakenByARunningKioskFromTheFirstCodeOn) {
    const TemporaryFolder folder;
    Bkd bkd(folder / "bkd");
    ASSERT_TRUE(bkd.set_up(1));
    ASSERT_TRUE(bkd.start_central());
    const auto pictures = bkd.photograph_code();
    ASSERT_TRUE(pictures) << pictures.error().message;
    const auto kiosk = bkd.kiosk(*pictures);
    ASSERT_TRUE(kiosk) << kiosk.error().message;
    auto page = kiosk->open_page();
    ASSERT_TRUE(page) << page.error().message;
    ASSERT_TRUE(hears(*page, {"MENDAFTAR"}));
    const auto word = bkd.terminal() / "run/enrol";
    ASSERT_TRUE(std::filesystem::exists(word));
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(word).permissions(), perms::owner_read | perms::owner_write);

    const Finished enrolled = bkd.sync({"--once"});
    EXPECT_EQ(enrolled.status, 0) << enrolled.output;
    EXPECT_FALSE(std::filesystem::exists(word));
    auto identity = *bkd.identity();
    const std::string first = wire::fingerprint_text(identity.ledger_key.public_key());
    ASSERT_TRUE(hears(*page, {first}));
    const auto old_end = store::LedgerReader::open(bkd.ledger())->last(1).value();
    ASSERT_TRUE(old_end);

    const auto key = store::next_ledger_key(bkd.terminal() / "identity");
    ASSERT_TRUE(key);
    identity.past.push_back({identity.inc, identity.ledger_key.public_key()});
    identity.inc = 2;
    identity.ledger_key = *key;
    ASSERT_TRUE(store::change_identity(bkd.terminal() / "identity", identity));
    ASSERT_TRUE(hears(*page, {wire::fingerprint_text(key->public_key())}));
    const auto rows = store::LedgerReader::open(bkd.ledger())->rows(2, 1, 10).value();
    ASSERT_FALSE(rows.empty());
    const auto line = wire::parse_line(rows.front().line);
    ASSERT_TRUE(line);
    EXPECT_EQ(line->head.kind, "incarnation");
    EXPECT_GE(*line->body.find("prev_seq")->integer(), static_cast<std::int64_t>(old_end->seq));
}

}  // namespace
}  // namespace hadir::tests
