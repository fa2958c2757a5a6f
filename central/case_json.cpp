#include "central/case_json.h"

#include <algorithm>
#include <set>

#include "central/case_records.h"
#include "central/cases.h"
#include "central/day_facts_repository.h"
#include "central/days_json.h"
#include "central/holidays_repository.h"
#include "central/verdicts_repository.h"

namespace hadir::central {
namespace {

using wire::JsonWriter;

std::optional<std::string> day_or_null(const std::optional<LocalDay>& day) {
    return day ? std::optional(format_day(*day)) : std::nullopt;
}

// Every day that the arithmetic names, once.
std::set<LocalDay> days_in(const ThresholdEvent& basis) {
    std::set<LocalDay> days;
    for (const CountedDay& counted : basis.days) {
        days.insert(counted.day);
        for (const MissingMinutes& part : counted.from)
            days.insert(part.day);
    }
    return days;
}

void write_counted(JsonWriter& json, const CountedDay& counted) {
    json.begin_object()
        .field("day", format_day(counted.day))
        .field("conversion", counted.conversion.empty() ? std::nullopt : std::optional(counted.conversion));
    json.key("from").begin_array();
    for (const MissingMinutes& part : counted.from)
        json.begin_object().field("day", format_day(part.day)).field("minutes", part.minutes).end_object();
    json.end_array().end_object();
}

}  // namespace

const Threshold* threshold_of(const StoredCase& stored, const rules::RuleBook& book) {
    const auto found = std::ranges::find(book.discipline.thresholds, stored.basis.threshold, &Threshold::id);
    return found == book.discipline.thresholds.end() ? nullptr : &*found;
}

CaseReader::CaseReader(const Database& database, const CaseDesk& desk)
    : database_(database),
      book_(desk.book),
      bench_(database, desk.book, desk.terms, desk.zone, desk.today()),
      names_{DayFactsRepository(database).terminals(), HolidaysRepository(database).all()} {}

std::optional<Person> CaseReader::person(const PersonId& person) const {
    return PeopleRepository(database_).find(person);
}

std::optional<std::string> CaseReader::name_of_person(const PersonId& id) const {
    const auto found = person(id);
    return found ? std::optional(found->facts.name) : std::nullopt;
}

std::optional<std::string> CaseReader::words_of(const CaseEntry& entry) const {
    for (const StoredSide& stored : SidesRepository(database_).of_record(entry.record)) {
        if (stored.field == "why" && stored.side) return stored.side->value;
    }
    return std::nullopt;
}

bool CaseReader::is_late(const StoredCase& stored) const {
    const auto due = bench_.due(stored);
    return !due.empty() && due.front().due < bench_.today();
}

void CaseReader::write_due(JsonWriter& json, const DueStep& step) const {
    json.begin_object()
        .field("state", name_of(step.state))
        .field("actor", step.actor)
        .field("rule", step.rule)
        .field("due", format_day(step.due))
        .field("late", step.due < bench_.today())
        .end_object();
}

void CaseReader::write_sanction(JsonWriter& json, const StoredCase& stored, const std::string& code) const {
    const Sanction* sanction = bench_.sanction(stored.basis.regime, code);
    json.begin_object().field("code", code);
    json.field("level", sanction == nullptr ? "" : name_of(sanction->level))
        .field("text_id", sanction == nullptr ? code : sanction->text_id)
        .field("text_en", sanction == nullptr ? code : sanction->text_en)
        .end_object();
}

void CaseReader::write_facts(JsonWriter& json, const StoredCase& stored) const {
    const auto found = person(stored.person);
    const auto superior = bench_.superior_of(stored.person);
    const auto due = bench_.due(stored);
    json.field("case", stored.number)
        .field("person", stored.person.hex())
        .field("name", found ? std::optional(found->facts.name) : std::nullopt)
        .field("number", found ? std::optional(found->number) : std::nullopt)
        .field("opd", stored.opd)
        .field("state", name_of(stored.state()))
        .field("tab", name_of(stored.tab()))
        .field("regime", stored.basis.regime)
        .field("mode", name_of(stored.basis.mode))
        .field("count", stored.basis.count)
        .field("day", format_day(stored.basis.day))
        .field("article", stored.basis.article)
        .field("opened", format_day(stored.entries.front().day))
        .field("salary_stop", day_or_null(stored.basis.salary_stop));
    json.key("sanctions").begin_array();
    for (const std::string& code : stored.basis.sanctions)
        write_sanction(json, stored, code);
    json.end_array().key("due");
    due.empty() ? void(json.null()) : write_due(json, due.front());
    json.key("superior");
    if (!superior) {
        json.null();
        return;
    }
    json.begin_object()
        .field("person", superior->acting.hex())
        .field("name", name_of_person(superior->acting))
        .end_object();
}

void CaseReader::write_row(JsonWriter& json, const StoredCase& stored) const {
    json.begin_object();
    write_facts(json, stored);
    json.end_object();
}

std::string CaseReader::why_of(const DayVerdict& verdict) const {
    std::vector<std::int64_t> records;
    for (const Reason& reason : verdict.why)
        records.insert(records.end(), reason.stamps.begin(), reason.stamps.end());
    return why_json(explain(verdict.why, verdict.day, book_, names_),
                    DayFactsRepository(database_).stamps(records));
}

void CaseReader::write_days(JsonWriter& json, const StoredCase& stored) const {
    json.key("days").begin_array();
    for (const CountedDay& counted : stored.basis.days)
        write_counted(json, counted);
    json.end_array().key("evidence").begin_array();
    for (const LocalDay day : days_in(stored.basis)) {
        const auto verdict = VerdictsRepository(database_).find(stored.person, day);
        json.begin_object()
            .field("day", format_day(day))
            .field("code", verdict ? std::optional(verdict->verdict.code) : std::nullopt);
        json.key("why").raw(verdict ? why_of(verdict->verdict) : "[]").end_object();
    }
    json.end_array();
}

void CaseReader::write_entry(JsonWriter& json, const StoredCase& stored, const CaseEntry& entry) const {
    json.begin_object()
        .field("act", name_of(entry.act))
        .field("state", name_of(entry.state))
        .field("day", format_day(entry.day))
        .field("at", format_at(entry.at))
        .field("by", entry.by ? name_of_person(*entry.by) : std::nullopt)
        .field("central", !entry.by)
        .field("own", entry.by == stored.person)
        .field("words", words_of(entry));
    json.key("sanction");
    entry.sanction.empty() ? void(json.null()) : write_sanction(json, stored, entry.sanction);
    json.key("changed").begin_array();
    for (const ChangedDay& changed : entry.changed)
        json.begin_object().field("day", format_day(changed.day)).field("code", changed.code).end_object();
    json.end_array().end_object();
}

void CaseReader::write_word(JsonWriter& json, const StoredCase& stored, const CaseEntry* entry) const {
    if (entry == nullptr) {
        json.null();
        return;
    }
    write_entry(json, stored, *entry);
}

std::string CaseReader::file(const StoredCase& stored) const {
    JsonWriter json;
    json.begin_object();
    write_facts(json, stored);
    const Threshold* row = threshold_of(stored, book_);
    json.field("seen", stored.newest()).key("threshold").begin_object();
    json.field("id", stored.basis.threshold)
        .field("source", row == nullptr ? "" : row->source)
        .field("confidence",
               row == nullptr ? std::nullopt : std::optional<std::string>(name_of(row->confidence)))
        .field("rules", stored.rules)
        .end_object();
    write_days(json, stored);
    json.key("dues").begin_array();
    for (const DueStep& step : bench_.due(stored))
        write_due(json, step);
    json.end_array().key("next").begin_array();
    for (const CaseState state : next_states(stored.history())) {
        if (state != CaseState::keputusan) json.value(name_of(state));
    }
    json.end_array().key("choices").begin_array();
    for (const Sanction& sanction : bench_.rules().sanctions) {
        if (sanction.regime == stored.basis.regime) write_sanction(json, stored, sanction.code);
    }
    json.end_array()
        .field("may_propose", may_be_proposed(stored.state()))
        .field("objection_until", day_or_null(bench_.objection_until(stored)))
        .key("proposal");
    write_word(json, stored, is_decided(stored.state()) ? nullptr : stored.proposal());
    json.key("decision");
    write_word(json, stored, stored.decision());
    json.key("history").begin_array();
    for (const CaseEntry& entry : stored.entries)
        write_entry(json, stored, entry);
    return json.end_array().end_object().take();
}

}  // namespace hadir::central
