// The keys by which the log signs, one for each epoch, as 0600 files in the keys folder: `log/id`,
// `log/1.key` and so on. The last one is the next epoch's: the root has listed it before it is needed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "wire/crypto.h"
#include "wire/keys_file.h"

namespace hadir::central {

struct LogKey {
    std::int64_t epoch = 1;
    std::string origin;  // hadir/<central id>/<epoch>
    wire::SigningKey key;
};

class LogKeys {
public:
    // A random id for this central, and the keys of epochs 1 and 2; what is there already stays.
    [[nodiscard]] static Result<LogKeys> make(const std::filesystem::path& keys_folder);
    // NOT_FOUND when `make` has not been done.
    [[nodiscard]] static Result<LogKeys> load(const std::filesystem::path& keys_folder);

    [[nodiscard]] const LogKey& current() const { return keys_[keys_.size() - 2]; }
    [[nodiscard]] const LogKey& next() const { return keys_.back(); }

    // What the root is asked to list: every epoch's key, old ones too.
    [[nodiscard]] std::vector<wire::KeyRow> rows(UnixMs now) const;
    // USAGE unless the keys file lists this key under its origin.
    [[nodiscard]] static Result<void> check_listed(const LogKey& key, const wire::KeysFile& keys);

    // The next epoch becomes the current one, and gets a next one in its turn.
    [[nodiscard]] Result<void> advance();

    // The newest note that was signed, kept beside the keys and not in the database: a database that was put
    // back to an older state alone is noticed by it.
    [[nodiscard]] Result<std::optional<std::string>> last_note() const;
    [[nodiscard]] Result<void> keep_last_note(std::string_view note) const;

private:
    LogKeys(std::filesystem::path folder, std::string id) : folder_(std::move(folder)), id_(std::move(id)) {}
    [[nodiscard]] Result<void> make_key(std::int64_t epoch);
    [[nodiscard]] std::filesystem::path path_of(std::int64_t epoch) const;

    std::filesystem::path folder_;
    std::string id_;
    std::vector<LogKey> keys_;  // by epoch, two at least
};

}  // namespace hadir::central
