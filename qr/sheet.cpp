#include "qr/sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "qr/code.h"
#include "qr/draw.h"
#include "qr/sheet_style.h"

namespace hadir::qr {
namespace {

constexpr std::size_t kCardsPerLeaf = 10;
constexpr std::size_t kLongName = 26;     // characters that still fit on two lines of the large size
constexpr std::size_t kLongestName = 46;  // and of the middle one

std::string escape(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    for (const char letter : text) {
        switch (letter) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\'':
                safe += "&#39;";
                break;
            default:
                safe += letter;
        }
    }
    return safe;
}

// Characters, not bytes: UTF-8 goes on with 10xxxxxx.
std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char letter) {
        return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U;
    }));
}

const char* name_class(std::string_view name) {
    const std::size_t length = characters(name);
    if (length > kLongestName) return "name longest";
    return length > kLongName ? "name long" : "name";
}

std::string indonesian(LocalDay day) {
    static constexpr std::array<const char*, 12> kMonths{"Januari",   "Februari", "Maret",    "April",
                                                         "Mei",       "Juni",     "Juli",     "Agustus",
                                                         "September", "Oktober",  "November", "Desember"};
    const std::chrono::year_month_day date(day);
    return fmt::format("{} {} {}", static_cast<unsigned>(date.day()),
                       kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()));
}

std::string band(const SheetText& text) {
    return fmt::format(
        R"(<div class="band"><svg aria-hidden="true"><use href="#band"/></svg><p class="province">{}</p><p class="kind">KARTU PRESENSI</p></div>)",
        escape(text.province));
}

std::string front(const Card& card, const QrCode& code, const SheetText& text) {
    const int side = side_with_border(code);
    return fmt::format(
        R"(<article class="card">{}<div class="photo"><svg aria-hidden="true"><use href="#person"/></svg>Foto<br>18 × 24 mm</div>)"
        R"(<div class="office"><b>{}</b>{}</div><div class="{}"><span>{}</span></div>)"
        R"(<svg class="code" viewBox="0 0 {} {}" shape-rendering="crispEdges" role="img" aria-label="QR"><path d="{}"/></svg></article>)",
        band(text), escape(card.office), escape(card.unit), name_class(card.name), escape(card.name), side,
        side, to_svg_path(code));
}

std::string back(const Card& card, const SheetText& text) {
    const std::string found = text.return_to.empty() ? "kantor pemerintah terdekat" : escape(text.return_to);
    return fmt::format(
        R"(<article class="card">{}<div class="number"><p class="label">Nomor presensi</p><strong>{}</strong></div>)"
        R"(<div class="until"><p class="label">Berlaku sampai</p><b>{}</b></div>)"
        R"(<p class="use">Hadapkan QR di sisi depan ke kamera kios, jarak 15–30 cm. Bila tidak terbaca, sebutkan nomor presensi kepada petugas.</p>)"
        R"(<div class="found"><p><b>Menemukan kartu ini?</b> Mohon serahkan ke {}.</p><p>Kartu ini milik pemerintah daerah.</p></div></article>)",
        band(text), escape(card.number), indonesian(card.expires), found);
}

void append_leaf(std::string& page, const char* side, const char* note, const std::string& cards) {
    fmt::format_to(
        std::back_inserter(page),
        "<section class=\"leaf {}\"><svg class=\"marks\" aria-hidden=\"true\"><use href=\"#marks\"/></svg>"
        "<div class=\"cards\">{}</div><p class=\"side\">{}</p></section>\n",
        side, cards, note);
}

Result<void> check(const std::vector<Card>& cards, const SheetText& text) {
    if (cards.size() > kCardsMax) {
        return fail(ErrorCode::too_large, fmt::format("a sheet holds at most {} cards, not {}; make several",
                                                      kCardsMax, cards.size()));
    }
    std::vector<const std::string*> texts{&text.province, &text.return_to};
    for (const Card& card : cards)
        texts.insert(texts.end(), {&card.name, &card.office, &card.unit, &card.number});
    for (const std::string* one : texts) {
        if (one->size() > kCardTextBytesMax) {
            return fail(ErrorCode::too_large,
                        fmt::format("\"{}...\" is too long for a card: at most {} bytes", one->substr(0, 30),
                                    kCardTextBytesMax));
        }
    }
    return {};
}

Result<void> append_cards(std::string& page, std::span<const Card> cards, const SheetText& text) {
    std::string fronts;
    std::string backs;
    for (const Card& card : cards) {
        const auto code = encode(card.code);
        if (!code) return propagate(code.error().in("card " + card.number));
        fronts += front(card, *code, text);
        backs += back(card, text);
    }
    append_leaf(page, "front", "sisi depan", fronts);
    append_leaf(page, "back", "sisi belakang", backs);
    return {};
}

}  // namespace

Result<std::string> card_sheet(const std::vector<Card>& cards, const SheetText& text) {
    if (const auto checked = check(cards, text); !checked) return propagate(checked.error());
    std::string page = fmt::format(
        "<!doctype html>\n<html lang=\"id\">\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n"
        "<title>Lembar kartu presensi</title>\n<style>{}</style>\n{}"
        "<p class=\"how\">{} kartu. Cetak pada A4, skala 100 %, dua sisi, balik pada sisi panjang; lalu "
        "potong menurut "
        "tanda. <i>Print on A4 at 100 %, both sides, flipped on the long edge.</i></p>\n",
        kSheetStyle, kSheetDrawings, cards.size());
    std::span<const Card> rest(cards);
    while (!rest.empty()) {
        const auto leaf = rest.first(std::min(rest.size(), kCardsPerLeaf));
        if (const auto added = append_cards(page, leaf, text); !added) return propagate(added.error());
        rest = rest.subspan(leaf.size());
    }
    return page + "</html>\n";
}

}  // namespace hadir::qr
