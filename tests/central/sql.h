// Looks into, or meddles with, a database file past central's own code.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace hadir::central::tests {

// Runs the statement; the first column of its first row, 0 without one.
inline std::int64_t run_sql(const std::string& file, const std::string& statement) {
    sqlite3* database = nullptr;
    std::int64_t number = 0;
    char* fault = nullptr;
    if (sqlite3_open(file.c_str(), &database) == SQLITE_OK) {
        sqlite3_exec(
            database, statement.c_str(),
            [](void* into, int, char** values, char**) {
                *static_cast<std::int64_t*>(into) = values[0] != nullptr ? std::stoll(values[0]) : 0;
                return 1;
            },
            &number, &fault);
    }
    const std::string message = fault != nullptr ? fault : "";
    sqlite3_free(fault);
    sqlite3_close(database);
    if (!message.empty() && message != "query aborted") throw std::runtime_error(message);
    return number;
}

}  // namespace hadir::central::tests
