// A proof that anybody can check offline: C2SP tlog-proof v1 (docs/formats.md 7).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace hadir::wire {

constexpr std::size_t kProofBytesMax = 131'072;

struct TlogProof {
    std::string extra;  // ours; empty for none. Proves nothing by itself
    std::uint64_t index = 0;
    std::vector<Hash> hashes;  // from the leaf's sibling up
    std::string checkpoint;    // the whole signed note
};

[[nodiscard]] std::string write_tlog_proof(const TlogProof& proof);
// Structure only. MALFORMED, TOO_LARGE.
[[nodiscard]] Result<TlogProof> parse_tlog_proof(std::string_view text);

}  // namespace hadir::wire
