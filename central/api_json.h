// The JSON that the web API speaks (docs/api.md, docs/openapi.json). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "central/attendance_repository.h"
#include "central/devices_repository.h"
#include "central/phones_repository.h"
#include "central/verdicts_repository.h"
#include "core/time.h"
#include "wire/photo.h"

namespace hadir::central {

struct Today {
    std::string day;
    Zone zone = Zone::wib;
    UnixMs as_of;
    bool demo = false;
    std::vector<OpdDay> opds;
    std::vector<OpdFigures> parts;  // of the verdicts
    std::int64_t terminals_all = 0;
    std::int64_t terminals_reporting = 0;
    std::vector<SilentTerminal> silent;
    std::optional<UnixMs> log_halted;  // since when no proof is signed, until somebody opens a new epoch
};

[[nodiscard]] std::string today_json(const Today& today);
[[nodiscard]] std::string arrivals_json(const std::vector<Arrival>& arrivals,
                                        const std::optional<std::string>& next);
[[nodiscard]] std::string arrival_json(const Arrival& arrival);
[[nodiscard]] std::string terminals_json(const std::vector<TerminalRow>& terminals,
                                         const std::optional<std::string>& next);
[[nodiscard]] std::string terminal_json(const TerminalRow& terminal);
[[nodiscard]] std::string photo_json(const wire::Photo& photo);
// `now` decides its state, and tells the page what time it is.
[[nodiscard]] std::string phone_json(const Phone& phone, UnixMs now);
[[nodiscard]] std::string phones_json(const std::vector<Phone>& phones, UnixMs now);
// That somebody came; who, the page asks for, and that is a look which is noted.
[[nodiscard]] std::string arrival_event(const Arrival& arrival);
[[nodiscard]] std::string terminal_event(const TerminalRow& terminal);

// Where the next page begins. Opaque to the asker.
[[nodiscard]] std::string write_cursor(const ArrivalCursor& cursor);
[[nodiscard]] std::optional<ArrivalCursor> parse_cursor(std::string_view text);

}  // namespace hadir::central
