#include "core/recap.h"

#include <string_view>

namespace hadir {
namespace {

// The parts of TL2+PSW1. What is none of ours is a paper's print code.
template <class Visit>
void each_part(std::string_view code, Visit&& visit) {
    while (!code.empty()) {
        const auto end = code.find('+');
        visit(code.substr(0, end));
        code = end == std::string_view::npos ? std::string_view() : code.substr(end + 1);
    }
}

// TL1 to TL4 and PSW1 to PSW4; TL alone is duty outside.
bool is_level(std::string_view part, std::string_view side) {
    return part.size() == side.size() + 1 && part.starts_with(side) && part.back() >= '1' &&
           part.back() <= '4';
}

bool tells_presence(std::string_view part) {
    return part == "TW" || part == "HD" || is_level(part, "TL") || is_level(part, "PSW");
}

// Empty: the code speaks of presence alone.
std::string paper_in(std::string_view code) {
    std::string paper;
    each_part(code, [&](std::string_view part) {
        if (paper.empty() && !tells_presence(part)) paper = part;
    });
    return paper;
}

void count_level(const SideVerdict& side, std::array<int, 4>& levels) {
    if (side.level >= 1 && side.level <= 4) ++levels[static_cast<std::size_t>(side.level - 1)];
}

void count_present(const DayVerdict& day, Recap& recap) {
    ++recap.present;
    const bool late = day.in.level > 0;
    const bool early = day.out.level > 0;
    recap.late += late ? 1 : 0;
    recap.early += early ? 1 : 0;
    recap.late_and_early += late && early ? 1 : 0;
    recap.on_time += late || early ? 0 : 1;
}

void count_working_day(const DayVerdict& day, Recap& recap) {
    ++recap.working_days;
    if (day.code == "BD") {  // what is known of one side waits for the other
        ++recap.unknown;
        return;
    }
    count_level(day.in, recap.late_levels);
    count_level(day.out, recap.early_levels);
    for (const SideVerdict* side : {&day.in, &day.out})
        recap.unrecorded += side->finding == Finding::unrecorded ? 1 : 0;
    recap.missing_late += day.in.missing;
    recap.missing_early += day.out.missing;

    if (day.counts_as_absence()) {
        ++recap.absent;
    } else if (day.code == "TH") {
        ++recap.not_present;
    } else if (const std::string paper = paper_in(day.code); !paper.empty()) {
        ++recap.papers[paper];
    } else {
        count_present(day, recap);
    }
}

}  // namespace

Recap recap_of(std::span<const DayVerdict> days) {
    Recap recap;
    for (const DayVerdict& day : days) {
        ++recap.days;
        switch (day.kind) {
            case DayKind::work:
                count_working_day(day, recap);
                break;
            case DayKind::off:
                ++recap.off;
                break;
            case DayKind::holiday:
                ++recap.holidays;
                break;
            case DayKind::joint_leave:
                ++recap.joint_leave;
                break;
            case DayKind::unknown:
                ++recap.unscheduled;
                break;
        }
    }
    return recap;
}

Recap& Recap::operator+=(const Recap& other) {
    constexpr std::array kFigures{&Recap::days,         &Recap::working_days,   &Recap::present,
                                  &Recap::absent,       &Recap::not_present,    &Recap::unknown,
                                  &Recap::off,          &Recap::holidays,       &Recap::joint_leave,
                                  &Recap::unscheduled,  &Recap::on_time,        &Recap::late,
                                  &Recap::early,        &Recap::late_and_early, &Recap::unrecorded,
                                  &Recap::missing_late, &Recap::missing_early};
    for (const auto figure : kFigures)
        this->*figure += other.*figure;
    for (const auto& [code, count] : other.papers)
        papers[code] += count;
    for (std::size_t i = 0; i < late_levels.size(); ++i) {
        late_levels[i] += other.late_levels[i];
        early_levels[i] += other.early_levels[i];
    }
    return *this;
}

}  // namespace hadir
