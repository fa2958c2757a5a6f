#include "central/database_pool.h"

namespace hadir::central {

DatabasePool::Loan::~Loan() {
    if (!database_) return;
    const std::lock_guard lock(pool_->mutex_);
    pool_->free_.push_back(*std::move(database_));
}

Result<DatabasePool::Loan> DatabasePool::borrow() {
    {
        const std::lock_guard lock(mutex_);
        if (!free_.empty()) {
            Loan loan(*this, std::move(free_.back()));
            free_.pop_back();
            return loan;
        }
    }
    auto database = Database::open(path_, vfs_);
    if (!database) return propagate(database.error());
    return Loan(*this, *std::move(database));
}

}  // namespace hadir::central
