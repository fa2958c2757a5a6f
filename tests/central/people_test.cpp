#include "central/people.h"

#include <gtest/gtest.h>

#include <ostream>
#include <set>

#include "platform/random.h"
#include "tests/temporary_folder.h"

namespace hadir::central::tests {
namespace {

const std::string kHead = "nip,nama,opd,unit,kantor\n";
const std::string kSiti = "198001012005012001,Siti Rahmawati,Dinas PUPR,Bidang Jalan,Kantor Induk\n";
const std::string kBudi = "197905052003121002,Budi Santoso,Dinas PUPR,Sekretariat,Kantor Induk\n";
const std::string kAni = "199010102015032003,Ani,Bappeda,Sekretariat,Kantor Induk\n";

class People : public testing::Test {
protected:
    Result<PeopleDifference> import(const std::string& rows, ImportMode mode = ImportMode::apply) {
        return import_people(database, random, kHead + rows, mode);
    }
    std::vector<Person> all() {
        return *database.read(
            [&]() -> Result<std::vector<Person>> { return PeopleRepository(database).all(); });
    }

    hadir::tests::TemporaryFolder folder;
    Database database = *Database::open(folder / "central.db");
    platform::SystemRandom random;
};

TEST_F(People, GetAnIdAndFiveDigitsThatStay) {
    ASSERT_TRUE(import(kSiti + kBudi + kAni));
    const auto first = all();
    ASSERT_EQ(first.size(), 3U);
    std::set<std::string> numbers;
    for (const Person& person : first) {
        EXPECT_EQ(person.number.size(), 5U);
        numbers.insert(person.number);
    }
    EXPECT_EQ(numbers.size(), 3U);
    const auto again = import(kAni + kBudi + kSiti);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->unchanged, 3U);
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(all()[i].person, first[i].person);
        EXPECT_EQ(all()[i].number, first[i].number);
    }
}

TEST_F(People, DryRunShowsTheDifferenceAndChangesNothing) {
    ASSERT_TRUE(import(kSiti + kBudi));
    std::string moved = kBudi;
    moved.replace(moved.find("Sekretariat"), 11, "Bidang Air");
    const auto difference = import(moved + kAni, ImportMode::dry_run);
    ASSERT_TRUE(difference);
    ASSERT_EQ(difference->added.size(), 1U);
    EXPECT_EQ(difference->added[0].name, "Ani");
    ASSERT_EQ(difference->changed.size(), 1U);
    EXPECT_EQ(difference->changed[0].before.unit, "Sekretariat");
    EXPECT_EQ(difference->changed[0].after.unit, "Bidang Air");
    ASSERT_EQ(difference->gone.size(), 1U);
    EXPECT_EQ(difference->gone[0].name, "Siti Rahmawati");
    const auto people = all();
    EXPECT_EQ(people.size(), 2U);
    EXPECT_TRUE(people[0].active && people[1].active);
    EXPECT_EQ(people[0].facts.unit, "Sekretariat");
}

TEST_F(People, WhoComesBackIsTheSamePerson) {
    ASSERT_TRUE(import(kSiti + kBudi));
    const auto before = all();
    ASSERT_TRUE(import(kBudi));
    EXPECT_FALSE(all()[1].active);
    const auto back = import(kSiti + kBudi);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->added.size(), 1U);
    EXPECT_TRUE(all()[1].active);
    EXPECT_EQ(all()[1].person, before[1].person);
}

TEST_F(People, ExportHasNoNip) {
    ASSERT_TRUE(import(kSiti));
    const auto csv = export_people(database);
    ASSERT_TRUE(csv);
    EXPECT_TRUE(csv->starts_with("person,number,name,opd,unit,kantor\n"));
    EXPECT_NE(csv->find("Siti Rahmawati"), std::string::npos);
    EXPECT_EQ(csv->find("198001012005012001"), std::string::npos);
}

