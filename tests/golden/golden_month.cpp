#include "tests/golden/golden_month.h"

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "wire/csv.h"

namespace hadir {
namespace {

namespace fs = std::filesystem;
using Rows = std::vector<GoldenRow>;

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

Rows rows_of(const fs::path& folder, const fs::path& after, const char* name) {
    fs::path file = folder / name;
    if (!after.empty() && fs::exists(after / name)) file = after / name;
    if (!fs::exists(file)) return {};
    const std::string text = text_of(file);
    std::vector<std::string> columns;
    std::istringstream header(text.substr(0, text.find('\n')));
    for (std::string column; std::getline(header, column, ',');)
        columns.push_back(column);
    const std::vector<std::string_view> views(columns.begin(), columns.end());
    const auto table = wire::parse_csv(text, views);
    if (!table) throw std::runtime_error(file.string() + ": " + table.error().message);
    Rows rows;
    for (const wire::CsvRow& line : *table) {
        GoldenRow& row = rows.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i)
            row[columns[i]] = line.fields[i];
    }
    return rows;
}

Zone zone_of(const std::string& name) {
    if (name == "WIT") return Zone::wit;
    return name == "WITA" ? Zone::wita : Zone::wib;
}

LocalDay day_in(const std::string& text) {
    const auto day = parse_day(text);
    if (!day) throw std::runtime_error("no day: " + text);
    return *day;
}

// "07:30", "31:02:00".
int seconds_in(const std::string& text) {
    int seconds = 0, factor = 3600;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ':'); factor /= 60)
        seconds += std::stoi(part) * factor;
    return seconds;
}

UnixMs time_in(const std::string& text, Zone zone) {
    if (text.empty()) return {};
    return start_of(day_in(text.substr(0, 10)), zone) + std::chrono::seconds(seconds_in(text.substr(11)));
}

PaperState state_in(const std::string& text) {
    if (text == "approved") return PaperState::approved;
    if (text == "rejected") return PaperState::rejected;
    return text == "withdrawn" ? PaperState::withdrawn : PaperState::pending;
}

std::optional<Side> side_in(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text == "in" ? Side::in : Side::out;
}

Stamp stamp_in(const GoldenRow& row) {
    Stamp stamp;
    stamp.id = std::stoll(row.at("id"));
    stamp.zone = zone_of(row.at("zone"));
    stamp.known.earliest = time_in(row.at("at"), stamp.zone);
    stamp.known.latest =
        row.at("until").empty() ? stamp.known.earliest : time_in(row.at("until"), stamp.zone);
    stamp.chosen = side_in(row.at("chosen"));
    if (row.at("standing") == "pending") stamp.standing = Stamp::Standing::pending;
    return stamp;
}

Paper paper_in(const GoldenRow& row) {
    Paper paper;
    paper.id = std::stoll(row.at("id"));
    paper.code = row.at("code");
    paper.days = {day_in(row.at("first")), day_in(row.at("last"))};
    if (!row.at("from").empty()) {
        paper.from = seconds_in(row.at("from")) / 60;
        paper.to = seconds_in(row.at("to")) / 60;
    }
    paper.side = side_in(row.at("side"));
    if (!row.at("at").empty()) paper.at_s = seconds_in(row.at("at"));
    paper.state = state_in(row.at("state"));
    paper.decided = time_in(row.at("decided"), Zone::wib);
    return paper;
}

void add_duties(GoldenMonth& month, const Rows& people, const Rows& roster) {
    std::map<std::pair<std::string, std::string>, std::string> shifts;
    for (const GoldenRow& row : roster)
        shifts[{row.at("person"), row.at("day")}] = row.at("shift");
    for (const GoldenRow& row : people) {
        for (LocalDay day = day_in(row.at("first")); day <= day_in(row.at("last"));
             day += std::chrono::days(1)) {
            Duty duty;
            duty.day = day;
            duty.plan = row.at("plan");
            duty.profile = row.at("profile");
            duty.zone = zone_of(row.at("zone"));
            const auto shift = shifts.find({row.at("person"), format_day(day)});
            if (shift != shifts.end()) duty.shift = shift->second;
            month.people[row.at("person")].duties.push_back(duty);
        }
    }
}

void add_terminals(GoldenMonth& month, const Rows& terminals, const Rows& outages) {
    for (const GoldenRow& row : terminals) {
        Watermark terminal;
        terminal.terminal = static_cast<std::int64_t>(std::hash<std::string>{}(row.at("terminal")) >> 2);
        month.terminals[terminal.terminal] = row.at("terminal");
        terminal.reported = time_in(row.at("reported"), Zone::wib);
        for (const GoldenRow& outage : outages) {
            if (outage.at("terminal") != row.at("terminal")) continue;
            terminal.outages.push_back(
                {std::stoll(outage.at("id")),
                 {time_in(outage.at("from"), Zone::wib), time_in(outage.at("to"), Zone::wib)},
                 state_in(outage.at("state"))});
        }
        for (auto& [person, span] : month.people) {
            if (row.at("person") == "*" || row.at("person") == person) span.terminals.push_back(terminal);
        }
    }
}

Holiday holiday_in(const GoldenRow& row) {
    Holiday holiday;
    holiday.id = "holidays/added/" + row.at("day");
    holiday.day = day_in(row.at("day"));
    holiday.valid = {holiday.day, holiday.day};
    holiday.kind = row.at("kind") == "joint_leave" ? HolidayKind::joint_leave
                   : row.at("kind") == "regional"  ? HolidayKind::regional
                                                   : HolidayKind::national;
    holiday.name = row.at("name");
    holiday.source = "decree";
    holiday.confidence = Confidence::read;
    return holiday;
}

}  // namespace

GoldenMonth read_golden(const fs::path& folder, const fs::path& after) {
    const auto rows = [&](const char* name) { return rows_of(folder, after, name); };
    GoldenMonth month;
    add_duties(month, rows("people.csv"), rows("roster.csv"));
    for (const GoldenRow& row : rows("records.csv"))
        month.people.at(row.at("person")).stamps.push_back(stamp_in(row));
    for (const GoldenRow& row : rows("papers.csv"))
        month.people.at(row.at("person")).papers.push_back(paper_in(row));
    add_terminals(month, rows("terminals.csv"), rows("outages.csv"));
    for (const GoldenRow& row : rows("holidays.csv"))
        month.holidays.push_back(holiday_in(row));
    month.expected = rows("expected.csv");
    return month;
}

const char* golden_name(Finding finding) {
    static constexpr std::array<const char*, 7> kNames = {"none",       "on_time", "late",   "early",
                                                          "unrecorded", "excused", "unknown"};
    return kNames[static_cast<std::size_t>(finding)];
}

}  // namespace hadir
