// What must be looked at: marked check-ins and those that the lot names; who may say what; and that it all
// follows from records.
#include "central/reviews.h"

#include "central/attendance_repository.h"
#include "central/projection.h"
#include "central/terminal_decisions.h"
#include "platform/clock.h"
#include "tests/central/ingest_fixture.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "tests/temporary_folder.h"
#include "wire/records.h"

namespace hadir::central::tests {
namespace {

const Officer kOfficer{filled<PersonId>(2), "rina"};
constexpr int kEach = 3;

class Reviews : public IngestFixture {
protected:
    Reviews() { clock.jump_wall(kMorning + std::chrono::minutes(5)); }

    void check_in(std::uint8_t who, const std::vector<std::string>& marks = {}, UnixMs at = kMorning) {
        wire::Checkin checkin;
        checkin.badge = filled<BadgeId>(who);
        checkin.person = filled<PersonId>(who);
        checkin.marks = marks;
        terminal.append("checkin", wire::write_checkin(checkin), at);
    }
    void arrive() { ASSERT_EQ(send(1, terminal.lines.size()).answer.status, 200); }
    std::vector<Arrival> queue(UnixMs until, const ArrivalCursor& after = {}, int limit = 500) {
        return *database.read([&]() -> Result<std::vector<Arrival>> {
            return AttendanceRepository(database).to_review({OpdScope::all(), until, after}, limit);
        });
    }
    std::vector<std::uint64_t> waiting() {
        std::vector<std::uint64_t> seqs;
        for (const Arrival& arrival : queue(clock.wall()))
            seqs.push_back(arrival.seq);
        return seqs;
    }
    Result<void> review(std::int64_t record, Verdict verdict, const Officer& officer = kOfficer) {
        return review_checkin(database, own, officer, {record, verdict, "seen on the photograph"},
                              OpdScope::all());
    }
    // Central's own records.
    std::vector<std::string> decisions() {
        return *database.read([&]() -> Result<std::vector<std::string>> {
            std::vector<std::string> lines;
            if (const auto device = DevicesRepository(database).find(own.dev())) {
                for (const StoredRecord& row : RecordsRepository(database).page(device->id, 0, 100))
                    lines.push_back(row.line.line);
            }
            return lines;
        });
    }

