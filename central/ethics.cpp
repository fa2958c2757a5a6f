#include "central/ethics.h"

#include <algorithm>

#include "central/people_repository.h"
#include "central/records_repository.h"

namespace hadir::central {
namespace {

constexpr const char* kOpened = "ethics-opened";
constexpr const char* kMoved = "ethics-moved";
constexpr const char* kSeen = "ethics-seen";

wire::JsonWriter body_of(const std::string& number, const PersonId& person) {
    wire::JsonWriter json;
    json.begin_object().field("case", number).field("person", person.hex());
    return json;
}

Result<void> write(const Database& database, const OwnLedger& own, const char* kind, wire::JsonWriter body,
                   const Officer& officer, const std::string& why) {
    const auto record = append_decision(database, own, kind, std::move(body), officer, why);
    if (!record) return propagate(record.error());
    const auto line = wire::parse_line(RecordsRepository(database).line(*record));
    if (!line) return propagate(line.error());
    apply_ethics(database, *record, *line);
    return {};
}

Result<PersonId> person_by(const std::vector<Person>& people, const std::string& number) {
    const auto found = std::ranges::find_if(
        people, [&](const Person& person) { return person.active && person.number == number; });
    if (found == people.end())
        return fail(ErrorCode::not_found, "nobody has the nomor presensi " + number + "; correct it");
    return found->person;
}

Result<EthicsCase> case_for(const Database& database, const Officer& officer, const std::string& number) {
    auto stored = EthicsRepository(database).find(number);
    if (!stored) return fail(ErrorCode::not_found, "no such case");
    if (stored->person == officer.person)
        return fail(ErrorCode::not_allowed, "nobody keeps a case of their own");
    return *std::move(stored);
}

Result<std::vector<PersonId>> council_of(const Database& database, const EthicsCase& stored,
                                         const std::vector<std::string>& numbers) {
    if (numbers.size() < kCouncilMin || numbers.size() > kCouncilMax || numbers.size() % 2 == 0)
        return fail(ErrorCode::usage, "a council has an odd number of members, from 5 to 15");
    const auto people = PeopleRepository(database).all();
    std::vector<PersonId> council;
    for (const std::string& number : numbers) {
        const auto person = person_by(people, number);
        if (!person) return propagate(Error(ErrorCode::usage, person.error().message));
        if (*person == stored.person)
            return fail(ErrorCode::usage, "the person of the case sits in no council on it");
        if (std::ranges::find(council, *person) != council.end())
            return fail(ErrorCode::usage, number + " stands twice in the council");
        council.push_back(*person);
    }
    return council;
}

Result<void> may_follow(const EthicsCase& stored, const EthicsMove& move) {
    if (stored.newest() != move.seen)
        return fail(ErrorCode::conflict, stored.number + " is " + name_of(stored.state()) + " since " +
                                             format_at(stored.entries.back().at) +
                                             ": somebody was faster; look at it again");
    if (static_cast<int>(move.to) != static_cast<int>(stored.state()) + 1)
        return fail(ErrorCode::not_allowed,
                    std::string(name_of(move.to)) + " does not follow " + name_of(stored.state()));
    if ((move.to == EthicsState::decided) != move.verdict.has_value())
        return fail(ErrorCode::usage, "a verdict belongs to the decision, and to nothing else");
    if (move.to != EthicsState::council && !move.council.empty())
        return fail(ErrorCode::usage, "members belong to the step `council`");
    return {};
}

std::vector<PersonId> council_in(const wire::Json::Array& items) {
    std::vector<PersonId> council;
    for (const wire::Json& item : items) {
        const auto member = item.text() == nullptr ? std::nullopt : PersonId::parse_hex(*item.text());
        if (member) council.push_back(*member);
    }
    return council;
}

}  // namespace

Result<std::string> open_ethics(const Database& database, const OwnLedger& own, const Officer& officer,
                                const EthicsReport& report) {
    if (auto plain = check_reason(report.why); !plain) return propagate(plain.error());
    return decide(database, own, [&]() -> Result<std::string> {
        const auto person = person_by(PeopleRepository(database).all(), report.number);
        if (!person) return propagate(person.error());
        if (*person == officer.person)
            return fail(ErrorCode::not_allowed, "nobody keeps a case of their own");
        const std::string number = EthicsRepository(database).next_number(report.year);
        if (auto done = write(database, own, kOpened, body_of(number, *person), officer, report.why); !done)
            return propagate(done.error());
        return number;
    });
}

Result<void> move_ethics(const Database& database, const OwnLedger& own, const Officer& officer,
                         const EthicsMove& move) {
    if (auto plain = check_reason(move.why); !plain) return plain;
    return decide(database, own, [&]() -> Result<void> {
        const auto stored = case_for(database, officer, move.number);
        if (!stored) return propagate(stored.error());
        if (auto may = may_follow(*stored, move); !may) return may;
        std::vector<PersonId> council = stored->council;
        if (move.to == EthicsState::council) {
            auto named = council_of(database, *stored, move.council);
            if (!named) return propagate(named.error());
            council = *std::move(named);
        }
        const auto verdict = move.verdict ? move.verdict : stored->verdict;
        wire::JsonWriter body = body_of(stored->number, stored->person);
        body.field("state", name_of(move.to)).key("council").begin_array();
        for (const PersonId& member : council)
            body.value(member.hex());
        body.end_array().field("verdict",
                               verdict ? std::optional<std::string>(name_of(*verdict)) : std::nullopt);
        return write(database, own, kMoved, std::move(body), officer, move.why);
    });
}

Result<EthicsCase> look_at_ethics(const Database& database, const OwnLedger& own, const Officer& officer,
                                  const std::string& number) {
    return decide(database, own, [&]() -> Result<EthicsCase> {
        auto stored = case_for(database, officer, number);
        if (!stored) return stored;
        if (auto done = write(database, own, kSeen, body_of(number, stored->person), officer, ""); !done)
            return propagate(done.error());
        return stored;
    });
}

void apply_ethics(const Database& database, std::int64_t record, const wire::Line& line) {
    const bool opens = line.head.kind == kOpened;
    if (!opens && line.head.kind != kMoved) return;
    wire::Fields fields(line.body, line.head.kind);
    const std::string number = fields.text("case");
    const auto person = fields.hex<PersonId>("person");
    EthicsEntry entry{record, EthicsState::opened, line.head.at, fields.hex<PersonId>("by")};
    EthicsRepository cases(database);
    auto stored = cases.find(number);
    if (opens) {
        if (stored || !fields.done()) return;
        stored = EthicsCase{number, person, line.head.at, {}, std::nullopt, {}};
    } else {
        const auto state = ethics_state_from(fields.text("state"));
        const auto council = council_in(fields.array("council", kCouncilMax));
        const auto verdict = ethics_verdict_from(fields.nullable_text("verdict").value_or(""));
        if (!stored || !state || !fields.done() || stored->newest() >= record) return;
        entry.state = *state;
        stored->council = council;
        stored->verdict = verdict;
    }
    stored->entries.push_back(entry);
    cases.put(*stored);
}

}  // namespace hadir::central
