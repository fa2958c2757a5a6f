// Superiors on a day, and the tables that say so.
#include "central/posts.h"

#include <ostream>

#include "central/erasure.h"
#include "central/posts_repository.h"
#include "central/posts_table.h"
#include "tests/central/tables_fixture.h"

namespace hadir::central::tests {
namespace {

const PersonId kTop = filled<PersonId>(1);
const PersonId kHead = filled<PersonId>(2);
const PersonId kChief = filled<PersonId>(3);
const PersonId kClerk = filled<PersonId>(4);

Post post(const PersonId& person, const std::optional<PersonId>& superior, const char* first,
          std::optional<LocalDay> last = {}) {
    Post row;
    row.person = person;
    row.superior = superior;
    row.days = {day(first), last};
    return row;
}

// The clerk is under the chief until June, then under the head.
PostBook book(std::vector<Deputy> deputies = {}) {
    return {{post(kClerk, kHead, "2026-07-01"), post(kClerk, kChief, "2026-01-01", day("2026-06-30")),
             post(kChief, kHead, "2026-01-01"), post(kHead, kTop, "2026-01-01"),
             post(kTop, std::nullopt, "2026-01-01")},
            std::move(deputies)};
}

std::vector<PersonId> acting(const std::vector<Superior>& superiors) {
    std::vector<PersonId> people;
    for (const Superior& superior : superiors)
        people.push_back(superior.acting);
    return people;
}

TEST(Posts, HoldOnTheirFirstAndLastDay) {
    const auto posts = book();
    EXPECT_EQ(posts.post_on(kClerk, day("2025-12-31")), nullptr);
    EXPECT_EQ(posts.post_on(kClerk, day("2026-01-01"))->superior, kChief);
    EXPECT_EQ(posts.post_on(kClerk, day("2026-06-30"))->superior, kChief);
    EXPECT_EQ(posts.post_on(kClerk, day("2026-07-01"))->superior, kHead);
    EXPECT_EQ(posts.post_on(kClerk, day("2040-01-01"))->superior, kHead);
    EXPECT_EQ(posts.post_on(filled<PersonId>(9), day("2026-07-01")), nullptr);
}

TEST(Posts, TellTheFirstDayWithoutOne) {
    const PostBook posts({post(kClerk, {}, "2026-01-01", day("2026-01-31")), post(kClerk, {}, "2026-02-02")},
                         {});
    EXPECT_EQ(posts.first_gap(kClerk, {day("2026-01-10"), std::nullopt}), day("2026-02-01"));
    EXPECT_EQ(posts.first_gap(kClerk, {day("2026-01-10"), day("2026-01-31")}), std::nullopt);
    EXPECT_EQ(posts.first_gap(kClerk, {day("2026-02-02"), std::nullopt}), std::nullopt);
    EXPECT_EQ(posts.first_gap(kClerk, {day("2025-12-31"), day("2026-01-31")}), day("2025-12-31"));
}

TEST(Posts, LeadFromTheDirectSuperiorUp) {
    EXPECT_EQ(acting(book().superiors_on(kClerk, day("2026-06-30"))), (std::vector{kChief, kHead, kTop}));
    EXPECT_EQ(acting(book().superiors_on(kClerk, day("2026-07-01"))), (std::vector{kHead, kTop}));
    EXPECT_TRUE(book().superiors_on(kTop, day("2026-07-01")).empty());
    EXPECT_EQ(book().superior_on(kTop, day("2026-07-01")), std::nullopt);
}

TEST(Posts, ADeputyActsFromTheFirstToTheLastDay) {
    const auto posts = book({{kChief, {day("2026-03-02"), day("2026-03-06")}, kTop}});
    EXPECT_EQ(posts.superior_on(kClerk, day("2026-03-01")), (Superior{kChief, kChief}));
    EXPECT_EQ(posts.superior_on(kClerk, day("2026-03-02")), (Superior{kChief, kTop}));
    EXPECT_EQ(posts.superior_on(kClerk, day("2026-03-06")), (Superior{kChief, kTop}));
    EXPECT_EQ(posts.superior_on(kClerk, day("2026-03-07")), (Superior{kChief, kChief}));
}

TEST(Posts, NobodyActsForThemselves) {
    const auto posts = book({{kChief, {day("2026-03-02"), std::nullopt}, kClerk}});
    EXPECT_EQ(posts.superior_on(kClerk, day("2026-03-02")), (Superior{kHead, kHead}));
}

TEST(Posts, ASuperiorWhoDeputisesStandsInTheLineOnce) {
    const auto posts = book({{kChief, {day("2026-03-02"), std::nullopt}, kHead}});
    EXPECT_EQ(acting(posts.superiors_on(kClerk, day("2026-03-02"))), (std::vector{kHead, kTop}));
}

TEST(Posts, TheNextSuperiorDecidesOnceTheDeadlineHasPassed) {
    const auto posts = book();
    const Waiting waiting{day("2026-03-02"), std::chrono::days(5)};
    const auto decides = [&](const char* today) {
        return posts.deciding_superior(kClerk, waiting, day(today))->acting;
    };
    EXPECT_EQ(decides("2026-03-02"), kChief);
    EXPECT_EQ(decides("2026-03-06"), kChief);
    EXPECT_EQ(decides("2026-03-07"), kHead);
    EXPECT_EQ(decides("2026-03-12"), kTop);
    EXPECT_EQ(decides("2026-04-30"), kTop);
    EXPECT_EQ(posts.deciding_superior(kTop, waiting, day("2026-03-07")), std::nullopt);
}

TEST(Posts, ALoopThatGotInEndsAfterThirtyTwo) {
    const PostBook posts({post(kClerk, kChief, "2026-01-01"), post(kChief, kHead, "2026-01-01"),
                          post(kHead, kChief, "2026-01-01")},
                         {});
    EXPECT_EQ(posts.superiors_on(kClerk, day("2026-01-01")).size(), kSuperiorsMax);
}

const std::string kColumns = "nip,jenis,jabatan,jenjang,opd,unit,kantor,atasan,dari,sampai\n";
std::string row(const std::string& nip, const std::string& superior, const std::string& days,
                const std::string& level = "PELAKSANA") {
    return nip + ",PNS,Analis," + level + ",PUPR,Jalan,Pusat," + superior + "," + days + "\n";
}
const std::string kFour = row(kKadis, "", "2024-01-01,", "JPT_PRATAMA") +
                          row(kKabid, kKadis, "2024-01-01,", "ADMINISTRATOR") +
                          row(kSiti, kKabid, "2024-01-01,2026-05-31") + row(kSiti, kKadis, "2026-06-01,");

class PostsTable : public TablesFixture {
protected:
    PostBook stored() {
        return *database.read([&]() -> Result<PostBook> { return PostsRepository(database).book(); });
    }
    void SetUp() override {
        ASSERT_EQ(id_of(kStranger), PersonId{});
        ASSERT_NE(id_of(kSiti), PersonId{});
    }
};

TEST_F(PostsTable, IsReadWithEveryFieldAndGoesOnRecord) {
    const std::string csv = kColumns + kFour;
    const auto taken = import(posts_table(), csv);
    ASSERT_TRUE(taken) << taken.error().message;
    EXPECT_EQ(taken->added.size(), 4U);
    EXPECT_TRUE(taken->warnings.empty());
    const auto book = stored();
    const Post* siti = book.post_on(id_of(kSiti), day("2026-05-31"));
    ASSERT_NE(siti, nullptr);
    EXPECT_EQ(siti->superior, id_of(kKabid));
    EXPECT_EQ(siti->level, PostLevel::pelaksana);
    EXPECT_EQ(siti->employment, Employment::pns);
    EXPECT_EQ(siti->title, "Analis");
    EXPECT_EQ(siti->workplace, (Workplace{"PUPR", "Jalan", "Pusat"}));
    EXPECT_EQ(siti->days, (DaySpan{day("2024-01-01"), day("2026-05-31")}));
    EXPECT_EQ(book.post_on(id_of(kSiti), day("2026-06-01"))->superior, id_of(kKadis));
    EXPECT_EQ(book.post_on(id_of(kKadis), day("2026-06-01"))->superior, std::nullopt);
    const auto lines = decisions();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].head.kind, "table-imported");
    EXPECT_EQ(*lines[0].body.find("table")->text(), "posts");
    EXPECT_EQ(*lines[0].body.find("sha256")->text(), wire::sha256(as_bytes(csv)).hex());
    EXPECT_EQ(*lines[0].body.find("rows")->integer(), 4);
    EXPECT_EQ(*lines[0].body.find("added")->integer(), 4);
    EXPECT_EQ(*lines[0].body.find("by")->text(), officer.person.hex());
}

