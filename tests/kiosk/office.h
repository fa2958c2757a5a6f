// What a terminal needs before it can serve anybody: offline keys, an identity, badges.
#pragma once

#include <filesystem>

#include "apps/key_folder.h"
#include "core/clock.h"
#include "core/result.h"
#include "qr/code.h"
#include "wire/crypto.h"

namespace hadir::tests {

inline constexpr const char* kPassphrase = "only for a test";

// One thread.
class Office {
public:
    // Makes the keys in `folder`/keys.
    [[nodiscard]] static Result<Office> found(const std::filesystem::path& folder, const Clock& clock,
                                              Random& random);

    [[nodiscard]] const apps::KeyFolder& keys() const { return keys_; }
    // An identity without a server.
    [[nodiscard]] Result<void> enrol_alone(const std::filesystem::path& terminal) const;
    // A badge that nobody has seen before.
    [[nodiscard]] Result<qr::QrCode> next_badge();
    // Makes `folder` with so many pictures, each of a badge of its own.
    [[nodiscard]] Result<void> photograph_badges(const std::filesystem::path& folder, int count);

private:
    Office(std::filesystem::path folder, apps::KeyFolder keys, apps::KeyFolder::BadgeKey key,
           LocalDay expires, Random& random)
        : folder_(std::move(folder)),
          keys_(std::move(keys)),
          key_(std::move(key)),
          expires_(expires),
          random_(&random) {}

    std::filesystem::path folder_;
    apps::KeyFolder keys_;
    apps::KeyFolder::BadgeKey key_;
    LocalDay expires_;
    Random* random_;
};

}  // namespace hadir::tests
