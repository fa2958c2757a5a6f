// Dated rows in SQL: days as text, an open end as NULL, read as an empty text.
#pragma once

#include <optional>
#include <string>

#include "core/rules.h"

namespace hadir::central {

inline std::optional<LocalDay> stored_day(const std::string& text) {
    return text.empty() ? std::nullopt : parse_day(text);
}
inline DaySpan stored_span(const std::string& first, const std::string& last) {
    return {stored_day(first).value_or(LocalDay{}), stored_day(last)};
}

}  // namespace hadir::central
