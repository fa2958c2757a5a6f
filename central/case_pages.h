// Printable pages of HTML: everything that is put in is escaped. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.h"

namespace hadir::central {

extern const std::string_view kPageStyle;

class Page {
public:
    Page(std::string_view title, const std::vector<std::string>& letterhead);

    void begin(std::string_view element, std::string_view style_class);
    void end(std::string_view element);
    void text(std::string_view element, std::string_view words, std::string_view style_class = {});
    void title(std::string_view words, std::string_view number);
    // Names and values; an empty value is a dotted line to write on.
    void facts(const std::vector<std::pair<std::string, std::string>>& rows);
    void row(std::string_view cell, const std::vector<std::string>& words);
    [[nodiscard]] std::string finish();

private:
    std::string html_;
};

[[nodiscard]] std::string escaped(std::string_view text);
[[nodiscard]] std::string long_day(LocalDay day);   // "Selasa, 24 November 2026"
[[nodiscard]] std::string short_day(LocalDay day);  // "24 November 2026"

}  // namespace hadir::central
