#include "central/reviews.h"

#include <map>

#include "central/attendance_repository.h"
#include "central/judge_queue_repository.h"
#include "wire/crypto.h"
#include "wire/line.h"

namespace hadir::central {
namespace {

constexpr std::chrono::days kWeek{7};
constexpr int kWeeksBack = 4;                     // a server that stood still for a month draws them all
constexpr std::chrono::hours kLateTerminals{24};  // have until then to send the week's end
constexpr std::size_t kDrawnMax = 200;            // of one OPD and week: the decision must fit a line
constexpr const char* kReviewed = "checkin-reviewed";
constexpr const char* kDrawn = "sample-drawn";

Hash lot_of(const Salt& seed, const Hash& record) {
    Bytes message;
    append_domain(message, "hadir-sample-1");
    append(message, seed.bytes);
    append(message, record.bytes);
    return wire::sha256(message);
}

std::vector<CountedCheckin> drawn_from(std::vector<CountedCheckin> all, const Salt& seed, int each) {
    const auto count = std::min<std::size_t>({all.size(), static_cast<std::size_t>(each), kDrawnMax});
    std::ranges::sort(all, {}, [&](const CountedCheckin& one) { return lot_of(seed, one.hash).bytes; });
    all.resize(count);
    return all;
}

std::string drawn_body(const std::string& week, const std::string& opd, const Salt& seed, std::size_t of,
                       const std::vector<CountedCheckin>& drawn) {
    wire::JsonWriter json;
    json.begin_object().field("week", week).field("opd", opd).field("seed", seed.hex()).field("of", of);
    json.key("hashes").begin_array();
    for (const CountedCheckin& one : drawn)
        json.value(one.hash.hex());
    return json.end_array().end_object().take();
}

Result<void> draw_week(const Database& database, const OwnLedger& own, int each, LocalDay monday) {
    ReviewsRepository reviews(database);
    const std::string week = format_day(monday);
    if (reviews.is_drawn(week)) return {};
    std::map<std::string, std::vector<CountedCheckin>> by_opd;
    for (const auto& checkin :
         reviews.checkins_between(week, format_day(monday + kWeek - std::chrono::days(1))))
        by_opd[checkin.opd].push_back(checkin);
    const Salt seed = own.random.make<Salt>();
    for (const auto& [opd, all] : by_opd) {
        const auto drawn = drawn_from(all, seed, each);
        const auto written =
            append_decision(database, own, kDrawn, drawn_body(week, opd, seed, all.size(), drawn));
        if (!written) return propagate(written.error());
        for (const CountedCheckin& one : drawn) {
            reviews.add_sample(one.hash, week, opd);
            reviews.consider(one.record, false);
        }
    }
    reviews.add_week(week, own.clock.wall());
    return {};
}

Result<void> may_review(const std::optional<Arrival>& arrival, const Officer& officer) {
    if (!arrival) return fail(ErrorCode::not_found, "no such check-in");
    if (arrival->person == officer.person)
        return fail(ErrorCode::not_allowed, "nobody reviews a check-in of their own");
    return {};
}

}  // namespace

Result<void> review_checkin(const Database& database, const OwnLedger& own, const Officer& officer,
                            const Review& review, const OpdScope& scope) {
    if (auto plain = check_reason(review.why); !plain) return plain;
    return decide(database, own, [&]() -> Result<void> {
        const auto arrival = AttendanceRepository(database).arrival(review.record, scope);
        if (auto may = may_review(arrival, officer); !may) return may;
        ReviewsRepository reviews(database);
        const auto hash = reviews.hash_of(review.record);
        if (!hash) return fail(ErrorCode::not_found, "no such record");
        if (reviews.find(*hash))
            return fail(ErrorCode::conflict, "somebody has looked at this check-in already");
        reviews.add(*hash, {review.verdict, officer.person, own.clock.wall()});
        JudgeQueueRepository(database).add_record(review.record);
        reviews.settle(review.record);
        wire::JsonWriter body;
        body.begin_object()
            .field("dev", arrival->dev.hex())
            .field("inc", arrival->inc)
            .field("seq", arrival->seq)
            .field("hash", hash->hex())
            .field("verdict", name_of(review.verdict));
        const auto written = append_decision(database, own, kReviewed, std::move(body), officer, review.why);
        return written ? Result<void>() : propagate(written.error());
    });
}

LocalDay newest_week(UnixMs now, Zone zone) {
    const LocalDay day = local_day(now + -kLateTerminals, zone);
    const auto since_monday = std::chrono::weekday(day) - std::chrono::Monday;
    return day - since_monday - kWeek;
}

Result<void> draw_samples(const Database& database, const OwnLedger& own, int each, Zone zone) {
    if (each <= 0) return {};
    const LocalDay newest = newest_week(own.clock.wall(), zone);
    const auto drawn = database.read(
        [&]() -> Result<bool> { return ReviewsRepository(database).is_drawn(format_day(newest)); });
    if (!drawn) return propagate(drawn.error());
    if (*drawn) return {};
    return decide(database, own, [&]() -> Result<void> {
        for (int back = kWeeksBack - 1; back >= 0; --back) {
            if (auto done = draw_week(database, own, each, newest - back * kWeek); !done) return done;
        }
        return {};
    });
}

void apply_review(const Database& database, const wire::Line& line) {
    ReviewsRepository reviews(database);
    wire::Fields fields(line.body, line.head.kind);
    if (line.head.kind == kReviewed) {
        const auto hash = fields.hex<Hash>("hash");
        const auto verdict = verdict_from(fields.text("verdict"));
        const auto officer = fields.hex<PersonId>("by");
        if (fields.done() && verdict) reviews.add(hash, {*verdict, officer, line.head.at});
    }
    if (line.head.kind == kDrawn) {
        const std::string week = fields.text("week");
        const std::string opd = fields.text("opd");
        const wire::Json* hashes = line.body.find("hashes");
        if (!fields.done() || hashes == nullptr || hashes->array() == nullptr) return;
        for (const wire::Json& value : *hashes->array()) {
            const auto hash = value.text() != nullptr ? Hash::parse_hex(*value.text()) : std::nullopt;
            if (hash) reviews.add_sample(*hash, week, opd);
        }
        reviews.add_week(week, line.head.at);
    }
}

}  // namespace hadir::central
