// Verdicts that follow what comes in: when they are found, what changes them, and what stays visible.
#include "central/judging.h"

#include "central/assignments_repository.h"
#include "central/holidays_repository.h"
#include "central/judge_queue_repository.h"
#include "central/people_repository.h"
#include "central/replay.h"
#include "tests/central/ingest_fixture.h"

namespace hadir::central::tests {
namespace {

const PersonId kSiti = filled<PersonId>(1);
const PersonId kBudi = filled<PersonId>(2);
constexpr UnixMs kInTime = kMorning + -std::chrono::minutes(20);  // 07:20 at Jakarta
constexpr UnixMs kEvening = kInTime + std::chrono::hours(12);

rules::RuleBook shipped_rules() {
    const auto files = rules::read_rule_folder(HADIR_SOURCE_DIR "/config/rules");
    if (!files) throw std::runtime_error(files.error().message);
    auto book = rules::read_rules(*files);
    if (!book) throw std::runtime_error(book.error().message);
    return *std::move(book);
}

class Judging : public IngestFixture {
protected:
    Judging() {
        const auto done = database.transaction([&]() -> Result<void> {
            PeopleRepository people(database);
            for (const auto& [person, name] : {std::pair(kSiti, "Siti"), std::pair(kBudi, "Budi")}) {
                const std::string id = person.hex();
                people.add(
                    {person, {id, name, "Dinas PUPR", "Jalan", "Kantor Induk"}, id.substr(0, 5), true});
                people.add_badge({filled<BadgeId>(person.bytes[0]), person, 1, "2030-12-31", false});
            }
            AssignmentsRepository assignments(database);
            const DaySpan always{*parse_day("2024-01-01"), std::nullopt};
            assignments.replace(AssignmentKind::plan, {{{}, always, "BTN-5"}});
            assignments.replace(AssignmentKind::profile, {{{}, always, "KEMENDAGRI-900-4700-2020"}});
            return {};
        });
        if (!done) throw std::runtime_error(done.error().message);
    }

    // By a clock that the kernel vouches for to a second.
    void comes(const PersonId& person, UnixMs at) {
        wire::Checkin checkin;
        checkin.badge = filled<BadgeId>(person.bytes[0]);
        wire::LineHead head = terminal.next_head("checkin", at);
        head.up_ms = (at - kMorning + std::chrono::hours(1)).count();
        head.clock = {ClockState::ntp, 0, 1000};
        terminal.append_raw(*wire::write_line(head, wire::write_checkin(checkin)));
    }
    // The terminal sends what it has from `from` on, and tells that this is all.
    void sends(std::uint64_t from, UnixMs now) {
        Draft upload = draft(terminal, from, terminal.lines.size() + 1 - from);
        upload.upload.last = std::to_string(terminal.lines.size());
        ASSERT_EQ(send(upload, now).answer.status, 200);
    }
    void sends_nothing(UnixMs now) { sends(1, now); }
    Judged judges(UnixMs now) {
        const JudgeBench bench{book, Zone::wib};
        Judged sum;
        for (;;) {
            const auto some = judge_waiting(database, bench, now);
            if (!some) throw std::runtime_error(some.error().message);
            if (some->days == 0) return sum;
            sum.days += some->days;
            sum.changed += some->changed;
        }
    }
    template <class Work>
    auto read(Work work) {
        using Out = std::invoke_result_t<Work>;
        return *database.read([&]() -> Result<Out> { return work(); });
    }
    StoredVerdict verdict(const PersonId& person, const char* day = "2026-09-21") {
        return read([&] { return VerdictsRepository(database).find(person, *parse_day(day)); }).value();
    }
    std::vector<OldVerdict> before(const PersonId& person, const char* day = "2026-09-21") {
        return read([&] { return VerdictsRepository(database).before(person, *parse_day(day)); });
    }
    OpdFigures figures() {
        const auto rows =
            read([&] { return VerdictsRepository(database).by_opd("2026-09-21", OpdScope::all()); });
        EXPECT_EQ(rows.size(), 1U);
        return rows.empty() ? OpdFigures{} : rows.front();
    }

