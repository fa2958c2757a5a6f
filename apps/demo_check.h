// The demo's own test: what the kiosk announced, what stands in ledger.db and what an officer sees are the
// same people in the same order and minute.
#pragma once

#include <chrono>
#include <string>

#include "apps/demo_setup.h"
#include "core/result.h"

namespace hadir::apps {

struct DemoAddresses {
    std::string kiosk;
    std::string web;
};

inline constexpr std::size_t kDemoPeopleWanted = 12;

// Listens until enough people were announced and central has them, then prints the table. `started`: when
// the demo was. An error names what differs.
[[nodiscard]] Result<void> check_demo(const DemoPlaces& places, const DemoAddresses& addresses,
                                      std::chrono::steady_clock::time_point started);

}  // namespace hadir::apps
