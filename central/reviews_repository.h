// What officers have looked at, and what the lot told them to look at. Both follow from central's own ledger
// and name a check-in by its record's hash. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

enum class Verdict : std::uint8_t { fine, doubtful };
[[nodiscard]] const char* name_of(Verdict verdict);
[[nodiscard]] std::optional<Verdict> verdict_from(std::string_view name);

struct StoredReview {
    Verdict verdict = Verdict::fine;
    PersonId officer;
    UnixMs at;
};

struct CountedCheckin {
    std::string opd;  // the person's, else the terminal's
    Hash hash;
    std::int64_t record = 0;
};

class ReviewsRepository {
public:
    explicit ReviewsRepository(const Database& database) : sql_(database.sql()) {}

    [[nodiscard]] std::optional<Hash> hash_of(std::int64_t record);
    [[nodiscard]] std::optional<StoredReview> find(const Hash& hash);
    void add(const Hash& hash, const StoredReview& review);  // the first one stays

    // Puts a check-in that has a mark, or was drawn, on the queue; the same again changes nothing.
    void consider(std::int64_t record, bool marked);
    void settle(std::int64_t record);  // takes it off
    void clear_queue();

    // A week is named by its Monday.
    [[nodiscard]] bool is_drawn(const std::string& week);
    [[nodiscard]] std::vector<CountedCheckin> checkins_between(const std::string& first_day,
                                                               const std::string& last_day);
    void add_week(const std::string& week, UnixMs now);
    void add_sample(const Hash& hash, const std::string& week, const std::string& opd);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
