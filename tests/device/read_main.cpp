// Runs `hadir read` alone, for its tests.
#include <string>
#include <vector>

#include "apps/hadir_read.h"

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    return hadir::apps::read_command(arguments);
}
