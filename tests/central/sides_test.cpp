// What stands beside records: taken only where a stored line holds its digest.
#include "central/sides.h"

#include <gtest/gtest.h>

#include "central/erasure.h"
#include "central/people.h"
#include "central/sides_repository.h"
#include "platform/random.h"
#include "tests/central/ingest_fixture.h"
#include "wire/side.h"

namespace hadir::central::tests {
namespace {

class Sides : public IngestFixture {
protected:
    // A record of the terminal whose line holds the digest of `side`.
    void record(Terminal& of, const wire::Side& side, const std::string& more = {}) {
        of.append("activity", "{" + more + "\"side\":" + wire::write_side_digests({side}) + "}");
    }
    httpd::Response post(const std::vector<wire::SideLine>& lines) {
        httpd::Request request;
        request.body = wire::write_sides(lines);
        const auto device = *database.read([&]() -> Result<std::optional<Device>> {
            return DevicesRepository(database).find(terminal.dev);
        });
        return handle_sides(request, database, *device);
    }
    std::vector<StoredSide> stored_beside(std::uint64_t seq, std::size_t branch = 0) {
        return *database.read([&]() -> Result<std::vector<StoredSide>> {
            SidesRepository sides(database);
            const auto device = DevicesRepository(database).find(terminal.dev);
            return sides.of_record(sides.lines_at({device->id, 1}, seq).at(branch).record);
        });
    }

    platform::SystemRandom random;
    wire::Side why = wire::make_side(random, "why", "the bridge was closed");
};

TEST_F(Sides, AValueThatFitsIsStoredOnce) {
    record(terminal, why);
    ASSERT_EQ(send(1, 1).answer.status, 200);
    for (int again = 0; again < 2; ++again) {
        const auto answer = post({{1, 1, why}});
        EXPECT_EQ(answer.status, 204) << answer.body;
    }
    const auto sides = stored_beside(1);
    ASSERT_EQ(sides.size(), 1U);
    EXPECT_EQ(sides[0].side, why);
}

TEST_F(Sides, OneThatDoesNotFitRefusesAllAndNamesItsLine) {
    record(terminal, why);
    record(terminal, why);
    ASSERT_EQ(send(1, 2).answer.status, 200);
    wire::Side other_value = why, other_salt = why, other_field = why;
    other_value.value = "the bridge was open";
    other_salt.salt.bytes[0] ^= 1;
    other_field.field = "name";
    for (const wire::SideLine& bad :
         {wire::SideLine{1, 2, other_value}, wire::SideLine{1, 2, other_salt},
          wire::SideLine{1, 2, other_field}, wire::SideLine{1, 3, why}, wire::SideLine{2, 2, why}}) {
        const auto answer = post({{1, 1, why}, bad});
        EXPECT_EQ(answer.status, 400);
        EXPECT_NE(answer.body.find("\"code\":\"MALFORMED\""), std::string::npos) << answer.body;
        EXPECT_NE(answer.body.find("\"line\":2"), std::string::npos) << answer.body;
    }
    EXPECT_TRUE(stored_beside(1).empty());
}

TEST_F(Sides, EachBranchOfAForkKeepsItsOwn) {
    Terminal clone = terminal;
    const wire::Side other = wire::make_side(random, "why", "the road was flooded");
    record(terminal, why);
    record(clone, other);
    ASSERT_EQ(send(1, 1).answer.status, 200);
    ASSERT_EQ(send(draft(clone, 1, 1)).answer.status, 409);
    ASSERT_EQ(post({{1, 1, other}, {1, 1, why}}).status, 204);
    EXPECT_EQ(stored_beside(1, 0).at(0).side, why);
    EXPECT_EQ(stored_beside(1, 1).at(0).side, other);
}

TEST_F(Sides, OfAnErasedPersonNothingIsKept) {
    const PersonId gone = filled<PersonId>(7), stays = filled<PersonId>(8);
    const wire::Side name = wire::make_side(random, "name", "Siti Rahmawati");
    for (const PersonId& person : {gone, gone, stays})
        record(terminal, name, "\"person\":\"" + person.hex() + "\",");
    ASSERT_EQ(send(1, 3).answer.status, 200);
    ASSERT_EQ(post({{1, 1, name}, {1, 3, name}}).status, 204);
    ASSERT_TRUE(database.transaction([&]() -> Result<void> {
        forget_person(database, {gone, kNow});
        return {};
    }));
    EXPECT_FALSE(stored_beside(1).at(0).side);
    // A terminal that had no network sends them again, and one that it had not sent.
    ASSERT_EQ(post({{1, 1, name}, {1, 2, name}, {1, 3, name}}).status, 204);
    EXPECT_FALSE(stored_beside(1).at(0).side);
    EXPECT_FALSE(stored_beside(2).at(0).side);
    EXPECT_EQ(stored_beside(3).at(0).side, name);
}

}  // namespace
}  // namespace hadir::central::tests