    const rules::RuleBook book = shipped_rules();
};

TEST_F(Judging, FindsNothingUntilTheTerminalHasReportedTheWholeDay) {
    comes(kSiti, kInTime);
    sends(1, kInTime + std::chrono::minutes(5));
    judges(kInTime + std::chrono::minutes(6));
    EXPECT_EQ(verdict(kSiti).verdict.code, "BD");
    EXPECT_EQ(verdict(kSiti).verdict.in.finding, Finding::on_time);
    EXPECT_EQ(verdict(kBudi).verdict.code, "BD");
    EXPECT_EQ(figures().on_time, 1);
    EXPECT_EQ(figures().unknown, 1);
    EXPECT_EQ(figures().absent, 0);
    judges(kEvening);  // the evening alone changes nothing
    EXPECT_EQ(verdict(kBudi).verdict.code, "BD");
    sends(2, kEvening);
    judges(kEvening);
    EXPECT_EQ(verdict(kSiti).verdict.code, "PSW4");
    EXPECT_EQ(verdict(kBudi).verdict.code, "TK");
    EXPECT_EQ(verdict(kBudi).verdict.basis_points, 300);
    EXPECT_EQ(figures().absent, 1);
    EXPECT_TRUE(before(kBudi).empty()) << "that nothing was known is no earlier finding";
}

TEST_F(Judging, ALateRecordChangesItsDayAloneAndTheOldVerdictStays) {
    comes(kSiti, kInTime + std::chrono::minutes(60));
    sends(1, kEvening);
    judges(kEvening);
    ASSERT_EQ(verdict(kSiti).verdict.code, "TL2+PSW4");
    comes(kSiti, kInTime + std::chrono::minutes(530));  // 16:10
    sends(2, kEvening + std::chrono::minutes(1));
    const Judged judged = judges(kEvening + std::chrono::minutes(2));
    EXPECT_EQ(judged.changed, 1U);
    EXPECT_EQ(verdict(kSiti).verdict.code, "TL2");
    EXPECT_EQ(verdict(kSiti).cause, "records");
    ASSERT_EQ(before(kSiti).size(), 1U);
    EXPECT_EQ(before(kSiti).front().code, "TL2+PSW4");
    EXPECT_EQ(before(kSiti).front().cause, "records");
    EXPECT_FALSE(before(kSiti).front().why.empty());
    EXPECT_EQ(verdict(kBudi).verdict.code, "TK");
}

TEST_F(Judging, JudgingTwiceChangesNothing) {
    comes(kSiti, kInTime);
    sends(1, kEvening);
    judges(kEvening);
    const DaySpan days{*parse_day("2026-09-14"), *parse_day("2026-09-21")};
    const auto again =
        judge_days(database, {book, Zone::wib}, days, "replay", kEvening + std::chrono::hours(1));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->days, 16U);
    EXPECT_EQ(again->changed, 0U);
    EXPECT_EQ(verdict(kSiti).judged, kEvening);
}

TEST_F(Judging, AHolidayAddedLaterGivesTheDayBack) {
    comes(kSiti, kInTime + std::chrono::minutes(60));
    sends(1, kEvening);
    judges(kEvening);
    ASSERT_EQ(verdict(kBudi).verdict.code, "TK");
    const auto added = database.transaction([&]() -> Result<void> {
        Holiday holiday;
        holiday.day = *parse_day("2026-09-21");
        holiday.kind = HolidayKind::regional;
        holiday.name = "Hari Jadi";
        EXPECT_TRUE(HolidaysRepository(database).add(holiday));
        JudgeQueueRepository(database).add_judged({holiday.day, holiday.day}, "holiday");
        return {};
    });
    ASSERT_TRUE(added);
    EXPECT_EQ(judges(kEvening + std::chrono::hours(1)).changed, 2U);
    EXPECT_EQ(verdict(kBudi).verdict.code, "LN");
    EXPECT_EQ(verdict(kSiti).verdict.code, "LN");
    EXPECT_EQ(verdict(kSiti).verdict.marks, std::vector<std::string>{"HADIR_LIBUR"});
    EXPECT_EQ(before(kBudi).front().code, "TK");
    EXPECT_EQ(before(kBudi).front().cause, "holiday");
}

TEST_F(Judging, VerdictsFollowFromTheRecordsAlone) {
    comes(kSiti, kInTime + std::chrono::minutes(60));
    sends(1, kEvening);
    judges(kEvening);
    const DaySpan days{*parse_day("2026-09-14"), *parse_day("2026-09-21")};
    const auto equal = replay(folder / "central.db", folder / "first.db", {book, Zone::wib}, days, kEvening);
    ASSERT_TRUE(equal) << equal.error().message;
    EXPECT_TRUE(equal->differing.empty());
    EXPECT_EQ(equal->days, 16U);
    // Somebody makes a late arrival one in time, in the table of verdicts.
    const auto forged = database.transaction([&]() -> Result<void> {
        StoredVerdict row = *VerdictsRepository(database).find(kSiti, *parse_day("2026-09-21"));
        row.verdict.code = "PSW4";
        row.verdict.in = {};
        row.verdict.in.finding = Finding::on_time;
        VerdictsRepository(database).put({row});
        return {};
    });
    ASSERT_TRUE(forged);
    const auto found = replay(folder / "central.db", folder / "second.db", {book, Zone::wib}, days, kEvening);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->differing.size(), 1U);
    EXPECT_EQ(found->differing.front().stands, "PSW4");
    EXPECT_EQ(found->differing.front().replayed, "TL2+PSW4");
}

TEST_F(Judging, AnotherRuleBookHasEveryDayJudgedAgainOnce) {
    sends_nothing(kEvening);
    judges(kEvening);
    ASSERT_TRUE(open_rule_book(database, book, kEvening));
    EXPECT_GT(judges(kEvening).days, 0U);
    ASSERT_TRUE(open_rule_book(database, book, kEvening));
    EXPECT_EQ(judges(kEvening).days, 0U);
    rules::RuleBook other = book;
    other.digest.bytes[0] ^= 1U;
    std::erase_if(other.presence.deductions,
                  [](const Deduction& row) { return row.kind == DeductionKind::absent_day; });
    ASSERT_TRUE(open_rule_book(database, other, kEvening));
    const auto judged = judge_waiting(database, {other, Zone::wib}, kEvening + std::chrono::hours(1));
    ASSERT_TRUE(judged);
    EXPECT_EQ(verdict(kBudi).verdict.basis_points, 0);
    EXPECT_EQ(before(kBudi).front().basis_points, 300);
    EXPECT_EQ(before(kBudi).front().cause, "rules");
}

TEST_F(Judging, FiguresAddUp) {
    comes(kSiti, kInTime);
    sends(1, kEvening);
    judges(kEvening);
    const OpdFigures row = figures();
    EXPECT_EQ(row.people, row.on_time + row.late + row.duty + row.leave + row.absent + row.pending +
                              row.unknown + row.free);
    EXPECT_EQ(row.people, 2);
}

}  // namespace
}  // namespace hadir::central::tests
