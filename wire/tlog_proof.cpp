#include "wire/tlog_proof.h"

#include "wire/encodings.h"
#include "wire/merkle.h"

namespace hadir::wire {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

std::unexpected<Error> malformed(const char* what) {
    return fail(ErrorCode::malformed, std::string("proof file: ") + what);
}

// Takes `prefix` and the rest of that line off; false when another line comes next.
bool take(std::string_view& text, std::string_view prefix, std::string_view& value) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(prefix)) return false;
    value = text.substr(prefix.size(), end - prefix.size());
    text.remove_prefix(end + 1);
    return true;
}

}  // namespace

std::string write_tlog_proof(const TlogProof& proof) {
    std::string text(kFirstLine);
    text += '\n';
    if (!proof.extra.empty()) text.append(kExtra).append(to_base64(as_bytes(proof.extra))) += '\n';
    text.append(kIndex).append(std::to_string(proof.index)) += '\n';
    for (const Hash& hash : proof.hashes)
        text.append(to_base64(hash.bytes)) += '\n';
    return text + '\n' + proof.checkpoint;
}

Result<TlogProof> parse_tlog_proof(std::string_view text) {
    if (text.size() > kProofBytesMax) return fail(ErrorCode::too_large, "proof file: over 131072 bytes");
    TlogProof proof;
    std::string_view value;
    if (!take(text, kFirstLine, value) || !value.empty()) return malformed("no c2sp.org/tlog-proof@v1");
    if (take(text, kExtra, value)) {
        const auto extra = from_base64(value);
        if (!extra || extra->empty()) return malformed("the extra data is empty, or not base64");
        proof.extra = as_text(*extra);
    }
    const auto index = take(text, kIndex, value) ? parse_decimal(value) : std::nullopt;
    if (!index) return malformed("no index, or not a canonical decimal");
    proof.index = *index;
    while (take(text, "", value) && !value.empty()) {
        const auto bytes = from_base64(value);
        const auto hash = bytes ? Hash::from(*bytes) : std::nullopt;
        if (!hash) return malformed("a hash of the path is not 32 bytes in base64");
        if (proof.hashes.size() == kTreeProofMax)
            return malformed("the path is longer than any tree is high");
        proof.hashes.push_back(*hash);
    }
    if (!value.empty() || text.empty()) return malformed("no empty line and checkpoint behind the path");
    proof.checkpoint = text;
    return proof;
}

}  // namespace hadir::wire
