#include "wire/batch.h"

#include <zstd.h>
#include <zstd_errors.h>

#include <memory>

#include "wire/chain.h"
#include "wire/encodings.h"

namespace hadir::wire {
namespace {

constexpr int kWindowLog = 20;
constexpr int kLevel = 3;
constexpr std::size_t kSignatureChars = 86;
constexpr std::uint32_t kFrameMagic = 0xFD2FB528U;

std::size_t body_bytes(const SignedLine& line) {
    return line.line.size() + 1 + kSignatureChars + 1;
}

Result<void> check_frame_header(ByteView packed) {
    if (packed.size() > kBatchPackedBytesMax)
        return fail(ErrorCode::too_large, "body over 524,288 bytes packed");
    if (packed.size() < 6) return fail(ErrorCode::malformed, "zstd: shorter than a frame header");
    std::uint32_t magic = 0;
    for (std::size_t i = 4; i-- > 0;)
        magic = magic << 8U | packed[i];
    if (magic != kFrameMagic) return fail(ErrorCode::malformed, "zstd: not a frame");
    if (ZSTD_getDictID_fromFrame(packed.data(), packed.size()) != 0)
        return fail(ErrorCode::malformed, "zstd: needs a dictionary");
    const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size == ZSTD_CONTENTSIZE_ERROR) return fail(ErrorCode::malformed, "zstd: broken frame header");
    if (size != ZSTD_CONTENTSIZE_UNKNOWN && size > kBatchBytesMax) {
        return fail(ErrorCode::too_large, "body declares over 1,048,576 bytes unpacked");
    }
    // RFC 8878, 3.1.1.1: without the single-segment flag the byte after the descriptor is the window.
    const bool single_segment = (packed[4] & 0x20U) != 0;
    if (!single_segment) {
        const std::uint64_t base = 1ULL << (10U + (packed[5] >> 3U));
        if (base + base / 8 * (packed[5] & 7U) > (1ULL << kWindowLog)) {
            return fail(ErrorCode::too_large, "zstd: window over 2^20 bytes");
        }
    }
    return {};
}

}  // namespace

std::size_t lines_that_fit(std::span<const SignedLine> lines) {
    std::size_t count = 0;
    std::size_t bytes = 0;
    // What does not compress at all stays as large as it is, so the packed limit counts on plain bytes.
    while (count < lines.size() && count < kBatchLinesMax) {
        bytes += body_bytes(lines[count]);
        if (bytes > kBatchPackedBytesMax - 4096) break;
        ++count;
    }
    return count;
}

std::string body_of(std::span<const SignedLine> lines) {
    std::string body;
    for (const SignedLine& line : lines)
        body += line.line + '\t' + signature_text(line.signature) + '\n';
    return body;
}

Result<Bytes> pack_batch(std::span<const SignedLine> lines) {
    const std::string body = body_of(lines);
    if (body.empty()) return Bytes{};
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, kWindowLog);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    Bytes packed(ZSTD_compressBound(body.size()));
    const std::size_t size =
        ZSTD_compress2(context.get(), packed.data(), packed.size(), body.data(), body.size());
    if (ZSTD_isError(size) != 0)
        return fail(ErrorCode::internal, std::string("zstd: ") + ZSTD_getErrorName(size));
    packed.resize(size);
    return packed;
}

Result<std::string> unpack_frame(ByteView packed) {
    if (auto ok = check_frame_header(packed); !ok) return propagate(ok.error());
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kWindowLog);
    std::string body(kBatchBytesMax + 1,
                     '\0');  // one more than allowed, so that the limit is seen to be passed
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer out{body.data(), body.size(), 0};
    std::size_t left = 1;
    while (left != 0) {
        const std::size_t before = in.pos + out.pos;
        left = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(left) != 0) {
            const bool window = ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge;
            return fail(window ? ErrorCode::too_large : ErrorCode::malformed,
                        std::string("zstd: ") + ZSTD_getErrorName(left));
        }
        if (out.pos > kBatchBytesMax) return fail(ErrorCode::too_large, "body over 1,048,576 bytes unpacked");
        if (left != 0 && in.pos + out.pos == before)
            return fail(ErrorCode::malformed, "zstd: the frame is cut off");
    }
    if (in.pos != in.size) return fail(ErrorCode::malformed, "zstd: bytes after the frame");
    body.resize(out.pos);
    return body;
}

Result<std::vector<SignedLine>> split_lines(std::string_view body) {
    std::vector<SignedLine> lines;
    while (!body.empty()) {
        const std::uint64_t number = lines.size() + 1;
        if (lines.size() == kBatchLinesMax) return fail(ErrorCode::too_large, "over 500 lines", number);
        const std::size_t end = body.find('\n');
        if (end == std::string_view::npos)
            return fail(ErrorCode::malformed, "the last line has no end", number);
        const std::string_view row = body.substr(0, end);
        body.remove_prefix(end + 1);
        const std::size_t tab = row.rfind('\t');
        if (tab == std::string_view::npos)
            return fail(ErrorCode::malformed, "no TAB before a signature", number);
        if (tab > kLineBytesMax) return fail(ErrorCode::too_large, "a line of over 16,384 bytes", number);
        const auto signature = parse_signature(row.substr(tab + 1));
        if (!signature)
            return fail(ErrorCode::malformed, "the signature is not 86 characters of base64url", number);
        lines.push_back({std::string(row.substr(0, tab)), *signature});
    }
    return lines;
}

Result<std::vector<Hash>> check_lines(const LineId& first, const Hash& previous, const PublicKey& ledger_key,
                                      std::span<const SignedLine> lines) {
    // Every line is placed before the first signature is checked: that is cheap and names the plainest fault.
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto id = read_line_id(lines[i].line);
        if (!id) return fail(id.error().code, id.error().message, i + 1);
        if (*id != LineId{first.dev, first.inc, first.seq + i}) {
            return fail(ErrorCode::bad_chain, "dev, inc or seq is not what the line's place says", i + 1);
        }
    }
    std::vector<Hash> hashes;
    hashes.reserve(lines.size());
    Hash head = previous;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        head = chain_next(head, lines[i].line);
        if (!verify_head(ledger_key, {first.dev, first.inc, first.seq + i}, head, lines[i].signature)) {
            return fail(ErrorCode::bad_signature, "the signature does not fit the line in this place", i + 1);
        }
        hashes.push_back(head);
    }
    return hashes;
}

}  // namespace hadir::wire