    hadir::tests::FakeClock clock;
    hadir::tests::FakeRandom random;
    wire::SigningKey key = wire::SigningKey::generate();
    OwnLedger own{key, clock, random};
};

TEST_F(Reviews, WhatHasAMarkWaitsOldestFirstUntilSomebodyHasLooked) {
    check_in(11);
    check_in(12, {"clock"}, kMorning + std::chrono::minutes(2));
    check_in(13, {"no_face"}, kMorning + std::chrono::minutes(1));
    arrive();
    EXPECT_EQ(waiting(), (std::vector<std::uint64_t>{3, 2}));
    const auto first = queue(clock.wall()).front();
    ASSERT_TRUE(review(first.id, Verdict::doubtful));
    EXPECT_EQ(waiting(), (std::vector<std::uint64_t>{2}));
    const auto seen = *database.read([&]() -> Result<std::optional<Arrival>> {
        return AttendanceRepository(database).arrival(first.id, OpdScope::all());
    });
    EXPECT_EQ(seen->verdict, "doubtful");
    const auto again = review(first.id, Verdict::fine);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
    ASSERT_EQ(decisions().size(), 1U);
    EXPECT_TRUE(decisions().front().contains(R"("kind":"checkin-reviewed")"));
    EXPECT_TRUE(decisions().front().contains(R"("verdict":"doubtful")"));
    EXPECT_FALSE(decisions().front().contains("photograph")) << "the reason stands beside the line";
}

TEST_F(Reviews, NobodyReviewsTheirOwn) {
    check_in(2, {"clock"});
    arrive();
    const auto own_one = review(queue(clock.wall()).front().id, Verdict::fine);
    ASSERT_FALSE(own_one);
    EXPECT_EQ(own_one.error().code, ErrorCode::not_allowed);
    EXPECT_EQ(waiting().size(), 1U);
    EXPECT_EQ(review(999, Verdict::fine).error().code, ErrorCode::not_found);
    EXPECT_TRUE(decisions().empty());
}

TEST_F(Reviews, PagesFollowEachOther) {
    for (std::uint8_t i = 1; i <= 5; ++i)
        check_in(static_cast<std::uint8_t>(10 + i), {"pin"}, kMorning + std::chrono::minutes(i / 2));
    arrive();
    std::vector<std::uint64_t> seen;
    ArrivalCursor after;
    for (;;) {
        const auto page = queue(clock.wall(), after, 2);
        if (page.empty()) break;
        for (const Arrival& arrival : page)
            seen.push_back(arrival.seq);
        after = {page.back().at.value, page.back().id};
    }
    EXPECT_EQ(seen, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
}

TEST_F(Reviews, TheLotNamesSomeOfEachOpdOnceTheWeekIsOver) {
    for (std::uint8_t i = 0; i < 20; ++i)
        check_in(static_cast<std::uint8_t>(20 + i), {}, kMorning + std::chrono::seconds(i));
    arrive();
    ASSERT_TRUE(draw_samples(database, own, kEach, Zone::wib));
    EXPECT_TRUE(waiting().empty()) << "the week is not over";
    clock.jump_wall(kMorning + std::chrono::days(9));
    ASSERT_TRUE(draw_samples(database, own, kEach, Zone::wib));
    const auto drawn = waiting();
    EXPECT_EQ(drawn.size(), 3U);
    for (const Arrival& arrival : queue(clock.wall()))
        EXPECT_TRUE(arrival.drawn);
    const auto lines = decisions();
    ASSERT_EQ(lines.size(), 1U) << "one OPD";
    EXPECT_TRUE(lines.front().contains(R"("of":20)"));
    ASSERT_TRUE(draw_samples(database, own, kEach, Zone::wib));
    EXPECT_EQ(decisions().size(), 1U) << "a week is drawn once";
}

TEST_F(Reviews, AnotherSeedNamesOthers) {
    for (std::uint8_t i = 0; i < 100; ++i)
        check_in(static_cast<std::uint8_t>(20 + i), {}, kMorning + std::chrono::seconds(i));
    arrive();
    clock.jump_wall(kMorning + std::chrono::days(9));
    ASSERT_TRUE(draw_samples(database, own, kEach, Zone::wib));
    EXPECT_NE(waiting(), (std::vector<std::uint64_t>{1, 2, 3})) << "not simply the first";
}

TEST_F(Reviews, FollowFromTheRecordsAlone) {
    check_in(11, {"clock"});
    for (std::uint8_t i = 0; i < 10; ++i)
        check_in(static_cast<std::uint8_t>(20 + i), {}, kMorning + std::chrono::seconds(i));
    check_in(12, {"pin"});
    arrive();
    clock.jump_wall(kMorning + std::chrono::days(9));
    ASSERT_TRUE(draw_samples(database, own, kEach, Zone::wib));
    ASSERT_TRUE(review(queue(clock.wall()).front().id, Verdict::fine));
    const auto before = waiting();
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        rebuild_projections(database);
        return {};
    }));
    EXPECT_EQ(waiting(), before);

    // A central that lost everything: the decisions come back before the terminal's records do.
    const auto lines = decisions();
    const hadir::tests::TemporaryFolder other_folder;
    const Database other = *Database::open((other_folder.path() / "central.db").string());
    ASSERT_TRUE(other.transaction([&]() -> Result<void> {
        for (const std::string& line : lines)
            apply_decision(other, line);
        return {};
    }));
    terminal.enrol(other);
    ASSERT_EQ(draft(terminal, 1, terminal.lines.size()).send(other, receipt_key, clock.wall()).answer.status,
              200);
    std::vector<std::uint64_t> restored;
    const auto rows = *other.read([&]() -> Result<std::vector<Arrival>> {
        return AttendanceRepository(other).to_review({OpdScope::all(), clock.wall(), {}}, 500);
    });
    for (const Arrival& arrival : rows)
        restored.push_back(arrival.seq);
    EXPECT_EQ(restored, before);
}

}  // namespace
}  // namespace hadir::central::tests
