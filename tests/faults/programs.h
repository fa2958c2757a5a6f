// The installed programs, run as a person or a timer runs them.
#pragma once

#include <string>
#include <vector>

namespace hadir::tests {

struct Finished {
    int status = -1;     // -1: ended by a signal
    std::string output;  // both streams, as they came
};

// `words[0]` names one of our programs, or is the path of one. Waits for its end.
[[nodiscard]] Finished run(const std::vector<std::string>& words);

}  // namespace hadir::tests
