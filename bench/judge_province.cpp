#include "bench/judge_province.h"

#include <fmt/format.h>

#include <array>

#include "central/assignments_repository.h"
#include "central/attendance_repository.h"
#include "central/devices_repository.h"
#include "central/people_repository.h"
#include "core/day_plan.h"

namespace hadir::bench {
namespace {

using central::Database;

template <class Id>
Id id_at(int n, std::uint8_t kind) {
    Id id;
    id.bytes.fill(kind);
    for (int i = 0; i < 4; ++i)
        id.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(n >> (8 * i));
    return id;
}

int terminal_of(int person, const ProvinceSize& size) {
    return person % size.terminals;
}

// Seconds of a person's day, drawn by a hash so that every run is the same.
std::uint32_t mixed(std::uint32_t a, std::uint32_t b) {
    std::uint32_t value = a * 2'654'435'761U ^ (b + 0x9e37'79b9U) * 2'246'822'519U;
    value ^= value >> 15;
    value *= 2'654'435'761U;
    return value ^ value >> 13;
}

struct Writing {
    central::RecordsRepository records;
    central::AttendanceRepository attendance;
    std::vector<std::uint64_t> seqs;
    wire::SignedLine line{"{}", {}};
};

void add_checkin(Writing& writing, const ProvinceSize& size, int person, LocalDay day, int second) {
    const int terminal = terminal_of(person, size);
    central::AttendanceRow row;
    row.ledger = {terminal + 1, 1};
    row.seq = ++writing.seqs[static_cast<std::size_t>(terminal)];
    const UnixMs at = start_of(day, Zone::wib) + std::chrono::seconds(second);
    Hash hash = id_at<Hash>(terminal, 0x77);
    hash.bytes[8] = static_cast<std::uint8_t>(row.seq);
    hash.bytes[9] = static_cast<std::uint8_t>(row.seq >> 8);
    const central::NewRecord record{0, row.seq, &writing.line, hash, std::nullopt};
    row.record = writing.records.add(row.ledger, {&record, 1}, at).front();
    row.badge = badge_at(person);
    row.at = at;
    row.day = format_day(day);
    row.dir = "auto";
    writing.attendance.add(row);
}

}  // namespace

PersonId person_at(int n) {
    return id_at<PersonId>(n, 0x11);
}

BadgeId badge_at(int n) {
    return id_at<BadgeId>(n, 0x22);
}

std::string opd_of(int n, const ProvinceSize& size) {
    return fmt::format("Dinas {:02}", terminal_of(n, size) % 40);
}

std::string office_of(int n, const ProvinceSize& size) {
    return fmt::format("Kantor {:03}", terminal_of(n, size));
}

Result<void> found_province(const Database& database, const ProvinceSize& size, UnixMs enrolled,
                            UnixMs reported) {
    return database.transaction([&]() -> Result<void> {
        central::DevicesRepository devices(database);
        for (int i = 0; i < size.terminals; ++i) {
            const auto id =
                devices.add(id_at<DeviceId>(i, 0x33),
                            {opd_of(i, size), office_of(i, size), fmt::format("Kios {:03}", i), Zone::wib},
                            enrolled, reported + std::chrono::days(365));
            devices.add_incarnation(id, 1, id_at<PublicKey>(i, 0x44), enrolled);
            devices.set_reported(id, reported);
        }
        central::PeopleRepository people(database);
        for (int i = 0; i < size.people; ++i) {
            people.add({person_at(i),
                        {fmt::format("{:018}", i), fmt::format("Pegawai {}", i), opd_of(i, size), "Unit",
                         office_of(i, size)},
                        fmt::format("{:05}", i),
                        true});
            people.add_badge({badge_at(i), person_at(i), 1, "2030-12-31", false});
        }
        central::AssignmentsRepository assignments(database);
        const DaySpan always{*parse_day("2020-01-01"), std::nullopt};
        assignments.replace(central::AssignmentKind::plan, {{{}, always, "BTN-5"}});
        assignments.replace(central::AssignmentKind::profile, {{{}, always, "KEMENDAGRI-900-4700-2020"}});
        return {};
    });
}

Result<void> fill_days(const Database& database, const ProvinceSize& size,
                       const std::vector<LocalDay>& days) {
    constexpr std::array<int, 4> kAbout = {26'400, 43'200, 46'800, 57'900};
    constexpr std::uint32_t kSpread = 900, kMissing = 25;
    Writing writing{central::RecordsRepository(database),
                    central::AttendanceRepository(database),
                    std::vector<std::uint64_t>(static_cast<std::size_t>(size.terminals)),
                    {}};
    for (const LocalDay day : days) {
        const auto done = database.transaction([&]() -> Result<void> {
            for (int person = 0; person < size.people; ++person) {
                // The last day has two: 24,000 records, as Hari ini is timed with.
                for (std::size_t i = 0; i < kAbout.size(); i += day == days.back() ? 3 : 1) {
                    const auto number = static_cast<std::uint32_t>(day.time_since_epoch().count()) * 4 +
                                        static_cast<std::uint32_t>(i);
                    const std::uint32_t drawn = mixed(static_cast<std::uint32_t>(person), number);
                    if (drawn % kMissing == 0) continue;
                    add_checkin(writing, size, person, day,
                                kAbout[i] + static_cast<int>(drawn / kMissing % kSpread));
                }
            }
            return {};
        });
        if (!done) return done;
    }
    return {};
}

std::vector<LocalDay> work_days(LocalDay first, int count, const PresenceRules& rules) {
    std::vector<LocalDay> days;
    for (LocalDay day = first; static_cast<int>(days.size()) < count; day += std::chrono::days(1)) {
        Duty duty;
        duty.day = day;
        duty.plan = "BTN-5";
        if (plan_of(duty, rules).kind == DayKind::work) days.push_back(day);
    }
    return days;
}

}  // namespace hadir::bench
