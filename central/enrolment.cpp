#include "central/enrolment.h"

#include "central/enrolment_repository.h"
#include "central/files_repository.h"
#include "central/refusals.h"
#include "pki/certificate.h"
#include "wire/crypto.h"
#include "wire/json.h"

namespace hadir::central {
namespace {

constexpr std::uint32_t kFirstInc = 1;

using Decision = std::variant<std::string, httpd::Problem>;  // the answer of a 201, or why not

// The same for an unknown slot, a wrong secret and a slot that five wrong answers have closed.
httpd::Problem unknown_code() {
    return problem_of(ErrorCode::unknown_code, "no such enrolment code",
                      "check the 24 characters, or ask BKD for a new code");
}

// What is wrong with a request whose mac is right.
std::optional<httpd::Problem> fault_of(const wire::EnrolRequest& request, const EnrolSlotRow& slot,
                                       DevicesRepository& devices, UnixMs now) {
    if (slot.used) return problem_of(ErrorCode::expired, "this code was used", "ask BKD for a new code");
    if (slot.expires <= now)
        return problem_of(ErrorCode::expired, "this code was good for 24 hours", "ask BKD for a new code");
    if (!wire::is_usable_key(request.ledger_key) || !wire::signature_fits(request))
        return problem_of(ErrorCode::bad_signature, "sig is not by ledger_pub over this request");
    if (const auto point = pki::check_request({request.csr}); !point)
        return problem_of(point.error().in("csr"));
    if (devices.owner_of(request.ledger_key))
        return problem_of(ErrorCode::conflict, "another terminal has this ledger key",
                          "make a new ledger key");
    return std::nullopt;
}

std::string enrolled_body(const DeviceId& dev, const PublicKey& ledger_key, const Place& place, UnixMs until,
                          const std::optional<PersonId>& officer) {
    wire::JsonWriter json;
    return json.begin_object()
        .field("dev", dev.hex())
        .field("inc", kFirstInc)
        .field("ledger_pub", ledger_key.hex())
        .field("opd", place.opd)
        .field("office", place.office)
        .field("kiosk", place.kiosk)
        .field("zone", std::string(iana_name(place.zone)))
        .field("until", format_at(until))
        .field("enrolled_by", officer ? std::optional(officer->hex()) : std::nullopt)
        .end_object()
        .take();
}

Result<Decision> enrol(const wire::EnrolRequest& request, const EnrolSlotRow& slot,
                       const Hash& request_sha256, const Database& database, const OwnLedger& own,
                       const pki::Authority& ca) {
    const UnixMs now = own.clock.wall();
    const auto keys = FilesRepository(database).newest({FileKind::keys, std::nullopt});
    if (!keys) return fail(ErrorCode::internal, "no keys file; run hadir-central keys import");
    const auto dev = own.random.make<DeviceId>();
    auto certificate = pki::issue_terminal(ca, {request.csr}, dev, now);
    if (!certificate) return propagate(certificate.error());
    const auto facts = pki::read_certificate(certificate->der);
    if (!facts) return propagate(facts.error());
    DevicesRepository devices(database);
    const auto id = devices.add(dev, slot.place, now, facts->not_after, slot.made_by);
    devices.add_incarnation(id, kFirstInc, request.ledger_key, now);
    const auto written =
        append_decision(database, own, "device-enrolled",
                        enrolled_body(dev, request.ledger_key, slot.place, facts->not_after, slot.made_by));
    if (!written) return propagate(written.error());
    std::string answer = wire::write_enrol_answer(
        wire::make_enrol_answer(slot.code.secret, request.mac, dev, std::move(certificate->der), keys->file));
    EnrolmentRepository(database).use(request.slot, request_sha256, answer, now);
    return Decision(std::move(answer));
}

// A wrong answer is counted, so a refusal commits too.
Result<Decision> judge(const wire::EnrolRequest& request, const Hash& request_sha256,
                       const Database& database, const OwnLedger& own, const pki::Authority& ca) {
    const UnixMs now = own.clock.wall();
    EnrolmentRepository slots(database);
    DevicesRepository devices(database);
    slots.forget_before(now + -kEnrolCodeLife, now + -kEnrolAnswerLife);
    const auto slot = slots.find(request.slot);
    const bool right = wire::mac_fits(request, slot ? slot->code.secret : wire::EnrolSecret{}) && slot;
    if (!right || slot->wrong >= kEnrolWrongMax) {
        if (slot) slots.count_wrong(request.slot);
        return Decision(unknown_code());
    }
    if (slot->used && slot->request_sha256 == request_sha256.hex()) return Decision(slot->answer);
    if (auto fault = fault_of(request, *slot, devices, now)) return Decision(*std::move(fault));
    return enrol(request, *slot, request_sha256, database, own, ca);
}

}  // namespace

Result<wire::EnrolCode> make_enrol_code(const Database& database, Random& random, const Place& place,
                                        UnixMs now, const std::optional<PersonId>& officer) {
    return database.transaction([&]() -> Result<wire::EnrolCode> {
        if (!FilesRepository(database).newest({FileKind::keys, std::nullopt}))
            return fail(ErrorCode::not_found,
                        "no keys file is here yet; run hadir-central keys import first");
        const wire::EnrolCode code{random.make<wire::EnrolSlot>(), random.make<wire::EnrolSecret>()};
        EnrolmentRepository(database).add(code, place, now + kEnrolCodeLife, officer);
        return code;
    });
}

httpd::Response handle_enrolment(const httpd::Request& request, const Database& database,
                                 const OwnLedger& own, const pki::Authority& ca) {
    const auto parsed = wire::parse_enrol_request(request.body);
    if (!parsed) return httpd::problem(request.id, problem_of(parsed.error()));
    const Hash sha256 = wire::sha256(as_bytes(request.body));
    const auto decision = decide(database, own, [&] { return judge(*parsed, sha256, database, own, ca); });
    if (!decision) return httpd::problem(request.id, problem_of(decision.error()));
    if (const auto* refusal = std::get_if<httpd::Problem>(&*decision))
        return httpd::problem(request.id, *refusal);
    return httpd::json_response(201, std::get<std::string>(*decision));
}

}  // namespace hadir::central
