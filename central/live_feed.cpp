#include "central/live_feed.h"

#include <spdlog/spdlog.h>

#include "central/api_json.h"
#include "central/attendance_repository.h"
#include "central/devices_repository.h"

namespace hadir::central {

void LiveFeed::tell(const Database& database, const DeviceId& dev,
                    const std::vector<std::int64_t>& arrivals) {
    struct Message {
        std::string opd;
        std::string text;
    };
    const auto messages = database.read([&]() -> Result<std::vector<Message>> {
        std::vector<Message> texts;
        AttendanceRepository attendance(database);
        for (const std::int64_t id : arrivals) {
            if (const auto arrival = attendance.arrival(id, OpdScope::all()))
                texts.push_back({arrival->opd, arrival_event(*arrival)});
        }
        if (const auto terminal = DevicesRepository(database).terminal(dev))
            texts.push_back({terminal->place.opd, terminal_event(*terminal)});
        return texts;
    });
    if (!messages) {
        spdlog::error("live feed: {}", messages.error().message);
        return;
    }
    for (const Message& message : *messages)
        hub_->publish(message.opd, message.text);
}

}  // namespace hadir::central
