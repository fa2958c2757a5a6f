#include "central/case_records.h"

#include <algorithm>

namespace hadir::central {
namespace {

constexpr std::size_t kDigits = 4;
constexpr std::size_t kCountedMax = 400, kSanctionsMax = 9;  // of a line's arrays
constexpr int kMinutesMax = 1440;

const std::string& text_in(const wire::Json& value) {
    static const std::string none;
    return value.text() == nullptr ? none : *value.text();
}
const wire::Json::Array& items_of(const wire::Json& value) {
    static const wire::Json::Array none;
    return value.array() == nullptr ? none : *value.array();
}
LocalDay day_in(const wire::Json& value) {
    return parse_day(text_in(value)).value_or(LocalDay{});
}

CountedDay counted_in(const wire::Json& value) {
    const auto& parts = items_of(value);
    if (parts.size() != 3) return {};
    CountedDay counted{day_in(parts[0]), text_in(parts[1]), {}};
    for (const wire::Json& part : items_of(parts[2])) {
        const auto& pair = items_of(part);
        if (pair.size() != 2 || pair[1].integer() == nullptr) continue;
        const auto minutes = std::clamp<std::int64_t>(*pair[1].integer(), 0, kMinutesMax);
        counted.from.push_back({day_in(pair[0]), static_cast<int>(minutes)});
    }
    return counted;
}

std::vector<CountedDay> counted_in(const wire::Json::Array& items) {
    std::vector<CountedDay> days;
    for (const wire::Json& item : items)
        days.push_back(counted_in(item));
    return days;
}

std::vector<ChangedDay> changed_in(const wire::Json::Array& items) {
    std::vector<ChangedDay> changed;
    for (const wire::Json& item : items) {
        const auto& pair = items_of(item);
        if (pair.size() == 2) changed.push_back({day_in(pair[0]), text_in(pair[1])});
    }
    return changed;
}

// Lists are kept as bare arrays; the strict reader wants an object.
wire::Json::Array parsed_list(std::string_view json) {
    const auto object = wire::parse_json("{\"list\":" + std::string(json) + '}');
    const wire::Json* list = object ? object->find("list") : nullptr;
    return list == nullptr ? wire::Json::Array{} : items_of(*list);
}

void write_basis(wire::JsonWriter& json, const StoredCase& stored) {
    const ThresholdEvent& basis = stored.basis;
    json.field("threshold", basis.threshold).field("article", basis.article).key("sanctions").begin_array();
    for (const std::string& code : basis.sanctions)
        json.value(code);
    json.end_array()
        .field("day", format_day(basis.day))
        .field("count", basis.count)
        .key("days")
        .raw(write_counted(basis.days))
        .field("salary_stop",
               basis.salary_stop ? std::optional(format_day(*basis.salary_stop)) : std::nullopt)
        .field("rules", stored.rules);
}

// False where it cannot be read.
bool read_basis(wire::Fields& fields, StoredCase& stored) {
    ThresholdEvent& basis = stored.basis;
    basis.threshold = fields.text("threshold");
    basis.article = fields.text("article");
    basis.sanctions.clear();
    for (const wire::Json& code : fields.array("sanctions", kSanctionsMax))
        basis.sanctions.push_back(text_in(code));
    const auto day = parse_day(fields.text("day"));
    basis.count = static_cast<int>(fields.integer("count", 1, static_cast<std::int64_t>(kCountedMax)));
    basis.days = counted_in(fields.array("days", kCountedMax));
    basis.salary_stop = parse_day(fields.nullable_text("salary_stop").value_or(""));
    stored.rules = fields.text("rules");
    if (!fields.done() || !day) return false;
    basis.day = *day;
    return true;
}

void apply_opened(const Database& database, std::int64_t record, const wire::Line& line) {
    wire::Fields fields(line.body, line.head.kind);
    StoredCase opened;
    opened.number = fields.text("case");
    opened.person = fields.hex<PersonId>("person");
    opened.opd = fields.text("opd");
    opened.basis.regime = fields.text("regime");
    const auto mode = count_mode_from(fields.text("mode"));
    const auto on = parse_day(fields.text("opened"));
    if (!mode || !on || !read_basis(fields, opened)) return;
    opened.basis.mode = *mode;
    opened.opened = line.head.at;
    CaseEntry entry;
    entry.record = record;
    entry.day = *on;
    entry.at = line.head.at;
    opened.entries.push_back(std::move(entry));
    CasesRepository(database).put(opened);
}

// What every later record begins with.
CaseEntry entry_of(std::int64_t record, const wire::Line& line, const StoredCase& stored, CaseAct act) {
    CaseEntry entry;
    entry.record = record;
    entry.act = act;
    entry.state = stored.state();
    entry.day = stored.entries.back().day;
    entry.at = line.head.at;
    const wire::Json* by = line.body.find("by");
    if (by != nullptr) entry.by = PersonId::parse_hex(text_in(*by));
    return entry;
}

bool read_moved(const wire::Line& line, CaseEntry& entry) {
    wire::Fields fields(line.body, line.head.kind);
    const auto state = case_state_from(fields.text("state"));
    const auto day = parse_day(fields.text("day"));
    entry.sanction = fields.nullable_text("sanction").value_or("");
    entry.rule = fields.nullable_text("rule").value_or("");
    entry.changed = changed_in(fields.array("changed", kCountedMax));
    if (!fields.done() || !state || !day) return false;
    entry.state = *state;
    entry.day = *day;
    return true;
}

}  // namespace

const char* name_of(CountMode mode) {
    return mode == CountMode::year ? "year" : "consecutive";
}
std::optional<CountMode> count_mode_from(std::string_view name) {
    if (name == "year") return CountMode::year;
    if (name == "consecutive") return CountMode::consecutive;
    return std::nullopt;
}

wire::JsonWriter opened_body(const StoredCase& opened) {
    wire::JsonWriter json = case_body(opened);
    json.field("opd", opened.opd)
        .field("regime", opened.basis.regime)
        .field("mode", name_of(opened.basis.mode))
        .field("opened", format_day(opened.entries.back().day));
    write_basis(json, opened);
    return json;
}

wire::JsonWriter recounted_body(const StoredCase& recounted) {
    wire::JsonWriter json = case_body(recounted);
    write_basis(json, recounted);
    return json;
}

wire::JsonWriter case_body(const StoredCase& stored) {
    wire::JsonWriter json;
    json.begin_object().field("case", stored.number).field("person", stored.person.hex());
    return json;
}

wire::JsonWriter moved_body(const StoredCase& stored, const CaseEntry& entry) {
    const auto filled = [](const std::string& text) {
        return text.empty() ? std::nullopt : std::optional(text);
    };
    wire::JsonWriter json = case_body(stored);
    json.field("state", name_of(entry.state))
        .field("day", format_day(entry.day))
        .field("sanction", filled(entry.sanction))
        .field("rule", filled(entry.rule))
        .key("changed")
        .raw(write_changed(entry.changed));
    return json;
}

void apply_case(const Database& database, std::int64_t record, const wire::Line& line) {
    const std::string& kind = line.head.kind;
    if (kind == kCaseOpened) return apply_opened(database, record, line);
    const bool known =
        kind == kCaseRecounted || kind == kCaseMoved || kind == kCaseProposed || kind == kCaseStatement;
    const wire::Json* number = line.body.find("case");
    if (!known || number == nullptr) return;
    CasesRepository cases(database);
    auto stored = cases.find(text_in(*number));
    if (!stored || stored->newest() >= record) return;
    CaseEntry entry = entry_of(record, line, *stored, CaseAct::moved);
    if (kind == kCaseMoved && !read_moved(line, entry)) return;
    if (kind == kCaseRecounted) {
        wire::Fields fields(line.body, kind);
        if (!read_basis(fields, *stored)) return;
        entry.act = CaseAct::recounted;
    }
    if (kind == kCaseProposed) {
        wire::Fields fields(line.body, kind);
        entry.act = CaseAct::proposed;
        entry.sanction = fields.text("sanction");
        if (!fields.done()) return;
    }
    if (kind == kCaseStatement) entry.act = CaseAct::statement;
    stored->entries.push_back(std::move(entry));
    cases.put(*stored);
}

std::string write_counted(const std::vector<CountedDay>& days) {
    wire::JsonWriter json;
    json.begin_array();
    for (const CountedDay& counted : days) {
        json.begin_array().value(format_day(counted.day)).value(counted.conversion).begin_array();
        for (const MissingMinutes& part : counted.from)
            json.begin_array().value(format_day(part.day)).value(part.minutes).end_array();
        json.end_array().end_array();
    }
    return json.end_array().take();
}

std::vector<CountedDay> read_counted(std::string_view json) {
    return counted_in(parsed_list(json));
}

std::string write_changed(const std::vector<ChangedDay>& changed) {
    wire::JsonWriter json;
    json.begin_array();
    for (const ChangedDay& one : changed)
        json.begin_array().value(format_day(one.day)).value(one.code).end_array();
    return json.end_array().take();
}

std::vector<ChangedDay> read_changed(std::string_view json) {
    return changed_in(parsed_list(json));
}

std::string text_of_words(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::string case_number(const std::string& prefix, int count) {
    const std::string digits = std::to_string(count);
    return prefix + std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
}

}  // namespace hadir::central