TEST_F(PostsTable, DryRunShowsTheDifferenceAndChangesNothing) {
    ASSERT_TRUE(import(posts_table(), kColumns + kFour));
    const std::string other = row(kKadis, "", "2024-01-01,", "JPT_PRATAMA") +
                              row(kKabid, kKadis, "2024-01-01,2026-08-31", "ADMINISTRATOR") +
                              row(kSiti, kKabid, "2024-01-01,2026-05-31") + row(kBudi, kKadis, "2026-06-01,");
    const auto shown = preview(posts_table(), kColumns + other);
    ASSERT_TRUE(shown);
    ASSERT_EQ(shown->added.size(), 1U);
    EXPECT_EQ(shown->added[0] + "\n", row(kBudi, kKadis, "2026-06-01,"));
    ASSERT_EQ(shown->changed.size(), 1U);
    EXPECT_EQ(shown->changed[0].before + "\n", row(kKabid, kKadis, "2024-01-01,", "ADMINISTRATOR"));
    EXPECT_EQ(shown->changed[0].after + "\n", row(kKabid, kKadis, "2024-01-01,2026-08-31", "ADMINISTRATOR"));
    ASSERT_EQ(shown->gone.size(), 1U);
    EXPECT_EQ(shown->gone[0] + "\n", row(kSiti, kKadis, "2026-06-01,"));
    EXPECT_EQ(shown->unchanged, 2U);
    EXPECT_EQ(stored().posts().size(), 4U);
    EXPECT_EQ(stored().post_on(id_of(kBudi), day("2026-06-01")), nullptr);
    EXPECT_EQ(decisions().size(), 1U);
    ASSERT_TRUE(import(posts_table(), kColumns + other));
    EXPECT_NE(stored().post_on(id_of(kBudi), day("2026-06-01")), nullptr);
}

