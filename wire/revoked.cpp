#include "wire/revoked.h"

#include "wire/line.h"

namespace hadir::wire {
namespace {

constexpr const char* kKind = "revoked";

}  // namespace

std::string write_revoked_file(FileHead head, const std::vector<RevokedLedger>& rows, const SigningKey& key) {
    head.kind = kKind;
    std::vector<std::string> lines;
    for (const RevokedLedger& row : rows) {
        JsonWriter json;
        json.begin_object()
            .field("dev", row.dev.hex())
            .field("inc", row.inc)
            .field("since", format_at(row.since));
        lines.push_back(json.end_object().take());
    }
    return sign_file(FileDomain::revoked, write_rows(head, lines), key);
}

Result<RevokedFile> open_revoked_file(std::string_view text, const KeysFile& keys) {
    const auto body = keys.open(FileDomain::revoked, text);
    if (!body) return propagate(body.error());
    auto rows = parse_rows(*body, kKind);
    if (!rows) return propagate(rows.error());
    RevokedFile file{std::move(rows->head), {}};
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
        Fields fields(rows->rows[i], "revoked row " + std::to_string(i + 1));
        RevokedLedger row;
        row.dev = fields.hex<DeviceId>("dev");
        row.inc = static_cast<std::uint32_t>(fields.integer("inc", 1, kIncMax));
        row.since = fields.at("since");
        if (auto ok = fields.done(); !ok) return propagate(ok.error());
        file.rows.push_back(row);
    }
    return file;
}

}  // namespace hadir::wire
