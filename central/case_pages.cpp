#include "central/case_pages.h"

#include <array>

namespace hadir::central {
namespace {

constexpr std::array kWeekdays{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"};
constexpr std::array kMonths{"Januari", "Februari", "Maret",     "April",   "Mei",      "Juni",
                             "Juli",    "Agustus",  "September", "Oktober", "November", "Desember"};
constexpr std::string_view kDots = "............................................................";

}  // namespace

const std::string_view kPageStyle =
    "@page{size:A4;margin:15mm 20mm 15mm 25mm}"
    "body{font:11pt/1.35 'Liberation Serif','Times New "
    "Roman',serif;color:#000;background:#fff;max-width:165mm;"
    "margin:10mm auto}"
    "header{text-align:center;border-bottom:3px double #000;padding-bottom:3mm;margin-bottom:6mm}"
    "header p{margin:0;font-size:13pt}header p:first-child{font-weight:bold;font-size:15pt}"
    "h1{font-size:13pt;text-align:center;margin:4mm 0 0}.number,.middle{text-align:center;margin:0 0 4mm}"
    ".secret{text-align:right;font-weight:bold;margin:0}p{margin:2.5mm 0}"
    "dl{display:grid;grid-template-columns:45mm 1fr;margin:2mm 0 2mm 6mm;gap:1mm 4mm}dt,dd{margin:0}"
    "dt{display:flex;justify-content:space-between}dt::after{content:':'}dd{overflow:hidden}"
    ".days{border-collapse:collapse;width:100%;margin:3mm 0}.days th,.days td{border:1px solid "
    "#000;padding:1mm 2mm;"
    "text-align:left;vertical-align:top}.days tr{break-inside:avoid}.days td:nth-child(2){white-space:nowrap}"
    ".sign{margin:8mm 0 0 auto;width:75mm;break-inside:avoid}.sign p{margin:0}.sign .space{height:18mm}"
    ".name{font-weight:bold;text-decoration:underline}.signs{display:flex;justify-content:space-between;gap:"
    "10mm}"
    ".signs .sign{margin-left:0;width:75mm}.line{border-bottom:1px dotted #000;height:8mm;margin:0}"
    ".question{break-inside:avoid}.copies{margin-top:8mm}blockquote{margin:2mm 6mm;white-space:pre-line}"
    ".foot{margin-top:8mm;border-top:1px solid #000;padding-top:2mm;font-size:9pt}"
    "@media print{body{max-width:none;margin:0}}";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string long_day(LocalDay day) {
    return std::string(kWeekdays.at(std::chrono::weekday(day).c_encoding())) + ", " + short_day(day);
}

std::string short_day(LocalDay day) {
    const std::chrono::year_month_day date(day);
    return std::to_string(static_cast<unsigned>(date.day())) + ' ' +
           kMonths.at(static_cast<unsigned>(date.month()) - 1) + ' ' +
           std::to_string(static_cast<int>(date.year()));
}

Page::Page(std::string_view title, const std::vector<std::string>& letterhead) {
    html_ = "<!doctype html><html lang=\"id\"><head><meta charset=\"utf-8\"><title>" + escaped(title) +
            "</title><style>" + std::string(kPageStyle) + "</style></head><body><header>";
    for (const std::string& line : letterhead)
        text("p", line);
    if (letterhead.empty()) text("p", "(KOP SURAT)");
    html_ += "</header><main>";
}

void Page::begin(std::string_view element, std::string_view style_class) {
    html_ += '<' + std::string(element) + " class=\"" + std::string(style_class) + "\">";
}

void Page::end(std::string_view element) {
    html_ += "</" + std::string(element) + '>';
}

void Page::text(std::string_view element, std::string_view words, std::string_view style_class) {
    html_ += '<' + std::string(element);
    if (!style_class.empty()) html_ += " class=\"" + std::string(style_class) + '"';
    html_ += '>' + escaped(words) + "</" + std::string(element) + '>';
}

void Page::title(std::string_view words, std::string_view number) {
    text("h1", words);
    text("p", number, "number");
}

void Page::facts(const std::vector<std::pair<std::string, std::string>>& rows) {
    html_ += "<dl>";
    for (const auto& [name, value] : rows) {
        text("dt", name);
        text("dd", value.empty() ? kDots : std::string_view(value));
    }
    html_ += "</dl>";
}

void Page::row(std::string_view cell, const std::vector<std::string>& words) {
    html_ += "<tr>";
    for (const std::string& word : words)
        text(cell, word);
    html_ += "</tr>";
}

std::string Page::finish() {
    html_ += "</main></body></html>\n";
    return std::move(html_);
}

}  // namespace hadir::central