struct BadRows {
    const char* name;
    std::string rows;
    std::uint64_t line;
    std::string words;
};
std::ostream& operator<<(std::ostream& out, const BadRows& bad) {
    return out << bad.name;
}
class BadPosts : public PostsTable, public testing::WithParamInterface<BadRows> {};

TEST_P(BadPosts, NameTheLineAndChangeNothing) {
    expect_fault(posts_table(), kColumns + GetParam().rows, GetParam().line, GetParam().words);
    EXPECT_TRUE(stored().posts().empty());
}

const std::string kFine = row(kKadis, "", "2024-01-01,");
INSTANTIATE_TEST_SUITE_P(
    Every, BadPosts,
    testing::Values(
        BadRows{"NobodyInIt", "", 1, "no posts"},
        BadRows{"UnknownNip", kFine + row(kStranger, kKadis, "2024-01-01,"), 3, "nip " + kStranger},
        BadRows{"ShortNip", kFine + row("19800101", kKadis, "2024-01-01,"), 3, "18 digits"},
        BadRows{"UnknownSuperior", kFine + row(kSiti, kStranger, "2024-01-01,"), 3, "atasan " + kStranger},
        BadRows{"OwnSuperior", kFine + row(kSiti, kSiti, "2024-01-01,"), 3, "own superior"},
        BadRows{"UnknownKind", kSiti + ",HONORER,Analis,PELAKSANA,PUPR,Jalan,Pusat,,2024-01-01,\n", 2,
                "jenis must be"},
        BadRows{"UnknownLevel", row(kSiti, "", "2024-01-01,", "ESELON_V"), 2, "jenjang must be"},
        BadRows{"NoTitle", kSiti + ",PNS,,PELAKSANA,PUPR,Jalan,Pusat,,2024-01-01,\n", 2, "jabatan must be"},
        BadRows{"LongOffice",
                kSiti + ",PNS,Analis,PELAKSANA,PUPR,Jalan," + std::string(129, 'a') + ",,2024-01-01,\n", 2,
                "kantor must be"},
        BadRows{"NoSuchDay", row(kSiti, "", "2026-02-29,"), 2, "dari must be a day"},
        BadRows{"EndsBeforeItBegins", row(kSiti, "", "2026-02-02,2026-02-01"), 2, "sampai is before dari"},
        BadRows{"Overlap",
                row(kSiti, "", "2026-02-01,") + kFine + row(kSiti, kKadis, "2026-01-01,2026-02-01"), 4,
                "line 2"},
        BadRows{"OpenEndOverlaps", row(kSiti, "", "2026-02-01,") + row(kSiti, "", "2027-01-01,"), 3,
                "line 2"},
        BadRows{"TwoOnOneDay", row(kSiti, "", "2026-02-01,") + row(kSiti, "", "2026-02-01,"), 3, "line 2"},
        BadRows{"LoopOfTwo", row(kKadis, kKabid, "2024-01-01,") + row(kKabid, kKadis, "2024-01-01,"), 2,
                "Kadis (" + kKadis + ") under Kabid (" + kKabid + ") under Kadis"},
        // Only from the day on which the last of the three begins.
        BadRows{"LoopThatBeginsLater",
                row(kKadis, "", "2024-01-01,2025-12-31") + row(kKabid, kKadis, "2024-01-01,") +
                    row(kSiti, kKabid, "2024-01-01,") + row(kKadis, kSiti, "2026-01-01,2026-01-31"),
                5, "loop of superiors on 2026-01-01: Kadis"},
        BadRows{"ManyOfOne",
                [] {
                    std::string rows;
                    for (int i = 0; i < 201; ++i) {
                        const std::string on = format_day(day("2020-01-01") + std::chrono::days(i));
                        rows += row(kSiti, "", on + "," + on);
                    }
                    return rows;
                }(),
                202, "over 200 rows"}),
    [](const auto& bad) { return bad.param.name; });

