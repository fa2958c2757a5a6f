// Tables from other offices: CSV by RFC 4180, UTF-8, with a header whose columns are known beforehand.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace hadir::wire {

constexpr std::size_t kCsvBytesMax = 33'554'432;
constexpr std::size_t kCsvRowsMax = 200'000;
constexpr std::size_t kCsvFieldBytesMax = 1024;

struct CsvRow {
    std::uint64_t line = 1;  // where the row starts in the file, from 1
    std::vector<std::string> fields;
};

// The rows after the header, each with exactly these columns in this order. A BOM in front is let pass
// (spreadsheets write one), as are CRLF ends. MALFORMED with `line` for wrong columns, encoding, quotes;
// TOO_LARGE past a limit.
[[nodiscard]] Result<std::vector<CsvRow>> parse_csv(std::string_view text,
                                                    std::span<const std::string_view> columns);
[[nodiscard]] inline Result<std::vector<CsvRow>> parse_csv(std::string_view text,
                                                           std::initializer_list<std::string_view> columns) {
    return parse_csv(text, std::span(columns.begin(), columns.size()));
}

[[nodiscard]] std::string csv_row(std::initializer_list<std::string_view> fields);  // ends in LF
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace hadir::wire
