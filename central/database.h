// Central's SQLite file through SOCI, opened as everything that must survive a power cut needs it. This is
// the one place that knows the engine; the repositories' SQL is portable.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/result.h"

namespace soci {
class session;
}

namespace hadir::central {

[[nodiscard]] std::span<const std::string_view> migrations();

enum class Writing : std::uint8_t { yes, no };

// Not shared between threads: each thread opens its own. Repositories are used inside `transaction` or
// `read`, which turn what SOCI throws into STORAGE.
class Database {
public:
    // Makes the file (0600) if it is not there and brings it to the newest schema. `vfs` names an SQLite VFS,
    // empty for the system's own. STORAGE when it cannot be opened, is newer than this program, or does not
    // keep its promises (WAL, synchronous=FULL).
    [[nodiscard]] static Result<Database> open(const std::string& path, const std::string& vfs = {});
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    [[nodiscard]] soci::session& sql() const { return *sql_; }

    // `work` returns a Result; a failure or anything thrown rolls back. Writers queue up (BEGIN IMMEDIATE).
    template <class Work>
    [[nodiscard]] std::invoke_result_t<Work> transaction(Work work) const {
        return run(Writing::yes, std::move(work));
    }
    // One consistent view for all that `work` reads.
    template <class Work>
    [[nodiscard]] std::invoke_result_t<Work> read(Work work) const {
        return run(Writing::no, std::move(work));
    }

private:
    explicit Database(std::unique_ptr<soci::session> sql);
    [[nodiscard]] Result<void> run_erased(Writing writing, const std::function<bool()>& work) const;

    template <class Work>
    std::invoke_result_t<Work> run(Writing writing, Work work) const {
        std::optional<std::invoke_result_t<Work>> outcome;
        const auto ran = run_erased(writing, [&] {
            outcome.emplace(work());
            return outcome->has_value();
        });
        if (!ran) return propagate(ran.error());
        return *std::move(outcome);
    }

    std::unique_ptr<soci::session> sql_;
};

}  // namespace hadir::central