struct BadTable {
    const char* name;
    std::string csv;
    std::uint64_t line;
};
std::ostream& operator<<(std::ostream& out, const BadTable& table) {
    return out << table.name;
}
class BadPeople : public People, public testing::WithParamInterface<BadTable> {};

TEST_P(BadPeople, NamesTheLineAndChangesNothing) {
    ASSERT_TRUE(import(kSiti));
    const auto refused = import_people(database, random, GetParam().csv, ImportMode::apply);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().line, GetParam().line) << refused.error().message;
    EXPECT_EQ(all().size(), 1U);
    EXPECT_TRUE(all()[0].active);
}

INSTANTIATE_TEST_SUITE_P(
    Every, BadPeople,
    testing::Values(
        BadTable{"Empty", "", 1}, BadTable{"NobodyInIt", kHead, 1},
        BadTable{"WrongColumns", "nip,name,opd,unit,kantor\n" + kSiti, 1},
        BadTable{"ColumnMissing", kHead + kSiti + "198001012005012009,Budi,Dinas PUPR,Jalan\n", 3},
        BadTable{"ShortNip", kHead + "19800101200501200,Budi,Dinas PUPR,Jalan,Induk\n", 2},
        BadTable{"NipWithLetter", kHead + kSiti + "19800101200501200X,Budi,Dinas,Jalan,Induk\n", 3},
        BadTable{"NipTwice", kHead + kSiti + kBudi + kSiti, 4},
        BadTable{"NoName", kHead + "198001012005012001,,Dinas PUPR,Jalan,Induk\n", 2},
        BadTable{"LongName", kHead + "198001012005012001," + std::string(129, 'a') + ",D,J,I\n", 2},
        BadTable{"ControlCharacter",
                 kHead + "198001012005012001,Bu\x01"
                         "di,D,J,I\n",
                 2},
        BadTable{"NotUtf8",
                 kHead + kBudi +
                     "198001012005012001,Bu\xe9"
                     "di,D,J,I\n",
                 3},
        BadTable{"OpenQuote", kHead + "198001012005012001,\"Budi,D,J,I\n", 2}),
    [](const auto& row) { return row.param.name; });

TEST_F(People, BadgesNeedTheirPersonAndMayComeTwice) {
    ASSERT_TRUE(import(kSiti));
    const std::string head = "badge,person,key_id,expires\n";
    const std::string row = "00112233445566aa," + all()[0].person.hex() + ",1,2027-12-31\n";
    EXPECT_EQ(*import_badges(database, head + row), 1U);
    EXPECT_EQ(*import_badges(database, head + row), 0U);
    const auto stranger = import_badges(database, head + "00112233445566ab,0000000000000000,1,2027-12-31\n");
    ASSERT_FALSE(stranger);
    EXPECT_EQ(stranger.error().line, 2U);
    const auto other =
        import_badges(database, head + "00112233445566aa," + all()[0].person.hex() + ",1,2028-12-31\n");
    ASSERT_FALSE(other);
    EXPECT_FALSE(revoke_badge(database, *BadgeId::parse_hex("ffffffffffffffff"), UnixMs{1}));
    EXPECT_TRUE(revoke_badge(database, *BadgeId::parse_hex("00112233445566aa"), UnixMs{1}));
}

TEST(ShortName, IsFirstNameAndInitial) {
    const std::pair<const char*, const char*> rows[] = {
        {"Siti Rahmawati", "Siti R."},
        {"Ani", "Ani"},
        {"dr. Budi Santoso, Sp.PD", "Budi S."},
        {"Ir. H. Agus Salim Putra, M.T.", "Agus P."},
        {"Maria Élise", "Maria É."},
        {"  Dewi   Lestari ", "Dewi L."},
        {"Drs.", "Drs."},
    };
    for (const auto& [name, shown] : rows)
        EXPECT_EQ(short_name(name), shown);
}

}  // namespace
}  // namespace hadir::central::tests
