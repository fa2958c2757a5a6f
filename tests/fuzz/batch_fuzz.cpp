// The body of an upload: packed as it comes, and unpacked, where the fuzzer gets further.
#include "tests/fuzz/fuzz.h"
#include "wire/batch.h"
#include "wire/chain.h"

namespace {

void check(std::string_view body) {
    using namespace hadir;
    const auto lines = wire::split_lines(body);
    if (!lines) return;
    fuzz::require(lines->size() <= wire::kBatchLinesMax, "no more lines than are allowed");
    if (lines->empty()) return;
    const auto id = wire::read_line_id(lines->front().line);
    if (!id) return;
    const PublicKey key = fuzz::signing_key().public_key();
    static_cast<void>(wire::check_lines(*id, wire::chain_genesis(id->dev, id->inc, key), key, *lines));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hadir;
    if (const auto body = wire::unpack_frame({data, size})) {
        fuzz::require(body->size() <= wire::kBatchBytesMax, "no more bytes than are allowed");
        check(*body);
    }
    check(fuzz::text_of(data, size));
    return 0;
}
