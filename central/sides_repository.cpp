#include "central/sides_repository.h"

#include <soci/soci.h>

#include "central/blobs.h"

namespace hadir::central {

void SidesRepository::add(std::int64_t record, const wire::Side& side, const std::optional<PersonId>& whose) {
    const long long id = record;
    const std::string person = whose ? whose->hex() : "";
    soci::indicator has_person = whose ? soci::i_ok : soci::i_null;
    const std::string salt = side.salt.hex();
    sql_ << "INSERT INTO sides (record, field, person, salt, value) VALUES (:record, :field, :person, :salt, "
            ":value) ON CONFLICT (record, field) DO NOTHING",
        soci::use(id), soci::use(side.field), soci::use(person, has_person), soci::use(salt),
        soci::use(side.value);
}

void SidesRepository::add_erased(const SidePlace& place, const std::optional<PersonId>& whose) {
    const long long id = place.record;
    const std::string person = whose ? whose->hex() : "";
    soci::indicator has_person = whose ? soci::i_ok : soci::i_null;
    sql_ << "INSERT INTO sides (record, field, person) VALUES (:record, :field, :person) "
            "ON CONFLICT (record, field) DO NOTHING",
        soci::use(id), soci::use(place.field), soci::use(person, has_person);
}

std::vector<StoredSide> SidesRepository::of_record(std::int64_t record) {
    const long long id = record;
    std::string field, salt, value;
    soci::indicator kept = soci::i_ok, kept_value = soci::i_ok;
    soci::statement select =
        (sql_.prepare << "SELECT field, salt, value FROM sides WHERE record = :record "
                         "ORDER BY field",
         soci::use(id), soci::into(field), soci::into(salt, kept), soci::into(value, kept_value));
    select.execute();
    std::vector<StoredSide> sides;
    while (select.fetch()) {
        StoredSide stored{field, std::nullopt};
        if (kept == soci::i_ok && kept_value == soci::i_ok)
            stored.side = wire::Side{field, Salt::parse_hex(salt).value_or(Salt{}), value};
        sides.push_back(std::move(stored));
    }
    return sides;
}

std::vector<FreeText> SidesRepository::free_texts() {
    long long id = 0;
    std::string field, value;
    soci::statement select = (sql_.prepare << "SELECT record, field, value FROM sides WHERE person IS NULL "
                                              "AND value IS NOT NULL",
                              soci::into(id), soci::into(field), soci::into(value));
    select.execute();
    std::vector<FreeText> texts;
    while (select.fetch())
        texts.push_back({{id, field}, value});
    return texts;
}

std::vector<ErasedSide> SidesRepository::erased_of(std::int64_t device) {
    const long long of = device;
    long long inc = 0, seq = 0;
    std::string field;
    soci::statement select =
        (sql_.prepare << "SELECT r.inc, r.seq, s.field FROM sides s JOIN records r ON r.id = s.record "
                         "WHERE r.device = :device AND s.value IS NULL",
         soci::use(of), soci::into(inc), soci::into(seq), soci::into(field));
    select.execute();
    std::vector<ErasedSide> sides;
    while (select.fetch())
        sides.push_back({static_cast<std::uint32_t>(inc), static_cast<std::uint64_t>(seq), field});
    return sides;
}

void SidesRepository::erase(const SidePlace& place) {
    const long long id = place.record;
    sql_ << "UPDATE sides SET salt = NULL, value = NULL WHERE record = :record AND field = :field",
        soci::use(id), soci::use(place.field);
}

void SidesRepository::erase_of(const PersonId& person) {
    const std::string id = person.hex();
    sql_ << "UPDATE sides SET salt = NULL, value = NULL WHERE person = :person", soci::use(id);
}

std::vector<PlacedLine> SidesRepository::lines_at(const LedgerPlace& ledger, std::uint64_t seq) {
    const long long device = ledger.device, inc = ledger.inc;
    const auto place = static_cast<long long>(seq);
    long long id = 0;
    soci::blob line(sql_);
    soci::statement select =
        (sql_.prepare << "SELECT id, line FROM records WHERE device = :device AND inc = :inc AND seq = :seq "
                         "ORDER BY branch",
         soci::use(device), soci::use(inc), soci::use(place), soci::into(id), soci::into(line));
    select.execute();
    std::vector<PlacedLine> lines;
    while (select.fetch())
        lines.push_back({id, text_in(line)});
    return lines;
}

}  // namespace hadir::central
