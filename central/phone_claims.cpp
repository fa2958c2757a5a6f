#include "central/phone_claims.h"

#include "central/branches_repository.h"
#include "central/people_repository.h"
#include "central/phones.h"
#include "wire/line.h"
#include "wire/phone_badge.h"
#include "wire/records.h"

namespace hadir::central {
namespace {

bool is_of_its_moment(const wire::PhoneCode& code, const OpenClaim& claim) {
    const std::uint32_t first = wire::phone_step_at(claim.earliest);
    const std::uint32_t last = wire::phone_step_at(claim.latest);
    return code.step + wire::kPhoneStepsAside >= first && code.step <= last + wire::kPhoneStepsAside;
}

bool is_by(const Phone& phone, const OpenClaim& claim) {
    const auto code = wire::read_phone_code(claim.claim.code);
    return code && wire::is_signed_by(*code, phone.key) && is_of_its_moment(*code, claim);
}

// The line that the record names; none on a branch that an officer has revoked.
std::optional<wire::Line> checkin_before(const Database& database, const PhoneClaim& claim) {
    const auto branches = BranchesRepository(database).all(claim.ledger);
    const auto own = std::ranges::find(branches, claim.branch, &Branch::branch);
    if (own == branches.end() || own->revoked) return std::nullopt;
    const auto text = PhonesRepository(database).line_at(
        claim.ledger, holder_of(branches, claim.branch, claim.of), claim.of);
    if (!text) return std::nullopt;
    auto line = wire::parse_line(*text);
    if (!line || line->head.kind != "checkin") return std::nullopt;
    return *std::move(line);
}

bool is_right_before(const wire::LineHead& badge, const wire::LineHead& phone) {
    const std::chrono::milliseconds apart(phone.up_ms - badge.up_ms);
    return badge.boot == phone.boot && badge.id.seq < phone.id.seq && apart.count() >= 0 &&
           apart <= kBadgeToPhoneMax;
}

}  // namespace

bool proves(const Database& database, const OpenClaim& claim, const Phone& phone) {
    if (!is_by(phone, claim)) return false;
    const auto shown = wire::parse_line(claim.line);
    const auto before = checkin_before(database, claim.claim);
    if (!shown || !before || !is_right_before(before->head, shown->head)) return false;
    const auto checkin = wire::parse_checkin(before->body);
    if (!checkin || checkin->method != "badge" || checkin->badge == BadgeId{}) return false;
    const auto badge = PeopleRepository(database).find_badge(checkin->badge);
    return badge && !badge->revoked && badge->person == phone.person;
}

}  // namespace hadir::central
