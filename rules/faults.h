// What is wrong with a folder of rules: every fault at once, so that an officer mends them in one go.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hadir::rules {

constexpr std::size_t kFaultsMax = 100;  // behind them only one line says that there are more

struct Fault {
    std::string file;        // schedules.csv
    std::uint64_t line = 0;  // from 1; 0: the file as a whole
    std::string message;     // what is wrong, and what to do

    // "schedules.csv: line 3: ..."
    [[nodiscard]] std::string text() const;
    bool operator==(const Fault&) const = default;
};

class Faults {
public:
    // The same fault twice is one.
    void add(std::string_view file, std::uint64_t line, std::string message);
    [[nodiscard]] bool names(std::string_view file) const;
    [[nodiscard]] const std::vector<Fault>& list() const { return list_; }

private:
    std::vector<Fault> list_;
};

// A cell as it can be shown in a message: short, without control characters.
[[nodiscard]] std::string shown(std::string_view cell);

}  // namespace hadir::rules
