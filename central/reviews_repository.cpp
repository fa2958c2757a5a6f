#include "central/reviews_repository.h"

#include <soci/soci.h>

#include "central/blobs.h"

namespace hadir::central {

const char* name_of(Verdict verdict) {
    return verdict == Verdict::fine ? "fine" : "doubtful";
}

std::optional<Verdict> verdict_from(std::string_view name) {
    if (name == "fine") return Verdict::fine;
    if (name == "doubtful") return Verdict::doubtful;
    return std::nullopt;
}

std::optional<Hash> ReviewsRepository::hash_of(std::int64_t record) {
    const long long id = record;
    soci::blob hash(sql_);
    sql_ << "SELECT hash FROM records WHERE id = :id", soci::use(id), soci::into(hash);
    if (!sql_.got_data()) return std::nullopt;
    return fixed_in<Hash>(hash);
}

std::optional<StoredReview> ReviewsRepository::find(const Hash& hash) {
    soci::blob key(sql_);
    put(key, hash.bytes);
    std::string verdict, officer;
    long long at = 0;
    sql_ << "SELECT verdict, officer, at_ms FROM reviews WHERE hash = :hash", soci::use(key),
        soci::into(verdict), soci::into(officer), soci::into(at);
    if (!sql_.got_data()) return std::nullopt;
    return StoredReview{verdict_from(verdict).value_or(Verdict::doubtful),
                        PersonId::parse_hex(officer).value_or(PersonId{}),
                        {at}};
}

void ReviewsRepository::add(const Hash& hash, const StoredReview& review) {
    soci::blob key(sql_);
    put(key, hash.bytes);
    const std::string verdict = name_of(review.verdict);
    const std::string officer = review.officer.hex();
    const long long at = review.at.value;
    sql_ << "INSERT INTO reviews (hash, verdict, officer, at_ms) VALUES (:hash, :verdict, :officer, :at) "
            "ON CONFLICT (hash) DO NOTHING",
        soci::use(key), soci::use(verdict), soci::use(officer), soci::use(at);
}

void ReviewsRepository::consider(std::int64_t record, bool marked) {
    const long long id = record;
    const int certain = marked ? 1 : 0;
    sql_ << "INSERT INTO review_queue (record) SELECT r.id FROM records r WHERE r.id = :id AND (:marked = 1 "
            "OR "
            "EXISTS (SELECT 1 FROM samples s WHERE s.hash = r.hash)) ON CONFLICT (record) DO NOTHING",
        soci::use(id), soci::use(certain);
}

void ReviewsRepository::settle(std::int64_t record) {
    const long long id = record;
    sql_ << "DELETE FROM review_queue WHERE record = :id", soci::use(id);
}

void ReviewsRepository::clear_queue() {
    sql_ << "DELETE FROM review_queue";
}

bool ReviewsRepository::is_drawn(const std::string& week) {
    long long count = 0;
    sql_ << "SELECT COUNT(*) FROM sample_weeks WHERE week = :week", soci::use(week), soci::into(count);
    return count > 0;
}

std::vector<CountedCheckin> ReviewsRepository::checkins_between(const std::string& first_day,
                                                                const std::string& last_day) {
    std::string opd;
    soci::blob hash(sql_);
    long long record = 0;
    soci::statement statement =
        (sql_.prepare << "SELECT COALESCE(p.opd, d.opd), r.hash, a.record FROM attendance a "
                         "JOIN records r ON r.id = a.record JOIN devices d ON d.id = a.device "
                         "LEFT JOIN badges b ON b.badge = a.badge "
                         "LEFT JOIN people p ON p.person = COALESCE(b.person, a.person) "
                         "WHERE a.day >= :first AND a.day <= :last AND "
                         "(a.phone_proof IS NULL OR a.phone_proof <> 'none')",
         soci::use(first_day), soci::use(last_day), soci::into(opd), soci::into(hash), soci::into(record));
    statement.execute();
    std::vector<CountedCheckin> found;
    while (statement.fetch())
        found.push_back({opd, fixed_in<Hash>(hash), record});
    return found;
}

void ReviewsRepository::add_week(const std::string& week, UnixMs now) {
    const long long at = now.value;
    sql_ << "INSERT INTO sample_weeks (week, drawn_ms) VALUES (:week, :at) ON CONFLICT (week) DO NOTHING",
        soci::use(week), soci::use(at);
}

void ReviewsRepository::add_sample(const Hash& hash, const std::string& week, const std::string& opd) {
    soci::blob key(sql_);
    put(key, hash.bytes);
    sql_ << "INSERT INTO samples (hash, week, opd) VALUES (:hash, :week, :opd) ON CONFLICT (hash) DO NOTHING",
        soci::use(key), soci::use(week), soci::use(opd);
}

}  // namespace hadir::central