TEST_F(PostsTable, SuperiorsWhoSwapAreNoLoop) {
    const auto taken =
        import(posts_table(), kColumns + row(kKadis, "", "2024-01-01,2024-12-31") +
                                  row(kKabid, kKadis, "2024-01-01,2024-12-31") +
                                  row(kKadis, kKabid, "2025-01-01,") + row(kKabid, "", "2025-01-01,"));
    EXPECT_TRUE(taken) << taken.error().message;
}

TEST_F(PostsTable, ASuperiorWithoutAPostOnADayIsAWarning) {
    const auto taken = import(posts_table(), kColumns + row(kKadis, "", "2024-01-01,2026-06-30") +
                                                 row(kSiti, kKadis, "2024-01-01,2026-06-30") +
                                                 row(kBudi, kKadis, "2024-01-01,"));
    ASSERT_TRUE(taken) << taken.error().message;
    ASSERT_EQ(taken->warnings.size(), 1U);
    EXPECT_EQ(taken->warnings[0].line, 4U);
    EXPECT_NE(taken->warnings[0].text.find("no post on 2026-07-01"), std::string::npos)
        << taken->warnings[0].text;
}

TEST_F(PostsTable, OverThirtyTwoAboveEachOtherAreAFault) {
    std::string people = "nip,nama,opd,unit,kantor\n", rows;
    const auto nip = [](std::size_t i) { return "1980010120050120" + std::to_string(10 + i); };
    for (std::size_t i = 0; i <= kSuperiorsMax + 1; ++i) {
        people += nip(i) + ",Orang,PUPR,Jalan,Pusat\n";
        rows += row(nip(i), i == 0 ? "" : nip(i - 1), "2024-01-01,");
    }
    ASSERT_TRUE(import_people(database, random, people, ImportMode::apply));
    const auto refused = preview(posts_table(), kColumns + rows);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().line, kSuperiorsMax + 2) << refused.error().message;
    EXPECT_NE(refused.error().message.find("one above the other"), std::string::npos);
}

