#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "central/sheets.h"

namespace hadir::central {
namespace {

// The reader's own separators, in Indonesian where the program knows it.
constexpr const char* kNumberFormat = "[$-421]#,##0";
constexpr const char* kPercentFormat = "[$-421]#,##0.00";
constexpr const char* kDayFormat = "[$-421]dd/mm/yyyy";
constexpr double kHeaderHeight = 46;  // points: three lines

// A file without a name in any folder: people's data leave nothing behind.
class MemoryFile {
public:
    MemoryFile() : fd_(::memfd_create("recap", MFD_CLOEXEC)) {}
    ~MemoryFile() {
        if (fd_ >= 0) ::close(fd_);
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    [[nodiscard]] bool is_open() const { return fd_ >= 0; }
    [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }
    [[nodiscard]] std::string bytes() const {
        std::string out(static_cast<std::size_t>(std::max<off_t>(0, ::lseek(fd_, 0, SEEK_END))), '\0');
        for (std::size_t at = 0; at < out.size();) {
            const auto got = ::pread(fd_, out.data() + at, out.size() - at, static_cast<off_t>(at));
            if (got <= 0) return {};
            at += static_cast<std::size_t>(got);
        }
        return out;
    }

private:
    int fd_;
};

struct Formats {
    lxw_format* text;
    lxw_format* number;
    lxw_format* percent;
    lxw_format* day;

    Formats(lxw_workbook* book, bool bold) {
        const auto made = [&](const char* code) {
            lxw_format* format = workbook_add_format(book);
            if (code != nullptr) format_set_num_format(format, code);
            if (bold) format_set_bold(format);
            return format;
        };
        text = made(nullptr);
        number = made(kNumberFormat);
        percent = made(kPercentFormat);
        day = made(kDayFormat);
        format_set_align(day, LXW_ALIGN_LEFT);
    }
};

struct XlsxCell {
    lxw_worksheet* sheet;
    lxw_row_t row;
    lxw_col_t column;
    const Formats& formats;

    void operator()(std::monostate) const { worksheet_write_blank(sheet, row, column, formats.text); }
    void operator()(const std::string& text) const {
        worksheet_write_string(sheet, row, column, text.c_str(), formats.text);
    }
    void operator()(int number) const { worksheet_write_number(sheet, row, column, number, formats.number); }
    void operator()(Percent percent) const {
        worksheet_write_number(sheet, row, column, percent.basis_points / 100.0, formats.percent);
    }
    void operator()(LocalDay day) const {
        const LocalDay epoch(std::chrono::year(1899) / 12 / 30);
        worksheet_write_number(sheet, row, column, static_cast<double>((day - epoch).count()), formats.day);
    }
};

// A4 across, one page wide, with the header row on every page.
void set_print(lxw_worksheet* sheet, const Sheet& from) {
    constexpr std::uint8_t kA4 = 9;
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, kA4);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    constexpr double kSide = 0.4, kEnd = 0.6;  // margins in inches
    worksheet_set_margins(sheet, kSide, kSide, kEnd, kEnd);
    std::string heading;
    for (const char c : from.heading)  // & begins a code there
        heading += c == '&' ? std::string("&&") : std::string(1, c);
    // Excel's own limit; a name that is cut in the middle of a letter is none.
    if (heading.size() < 240) worksheet_set_header(sheet, ("&L" + heading).c_str());
    worksheet_set_footer(sheet, "&R&P / &N");
}

lxw_format* header_format(lxw_workbook* book, lxw_format_alignments side) {
    lxw_format* format = workbook_add_format(book);
    format_set_bold(format);
    format_set_text_wrap(format);
    format_set_align(format, static_cast<std::uint8_t>(side));
    format_set_bottom(format, LXW_BORDER_THIN);
    return format;
}

bool is_of_numbers(const Sheet& sheet, std::size_t column) {
    if (sheet.rows.empty()) return false;
    const Cell& first = sheet.rows.front()[column];
    return std::holds_alternative<int>(first) || std::holds_alternative<Percent>(first) ||
           std::holds_alternative<std::monostate>(first);
}

void fill(lxw_workbook* book, lxw_worksheet* sheet, const Sheet& from) {
    const Formats plain(book, false), bold(book, true);
    lxw_format* over_text = header_format(book, LXW_ALIGN_LEFT);
    lxw_format* over_number = header_format(book, LXW_ALIGN_RIGHT);
    worksheet_set_row(sheet, 0, kHeaderHeight, nullptr);
    for (std::size_t i = 0; i < from.columns.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        worksheet_set_column(sheet, column, column, from.columns[i].width, nullptr);
        worksheet_write_string(sheet, 0, column, from.columns[i].header.c_str(),
                               is_of_numbers(from, i) ? over_number : over_text);
    }
    for (std::size_t r = 0; r < from.rows.size(); ++r) {
        const Formats& formats = from.sums && r + 1 == from.rows.size() ? bold : plain;
        for (std::size_t i = 0; i < from.rows[r].size(); ++i)
            std::visit(XlsxCell{sheet, static_cast<lxw_row_t>(r + 1), static_cast<lxw_col_t>(i), formats},
                       from.rows[r][i]);
    }
    worksheet_freeze_panes(sheet, 1, static_cast<lxw_col_t>(from.pinned));
    set_print(sheet, from);
}

void set_properties(lxw_workbook* book, const BookFacts& facts) {
    lxw_doc_properties properties{};
    std::string title = facts.title;
    properties.title = title.data();
    properties.created = static_cast<time_t>(facts.made.value / 1000);
    workbook_set_properties(book, &properties);  // copies them
}

}  // namespace

Result<std::string> xlsx_of(std::span<const Sheet> sheets, const BookFacts& facts) {
    const MemoryFile file;
    if (!file.is_open()) return fail(ErrorCode::storage, "the system gives no memory for a spreadsheet");
    lxw_workbook* book = workbook_new(file.path().c_str());
    if (book == nullptr) return fail(ErrorCode::storage, "no memory for a spreadsheet");
    set_properties(book, facts);
    for (const Sheet& sheet : sheets) {
        lxw_worksheet* made = workbook_add_worksheet(book, sheet.name.c_str());
        if (made != nullptr) fill(book, made, sheet);
    }
    // Frees the book, whatever comes of it.
    if (const lxw_error fault = workbook_close(book); fault != LXW_NO_ERROR)
        return fail(ErrorCode::storage,
                    std::string("the spreadsheet was not written: ") + lxw_strerror(fault));
    std::string bytes = file.bytes();
    if (bytes.empty()) return fail(ErrorCode::storage, "the spreadsheet was not written");
    return bytes;
}

}  // namespace hadir::central
