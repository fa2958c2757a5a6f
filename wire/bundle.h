// Records that travel as a file, on a stick where there is no network (docs/formats.md 4, Bundle).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "wire/batch.h"
#include "wire/crypto.h"

namespace hadir::wire {

// What the headers of an upload hold.
struct BundleHead {
    DeviceId dev;
    std::uint32_t inc = 1;
    std::uint64_t from = 1;
    std::uint64_t count = 0;
    Hash prev;
    std::optional<Signature> anchor;
    std::optional<std::string> checkpoint;  // in base64
};
struct Bundle {
    BundleHead head;
    std::vector<SignedLine> lines;
};

// Of at most one upload's lines; the caller has asked lines_that_fit. `count` is theirs.
[[nodiscard]] std::string write_bundle(const BundleHead& head, std::span<const SignedLine> lines,
                                       const SigningKey& ledger_key);

// What a file claims, before its signature is looked at: it says whose key opens it. MALFORMED, TOO_LARGE.
[[nodiscard]] Result<BundleHead> read_bundle_head(std::string_view text);
// The lines are not checked yet: they are what an upload's are. BAD_SIGNATURE and the above.
[[nodiscard]] Result<Bundle> open_bundle(std::string_view text, const PublicKey& ledger_key);

}  // namespace hadir::wire
