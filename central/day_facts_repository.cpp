#include "central/day_facts_repository.h"

#include <fmt/format.h>
#include <soci/soci.h>

namespace hadir::central {
namespace {

// For `IN (SELECT value FROM json_each(:list))`.
template <class Items, class Text>
std::string list_of(const Items& items, Text text) {
    std::string list = "[";
    for (const auto& item : items)
        list += (list.size() > 1 ? "," : "") + text(item);
    return list + ']';
}

}  // namespace

std::map<std::int64_t, StampFacts> DayFactsRepository::stamps(std::span<const std::int64_t> records) {
    const std::string list = list_of(records, [](std::int64_t id) { return std::to_string(id); });
    long long id = 0, at = 0;
    std::string zone, kiosk, code;
    soci::statement statement =
        (sql_.prepare << "SELECT a.record, a.at_ms, d.zone, d.kiosk, COALESCE(l.code, '') FROM attendance a "
                         "JOIN devices d ON d.id = a.device LEFT JOIN log_leaves l ON l.record = a.record "
                         "WHERE a.record IN (SELECT value FROM json_each(:list))",
         soci::use(list), soci::into(id), soci::into(at), soci::into(zone), soci::into(kiosk),
         soci::into(code));
    statement.execute();
    std::map<std::int64_t, StampFacts> facts;
    while (statement.fetch())
        facts[id] = {{at},
                     zone_from_iana(zone).value_or(Zone::wib),
                     kiosk,
                     code.empty() ? std::nullopt : std::optional(code)};
    return facts;
}

std::map<std::int64_t, std::string> DayFactsRepository::terminals() {
    long long id = 0;
    std::string kiosk, office;
    soci::statement statement = (sql_.prepare << "SELECT id, kiosk, office FROM devices WHERE own = 0",
                                 soci::into(id), soci::into(kiosk), soci::into(office));
    statement.execute();
    std::map<std::int64_t, std::string> names;
    while (statement.fetch())
        names[id] = fmt::format("{}, {}", kiosk, office);
    return names;
}

std::map<PersonId, PersonName> DayFactsRepository::names(std::span<const PersonId> people) {
    const std::string list = list_of(people, [](const PersonId& id) { return '"' + id.hex() + '"'; });
    std::string person, name, number;
    soci::statement statement =
        (sql_.prepare << "SELECT person, name, number FROM people WHERE person IN (SELECT value FROM "
                         "json_each(:list))",
         soci::use(list), soci::into(person), soci::into(name), soci::into(number));
    statement.execute();
    std::map<PersonId, PersonName> names;
    while (statement.fetch()) {
        if (const auto id = PersonId::parse_hex(person)) names[*id] = {name, number};
    }
    return names;
}

}  // namespace hadir::central
