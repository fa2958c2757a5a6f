// Built twice: with central as it is, and with a central in which the later branch of a fork overwrites the
// one that was there.
#include <gtest/gtest.h>

#include <set>

#include "central/attendance_repository.h"
#include "tests/central/terminal.h"
#include "tests/temporary_folder.h"

namespace hadir::central::tests {
namespace {

TEST(ForkControl, KeepsEveryCheckInOfATerminalAndItsClone) {
    const hadir::tests::TemporaryFolder folder;
    const auto database = *Database::open(folder / "central.db");
    const auto key = wire::SigningKey::generate();
    Terminal terminal;
    terminal.enrol(database);
    terminal.check_in_times(2);
    ASSERT_EQ(draft(terminal, 1, 2).send(database, key).answer.status, 200);
    Terminal clone = terminal;
    std::set<BadgeId> badges{filled<BadgeId>(1), filled<BadgeId>(2)};
    for (std::uint8_t turn = 0; turn < 4; ++turn) {
        for (Terminal* one : {&terminal, &clone}) {
            const auto badge = filled<BadgeId>(static_cast<std::uint8_t>(0x40 + turn * 2 + (one == &clone)));
            badges.insert(badge);
            one->check_in(badge);
            const int status = draft(*one, one->lines.size(), 1).send(database, key).answer.status;
            EXPECT_TRUE(status == 200 || status == 409) << status;
        }
    }
    const auto arrivals = database.read([&]() -> Result<std::vector<Arrival>> {
        return AttendanceRepository(database).arrivals("2026-09-21", OpdScope::all(), std::nullopt, 500);
    });
    ASSERT_TRUE(arrivals);
    EXPECT_EQ(arrivals->size(), badges.size());
}

}  // namespace
}  // namespace hadir::central::tests
