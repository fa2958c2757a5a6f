// Figures of a moment, reckoned once for everybody who asks within it: a hundred open pages cost as much as
// one.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "core/clock.h"
#include "core/result.h"

namespace hadir::central {

constexpr int kFiguresLifeFactor = 10;
constexpr std::chrono::milliseconds kFiguresLifeMax{3'000};

// Any thread. Two that ask for the same at once may both reckon it; neither waits for the other.
class FiguresCache {
public:
    explicit FiguresCache(const Clock& clock) : clock_(clock) {}

    // What `reckon` gave under that key less than kFiguresLife ago, else what it gives now. A failure is not
    // kept.
    [[nodiscard]] Result<std::string> get(const std::string& key,
                                          const std::function<Result<std::string>()>& reckon);

private:
    struct Kept {
        std::chrono::milliseconds until{0};
        std::string value;
    };
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Kept> kept_;
};

}  // namespace hadir::central
