// A folder of rules with a row or two in each table, in which tests plant faults.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule_book.h"

namespace hadir::rules::tests {

[[nodiscard]] Files shipped_files();  // config/rules
[[nodiscard]] Files small_files();
// The same with these rows under the header of one table.
[[nodiscard]] Files small_files_with(const std::string& file, std::string_view rows);

// As `rules check` tells them.
[[nodiscard]] std::vector<std::string> faults_in(const Files& files);

// Rows of one table, in place of its good ones.
struct BadRows {
    const char* what;
    const char* file;
    const char* rows;
    std::vector<std::string> faults;
};
std::ostream& operator<<(std::ostream& out, const BadRows& bad);

}  // namespace hadir::rules::tests