const std::string kDeputyColumns = "nip,plh,dari,sampai\n";

TEST_F(PostsTable, DeputiesComeAsRowsOfTheirOwn) {
    ASSERT_TRUE(import(posts_table(), kColumns + kFour));
    const auto taken =
        import(deputies_table(), kDeputyColumns + kKabid + "," + kKadis + ",2026-03-02,2026-03-06\n");
    ASSERT_TRUE(taken) << taken.error().message;
    EXPECT_EQ(taken->added.size(), 1U);
    EXPECT_TRUE(taken->warnings.empty());
    EXPECT_EQ(stored().superior_on(id_of(kSiti), day("2026-03-06"))->acting, id_of(kKadis));
    EXPECT_EQ(stored().superior_on(id_of(kSiti), day("2026-03-07"))->acting, id_of(kKabid));
    const auto none = import(deputies_table(), kDeputyColumns);
    ASSERT_TRUE(none) << "all may be back";
    EXPECT_EQ(none->gone.size(), 1U);
}

class BadDeputies : public PostsTable, public testing::WithParamInterface<BadRows> {};
TEST_P(BadDeputies, NameTheLineAndChangeNothing) {
    expect_fault(deputies_table(), kDeputyColumns + GetParam().rows, GetParam().line, GetParam().words);
}
INSTANTIATE_TEST_SUITE_P(
    Every, BadDeputies,
    testing::Values(
        BadRows{"Unknown", kKabid + "," + kStranger + ",2026-03-02,\n", 2, "plh " + kStranger},
        BadRows{"Oneself", kKabid + "," + kKabid + ",2026-03-02,\n", 2, "own deputy"},
        BadRows{"TwoOnOneDay",
                kKabid + "," + kSiti + ",2026-03-02,2026-03-06\n" + kKabid + "," + kBudi + ",2026-03-06,\n",
                3, "line 2"},
        BadRows{"DeputyWhoIsAway",
                kKabid + "," + kSiti + ",2026-03-02,2026-03-06\n" + kSiti + "," + kBudi + ",2026-03-06,\n", 2,
                "by line 3"}),
    [](const auto& bad) { return bad.param.name; });

TEST_F(PostsTable, ADeputyWithoutAPostIsAWarning) {
    ASSERT_TRUE(import(posts_table(), kColumns + kFour));
    const auto taken = preview(deputies_table(), kDeputyColumns + kKabid + "," + kBudi + ",2026-03-02,\n");
    ASSERT_TRUE(taken);
    ASSERT_EQ(taken->warnings.size(), 1U);
    EXPECT_NE(taken->warnings[0].text.find("Budi"), std::string::npos);
}

TEST_F(PostsTable, AnErasedPersonKeepsNoTitle) {
    ASSERT_TRUE(import(posts_table(), kColumns + kFour));
    const PersonId siti = id_of(kSiti);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        forget_person(database, {siti, kNow});
        return {};
    }));
    EXPECT_EQ(stored().post_on(siti, day("2026-06-01"))->title, "");
    EXPECT_EQ(stored().post_on(siti, day("2026-06-01"))->workplace.office, "");
    EXPECT_EQ(stored().post_on(id_of(kKabid), day("2026-06-01"))->title, "Analis");
}

}  // namespace
}  // namespace hadir::central::tests
