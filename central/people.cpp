#include "central/people.h"

#include <charconv>
#include <map>
#include <set>
#include <unordered_map>

#include "central/files_repository.h"
#include "central/table_fields.h"
#include "wire/csv.h"

namespace hadir::central {
namespace {

constexpr std::uint64_t kNumbers = 100'000;  // five digits

Result<PersonFacts> read_person(const wire::CsvRow& row) {
    static constexpr std::array<const char*, 5> kColumns = {"nip", "nama", "opd", "unit", "kantor"};
    if (!is_nip(row.fields[0])) return fail(ErrorCode::usage, "nip must be 18 digits", row.line);
    for (std::size_t i = 1; i < kColumns.size(); ++i) {
        if (is_text(row.fields[i])) continue;
        return fail(ErrorCode::usage,
                    std::string(kColumns[i]) +
                        " must be 1 to 128 bytes of text without spaces around it or control characters",
                    row.line);
    }
    return PersonFacts{row.fields[0], row.fields[1], row.fields[2], row.fields[3], row.fields[4]};
}

// By NIP, so that a difference reads in one order whatever the file's was.
Result<std::map<std::string, PersonFacts>> read_people(std::string_view csv) {
    const auto rows = wire::parse_csv(csv, {"nip", "nama", "opd", "unit", "kantor"});
    if (!rows) return propagate(rows.error());
    if (rows->empty()) return fail(ErrorCode::usage, "the table has no people", 1);
    std::map<std::string, PersonFacts> people;
    std::unordered_map<std::string, std::uint64_t> lines;
    for (const wire::CsvRow& row : *rows) {
        auto person = read_person(row);
        if (!person) return propagate(person.error());
        const auto [first, fresh] = lines.emplace(person->nip, row.line);
        if (!fresh) {
            return fail(ErrorCode::usage,
                        "this nip stands on line " + std::to_string(first->second) + " already", row.line);
        }
        people.emplace(person->nip, *std::move(person));
    }
    return people;
}

// Gives out five digits that nobody has.
class Numbers {
public:
    Numbers(const std::vector<Person>& people, Random& random) : random_(random) {
        for (const Person& person : people)
            taken_.insert(person.number);
    }
    Result<std::string> next() {
        if (taken_.size() >= kNumbers)
            return fail(ErrorCode::usage, "no nomor presensi is left: all 100,000 are given out");
        for (;;) {
            std::string digits = std::to_string(random_.below(kNumbers));
            digits.insert(0, 5 - digits.size(), '0');
            if (taken_.insert(digits).second) return digits;
        }
    }

private:
    std::set<std::string> taken_;
    Random& random_;
};

struct Plan {
    PeopleDifference difference;
    std::vector<Person> to_add;
    std::vector<Person> to_update;
};

Result<Plan> plan_import(const std::vector<Person>& stored, std::map<std::string, PersonFacts> wanted,
                         Random& random) {
    Plan plan;
    for (const Person& person : stored) {
        const auto found = wanted.find(person.facts.nip);
        if (found == wanted.end()) {
            if (!person.active) continue;
            plan.difference.gone.push_back(person.facts);
            plan.to_update.push_back({person.person, person.facts, person.number, false});
            continue;
        }
        const bool same = found->second == person.facts;
        if (!person.active) plan.difference.added.push_back(found->second);
        if (person.active && !same) plan.difference.changed.push_back({person.facts, found->second});
        if (person.active && same) ++plan.difference.unchanged;
        if (!person.active || !same)
            plan.to_update.push_back({person.person, found->second, person.number, true});
        wanted.erase(found);
    }
    Numbers numbers(stored, random);
    for (auto& [nip, facts] : wanted) {
        auto number = numbers.next();
        if (!number) return propagate(number.error());
        plan.difference.added.push_back(facts);
        plan.to_add.push_back({random.make<PersonId>(), std::move(facts), *std::move(number), true});
    }
    return plan;
}

Result<Badge> read_badge(const wire::CsvRow& row) {
    const auto badge = BadgeId::parse_hex(row.fields[0]);
    const auto person = PersonId::parse_hex(row.fields[1]);
    int key_id = 0;
    const std::string& number = row.fields[2];
    const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), key_id);
    const bool key_good =
        fault == std::errc{} && end == number.data() + number.size() && key_id >= 1 && key_id <= 255;
    if (!badge) return fail(ErrorCode::usage, "badge must be 16 lower-case hex digits", row.line);
    if (!person) return fail(ErrorCode::usage, "person must be 16 lower-case hex digits", row.line);
    if (!key_good) return fail(ErrorCode::usage, "key_id must be a number from 1 to 255", row.line);
    if (!parse_day(row.fields[3]))
        return fail(ErrorCode::usage, "expires must be a day like 2027-12-31", row.line);
    return Badge{*badge, *person, static_cast<std::uint8_t>(key_id), row.fields[3], false};
}

