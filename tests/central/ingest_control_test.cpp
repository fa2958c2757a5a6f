// Built twice: with central as it is, and with a central that has lost its check of places in the ledger.
#include <gtest/gtest.h>

#include "central/records_repository.h"
#include "tests/central/terminal.h"
#include "tests/temporary_folder.h"
#include "wire/json.h"

namespace hadir::central::tests {
namespace {

TEST(IngestControl, MissesNoRecordWhenABatchIsLost) {
    const hadir::tests::TemporaryFolder folder;
    const auto database = *Database::open(folder / "central.db");
    const auto key = wire::SigningKey::generate();
    Terminal terminal;
    terminal.enrol(database);
    terminal.check_in_times(6);
    ASSERT_EQ(draft(terminal, 1, 2).send(database, key).answer.status, 200);
    // Rows 3 and 4 never arrive; the terminal does what the answer says.
    const auto answer = draft(terminal, 5, 2).send(database, key).answer;
    if (answer.status == 409) {
        const auto problem = wire::parse_json(answer.body);
        ASSERT_TRUE(problem) << answer.body;
        const auto from = static_cast<std::uint64_t>(*problem->find("expect_from")->integer());
        ASSERT_EQ(draft(terminal, from, 6 - from + 1).send(database, key).answer.status, 200);
    }
    const auto stored =
        database.read([&]() -> Result<std::int64_t> { return RecordsRepository(database).count(); });
    EXPECT_EQ(*stored, 6);
}

}  // namespace
}  // namespace hadir::central::tests
