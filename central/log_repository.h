// The log's tables: leaves, subtrees, checkpoints, epochs. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"
#include "wire/tree.h"

namespace hadir::central {

// A name under which the log speaks, with a key of its own. Once halted it never signs again.
struct LogEpoch {
    std::int64_t epoch = 1;
    std::string origin;
    PublicKey key;
    std::optional<UnixMs> halted;
    std::string halted_by;
};

struct SignedCheckpoint {
    std::int64_t epoch = 1;
    std::uint64_t size = 0;
    std::string note;
    UnixMs signed_at;
};

// A record that has no leaf yet.
struct Unlogged {
    std::int64_t record = 0;
    std::string line;
};

struct Leaf {
    std::uint64_t position = 0;
    std::int64_t record = 0;
    std::string code;
};

class LogRepository {
public:
    explicit LogRepository(const Database& database) : sql_(database.sql()) {}

    std::uint64_t size();
    std::optional<Hash> node(const wire::TreeNode& node);
    void add_node(const wire::TreeNode& node, const Hash& hash);
    void add_leaf(const Leaf& leaf);
    std::vector<Unlogged> unlogged(int limit);  // in the order of commits
    std::optional<Leaf> leaf_of_code(const std::string& code);
    std::optional<Leaf> leaf_of_record(std::int64_t record);

    std::optional<LogEpoch> epoch();  // the newest
    void open_epoch(const LogEpoch& epoch, UnixMs now);
    void halt(std::int64_t epoch, const std::string& why, UnixMs now);  // the first reason stays

    std::optional<SignedCheckpoint> newest_checkpoint(std::int64_t epoch);
    // The newest that holds this place, of whatever epoch: the tree is one, epochs only sign for it.
    std::optional<SignedCheckpoint> checkpoint_over(std::uint64_t position);
    void add_checkpoint(const SignedCheckpoint& checkpoint);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