Result<std::size_t> add_badge(PeopleRepository& people, const Badge& badge, std::uint64_t line) {
    const auto person = people.find(badge.person);
    if (!person || person->facts.name.empty()) {  // unknown, or erased
        return fail(ErrorCode::usage, "no person " + badge.person.hex() + "; import the people first", line);
    }
    auto stored = people.find_badge(badge.badge);
    if (stored) {
        stored->revoked = false;
        if (*stored == badge) return 0;
        return fail(ErrorCode::usage, "badge " + badge.badge.hex() + " is there with other facts", line);
    }
    people.add_badge(badge);
    return 1;
}

// The first letter, however many bytes it has.
std::string initial_of(std::string_view word) {
    std::size_t end = 1;
    while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xc0U) == 0x80U)
        ++end;
    return std::string(word.substr(0, end));
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find(' ', from), text.size());
        if (end > from) words.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return words;
}

std::vector<std::string_view> bare_words(std::string_view name) {
    auto words = words_of(name.substr(0, name.find(',')));  // degrees stand behind a comma
    while (words.size() > 1 && words.front().ends_with('.'))
        words.erase(words.begin());
    return words;
}

}  // namespace

Result<PeopleDifference> import_people(const Database& database, Random& random, std::string_view csv,
                                       ImportMode mode) {
    auto wanted = read_people(csv);
    if (!wanted) return propagate(wanted.error());
    return database.transaction([&]() -> Result<PeopleDifference> {
        PeopleRepository people(database);
        auto plan = plan_import(people.all(), *std::move(wanted), random);
        if (!plan) return propagate(plan.error());
        if (mode == ImportMode::dry_run) return std::move(plan->difference);
        for (const Person& person : plan->to_add)
            people.add(person);
        for (const Person& person : plan->to_update)
            people.update(person);
        if (!plan->to_add.empty() || !plan->to_update.empty()) FilesRepository(database).people_changed();
        return std::move(plan->difference);
    });
}

Result<std::string> export_people(const Database& database) {
    return database.read([&]() -> Result<std::string> {
        std::string csv = wire::csv_row({"person", "number", "name", "opd", "unit", "kantor"});
        for (const Person& person : PeopleRepository(database).all()) {
            if (!person.active) continue;
            csv += wire::csv_row({person.person.hex(), person.number, person.facts.name, person.facts.opd,
                                  person.facts.unit, person.facts.office});
        }
        return csv;
    });
}

Result<std::size_t> import_badges(const Database& database, std::string_view csv) {
    const auto rows = wire::parse_csv(csv, {"badge", "person", "key_id", "expires"});
    if (!rows) return propagate(rows.error());
    return database.transaction([&]() -> Result<std::size_t> {
        PeopleRepository people(database);
        std::size_t added = 0;
        for (const wire::CsvRow& row : *rows) {
            const auto badge = read_badge(row);
            if (!badge) return propagate(badge.error());
            const auto one = add_badge(people, *badge, row.line);
            if (!one) return propagate(one.error());
            added += *one;
        }
        if (added != 0) FilesRepository(database).people_changed();
        return added;
    });
}

Result<void> revoke_badge(const Database& database, const BadgeId& badge, UnixMs now) {
    return database.transaction([&]() -> Result<void> {
        if (!PeopleRepository(database).revoke_badge(badge, now))
            return fail(ErrorCode::not_found, "no badge " + badge.hex());
        FilesRepository(database).people_changed();
        return {};
    });
}

std::string bare_name(std::string_view name) {
    std::string bare;
    for (const std::string_view word : bare_words(name))
        bare += (bare.empty() ? "" : " ") + std::string(word);
    return bare;
}

std::string short_name(std::string_view name) {
    const auto words = bare_words(name);
    if (words.empty()) return std::string(name);
    if (words.size() == 1) return std::string(words.front());
    return std::string(words.front()) + ' ' + initial_of(words.back()) + '.';
}

}  // namespace hadir::central
