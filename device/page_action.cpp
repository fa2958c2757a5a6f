#include "device/page_action.h"

#include <array>
#include <utility>

#include "wire/json.h"
#include "wire/line.h"
#include "wire/pin.h"

namespace hadir::device {
namespace {

using Kind = PageAction::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 14> kNames{{
    {"direction", Kind::direction},
    {"done", Kind::done},
    {"cancel", Kind::cancel},
    {"stay", Kind::stay},
    {"pin_open", Kind::pin_open},
    {"pin_number", Kind::pin_number},
    {"pin", Kind::pin},
    {"admin_open", Kind::admin_open},
    {"admin_camera", Kind::admin_camera},
    {"admin_sound", Kind::admin_sound},
    {"admin_send", Kind::admin_send},
    {"admin_export", Kind::admin_export},
    {"admin_restart", Kind::admin_restart},
    {"admin_leave", Kind::admin_leave},
}};
constexpr std::size_t kNameBytesMax = 32;

void read_direction(wire::Fields& fields, PageAction& action) {
    action.of = static_cast<std::uint64_t>(fields.integer("of", 1, wire::kSeqMax));
    const std::string dir = fields.text("dir", 8);
    if (dir != "in" && dir != "out") fields.fault("dir", "is not in or out");
    action.direction = dir == "in" ? Direction::in : Direction::out;
}

void read_digits(wire::Fields& fields, PageAction& action) {
    const bool number = action.kind == Kind::pin_number;
    action.digits = fields.text(number ? "number" : "pin", kNameBytesMax);
    if (number && !wire::is_presence_number(action.digits)) fields.fault("number", "is not five digits");
    if (!number && !wire::is_pin(action.digits)) fields.fault("pin", "is not six digits");
}

}  // namespace

Result<PageAction> parse_page_action(std::string_view text) {
    const auto json = wire::parse_json(text);
    if (!json) return propagate(json.error());
    wire::Fields fields(*json, "page");
    const std::string name = fields.text("action", kNameBytesMax);
    PageAction action;
    const auto* const found = std::ranges::find(kNames, name, &std::pair<std::string_view, Kind>::first);
    if (found == kNames.end())
        fields.fault("action", "is unknown");
    else
        action.kind = found->second;
    if (action.kind == Kind::direction) read_direction(fields, action);
    if (action.kind == Kind::pin_number || action.kind == Kind::pin) read_digits(fields, action);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return action;
}

}  // namespace hadir::device
