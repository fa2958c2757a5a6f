#include "tests/faults/programs.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>

namespace hadir::tests {
namespace {

std::string quoted(const std::string& word) {
    std::string out = "'";
    for (const char c : word)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "' ";
}

}  // namespace

Finished run(const std::vector<std::string>& words) {
    std::string command = "exec ";
    for (const std::string& word : words)
        command += quoted(command.size() == 5 && !word.contains('/') ? HADIR_BIN_DIR "/" + word : word);
    FILE* pipe = ::popen((command + "2>&1 </dev/null").c_str(), "r");
    Finished finished;
    if (pipe == nullptr) return finished;
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
        finished.output.append(buffer.data(), got);
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) finished.status = WEXITSTATUS(status);
    return finished;
}

}  // namespace hadir::tests
