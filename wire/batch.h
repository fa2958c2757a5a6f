// The body of an upload: `line TAB signature LF` for each record, in one zstd frame (docs/formats.md 5).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "wire/line.h"

namespace hadir::wire {

constexpr std::size_t kBatchLinesMax = 500;
constexpr std::size_t kBatchBytesMax = 1'048'576;  // unpacked
constexpr std::size_t kBatchPackedBytesMax = 524'288;

struct SignedLine {
    std::string line;
    Signature signature;
};

// How many of `lines`, from the first, fit one batch; 0 only for an empty span.
[[nodiscard]] std::size_t lines_that_fit(std::span<const SignedLine> lines);

[[nodiscard]] std::string body_of(std::span<const SignedLine> lines);
// That body, packed. The caller has asked lines_that_fit. An empty batch has an empty body.
[[nodiscard]] Result<Bytes> pack_batch(std::span<const SignedLine> lines);

// Memory is bounded before anything is unpacked. TOO_LARGE or MALFORMED; `line` names the line at fault.
[[nodiscard]] Result<std::string> unpack_frame(ByteView packed);
[[nodiscard]] Result<std::vector<SignedLine>> split_lines(std::string_view body);

// Whether the lines continue `previous` on that ledger, each with a good signature: the hash after each line.
// BAD_CHAIN, BAD_SIGNATURE, MALFORMED with `line`.
[[nodiscard]] Result<std::vector<Hash>> check_lines(const LineId& first, const Hash& previous,
                                                    const PublicKey& ledger_key,
                                                    std::span<const SignedLine> lines);

}  // namespace hadir::wire
