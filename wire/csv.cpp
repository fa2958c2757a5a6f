#include "wire/csv.h"

namespace hadir::wire {
namespace {

// The length of the UTF-8 sequence at the start of `text`, or 0 when it is none (RFC 3629: no surrogates, no
// overlong forms).
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xc2 && first <= 0xdf   ? 2
                             : first >= 0xe0 && first <= 0xef ? 3
                             : first >= 0xf0 && first <= 0xf4 ? 4
                                                              : 0;
    if (size == 0 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0U) != 0x80U) return 0;
    }
    if ((first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) > 0x9f)) return 0;
    if ((first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) > 0x8f)) return 0;
    return size;
}

class CsvReader {
public:
    explicit CsvReader(std::string_view text) : text_(text) {}

    [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
    [[nodiscard]] std::uint64_t line() const { return line_; }

    Result<CsvRow> row() {
        CsvRow row{line_, {}};
        for (;;) {
            auto field = text_.substr(at_).starts_with('"') ? quoted() : plain();
            if (!field) return propagate(field.error());
            if (field->size() > kCsvFieldBytesMax)
                return fail(ErrorCode::too_large, "a field of over 1,024 bytes", line_);
            row.fields.push_back(std::move(*field));
            if (take(',')) continue;
            take('\r');
            if (at_end() || take('\n')) {
                ++line_;
                return row;
            }
            return fail(ErrorCode::malformed, "a comma or the line's end must follow a field", line_);
        }
    }

private:
    bool take(char c) {
        if (at_end() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    Result<std::string> plain() {
        const std::size_t from = at_;
        while (!at_end() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') {
            if (text_[at_] == '"')
                return fail(ErrorCode::malformed, "a quote inside a field without quotes around it", line_);
            ++at_;
        }
        return std::string(text_.substr(from, at_ - from));
    }
    Result<std::string> quoted() {
        const std::uint64_t opened = line_;
        std::string field;
        ++at_;
        while (!at_end()) {
            const char c = text_[at_++];
            if (c == '"' && !take('"')) return field;
            if (c == '\n') ++line_;
            field.push_back(c);
        }
        return fail(ErrorCode::malformed, "a quoted field that never ends", opened);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::uint64_t line_ = 1;
};

std::uint64_t line_of(std::string_view text, std::size_t at) {
    return 1 + static_cast<std::uint64_t>(
                   std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

std::string joined(std::span<const std::string_view> columns) {
    std::string out;
    for (const std::string_view column : columns)
        out += (out.empty() ? "" : ",") + std::string(column);
    return out;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t size = sequence_length(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

Result<std::vector<CsvRow>> parse_csv(std::string_view text, std::span<const std::string_view> columns) {
    if (text.size() > kCsvBytesMax) return fail(ErrorCode::too_large, "a table of over 32 MiB");
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = sequence_length(text.substr(at));
        if (size == 0 || text[at] == '\0') {
            return fail(ErrorCode::malformed, "not UTF-8; save the table as CSV UTF-8", line_of(text, at));
        }
        at += size;
    }
    CsvReader reader(text);
    if (reader.at_end())
        return fail(ErrorCode::malformed, "an empty table; the first line must be " + joined(columns), 1);
    const auto header = reader.row();
    if (!header) return propagate(header.error());
    if (!std::equal(header->fields.begin(), header->fields.end(), columns.begin(), columns.end())) {
        return fail(ErrorCode::malformed, "the first line must be " + joined(columns), 1);
    }
    std::vector<CsvRow> rows;
    while (!reader.at_end()) {
        auto row = reader.row();
        if (!row) return propagate(row.error());
        if (row->fields.size() == 1 && row->fields[0].empty()) continue;  // a blank line
        if (row->fields.size() != columns.size()) {
            return fail(
                ErrorCode::malformed,
                std::to_string(row->fields.size()) + " columns instead of " + std::to_string(columns.size()),
                row->line);
        }
        if (rows.size() == kCsvRowsMax) return fail(ErrorCode::too_large, "over 200,000 rows", row->line);
        rows.push_back(std::move(*row));
    }
    return rows;
}

std::string csv_row(std::initializer_list<std::string_view> fields) {
    std::string out;
    bool first = true;
    for (const std::string_view field : fields) {
        if (!first) out.push_back(',');
        first = false;
        if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
            out += field;
            continue;
        }
        out.push_back('"');
        for (const char c : field) {
            if (c == '"') out.push_back('"');
            out.push_back(c);
        }
        out.push_back('"');
    }
    return out + '\n';
}

}  // namespace hadir::wire
