#include "central/holidays.h"

#include "central/holidays_repository.h"
#include "central/judge_queue_repository.h"
#include "wire/json.h"

namespace hadir::central {
namespace {

constexpr const char* kAdded = "holiday-added";

Result<void> check_text(const std::string& text, const char* what) {
    if (text.empty() || text.size() > kHolidayTextBytesMax)
        return fail(ErrorCode::usage, std::string(what) + " must be 1 to 128 bytes of text");
    return check_reason(text);
}

bool add(const Database& database, const NewHoliday& added) {
    Holiday holiday;
    holiday.day = added.day;
    holiday.kind = added.kind;
    holiday.name = added.name;
    holiday.source = added.decree;
    if (!HolidaysRepository(database).add(holiday)) return false;
    JudgeQueueRepository(database).add_judged({added.day, added.day}, "holiday");
    return true;
}

}  // namespace

const char* name_of(HolidayKind kind) {
    switch (kind) {
        case HolidayKind::national:
            return "national";
        case HolidayKind::joint_leave:
            return "joint_leave";
        case HolidayKind::regional:
            break;
    }
    return "regional";
}

std::optional<HolidayKind> holiday_kind_from(std::string_view name) {
    for (const HolidayKind kind : {HolidayKind::national, HolidayKind::joint_leave, HolidayKind::regional}) {
        if (name == name_of(kind)) return kind;
    }
    return std::nullopt;
}

Result<void> add_holiday(const Database& database, const OwnLedger& own, const Officer& officer,
                         const NewHoliday& holiday) {
    if (auto good = check_reason(holiday.why); !good) return good;
    if (auto good = check_text(holiday.name, "the holiday's name"); !good) return good;
    if (auto good = check_text(holiday.decree, "the decree"); !good) return good;
    return decide(database, own, [&]() -> Result<void> {
        if (!add(database, holiday))
            return fail(ErrorCode::conflict,
                        format_day(holiday.day) + " was added already; it stays as it is");
        wire::JsonWriter body;
        body.begin_object()
            .field("day", format_day(holiday.day))
            .field("holiday", name_of(holiday.kind))
            .field("name", holiday.name)
            .field("decree", holiday.decree);
        const auto written = append_decision(database, own, kAdded, std::move(body), officer, holiday.why);
        return written ? Result<void>() : propagate(written.error());
    });
}

void apply_holiday(const Database& database, const wire::Line& line) {
    if (line.head.kind != kAdded) return;
    wire::Fields fields(line.body, line.head.kind);
    const auto day = parse_day(fields.text("day"));
    const auto kind = holiday_kind_from(fields.text("holiday"));
    const std::string name = fields.text("name"), decree = fields.text("decree");
    if (fields.done() && day && kind) (void)add(database, {*day, *kind, name, decree, ""});
}

}  // namespace hadir::central
