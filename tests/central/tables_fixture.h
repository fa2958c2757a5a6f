// A province of a few people into which tables are imported.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "central/decisions.h"
#include "central/devices_repository.h"
#include "central/people.h"
#include "central/records_repository.h"
#include "central/tables.h"
#include "platform/clock.h"
#include "platform/random.h"
#include "tests/central/terminal.h"
#include "tests/temporary_folder.h"
#include "wire/line.h"

namespace hadir::central::tests {

inline LocalDay day(const char* text) {
    return parse_day(text).value();
}

inline const std::string kSekda = "197001012000011001";
inline const std::string kKadis = "197102022000012002";
inline const std::string kKabid = "197203032000011003";
inline const std::string kSiti = "198001012005012001";
inline const std::string kBudi = "197905052003121002";
inline const std::string kStranger = "199912312024121001";

class TablesFixture : public testing::Test {
protected:
    TablesFixture() {
        EXPECT_TRUE(import_people(database, random,
                                  "nip,nama,opd,unit,kantor\n" + kSekda + ",Sekda,Setda,Setda,Pusat\n" +
                                      kKadis + ",Kadis,PUPR,Pimpinan,Pusat\n" + kKabid +
                                      ",Kabid,PUPR,Jalan,Pusat\n" + kSiti + ",Siti,PUPR,Jalan,Pusat\n" +
                                      kBudi + ",Budi,PUPR,Jalan,UPTD Serang\n",
                                  ImportMode::apply));
    }

    Result<TableDifference> import(const Table& table, const std::string& csv) {
        return import_table(database, own, officer, table, {csv, "the month's export"});
    }
    Result<TableDifference> preview(const Table& table, const std::string& csv) {
        return preview_table(database, table, csv);
    }
    // The table has a fault on that line, whose message holds the words; nothing was taken.
    void expect_fault(const Table& table, const std::string& csv, std::uint64_t line,
                      const std::string& words) {
        const auto refused = import(table, csv);
        ASSERT_FALSE(refused) << csv;
        EXPECT_EQ(refused.error().line, line) << refused.error().message;
        EXPECT_NE(refused.error().message.find(words), std::string::npos) << refused.error().message;
        EXPECT_TRUE(decisions().empty());
    }

    PersonId id_of(const std::string& nip) {
        const auto people =
            *database.read([&]() -> Result<std::vector<Person>> { return PeopleRepository(database).all(); });
        for (const Person& person : people)
            if (person.facts.nip == nip) return person.person;
        return {};
    }
    std::vector<wire::Line> decisions() {
        const auto rows = *database.read([&]() -> Result<std::vector<StoredRecord>> {
            const auto device = DevicesRepository(database).find(own.dev());
            if (!device) return std::vector<StoredRecord>{};
            return RecordsRepository(database).page(device->id, 0, 100);
        });
        std::vector<wire::Line> lines;
        for (const StoredRecord& row : rows)
            lines.push_back(*wire::parse_line(row.line.line));
        return lines;
    }

    hadir::tests::TemporaryFolder folder;
    Database database = *Database::open(folder / "central.db");
    platform::SystemRandom random;
    platform::SystemClock clock;
    wire::SigningKey key = wire::SigningKey::generate();
    OwnLedger own{key, clock, random};
    Officer officer{filled<PersonId>(1), std::nullopt};
};

}  // namespace hadir::central::tests
