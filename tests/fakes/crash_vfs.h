// An SQLite VFS whose disk is memory: a cache that loses what was not flushed, and operations that fail when
// the test says so. Shared memory and locks work, so that the product's own pragmas run on it unchanged.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace hadir::tests {

enum class Trouble : std::uint8_t {
    io_error,   // any operation; a flush that fails forgets what it had to write, as Linux does
    disk_full,  // only what takes room: creating, writing, flushing, shared memory
};
enum class Times : std::uint8_t { once, for_ever };

// What a power cut leaves of the sectors, sizes and names that were not flushed.
enum class Survival : std::uint8_t { none, some, all, any };  // any: the seed chooses one of the others

// A ledger there. The reserve beside it is a plain file of the system, whose loss harms nothing: no such
// folder, so none is made (tests/faults/full_disk_test.cpp has it).
constexpr const char* kLedgerOnCrashDisk = "crash-disk/ledger.db";

// One thread. Connections must be closed before it goes; those of before a restart only answer errors.
class CrashVfs {
public:
    explicit CrashVfs(std::uint64_t seed = 1);
    ~CrashVfs();
    CrashVfs(const CrashVfs&) = delete;
    CrashVfs& operator=(const CrashVfs&) = delete;

    [[nodiscard]] const std::string& name() const;  // for SQLite

    // The nth operation from now fails; of a full disk, the nth that takes room. Replaces what was planned.
    void fail_at(std::uint64_t operation, Trouble trouble, Times times);
    // At the nth operation from now the power goes: it may still happen, nothing after it does.
    void cut_power_at(std::uint64_t operation);
    void heal();                        // nothing fails any more; the power stays as it is
    [[nodiscard]] bool struck() const;  // what was planned has happened
    [[nodiscard]] bool power_is_off() const;

    // The power goes, if it has not yet, and returns.
    void restart(Survival survival = Survival::any);
    void lie_about_flush();  // from now on a flush does nothing and says that it did

    // What a program would read now; empty when there is no such file.
    [[nodiscard]] std::string content(const std::string& file) const;

    struct Disk;

private:
    std::unique_ptr<Disk> disk_;
};

}  // namespace hadir::tests
