// How a verdict's why is kept.
#include "central/verdicts_repository.h"
#include "wire/json.h"

namespace hadir::central {
namespace {

std::vector<std::int64_t> integers_in(const wire::Json& item) {
    std::vector<std::int64_t> numbers;
    if (item.array() == nullptr) return numbers;
    for (const wire::Json& number : *item.array()) {
        if (number.integer() != nullptr) numbers.push_back(*number.integer());
    }
    return numbers;
}

void write_integers(wire::JsonWriter& json, const std::vector<std::int64_t>& numbers) {
    json.begin_array();
    for (const std::int64_t number : numbers)
        json.value(number);
    json.end_array();
}

Reason reason_in(const wire::Json::Array& parts) {
    Reason reason;
    if (parts.size() != 5) return reason;
    if (parts[0].text() != nullptr) reason.sentence = *parts[0].text();
    if (parts[1].text() != nullptr) reason.rule = *parts[1].text();
    if (parts[2].object() != nullptr) {
        for (const auto& [key, value] : *parts[2].object()) {
            if (value.text() != nullptr) reason.values.emplace_back(key, *value.text());
        }
    }
    reason.stamps = integers_in(parts[3]);
    reason.papers = integers_in(parts[4]);
    return reason;
}

}  // namespace

std::string write_why(const std::vector<Reason>& why) {
    wire::JsonWriter json;
    json.begin_object().key("why").begin_array();
    for (const Reason& reason : why) {
        json.begin_array().value(reason.sentence).value(reason.rule).begin_object();
        for (const auto& [key, value] : reason.values)
            json.field(key, value);
        json.end_object();
        write_integers(json, reason.stamps);
        write_integers(json, reason.papers);
        json.end_array();
    }
    return json.end_array().end_object().take();
}

std::vector<Reason> read_why(std::string_view text) {
    std::vector<Reason> why;
    const auto json = wire::parse_json(text);
    const wire::Json* list = json ? json->find("why") : nullptr;
    if (list == nullptr || list->array() == nullptr) return why;
    for (const wire::Json& item : *list->array()) {
        if (item.array() != nullptr) why.push_back(reason_in(*item.array()));
    }
    return why;
}

}  // namespace hadir::central
