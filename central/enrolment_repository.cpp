#include "central/enrolment_repository.h"

#include <soci/soci.h>

namespace hadir::central {

void EnrolmentRepository::add(const wire::EnrolCode& code, const Place& place, UnixMs expires,
                              const std::optional<PersonId>& made_by) {
    const std::string slot = code.slot.hex();
    const std::string secret = code.secret.hex();
    const std::string zone = iana_name(place.zone);
    const long long until = expires.value;
    const std::string officer = made_by ? made_by->hex() : "";
    soci::indicator known = made_by ? soci::i_ok : soci::i_null;
    sql_ << "INSERT INTO enrol_slots (slot, secret, opd, office, kiosk, zone, expires_ms, made_by) "
            "VALUES (:slot, :secret, :opd, :office, :kiosk, :zone, :until, :by)",
        soci::use(slot), soci::use(secret), soci::use(place.opd), soci::use(place.office),
        soci::use(place.kiosk), soci::use(zone), soci::use(until), soci::use(officer, known);
}

std::optional<EnrolSlotRow> EnrolmentRepository::find(const wire::EnrolSlot& slot) {
    const std::string id = slot.hex();
    EnrolSlotRow row;
    std::string secret, zone, made_by;
    long long expires = 0, used = 0;
    sql_ << "SELECT secret, opd, office, kiosk, zone, expires_ms, wrong, COALESCE(used_ms, 0), "
            "COALESCE(request_sha256, ''), COALESCE(answer, ''), COALESCE(made_by, '') FROM enrol_slots "
            "WHERE slot = :slot",
        soci::use(id), soci::into(secret), soci::into(row.place.opd), soci::into(row.place.office),
        soci::into(row.place.kiosk), soci::into(zone), soci::into(expires), soci::into(row.wrong),
        soci::into(used), soci::into(row.request_sha256), soci::into(row.answer), soci::into(made_by);
    if (!sql_.got_data()) return std::nullopt;
    row.code = {slot, wire::EnrolSecret::parse_hex(secret).value_or(wire::EnrolSecret{})};
    row.place.zone = zone_from_iana(zone).value_or(Zone::wib);
    row.made_by = PersonId::parse_hex(made_by);
    row.expires = {expires};
    if (used != 0) row.used = UnixMs{used};
    return row;
}

void EnrolmentRepository::count_wrong(const wire::EnrolSlot& slot) {
    const std::string id = slot.hex();
    sql_ << "UPDATE enrol_slots SET wrong = wrong + 1 WHERE slot = :slot", soci::use(id);
}

void EnrolmentRepository::use(const wire::EnrolSlot& slot, const Hash& request, const std::string& answer,
                              UnixMs now) {
    const std::string id = slot.hex();
    const std::string sha256 = request.hex();
    const long long at = now.value;
    sql_ << "UPDATE enrol_slots SET used_ms = :at, request_sha256 = :sha256, answer = :answer "
            "WHERE slot = :slot",
        soci::use(at), soci::use(sha256), soci::use(answer), soci::use(id);
}

void EnrolmentRepository::forget_before(UnixMs expires, UnixMs used) {
    const long long expired = expires.value;
    const long long answered = used.value;
    sql_
        << "DELETE FROM enrol_slots WHERE (used_ms IS NULL AND expires_ms < :expired) OR used_ms < :answered",
        soci::use(expired), soci::use(answered);
}

}  // namespace hadir::central
