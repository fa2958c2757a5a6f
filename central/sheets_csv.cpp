#include <fmt/format.h>

#include <cstdlib>

#include "central/sheets.h"

namespace hadir::central {
namespace {

constexpr const char* kBom = "\xef\xbb\xbf";

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out.push_back('"');
        out.push_back(c);
    }
    return out + '"';
}

bool looks_like_formula(const std::string& text) {
    return !text.empty() && std::string_view("=+-@\t\r\n").contains(text.front());
}

struct CsvCell {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const {
        return quoted(looks_like_formula(text) ? "'" + text : text);
    }
    std::string operator()(int number) const { return std::to_string(number); }
    std::string operator()(Percent percent) const {
        const int value = std::abs(percent.basis_points);
        return fmt::format("{}{}.{:02}", percent.basis_points < 0 ? "-" : "", value / 100, value % 100);
    }
    std::string operator()(LocalDay day) const { return format_day(day); }
};

}  // namespace

std::string csv_of(const Sheet& sheet) {
    std::string out = kBom;
    const auto end_cell = [&](std::size_t i, std::size_t count) { out += i + 1 < count ? "," : "\r\n"; };
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        out += CsvCell{}(sheet.columns[i].header);
        end_cell(i, sheet.columns.size());
    }
    for (const std::vector<Cell>& row : sheet.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            out += std::visit(CsvCell{}, row[i]);
            end_cell(i, row.size());
        }
    }
    return out;
}

}  // namespace hadir::central
