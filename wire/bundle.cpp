#include "wire/bundle.h"

#include "wire/encodings.h"
#include "wire/json.h"
#include "wire/signed_file.h"

namespace hadir::wire {
namespace {

constexpr std::size_t kNoteTextMax = 87'384;  // a note of 65,536 bytes in base64

// The first line, and what comes behind it.
struct Parts {
    BundleHead head;
    std::string_view lines;
};

Result<Parts> split(std::string_view body) {
    const std::size_t end = body.find('\n');
    if (end == std::string_view::npos) return fail(ErrorCode::malformed, "bundle: no first line");
    const auto json = parse_json(body.substr(0, end));
    if (!json) return propagate(json.error().in("bundle"));
    Fields fields(*json, "bundle");
    if (fields.integer("v", 1, kSeqMax) != 1) fields.fault("v", "is a version this program does not know");
    if (fields.text("kind") != "bundle") fields.fault("kind", "is not bundle");
    BundleHead head;
    head.dev = fields.hex<DeviceId>("dev");
    head.inc = static_cast<std::uint32_t>(fields.integer("inc", 1, kIncMax));
    head.from = static_cast<std::uint64_t>(fields.integer("from", 1, kSeqMax));
    head.count = static_cast<std::uint64_t>(fields.integer("count", 1, kBatchLinesMax));
    head.prev = fields.hex<Hash>("prev");
    if (const auto anchor = fields.nullable_text("anchor")) {
        head.anchor = parse_signature(*anchor);
        if (!head.anchor) fields.fault("anchor", "must be 86 characters of base64url");
    }
    head.checkpoint = fields.nullable_text("checkpoint", kNoteTextMax);
    if (head.checkpoint && !from_base64(*head.checkpoint)) fields.fault("checkpoint", "must be base64");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return Parts{std::move(head), body.substr(end + 1)};
}

}  // namespace

std::string write_bundle(const BundleHead& head, std::span<const SignedLine> lines,
                         const SigningKey& ledger_key) {
    JsonWriter json;
    json.begin_object()
        .field("v", 1)
        .field("kind", "bundle")
        .field("dev", head.dev.hex())
        .field("inc", head.inc)
        .field("from", head.from)
        .field("count", static_cast<std::uint64_t>(lines.size()))
        .field("prev", head.prev.hex())
        .field("anchor", head.anchor ? std::optional(signature_text(*head.anchor)) : std::nullopt)
        .field("checkpoint", head.checkpoint)
        .end_object();
    return sign_file(FileDomain::bundle, json.take() + '\n' + body_of(lines), ledger_key);
}

Result<BundleHead> read_bundle_head(std::string_view text) {
    const auto file = split_signed_file(FileDomain::bundle, text);
    if (!file) return propagate(file.error());
    auto parts = split(file->body);
    if (!parts) return propagate(parts.error());
    return std::move(parts->head);
}

Result<Bundle> open_bundle(std::string_view text, const PublicKey& ledger_key) {
    const auto body = open_signed_file(FileDomain::bundle, text, ledger_key);
    if (!body) return propagate(body.error());
    auto parts = split(*body);
    if (!parts) return propagate(parts.error());
    if (parts->lines.size() > kBatchBytesMax)
        return fail(ErrorCode::too_large, "bundle: over 1,048,576 bytes of lines");
    auto lines = split_lines(parts->lines);
    if (!lines) return propagate(lines.error().in("bundle"));
    if (lines->size() != parts->head.count)
        return fail(ErrorCode::malformed, "bundle: count says " + std::to_string(parts->head.count) +
                                              ", it holds " + std::to_string(lines->size()) + " lines");
    return Bundle{std::move(parts->head), std::move(*lines)};
}

}  // namespace hadir::wire
