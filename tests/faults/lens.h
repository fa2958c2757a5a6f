// What stands in front of a real kiosk's lens, and for how long, is a test's to say: no clip that runs too
// fast.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "core/result.h"

namespace hadir::tests {

// The kiosk is given folder() as its camera, to be played again and again. Its two pictures are FIFOs, taken
// in turn: each time one is opened, it yields what is held then. Outlives the kiosk, which reads pictures for
// ever.
class Lens {
public:
    // Makes the folder. Throws std::runtime_error where no FIFO can be made.
    Lens(std::filesystem::path folder, std::string picture);
    ~Lens();
    Lens(const Lens&) = delete;
    Lens& operator=(const Lens&) = delete;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    // A PNG file's bytes, from the next picture on.
    void hold(std::string picture);

private:
    void feed(const std::stop_token& stop);
    [[nodiscard]] std::string held();

    std::filesystem::path folder_;
    std::mutex mutex_;
    std::string picture_;
    std::jthread thread_;
};

}  // namespace hadir::tests
