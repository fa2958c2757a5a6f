#include "apps/badge_printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "platform/file.h"
#include "qr/code.h"
#include "qr/draw.h"
#include "wire/badge.h"
#include "wire/csv.h"

namespace hadir::apps {
namespace {

constexpr int kPixelsPerModule = 12;  // 540 pixels a side: sharp on a phone's screen, too
constexpr std::size_t kNumberDigits = 5;

bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char letter) {
        return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
    });
}

std::string text_fault(std::string_view what, std::string_view text) {
    if (text.size() > kNameBytesMax) return fmt::format("{} has over {} bytes", what, kNameBytesMax);
    if (has_control_character(text)) return fmt::format("{} has a control character in it", what);
    if (!wire::is_utf8(text)) return fmt::format("{} is not UTF-8", what);
    return "";
}

Result<CardHolder> holder_of(const wire::CsvRow& row) {
    const auto person = PersonId::parse_hex(row.fields[0]);
    if (!person) return fail(ErrorCode::malformed, "person must be 16 lower-case hex digits", row.line);
    CardHolder holder{*person, row.fields[1], row.fields[2], row.fields[3], row.fields[4]};
    if (const std::string fault = fault_of(holder); !fault.empty()) {
        return fail(ErrorCode::malformed, fault, row.line);
    }
    return holder;
}

struct Issued {
    BadgeId badge;
    std::string text;  // of the QR
};

Result<Issued> issue(const KeyFolder::BadgeKey& key, LocalDay expires, Random& random) {
    const wire::PrintedBadge badge{key.number, random.make<BadgeId>(), expires};
    auto text = wire::write_badge(badge, key.key);
    if (!text) return propagate(text.error());
    return Issued{badge.badge, std::move(*text)};
}

Result<void> write_picture(const std::filesystem::path& path, const std::string& text) {
    const auto code = qr::encode(text);
    if (!code) return propagate(code.error());
    const auto png = qr::to_png(*code, kPixelsPerModule);
    if (!png) return propagate(png.error());
    return platform::write_private_file(path, *png, platform::kPrivateMode, platform::Durable::later);
}

Result<std::size_t> write_sheets(const std::filesystem::path& folder, const std::vector<qr::Card>& cards,
                                 const qr::SheetText& text) {
    const std::size_t sheets = std::max<std::size_t>(1, (cards.size() + qr::kCardsMax - 1) / qr::kCardsMax);
    for (std::size_t sheet = 0; sheet < sheets; ++sheet) {
        const auto from = cards.begin() + static_cast<std::ptrdiff_t>(sheet * qr::kCardsMax);
        const auto left = static_cast<std::size_t>(cards.end() - from);
        const auto until = from + static_cast<std::ptrdiff_t>(std::min(left, qr::kCardsMax));
        const auto page = qr::card_sheet(std::vector<qr::Card>(from, until), text);
        if (!page) return propagate(page.error());
        const std::string name = sheets == 1 ? "lembar.html" : fmt::format("lembar-{:02}.html", sheet + 1);
        if (auto written = platform::write_private_file(folder / name, as_bytes(*page)); !written) {
            return propagate(written.error());
        }
    }
    return sheets;
}

}  // namespace

std::string fault_of(const CardHolder& holder) {
    if (holder.number.size() != kNumberDigits ||
        holder.number.find_first_not_of("0123456789") != std::string::npos) {
        return "number must be the five digits of a nomor presensi";
    }
    if (holder.name.empty()) return "name is empty";
    for (const auto& [what, text] : {std::pair<const char*, const std::string&>{"name", holder.name},
                                     {"opd", holder.opd},
                                     {"unit", holder.unit}}) {
        if (std::string fault = text_fault(what, text); !fault.empty()) return fault;
    }
    return "";
}

Result<std::vector<CardHolder>> parse_card_holders(std::string_view csv) {
    const auto rows = wire::parse_csv(csv, {"person", "number", "name", "opd", "unit", "kantor"});
    if (!rows) return propagate(rows.error());
    if (rows->empty()) return fail(ErrorCode::malformed, "the table lists nobody");
    std::map<PersonId, std::uint64_t> persons;
    std::map<std::string, std::uint64_t> numbers;
    std::vector<CardHolder> holders;
    for (const wire::CsvRow& row : *rows) {
        auto holder = holder_of(row);
        if (!holder) return propagate(holder.error());
        if (const auto [first, added] = persons.emplace(holder->person, row.line); !added) {
            return fail(ErrorCode::conflict,
                        fmt::format("person {} stands on line {} already", row.fields[0], first->second),
                        row.line);
        }
        if (const auto [first, added] = numbers.emplace(holder->number, row.line); !added) {
            return fail(ErrorCode::conflict,
                        fmt::format("number {} stands on line {} already", holder->number, first->second),
                        row.line);
        }
        holders.push_back(std::move(*holder));
    }
    return holders;
}

Result<std::size_t> print_badges(const std::vector<CardHolder>& holders, const KeyFolder::BadgeKey& key,
                                 LocalDay expires, const qr::SheetText& text,
                                 const std::filesystem::path& folder, Random& random) {
    if (auto made = platform::make_private_folder(folder); !made) return propagate(made.error());
    if (std::filesystem::exists(folder / "badges.csv")) {
        return fail(ErrorCode::usage,
                    folder.string() + ": holds the cards of an earlier run; choose an empty folder");
    }
    std::string table = wire::csv_row({"badge", "person", "key_id", "expires"});
    std::vector<qr::Card> cards;
    for (const CardHolder& holder : holders) {
        const auto issued = issue(key, expires, random);
        if (!issued) return propagate(issued.error());
        auto drawn = write_picture(folder / (holder.number + ".png"), issued->text);
        if (!drawn) return propagate(drawn.error());
        cards.push_back({issued->text, holder.name, holder.opd, holder.unit, holder.number, expires});
        table += wire::csv_row(
            {issued->badge.hex(), holder.person.hex(), std::to_string(key.number), format_day(expires)});
    }
    const auto sheets = write_sheets(folder, cards, text);
    if (!sheets) return propagate(sheets.error());
    // The pictures first: central must not be told of cards that a power cut has taken.
    if (auto kept = platform::make_durable(folder); !kept) return propagate(kept.error());
    if (auto written = platform::write_private_file(folder / "badges.csv", as_bytes(table)); !written) {
        return propagate(written.error());
    }
    return *sheets;
}

}  // namespace hadir::apps
