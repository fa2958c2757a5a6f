#include <algorithm>
#include <array>
#include <map>

#include "central/assignments_repository.h"
#include "central/assignments_tables.h"
#include "central/duties.h"
#include "central/people_repository.h"
#include "central/table_fields.h"

namespace hadir::central {
namespace {

constexpr const char* kFreeInTables = "LIBUR";
constexpr const char* kFree = "OFF";

Result<RosterDay> read_roster_day(const FieldReader& fields, const Nips& nips) {
    const auto person = nips.read(fields, "nip");
    if (!person) return propagate(person.error());
    const auto day = fields.day("tanggal");
    if (!day) return propagate(day.error());
    auto shift = fields.text_or_empty("sif");
    if (!shift) return propagate(shift.error());
    return RosterDay{*person, *day, *shift == kFreeInTables ? kFree : *std::move(shift)};
}

// The shift must be one of the plan that the person has on that day: any other would never be judged.
Result<void> check_shift(const Lined<RosterDay>& lined, const std::string& plan, const KnownRules& known) {
    const auto& [row, line] = lined;
    if (row.shift.empty()) return {};
    const auto shifts = known.shifts.find(plan);
    if (shifts == known.shifts.end()) {
        return fail(ErrorCode::usage,
                    plan.empty() ? "no plan holds for this nip on that day; import the plans first"
                                 : "the plan of that day is " + plan + ", which has no shifts",
                    line);
    }
    if (row.shift == kFree || shifts->second.contains(row.shift)) return {};
    return fail(ErrorCode::usage,
                "plan " + plan + " has no shift \"" + row.shift + "\", but LIBUR, " +
                    listed({shifts->second.begin(), shifts->second.end()}),
                line);
}

std::string shift_text(const RosterDay& row, const Nips& nips) {
    return row_text(
        {nips.nip_of(row.person), format_day(row.day), row.shift == kFree ? kFreeInTables : row.shift});
}

using Key = std::pair<PersonId, LocalDay>;

Result<std::map<Key, std::uint64_t>> lines_by_day(const std::vector<Lined<RosterDay>>& rows) {
    std::map<Key, std::uint64_t> lines;
    for (const Lined<RosterDay>& lined : rows) {
        const auto [first, fresh] = lines.emplace(Key(lined.row.person, lined.row.day), lined.line);
        if (fresh) continue;
        return fail(ErrorCode::usage,
                    "this nip and day stand on line " + std::to_string(first->second) + " already",
                    lined.line);
    }
    return lines;
}

TableDifference difference_of_days(const std::vector<RosterDay>& stored,
                                   const std::vector<Lined<RosterDay>>& wanted, const Nips& nips,
                                   const std::map<Key, std::uint64_t>& lines) {
    const auto key = [&](const RosterDay& row) { return nips.nip_of(row.person) + format_day(row.day); };
    RowTexts before, after;
    for (const RosterDay& row : stored)
        if (lines.contains(Key(row.person, row.day))) before.emplace(key(row), shift_text(row, nips));
    for (const auto& [row, line] : wanted)
        if (!row.shift.empty()) after.emplace(key(row), shift_text(row, nips));
    return difference_of(before, after);
}

Result<TablePlan> read_rosters(const Database& database, std::string_view csv, const KnownRules& known) {
    const Nips nips(PeopleRepository(database).all());
    auto rows = read_rows<RosterDay>(csv, {"nip", "tanggal", "sif"}, [&](const FieldReader& fields) {
        return read_roster_day(fields, nips);
    });
    if (!rows) return propagate(rows.error());
    if (rows->empty()) return fail(ErrorCode::usage, "the table has no days", 1);
    const auto lines = lines_by_day(*rows);
    if (!lines) return propagate(lines.error());
    const auto [first, last] =
        std::ranges::minmax(*rows, {}, [](const Lined<RosterDay>& lined) { return lined.row.day; });
    const DutyBook book = read_duty_book(database, Zone::wib, first.row.day, last.row.day);
    for (const Lined<RosterDay>& lined : *rows) {
        const auto duty = book.duties(lined.row.person, lined.row.day, lined.row.day).front();
        if (auto good = check_shift(lined, duty.plan, known); !good) return propagate(good.error());
    }
    const auto stored = AssignmentsRepository(database).rosters(first.row.day, last.row.day);
    TablePlan plan{difference_of_days(stored, *rows, nips, *lines), rows->size(), nullptr, std::nullopt};
    plan.touched.emplace();
    for (const Lined<RosterDay>& lined : *rows)
        plan.touched->emplace_back(lined.row.person, lined.row.day);
    plan.apply = [&database, wanted = bare(*rows)] { AssignmentsRepository(database).put(wanted); };
    return plan;
}

constexpr std::array<std::pair<const char*, Zone>, 3> kZones{
    {{"WIB", Zone::wib}, {"WITA", Zone::wita}, {"WIT", Zone::wit}}};

const char* short_name_of(Zone zone) {
    return std::ranges::find(kZones, zone, &std::pair<const char*, Zone>::second)->first;
}

struct OfficeRow {
    Office office;
    Zone zone = Zone::wib;
};

Result<OfficeRow> read_office(const FieldReader& fields) {
    const auto opd = fields.text("opd");
    if (!opd) return propagate(opd.error());
    const auto office = fields.text("kantor");
    if (!office) return propagate(office.error());
    for (const auto& [name, zone] : kZones)
        if (fields.raw("zona") == name) return OfficeRow{{*opd, *office}, zone};
    return fields.fault("zona must be WIB, WITA or WIT");
}

RowTexts office_texts(const std::map<Office, Zone>& offices) {
    RowTexts texts;
    for (const auto& [office, zone] : offices)
        texts.emplace(row_text({office.first, office.second}),
                      row_text({office.first, office.second, short_name_of(zone)}));
    return texts;
}

// People are judged by their office's clock and records carry the terminal's: one of the two is wrong.
void warn_of_terminals(const Lined<OfficeRow>& lined, const std::vector<ServingTerminal>& terminals,
                       TableDifference& difference) {
    for (const ServingTerminal& terminal : terminals) {
        if (terminal.office != lined.row.office || terminal.revoked || terminal.zone == lined.row.zone)
            continue;
        difference.warnings.push_back(
            {lined.line, std::string("a terminal there was enrolled for ") + short_name_of(terminal.zone)});
    }
}

Result<TablePlan> read_offices(const Database& database, std::string_view csv) {
    const auto rows = read_rows<OfficeRow>(csv, {"opd", "kantor", "zona"}, read_office);
    if (!rows) return propagate(rows.error());
    std::map<Office, Zone> offices;
    for (const Lined<OfficeRow>& lined : *rows) {
        if (!offices.emplace(lined.row.office, lined.row.zone).second)
            return fail(ErrorCode::usage, "this office stands in the table already", lined.line);
    }
    AssignmentsRepository repository(database);
    TablePlan plan{difference_of(office_texts(repository.offices()), office_texts(offices)), rows->size(),
                   nullptr, std::nullopt};
    const auto terminals = repository.terminals();
    const auto peopled = peopled_scopes(database);
    for (const Lined<OfficeRow>& lined : *rows) {
        warn_of_terminals(lined, terminals, plan.difference);
        const auto& [opd, office] = lined.row.office;
        if (!peopled.contains({std::nullopt, opd, "", office}))
            plan.difference.warnings.push_back({lined.line, kNobodyThere});
    }
    plan.apply = [&database, wanted = std::move(offices)] {
        AssignmentsRepository(database).replace(wanted);
    };
    return plan;
}

}  // namespace

Table rosters_table(KnownRules known) {
    return {"rosters", [known = std::move(known)](const Database& database, std::string_view csv) {
                return read_rosters(database, csv, known);
            }};
}

Table offices_table() {
    return {"offices", read_offices};
}

}  // namespace hadir::central
