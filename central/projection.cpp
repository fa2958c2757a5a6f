#include "central/projection.h"

#include <set>

#include "central/attendance_repository.h"
#include "central/branches_repository.h"
#include "central/devices_repository.h"
#include "central/evidence_repository.h"
#include "central/judge_queue_repository.h"
#include "central/own_projection.h"
#include "central/phones_repository.h"
#include "central/record_times.h"
#include "central/reviews_repository.h"
#include "wire/line.h"
#include "wire/phone_badge.h"
#include "wire/records.h"

namespace hadir::central {
namespace {

constexpr int kRebuildPageRows = 1000;

// A code that no roster knew counts when it is by a key that somebody has registered here; whether that key
// counted then is looked up as the row is read, since it may come to light later.
void prove_phone(const Database& database, const wire::Checkin& checkin, AttendanceRow& row) {
    row.phone = checkin.phone;
    row.step = checkin.step;
    const auto unverified = std::ranges::find(row.marks, "unverified");
    row.proof = PhoneProof::terminal;
    if (unverified == row.marks.end()) return;
    row.proof = PhoneProof::none;
    const auto code = checkin.phone_code ? wire::read_phone_code(*checkin.phone_code)
                                         : Result<wire::PhoneCode>(fail(ErrorCode::malformed, "no code"));
    const auto phone = checkin.phone ? PhonesRepository(database).find(*checkin.phone) : std::nullopt;
    if (!code || !phone || code->key != phone->id || code->step != checkin.step ||
        !wire::is_signed_by(*code, phone->key))
        return;
    row.proof = PhoneProof::central;
    row.person = phone->person;
    row.marks.erase(unverified);
}

void add_claim(const Database& database, const RecordPlace& place, const wire::PhoneKeyShown& shown) {
    const auto code = wire::read_phone_code(shown.code);
    if (!code) return;
    PhonesRepository(database).add_claim(
        {place.id, place.ledger, place.branch, shown.of, code->key, shown.code});
    for (const wire::Evidence& file : shown.evidence)
        EvidenceRepository(database).add(place.id, place.ledger.device, file.sha256);
}

void add_checkin(const Database& database, const RecordPlace& place, UnixMs at,
                 const wire::Checkin& checkin) {
    AttendanceRow row;
    row.record = place.id;
    row.ledger = place.ledger;
    row.branch = place.branch;
    row.seq = place.seq;
    if (checkin.badge != BadgeId{}) row.badge = checkin.badge;
    row.person = checkin.person;
    row.at = at;
    row.day = presence_day(at, place.zone);
    row.dir = checkin.dir;
    row.marks = checkin.marks;
    if (checkin.method == "phone") prove_phone(database, checkin, row);
    AttendanceRepository(database).add(row);
    JudgeQueueRepository(database).add_record(place.id);
    ReviewsRepository reviews(database);
    reviews.consider(place.id, !row.marks.empty());
    for (const std::int64_t record : AttendanceRepository(database).marked_with(place.id))
        reviews.consider(record, true);
    for (const wire::Evidence& file : checkin.evidence)
        EvidenceRepository(database).add(place.id, place.ledger.device, file.sha256);
}

}  // namespace

Reading read_record(std::string_view text) {
    const auto line = wire::parse_line(text);
    if (!line) return {line.error().message, std::nullopt};
    Reading reading{std::nullopt, line->head.clock.state};
    if (line->head.kind == "checkin") {
        if (const auto body = wire::parse_checkin(line->body); !body)
            reading.quarantine = body.error().message;
    } else if (line->head.kind == "direction") {
        if (const auto body = wire::parse_direction(line->body); !body)
            reading.quarantine = body.error().message;
    } else if (line->head.kind == "phone-key") {
        if (const auto body = wire::parse_phone_key(line->body); !body)
            reading.quarantine = body.error().message;
    }
    return reading;
}

Projected project(const Database& database, const RecordPlace& place, std::string_view text) {
    const auto line = wire::parse_line(text);
    if (!line) return Projected::nothing;
    if (line->head.kind == "checkin") {
        const auto checkin = wire::parse_checkin(line->body);
        if (!checkin) return Projected::nothing;
        add_checkin(database, place, line->head.at, *checkin);
        return Projected::arrival;
    }
    if (line->head.kind == "phone-key") {
        if (const auto shown = wire::parse_phone_key(line->body)) add_claim(database, place, *shown);
    }
    if (line->head.kind == "direction") {
        if (const auto direction = wire::parse_direction(line->body)) {
            // The check-in may stand before the place where this branch left another.
            const auto branches = BranchesRepository(database).all(place.ledger);
            AttendanceRepository(database).set_direction(place.ledger,
                                                         holder_of(branches, place.branch, direction->of),
                                                         direction->of, direction->dir);
        }
    }
    return Projected::nothing;
}

namespace {

void rebuild_terminal(const Database& database, const Device& device) {
    RecordsRepository records(database);
    std::set<std::pair<std::uint32_t, std::int64_t>> branches;
    for (std::int64_t after = 0;;) {
        const auto rows = records.page(device.id, after, kRebuildPageRows);
        if (rows.empty()) break;
        for (const StoredRecord& row : rows) {
            note_time(database, row.id, row.line.line, row.received);
            project(database, {row.id, {device.id, row.inc}, row.branch, row.seq, device.place.zone},
                    row.line.line);
            branches.emplace(row.inc, row.branch);
        }
        after = rows.back().id;
    }
    for (const auto& [inc, branch] : branches)
        settle_times(database, {device.id, inc}, branch, 1, device.place.zone);
}

}  // namespace

void rebuild_projections(const Database& database) {
    AttendanceRepository(database).clear();
    EvidenceRepository(database).clear();
    ReviewsRepository(database).clear_queue();
    PhonesRepository(database).clear_claims();
    forget_times(database);
    rebuild_own(database);
    DevicesRepository devices(database);
    for (std::string after_dev;;) {
        const auto terminals = devices.terminals(after_dev, kRebuildPageRows, OpdScope::all());
        if (terminals.empty()) return;
        for (const TerminalRow& terminal : terminals)
            rebuild_terminal(database, *devices.find(terminal.dev));
        after_dev = terminals.back().dev.hex();
    }
}

}  // namespace hadir::central
