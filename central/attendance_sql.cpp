#include "central/attendance_sql.h"

namespace hadir::central {
namespace {

constexpr const char* kForked =
    "(a.inc, a.device) IN (SELECT x.inc, x.device FROM branches x WHERE x.revoked_ms IS NULL "
    "GROUP BY x.device, x.inc HAVING COUNT(*) > 1) AND EXISTS (SELECT 1 FROM branches x WHERE "
    "x.device = a.device AND x.inc = a.inc AND x.parent IS NOT NULL AND x.first_seq <= a.seq AND "
    "(x.branch = a.branch OR x.parent = a.branch))";

// What branches share before they part stays.
constexpr const char* kCounts =
    "i.revoked_ms IS NULL AND NOT EXISTS (SELECT 1 FROM branches y WHERE y.device = a.device AND "
    "y.inc = a.inc AND y.branch = a.branch AND y.revoked_ms IS NOT NULL AND EXISTS (SELECT 1 FROM branches x "
    "WHERE x.device = a.device AND x.inc = a.inc AND x.parent IS NOT NULL AND x.first_seq <= a.seq AND "
    "(x.branch = a.branch OR x.parent = a.branch)))";

// When the check-in was made, its phone's key counted.
constexpr const char* kPhoneCounted =
    "EXISTS (SELECT 1 FROM phones k WHERE k.phone = a.phone AND k.from_ms <= COALESCE(a.latest_ms, a.at_ms) "
    "AND (k.ended_ms IS NULL OR k.ended_ms > COALESCE(a.earliest_ms, a.at_ms)))";

constexpr const char* kPhoneTwice =
    "(a.phone IS NOT NULL AND EXISTS (SELECT 1 FROM attendance z WHERE z.phone = a.phone AND z.step = a.step "
    "AND z.device <> a.device))";

constexpr const char* kPhoneShared =
    "(a.phone IS NOT NULL AND EXISTS (SELECT 1 FROM phones k JOIN phones x ON x.browser = k.browser AND "
    "x.browser <> '' AND x.person <> k.person WHERE k.phone = a.phone))";

constexpr const char* kPinWrong =
    "EXISTS (SELECT 1 FROM pin_verdicts w WHERE w.hash = r.hash AND w.verdict = 'wrong')";

}  // namespace

std::string is_forked_sql() {
    return kForked;
}

std::string counts_sql() {
    return std::string(kCounts) + " AND (a.phone_proof IS NULL OR a.phone_proof = 'terminal' OR " +
           "(a.phone_proof = 'central' AND " + kPhoneCounted + "))";
}

std::string phone_twice_sql() {
    return kPhoneTwice;
}

std::string phone_shared_sql() {
    return kPhoneShared;
}

std::string phone_ended_sql() {
    return std::string("(a.phone_proof = 'terminal' AND NOT ") + kPhoneCounted + ")";
}

std::string pin_wrong_sql() {
    return kPinWrong;
}

}  // namespace hadir::central
