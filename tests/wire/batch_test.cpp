#include "wire/batch.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include "wire/chain.h"
#include "wire/records.h"

namespace hadir::wire {
namespace {

struct Ledger {
    SigningKey key = SigningKey::generate();
    LineId first{DeviceId{{5}}, 1, 1};
    Hash genesis = chain_genesis(first.dev, 1, key.public_key());
    std::vector<SignedLine> lines;

    explicit Ledger(std::size_t count, const std::string& detail = "x") {
        Hash head = genesis;
        for (std::size_t i = 0; i < count; ++i) {
            LineHead line_head;
            line_head.id = {first.dev, 1, i + 1};
            line_head.kind = "alarm";
            const std::string line = write_line(line_head, write_alarm("A", detail)).value();
            head = chain_next(head, line);
            lines.push_back({line, sign_head(key, line_head.id, head)});
        }
    }
};

ErrorCode unpack_error(const Bytes& packed) {
    const auto body = unpack_frame(packed);
    return body ? ErrorCode::internal : body.error().code;
}

Bytes frame_of(std::string_view body, int window_log = 20) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    Bytes packed(ZSTD_compressBound(body.size()) + 64);
    ZSTD_inBuffer in{body.data(), body.size(), 0};
    ZSTD_outBuffer out{packed.data(), packed.size(), 0};
    // Flushed before it ends, so that the size stays unknown and the window as large as asked for.
    while (ZSTD_compressStream2(context, &out, &in, ZSTD_e_flush) != 0) {
    }
    while (ZSTD_compressStream2(context, &out, &in, ZSTD_e_end) != 0) {
    }
    ZSTD_freeCCtx(context);
    packed.resize(out.pos);
    return packed;
}

TEST(Batch, ComesBackAsItWasPacked) {
    const Ledger ledger(500);
    ASSERT_EQ(lines_that_fit(ledger.lines), 500U);
    const auto body = unpack_frame(pack_batch(ledger.lines).value());
    ASSERT_TRUE(body) << body.error().message;
    const auto lines = split_lines(*body);
    ASSERT_TRUE(lines) << lines.error().message;
    const auto hashes = check_lines(ledger.first, ledger.genesis, ledger.key.public_key(), *lines);
    ASSERT_TRUE(hashes) << hashes.error().message;
    EXPECT_EQ(hashes->size(), 500U);
}

TEST(Batch, LargeLinesMakeSmallerBatches) {
    const Ledger ledger(100, std::string(15'000, 'x'));
    const std::size_t count = lines_that_fit(ledger.lines);
    EXPECT_GT(count, 0U);
    EXPECT_LT(count, 100U);
    EXPECT_TRUE(unpack_frame(pack_batch(std::span(ledger.lines).first(count)).value()));
}

TEST(Batch, AHostileFrameIsRefusedBeforeItTakesMemory) {
    EXPECT_EQ(unpack_error(frame_of(std::string(kBatchBytesMax + 1, 'a'))),
              ErrorCode::too_large);  // a bomb without declared size
    EXPECT_NE(unpack_error(frame_of(std::string(kBatchBytesMax, 'a'))),
              ErrorCode::too_large);                                   // equal is allowed
    EXPECT_EQ(unpack_error(frame_of("a", 21)), ErrorCode::too_large);  // window
    EXPECT_EQ(unpack_error(Bytes(kBatchPackedBytesMax + 1)), ErrorCode::too_large);
    EXPECT_EQ(unpack_error({}), ErrorCode::malformed);
    EXPECT_EQ(unpack_error(Bytes(100, 0)), ErrorCode::malformed);
    Bytes declared(ZSTD_compressBound(2'000'000));
    const std::string big(2'000'000, 'a');
    declared.resize(ZSTD_compress(declared.data(), declared.size(), big.data(), big.size(), 3));
    EXPECT_EQ(unpack_error(declared), ErrorCode::too_large);
}

TEST(Batch, DamagedOrFollowedFramesAreMalformed) {
    const Bytes good = frame_of("hello hello hello hello");
    ASSERT_TRUE(unpack_frame(good));
    Bytes cut = good;
    cut.pop_back();
    EXPECT_EQ(unpack_error(cut), ErrorCode::malformed);
    Bytes twice = good;
    append(twice, good);
    EXPECT_EQ(unpack_error(twice), ErrorCode::malformed);
    Bytes skippable{0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 9};
    append(skippable, good);
    EXPECT_EQ(unpack_error(skippable), ErrorCode::malformed);
    Bytes checksum = good;
    checksum.back() ^= 1U;
    EXPECT_EQ(unpack_error(checksum), ErrorCode::malformed);
}

TEST(Batch, LinesAreSplitStrictly) {
    const std::string signature(86, 'A');
    EXPECT_TRUE(split_lines("{}\t" + signature + "\n"));
    const std::vector<std::string> bad{"{}\t" + signature,         "\n",       "{}\n",
                                       "{}\t" + signature + "=\n", "{}\tAA\n", "{}\t" + signature + "\r\n"};
    for (const std::string& body : bad) {
        const auto lines = split_lines(body);
        ASSERT_FALSE(lines) << body;
        EXPECT_EQ(lines.error().code, ErrorCode::malformed);
        EXPECT_EQ(lines.error().line, 1U);
    }
    std::string many;
    for (int i = 0; i < 501; ++i)
        many += "{}\t" + signature + "\n";
    EXPECT_EQ(split_lines(many).error().code, ErrorCode::too_large);
    EXPECT_EQ(split_lines(std::string(kLineBytesMax + 1, 'x') + "\t" + signature + "\n").error().code,
              ErrorCode::too_large);
}

TEST(Batch, NamesTheFirstLineThatDoesNotContinueTheChain) {
    const Ledger ledger(10);
    const auto fault = [&](std::vector<SignedLine> lines) {
        const auto hashes = check_lines(ledger.first, ledger.genesis, ledger.key.public_key(), lines);
        return hashes ? Error(ErrorCode::internal, "good") : hashes.error();
    };
    auto swapped = ledger.lines;
    std::swap(swapped[3], swapped[4]);
    EXPECT_EQ(fault(swapped).code, ErrorCode::bad_chain);
    EXPECT_EQ(fault(swapped).line, 4U);
    auto changed = ledger.lines;
    changed[6].line[changed[6].line.size() - 4] = 'y';
    EXPECT_EQ(fault(changed).code, ErrorCode::bad_signature);
    EXPECT_EQ(fault(changed).line, 7U);
    auto missing = ledger.lines;
    missing.erase(missing.begin() + 2);
    EXPECT_EQ(fault(missing).line, 3U);
    const Ledger other(10);
    EXPECT_EQ(fault(other.lines).code, ErrorCode::bad_signature);
}

}  // namespace
}  // namespace hadir::wire
