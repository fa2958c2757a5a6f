// A record's line, and the strict JSON under it: terminals of any age, and whoever stole a ledger key, send
// them.
#include "tests/fuzz/fuzz.h"
#include "wire/enrolment.h"
#include "wire/json.h"
#include "wire/key_change.h"
#include "wire/keys_request.h"
#include "wire/line.h"
#include "wire/records.h"
#include "wire/side.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hadir;
    const std::string_view text = fuzz::text_of(data, size);
    const auto id = wire::read_line_id(text);
    if (const auto line = wire::parse_line(text)) {
        fuzz::require(id && *id == line->head.id, "what is understood can be placed, at the same place");
        static_cast<void>(wire::parse_checkin(line->body));
        static_cast<void>(wire::parse_direction(line->body));
        static_cast<void>(wire::parse_version(line->body));
    }
    if (const auto json = wire::parse_json(text)) {
        if (const auto checkin = wire::parse_checkin(*json)) {
            const auto again = wire::parse_json(wire::write_checkin(*checkin));
            fuzz::require(again && wire::parse_checkin(*again),
                          "a check-in that was read can be written and read");
        }
    }
    if (const auto sides = wire::parse_sides(text)) {
        const auto again = wire::parse_sides(wire::write_sides(*sides));
        fuzz::require(again && again->size() == sides->size(),
                      "side data that was read can be written and read");
    }
    static_cast<void>(wire::parse_enrol_request(text));
    static_cast<void>(wire::parse_enrol_answer(text));
    static_cast<void>(wire::parse_keys_request(text));
    if (const auto asked = wire::parse_incarnation(text))
        fuzz::require(wire::parse_incarnation(wire::write_incarnation(*asked)).has_value(),
                      "a change of keys that was read can be written and read");
    if (const auto asked = wire::parse_renewal(text))
        fuzz::require(wire::parse_renewal(wire::write_renewal(*asked)).has_value(),
                      "a renewal that was read can be written and read");
    static_cast<void>(wire::parse_incarnation_answer(text));
    static_cast<void>(wire::parse_renewal_answer(text));
    static_cast<void>(wire::parse_nonce_answer(text));
    return 0;
}
