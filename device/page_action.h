// What the page sends: touches, and digits that were typed (docs/kiosk-socket.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/station.h"

namespace hadir::device {

struct PageAction {
    enum class Kind : std::uint8_t {
        direction,
        done,
        cancel,
        stay,
        pin_open,
        pin_number,
        pin,
        admin_open,
        admin_camera,
        admin_sound,
        admin_send,
        admin_export,
        admin_restart,
        admin_leave
    };
    Kind kind = Kind::done;
    std::uint64_t of = 0;                        // of direction: the check-in
    Direction direction = Direction::automatic;  // of direction
    std::string digits{};                        // of pin_number (5) and pin (6)
};
// MALFORMED for anything that is not one of them, whole: the page is ours, so it is somebody else.
[[nodiscard]] Result<PageAction> parse_page_action(std::string_view text);

}  // namespace hadir::device
