#include "central/recap_sheets.h"

#include <fmt/format.h>

#include <algorithm>

#include "central/photo_keys.h"

namespace hadir::central {
namespace {

using Row = std::vector<Cell>;

std::string day_text(LocalDay day) {
    const std::chrono::year_month_day date(day);
    return fmt::format("{:02}-{:02}-{}", static_cast<unsigned>(date.day()),
                       static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
}

std::string month_text(std::chrono::year_month month) {
    constexpr const char* kMonths[] = {"Januari", "Februari", "Maret",     "April",   "Mei",      "Juni",
                                       "Juli",    "Agustus",  "September", "Oktober", "November", "Desember"};
    return fmt::format("{} {}", kMonths[static_cast<unsigned>(month.month()) - 1],
                       static_cast<int>(month.year()));
}

// What stands beside every row whose figures may still change.
std::string standing_of(const RecapLine& line, const RecapFacts& facts) {
    std::string text;
    if (line.unknown() > 0) text += fmt::format(", {} hari belum diketahui", line.unknown());
    if (facts.until) text += ", sampai " + day_text(*facts.until);
    return text.empty() ? "lengkap" : "sementara" + text;
}

std::string standing_of(const PersonLine& row, const RecapFacts& facts) {
    return standing_of(row.line, facts) + (row.moved ? "; pindah OPD dalam bulan ini" : "");
}

// Wide enough for its sum, which is the longest number in it: a spreadsheet shows no part of a number.
double width_of(const std::string& header, int sum, int decimals) {
    const auto digits = static_cast<int>(std::to_string(sum).size());
    const int separators = digits / 3;
    return std::max({4.6, static_cast<double>(header.size()) + 1.2, digits + separators + decimals + 1.6});
}

void add_figure_columns(Sheet& sheet, const RecapFacts& facts, const RecapLine& total) {
    for (const RecapColumn& column : facts.columns)
        sheet.columns.push_back({column.code, width_of(column.code, column.figure(total.recap), 0)});
    for (const CutGroup group : kEveryCutGroup)
        sheet.columns.push_back({text_of(group).header + std::string(" %"),
                                 width_of("Pot. TL", total.groups[static_cast<std::size_t>(group)], 1)});
    sheet.columns.push_back({"Potongan %", width_of("Potongan", total.basis_points, 1)});
}

void add_figures(Row& row, const RecapLine& line, const RecapFacts& facts) {
    for (const RecapColumn& column : facts.columns)
        row.emplace_back(column.figure(line.recap));
    const auto percent = [&](int basis_points) {
        return line.cut_people == 0 ? Cell() : Cell(Percent{basis_points});
    };
    for (const CutGroup group : kEveryCutGroup)
        row.push_back(percent(line.groups[static_cast<std::size_t>(group)]));
    row.push_back(percent(line.basis_points));
}

std::string heading_of(const RecapFacts& facts, const std::string& whose, const RecapLine& total) {
    return "Rekap presensi " + month_text(facts.month) + ", " + whose + " (" + standing_of(total, facts) +
           ")";
}

constexpr const char* kWeekdays[] = {"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"};

std::string words_of(CutKind kind) {
    const std::string words = text_of(group_of(kind)).text_id;
    if (kind == CutKind::late_in_month || kind == CutKind::early_in_month) return words + ", jumlah sebulan";
    return kind == CutKind::absent_10 ? words + ", 10 hari berturut-turut" : words;
}

Row part_row(const PersonLine& row, const CutPart& part) {
    std::string days;
    for (const LocalDay day : part.days)
        days += (days.empty() ? "" : " ") + format_day(day);
    return {row.number, row.name,     words_of(part.kind),       part.rule,
            days,       part.minutes, Percent{part.basis_points}};
}

Sheet parts_sheet(std::span<const PersonLine> rows, const std::string& heading) {
    Sheet sheet{"Potongan",
                {{"Nomor presensi", 9},
                 {"Nama", 28},
                 {"Untuk", 34},
                 {"Baris aturan", 54},
                 {"Hari", 24},
                 {"Menit", 7},
                 {"Potongan %", 10}},
                {},
                false,
                0,
                heading};
    for (const PersonLine& row : rows) {
        if (!row.cut) continue;
        for (const CutPart& part : row.cut->parts)
            sheet.rows.push_back(part_row(row, part));
    }
    return sheet;
}

std::string local_time(const RecapFacts& facts) {
    const int minute = local_minute_of_day(facts.as_of, facts.zone);
    return fmt::format("{} {:02}.{:02} ({})", day_text(local_day(facts.as_of, facts.zone)), minute / 60,
                       minute % 60, iana_name(facts.zone));
}

// What the codes mean, by which rules, and how far it is certain.
Sheet notes_sheet(const RecapFacts& facts, const std::string& whose, const RecapLine& total) {
    Sheet sheet{"Keterangan",
                {{"Kode", 16}, {"Keterangan", 60}, {"English", 60}},
                {},
                false,
                0,
                heading_of(facts, whose, total)};
    const auto add = [&](std::string code, std::string id, std::string en) {
        sheet.rows.push_back({std::move(code), std::move(id), std::move(en)});
    };
    add("Bulan", month_text(facts.month), format_month(facts.month));
    add("Rekap", whose, whose);
    add("Keadaan", standing_of(total, facts),
        facts.is_provisional(total) ? fmt::format("provisional, {} days not yet known", total.unknown())
                                    : "complete");
    add("Data s.d.", local_time(facts), format_at(facts.as_of));
    const std::string digest = facts.rules ? facts.rules->hex() : "";
    add("Buku aturan", digest.empty() ? "tidak ada; potongan tidak dihitung" : digest,
        digest.empty() ? "none; cuts are not reckoned" : "SHA-256 over all rule files");
    for (const RecapColumn& column : facts.columns)
        add(column.code, column.text_id, column.text_en);
    for (const CutGroup group : kEveryCutGroup)
        add(text_of(group).header, text_of(group).text_id, text_of(group).text_en);
    add("Potongan", "persen dari tunjangan sebulan; kosong bila dihitung di OPD tempat bulan itu berakhir",
        "percent of a month's allowance; empty where another OPD has it, in which the month ended");
    return sheet;
}

Sheet people_sheet(std::span<const PersonLine> rows, const RecapLine* total, const RecapFacts& facts,
                   Nips nips) {
    const bool with_nip = nips == Nips::shown;
    Sheet sheet{"Rekap", {{"Nomor presensi", 9}}, {}, total != nullptr, with_nip ? 3 : 2, {}};
    if (with_nip) sheet.columns.push_back({"NIP", 19});
    sheet.columns.push_back({"Nama", 24});
    sheet.columns.push_back({"Jabatan", 18});
    add_figure_columns(sheet, facts, total == nullptr ? rows.front().line : *total);
    sheet.columns.push_back({"Keadaan", 26});
    const auto add = [&](const PersonLine& row, std::string standing) {
        Row cells{row.number};
        if (with_nip) cells.emplace_back(row.nip);
        cells.emplace_back(row.name);
        cells.emplace_back(row.title);
        add_figures(cells, row.line, facts);
        cells.emplace_back(std::move(standing));
        sheet.rows.push_back(std::move(cells));
    };
    for (const PersonLine& row : rows)
        add(row, standing_of(row, facts));
    if (total == nullptr) return sheet;
    PersonLine sums{};
    sums.name = fmt::format("Jumlah {} pegawai", total->people);
    sums.line = *total;
    add(sums, standing_of(*total, facts));
    return sheet;
}

Sheet days_sheet(const PersonRecap& recap) {
    Sheet sheet{"Harian",
                {{"Tanggal", 12},
                 {"Hari", 9},
                 {"OPD", 26},
                 {"Kode", 11},
                 {"Masuk", 11},
                 {"Pulang", 11},
                 {"Terlambat (menit)", 10},
                 {"Pulang cepat (menit)", 10},
                 {"KJK", 7},
                 {"Potongan hari %", 10}},
                {},
                true,
                1,
                {}};
    int late = 0, early = 0, percent = 0;
    for (const PersonDay& day : recap.days) {
        const DayVerdict& verdict = day.verdict();
        const unsigned weekday = std::chrono::weekday(verdict.day).c_encoding();
        sheet.rows.push_back({verdict.day, kWeekdays[weekday], day.stored.opd, verdict.code,
                              day.in.value_or(""), day.out.value_or(""), day.late(), day.early(),
                              day.recap.missing(), Percent{verdict.basis_points}});
        late += day.late();
        early += day.early();
        percent += verdict.basis_points;
    }
    sheet.rows.push_back(
        {"Jumlah", {}, {}, {}, {}, {}, late, early, recap.person.line.recap.missing(), Percent{percent}});
    return sheet;
}

}  // namespace

std::vector<Sheet> sheets_of(const PeopleRecap& recap, Nips nips) {
    Sheet people = people_sheet(recap.rows, &recap.total, recap.facts, nips);
    people.heading = heading_of(recap.facts, recap.opd, recap.total);
    Sheet parts = parts_sheet(recap.rows, people.heading);
    return {std::move(people), std::move(parts), notes_sheet(recap.facts, recap.opd, recap.total)};
}

std::vector<Sheet> sheets_of(const OpdsRecap& recap) {
    const RecapFacts& facts = recap.facts;
    const std::string whose = "semua OPD";
    Sheet sheet{"Rekap", {{"OPD", 36}, {"Pegawai", 9}}, {}, true, 1, heading_of(facts, whose, recap.total)};
    add_figure_columns(sheet, facts, recap.total);
    sheet.columns.push_back({"Pegawai dihitung potongannya", 10});
    sheet.columns.push_back({"Rata-rata potongan %", 10});
    sheet.columns.push_back({"Keadaan", 26});
    const auto add = [&](const std::string& opd, const RecapLine& line) {
        Row cells{opd, line.people};
        add_figures(cells, line, facts);
        cells.emplace_back(line.cut_people);
        cells.emplace_back(Percent{line.mean_basis_points()});
        cells.emplace_back(standing_of(line, facts));
        sheet.rows.push_back(std::move(cells));
    };
    for (const OpdLine& row : recap.rows)
        add(row.opd, row.line);
    add("Jumlah", recap.total);
    return {std::move(sheet), notes_sheet(facts, whose, recap.total)};
}

std::vector<Sheet> sheets_of(const PersonRecap& recap, Nips nips) {
    const RecapLine& line = recap.person.line;
    const std::string whose = recap.person.name + ", " + recap.opd;
    Sheet people = people_sheet(std::span(&recap.person, 1), nullptr, recap.facts, nips);
    people.heading = heading_of(recap.facts, whose, line);
    Sheet days = days_sheet(recap);
    days.heading = people.heading;
    Sheet parts = parts_sheet(std::span(&recap.person, 1), people.heading);
    return {std::move(days), std::move(people), std::move(parts), notes_sheet(recap.facts, whose, line)};
}

}  // namespace hadir::central
