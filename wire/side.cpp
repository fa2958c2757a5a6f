#include "wire/side.h"

#include "wire/crypto.h"
#include "wire/line.h"

namespace hadir::wire {
namespace {

bool is_field(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

Result<SideLine> parse_side(std::string_view text) {
    const auto json = parse_json(text);
    if (!json) return propagate(json.error());
    Fields fields(*json, "side");
    SideLine line;
    line.inc = static_cast<std::uint32_t>(fields.integer("inc", 1, kIncMax));
    line.seq = static_cast<std::uint64_t>(fields.integer("seq", 1, kSeqMax));
    line.side.field = fields.text("field", kSideFieldBytesMax);
    if (!is_field(line.side.field)) fields.fault("field", "must be of a-z, 0-9 and _");
    line.side.salt = fields.hex<Salt>("salt");
    line.side.value = fields.text("value", kSideValueBytesMax);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return line;
}

}  // namespace

Side make_side(Random& random, std::string field, std::string value) {
    return {std::move(field), random.make<Salt>(), std::move(value)};
}

Hash digest_of(const Side& side) {
    Bytes message;
    append_domain(message, "hadir-side-1");
    append(message, side.salt.bytes);
    append(message, side.value);
    return sha256(message);
}

std::string write_side_digests(const std::vector<Side>& sides) {
    JsonWriter json;
    json.begin_object();
    for (const Side& side : sides)
        json.field(side.field, digest_of(side).hex());
    return json.end_object().take();
}

std::optional<Hash> side_digest_in(const Json& body, std::string_view field) {
    const Json* side = body.find("side");
    const Json* digest = side != nullptr ? side->find(field) : nullptr;
    if (digest == nullptr || digest->text() == nullptr) return std::nullopt;
    return Hash::parse_hex(*digest->text());
}

std::string write_sides(const std::vector<SideLine>& lines) {
    std::string body;
    for (const SideLine& line : lines) {
        JsonWriter json;
        json.begin_object()
            .field("inc", line.inc)
            .field("seq", line.seq)
            .field("field", line.side.field)
            .field("salt", line.side.salt.hex())
            .field("value", line.side.value)
            .end_object();
        body += json.take() + '\n';
    }
    return body;
}

Result<std::vector<SideLine>> parse_sides(std::string_view body) {
    if (body.size() > kSidesBytesMax) return fail(ErrorCode::too_large, "side data of over 1 MiB");
    std::vector<SideLine> lines;
    while (!body.empty()) {
        const std::size_t end = body.find('\n');
        if (end == std::string_view::npos)
            return fail(ErrorCode::malformed, "the last line has no end", lines.size() + 1);
        auto line = parse_side(body.substr(0, end));
        if (!line) return fail(line.error().code, line.error().message, lines.size() + 1);
        lines.push_back(*std::move(line));
        body.remove_prefix(end + 1);
    }
    if (lines.empty()) return fail(ErrorCode::malformed, "no side data is here", 1);
    return lines;
}

}  // namespace hadir::wire
