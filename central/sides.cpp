#include "central/sides.h"

#include "central/erasures_repository.h"
#include "central/people_repository.h"
#include "central/pins_repository.h"
#include "central/refusals.h"
#include "central/sides_repository.h"
#include "wire/line.h"
#include "wire/pin.h"

namespace hadir::central {
namespace {

template <class Id>
std::optional<Id> id_in(const wire::Json& body, std::string_view key) {
    const wire::Json* found = body.find(key);
    return found != nullptr && found->text() != nullptr ? Id::parse_hex(*found->text()) : std::nullopt;
}

// Whose record it is: the badge's owner, else whom the terminal's roster named.
std::optional<PersonId> person_of(const Database& database, const wire::Json& body) {
    if (const auto id = id_in<BadgeId>(body, "badge")) {
        if (const auto badge = PeopleRepository(database).find_badge(*id)) return badge->person;
    }
    return id_in<PersonId>(body, "person");
}

// False when no record there has this digest.
bool store(const Database& database, std::int64_t device, const wire::SideLine& side) {
    SidesRepository sides(database);
    bool fits = false;
    for (const PlacedLine& placed : sides.lines_at({device, side.inc}, side.seq)) {
        const auto line = wire::parse_line(placed.line);
        if (!line || wire::side_digest_in(line->body, side.side.field) != wire::digest_of(side.side))
            continue;
        fits = true;
        const auto person = person_of(database, line->body);
        if (person && ErasuresRepository(database).holds(*person)) {
            sides.add_erased({placed.record, side.side.field}, person);
        } else {
            sides.add(placed.record, side.side, person);
            if (side.side.field == wire::kPinField) PinsRepository(database).expect(placed.record);
        }
    }
    return fits;
}

}  // namespace

httpd::Response handle_sides(const httpd::Request& request, const Database& database, const Device& device) {
    const auto lines = wire::parse_sides(request.body);
    if (!lines) return httpd::problem(request.id, problem_of(lines.error()));
    const auto stored = database.transaction([&]() -> Result<void> {
        for (std::size_t i = 0; i < lines->size(); ++i) {
            if (!store(database, device.id, lines->at(i)))
                return fail(ErrorCode::malformed, "no record that is stored has this digest", i + 1);
        }
        return {};
    });
    if (!stored) return httpd::problem(request.id, problem_of(stored.error()));
    return {204, {}, ""};
}

}  // namespace hadir::central
