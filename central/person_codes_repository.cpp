#include "central/person_codes_repository.h"

#include <soci/soci.h>

namespace hadir::central {
namespace {

wire::PinCheck check_of(const std::string& salt, int bits) {
    return {Salt::parse_hex(salt).value_or(Salt{}), static_cast<std::uint8_t>(bits)};
}

}  // namespace

void PersonCodesRepository::put(const std::string& slot, const PersonCodeRow& code) {
    remove_of(code.person);
    const std::string person = code.person.hex();
    const long long expires = code.expires.value;
    sql_ << "INSERT INTO person_codes (slot, person, secret, expires_ms) "
            "VALUES (:slot, :person, :secret, :expires)",
        soci::use(slot), soci::use(person), soci::use(code.secret), soci::use(expires);
}

std::optional<PersonCodeRow> PersonCodesRepository::find(const std::string& slot) {
    std::string person;
    long long expires = 0;
    PersonCodeRow row;
    sql_ << "SELECT person, secret, expires_ms, wrong FROM person_codes WHERE slot = :slot", soci::use(slot),
        soci::into(person), soci::into(row.secret), soci::into(expires), soci::into(row.wrong);
    if (!sql_.got_data()) return std::nullopt;
    row.person = PersonId::parse_hex(person).value_or(PersonId{});
    row.expires = {expires};
    return row;
}

void PersonCodesRepository::count_wrong(const std::string& slot) {
    sql_ << "UPDATE person_codes SET wrong = wrong + 1 WHERE slot = :slot", soci::use(slot);
}

void PersonCodesRepository::remove_of(const PersonId& person) {
    const std::string id = person.hex();
    sql_ << "DELETE FROM person_codes WHERE person = :person", soci::use(id);
}

void PersonCodesRepository::set_pin(const PersonId& person, const StoredPin& pin) {
    remove_pin(person);
    const std::string id = person.hex(), salt = pin.check.salt.hex();
    const int bits = pin.check.bits;
    const long long set = pin.set.value;
    sql_ << "INSERT INTO pins (person, hash, salt, bits, set_ms) VALUES (:person, :hash, :salt, :bits, :set)",
        soci::use(id), soci::use(pin.hash), soci::use(salt), soci::use(bits), soci::use(set);
}

std::optional<StoredPin> PersonCodesRepository::pin_of(const PersonId& person) {
    const std::string id = person.hex();
    std::string hash, salt;
    int bits = 0;
    long long set = 0;
    sql_ << "SELECT hash, salt, bits, set_ms FROM pins WHERE person = :person", soci::use(id),
        soci::into(hash), soci::into(salt), soci::into(bits), soci::into(set);
    if (!sql_.got_data()) return std::nullopt;
    return StoredPin{hash, check_of(salt, bits), {set}};
}

std::vector<std::pair<PersonId, wire::PinCheck>> PersonCodesRepository::checks_of_opd(
    const std::string& opd) {
    std::string person, salt;
    int bits = 0;
    soci::statement statement =
        (sql_.prepare << "SELECT n.person, n.salt, n.bits FROM pins n JOIN people p ON p.person = n.person "
                         "WHERE p.opd = :opd",
         soci::use(opd), soci::into(person), soci::into(salt), soci::into(bits));
    statement.execute();
    std::vector<std::pair<PersonId, wire::PinCheck>> checks;
    while (statement.fetch())
        checks.emplace_back(PersonId::parse_hex(person).value_or(PersonId{}), check_of(salt, bits));
    return checks;
}

void PersonCodesRepository::remove_pin(const PersonId& person) {
    const std::string id = person.hex();
    sql_ << "DELETE FROM pins WHERE person = :person", soci::use(id);
}

}  // namespace hadir::central
