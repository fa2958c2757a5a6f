// The folder of the offline keys, kept by BKD away from every server:
//
//   root.key        the root, under its passphrase: signs the `keys` file and nothing else
//   root.pub        its public key, 64 hex digits: what terminals pin
//   badge-001.key   a badge key, under its own passphrase: signs printed badges; the number is its key id
//   keys            the newest file that the root has signed; also the memory of versions and badge keys
//
// Whoever prints badges needs only the last three. All functions block; failures name the file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "wire/crypto.h"
#include "wire/keys_file.h"
#include "wire/sealed_key.h"

namespace hadir::apps {

constexpr std::chrono::days kKeysFileLife{400};
constexpr std::chrono::days kBadgeKeyLife{5 * 365};  // printing with it; its badges say their own last day
constexpr std::size_t kBadgeKeysListed = 2;          // the newest; badges of older ones are no longer read

class KeyFolder {
public:
    explicit KeyFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // Makes root, first badge key and first `keys` file; refuses a folder that holds a root already.
    // Answers the root's public key.
    Result<PublicKey> create(std::string_view root_passphrase, std::string_view badge_passphrase, UnixMs now,
                             wire::SealCost cost = wire::SealCost::careful) const;

    // The root lists these keys of a server, the badge keys, and every log key that it has ever listed.
    // Answers the new file's text, which is then in the folder too.
    Result<std::string> sign(std::string_view root_passphrase, const std::vector<wire::KeyRow>& server_rows,
                             UnixMs now) const;

    // A new badge key with the next number. It counts for terminals once the new `keys` file reaches them.
    Result<std::uint8_t> add_badge_key(std::string_view root_passphrase, std::string_view badge_passphrase,
                                       UnixMs now, wire::SealCost cost = wire::SealCost::careful) const;

    [[nodiscard]] Result<PublicKey> root_public_key() const;
    [[nodiscard]] Result<wire::KeysFile> keys_file() const;  // verified under root.pub

    struct BadgeKey {
        std::uint8_t number;
        wire::SigningKey key;
    };
    // The newest badge key that is listed; expired when it may sign nothing new at `now`.
    [[nodiscard]] Result<BadgeKey> open_badge_key(std::string_view passphrase, UnixMs now) const;

private:
    [[nodiscard]] std::filesystem::path badge_path(std::uint8_t number) const;
    [[nodiscard]] Result<wire::SigningKey> open_root(std::string_view passphrase) const;
    Result<std::string> publish(const wire::SigningKey& root, const std::vector<wire::KeyRow>& rows,
                                std::int64_t last_version, UnixMs now) const;

    std::filesystem::path folder_;
};

}  // namespace hadir::apps
