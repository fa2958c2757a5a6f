#include "central/live_feed.h"

#include <spdlog/spdlog.h>

#include "central/api_json.h"
#include "central/attendance_repository.h"
#include "central/devices_repository.h"

namespace hadir::central {

void LiveFeed::tell(const Database& database, const DeviceId& dev,
                    const std::vector<std::int64_t>& arrivals) {
    const auto messages = database.read([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> texts;
        AttendanceRepository attendance(database);
        for (const std::int64_t id : arrivals) {
            if (const auto arrival = attendance.arrival(id)) texts.push_back(arrival_event(*arrival));
        }
        if (const auto terminal = DevicesRepository(database).terminal(dev))
            texts.push_back(terminal_event(*terminal));
        return texts;
    });
    if (!messages) {
        spdlog::error("live feed: {}", messages.error().message);
        return;
    }
    for (const std::string& message : *messages)
        hub_->publish(message);
}

}  // namespace hadir::central
