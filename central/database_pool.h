// Connections to central's database for a server's workers: borrowed for one request, given back after it.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "central/database.h"

namespace hadir::central {

// Any thread may borrow. Outlives what it lent.
class DatabasePool {
public:
    explicit DatabasePool(std::string path, std::string vfs = {})
        : path_(std::move(path)), vfs_(std::move(vfs)) {}

    class Loan {
    public:
        Loan(DatabasePool& pool, Database database) : pool_(&pool), database_(std::move(database)) {}
        Loan(Loan&& other) noexcept
            : pool_(other.pool_), database_(std::exchange(other.database_, std::nullopt)) {}
        Loan& operator=(Loan&&) = delete;
        ~Loan();
        [[nodiscard]] const Database& operator*() const { return *database_; }

    private:
        DatabasePool* pool_;
        std::optional<Database> database_;
    };
    // Opens one more when all are lent. STORAGE when that fails.
    [[nodiscard]] Result<Loan> borrow();

private:
    std::string path_;
    std::string vfs_;
    std::mutex mutex_;
    std::vector<Database> free_;
};

}  // namespace hadir::central
