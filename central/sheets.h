// Tables that leave central for a spreadsheet: CSV and XLSX of one and the same cells.
#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace hadir::central {

// Of a person's allowance; written in percent: 350 is 3.50.
struct Percent {
    int basis_points = 0;
    bool operator==(const Percent&) const = default;
};
using Cell = std::variant<std::monostate, std::string, int, Percent, LocalDay>;

struct SheetColumn {
    std::string header;
    double width = 6;  // in characters
};
struct Sheet {
    std::string name;  // at most 31 characters
    std::vector<SheetColumn> columns;
    std::vector<std::vector<Cell>> rows;  // as wide as the columns
    bool sums = false;                    // the last row is one of sums
    int pinned = 0;                       // first columns that stay while the rest is scrolled
    std::string heading{};                // printed above every page
};

// RFC 4180 with a BOM, since spreadsheets take UTF-8 for something else without one. A text that a
// spreadsheet could take for a formula (it begins with = + - @, a tab or a line's end) gets an apostrophe in
// front.
[[nodiscard]] std::string csv_of(const Sheet& sheet);

struct BookFacts {
    std::string title;
    UnixMs made;
};
// Numbers and days are such, texts are never formulas. STORAGE when the system has no room for it.
[[nodiscard]] Result<std::string> xlsx_of(std::span<const Sheet> sheets, const BookFacts& facts);

}  // namespace hadir::central
