#include "wire/line.h"

#include "wire/encodings.h"

namespace hadir::wire {

Result<std::string> write_line(const LineHead& head, std::string_view body) {
    JsonWriter json;
    json.begin_object()
        .field("v", 1)
        .field("dev", head.id.dev.hex())
        .field("inc", head.id.inc)
        .field("seq", head.id.seq)
        .field("kind", head.kind)
        .field("at", format_at(head.at))
        .field("boot", head.boot.hex())
        .field("up_ms", head.up_ms);
    json.key("clock")
        .begin_object()
        .field("state", name_of(head.clock.state))
        .field("off_ms", head.clock.off_ms)
        .field("unc_ms", head.clock.unc_ms)
        .end_object();
    json.field("r", to_base64url(head.r.bytes)).key("body").raw(body).end_object();
    if (json.str().size() > kLineBytesMax) {
        return fail(ErrorCode::too_large, "a record of " + std::to_string(json.str().size()) +
                                              " bytes; at most " + std::to_string(kLineBytesMax) +
                                              " are allowed");
    }
    return json.take();
}

Result<Line> parse_line(std::string_view text) {
    if (text.size() > kLineBytesMax) return fail(ErrorCode::too_large, "a line of over 16,384 bytes");
    if (text.find_first_of("\t\n\r") != std::string_view::npos)
        return fail(ErrorCode::malformed, "a line with a raw TAB, CR or LF");
    const auto json = parse_json(text);
    if (!json) return propagate(json.error());
    Fields fields(*json, "line");
    Line line;
    if (fields.integer("v", 1, kSeqMax) != 1) fields.fault("v", "is a version this program does not know");
    line.head.id.dev = fields.hex<DeviceId>("dev");
    line.head.id.inc = static_cast<std::uint32_t>(fields.integer("inc", 1, kIncMax));
    line.head.id.seq = static_cast<std::uint64_t>(fields.integer("seq", 1, kSeqMax));
    line.head.kind = fields.text("kind", 64);
    line.head.at = fields.at("at");
    line.head.boot = fields.hex<BootId>("boot");
    line.head.up_ms = fields.integer("up_ms", 0, kSeqMax);
    Fields clock(fields.object("clock"), "line: clock");
    const auto state = clock_state_from(clock.text("state"));
    if (!state) clock.fault("state", "is not one of unset, rtc, ntp, anchored");
    line.head.clock.state = state.value_or(ClockState::unset);
    line.head.clock.off_ms = clock.nullable_integer("off_ms", -kSeqMax, kSeqMax);
    line.head.clock.unc_ms = clock.nullable_integer("unc_ms", 0, kSeqMax);
    const auto salt = from_base64url(fields.text("r"));
    if (!salt || salt->size() != Salt::kSize) fields.fault("r", "must be 16 bytes in base64url");
    if (salt) line.head.r = Salt::from(*salt).value_or(Salt{});
    line.body = fields.object("body");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    if (auto ok = clock.done(); !ok) return propagate(ok.error());
    return line;
}

}  // namespace hadir::wire
