// What officers' pages hear while they are open: each new arrival, each terminal that reported. An event's
// topic is its OPD.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"
#include "httpd/event_hub.h"

namespace hadir::central {

// Any thread may call. A fault is logged and nothing is told: pages ask for the whole state when they
// connect.
class LiveFeed {
public:
    LiveFeed() : hub_(std::make_shared<httpd::EventHub>()) {}

    [[nodiscard]] const std::shared_ptr<httpd::EventHub>& hub() const { return hub_; }
    void tell(const Database& database, const DeviceId& dev, const std::vector<std::int64_t>& arrivals);

private:
    std::shared_ptr<httpd::EventHub> hub_;
};

}  // namespace hadir::central
