#include "wire/keys_file.h"

#include <array>

#include "wire/encodings.h"

namespace hadir::wire {
namespace {

struct UseRow {
    std::string_view use;
    std::string_view alg;
    std::size_t bytes;
};
constexpr std::array<UseRow, 9> kUses{{{"badge", "ed25519", 32},
                                       {"roster", "ed25519", 32},
                                       {"policy", "ed25519", 32},
                                       {"receipt", "ed25519", 32},
                                       {"log", "ed25519", 32},
                                       {"evidence", "x25519", 32},
                                       {"device", "ed25519", 32},
                                       {"revoked", "ed25519", 32},
                                       {"ca", "p256", 65}}};

std::string_view use_of(FileDomain domain) {
    switch (domain) {
        case FileDomain::receipt:
            return "receipt";
        case FileDomain::roster:
            return "roster";
        case FileDomain::policy:
            return "policy";
        case FileDomain::device:
            return "device";
        case FileDomain::revoked:
            return "revoked";
        case FileDomain::keys:  // the root's alone, never listed
        case FileDomain::bundle:
            break;  // the ledger key's
    }
    return "";
}

void check_row(const KeyRow& row, Fields& fields) {
    const auto known =
        std::find_if(kUses.begin(), kUses.end(), [&](const UseRow& use) { return use.use == row.use; });
    if (known == kUses.end()) return;  // a later version's use: listed, selects nothing here
    if (row.alg != known->alg || row.pub.size() != known->bytes)
        fields.fault("alg", "and pub do not fit the use");
    if (key_id_of(row.pub) != row.id) fields.fault("id", "is not that of pub");
    if (row.alg == "ed25519" && row.pub.size() == 32 && !is_usable_key(*PublicKey::from(row.pub))) {
        fields.fault("pub", "is not a point that may sign");
    }
    if ((row.use == "badge") != row.badge_key.has_value())
        fields.fault("badge_key", "belongs to a badge key, and only there");
    if ((row.use == "log") != row.origin.has_value())
        fields.fault("origin", "belongs to a log key, and only there");
}

}  // namespace

std::string write_key_row(const KeyRow& row) {
    JsonWriter json;
    json.begin_object()
        .field("use", row.use)
        .field("id", row.id.hex())
        .field("alg", row.alg)
        .field("pub", to_hex(row.pub))
        .field("from", format_at(row.from))
        .field("until", format_at(row.until))
        .field("origin", row.origin);
    json.field("badge_key", row.badge_key ? std::optional<int>(*row.badge_key) : std::nullopt).end_object();
    return json.take();
}

Result<KeyRow> parse_key_row(const Json& json, const std::string& where) {
    Fields fields(json, where);
    KeyRow row;
    row.use = fields.text("use", 32);
    row.id = fields.hex<KeyId>("id");
    row.alg = fields.text("alg", 32);
    const auto pub = from_hex(fields.text("pub", 256));
    if (!pub) fields.fault("pub", "must be lower-case hex");
    row.pub = pub.value_or(Bytes{});
    row.from = fields.at("from");
    row.until = fields.at("until");
    row.origin = fields.nullable_text("origin");
    if (const auto number = fields.nullable_integer("badge_key", 1, 255))
        row.badge_key = static_cast<std::uint8_t>(*number);
    check_row(row, fields);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return row;
}

BadgeKeys KeysFile::badge_keys() const {
    BadgeKeys keys;
    for (const KeyRow& row : rows) {
        if (row.use == "badge") keys.emplace(*row.badge_key, *PublicKey::from(row.pub));
    }
    return keys;
}

Result<std::string_view> KeysFile::open(FileDomain domain, std::string_view text) const {
    const auto file = split_signed_file(domain, text);
    if (!file) return propagate(file.error());
    for (const KeyRow& row : rows) {
        if (row.use != use_of(domain) || row.id != file->key_id) continue;
        if (verify_file(domain, *file, *PublicKey::from(row.pub))) return file->body;
    }
    return fail(ErrorCode::bad_signature, "no key that the keys file lists for it has signed this " +
                                              std::string(name_of(domain)) + " file");
}

std::string write_keys_file(const FileHead& head, const std::vector<KeyRow>& rows, const SigningKey& root) {
    std::vector<std::string> lines;
    lines.reserve(rows.size());
    for (const KeyRow& row : rows)
        lines.push_back(write_key_row(row));
    return sign_file(FileDomain::keys, write_rows(head, lines), root);
}

Result<KeysFile> open_keys_file(std::string_view text, const PublicKey& root) {
    const auto body = open_signed_file(FileDomain::keys, text, root);
    if (!body) return propagate(body.error());
    auto parsed = parse_rows(*body, "keys");
    if (!parsed) return propagate(parsed.error());
    KeysFile file;
    file.head = parsed->head;
    for (const Json& json : parsed->rows) {
        auto row = parse_key_row(json, "keys file: row " + std::to_string(file.rows.size() + 1));
        if (!row) return propagate(row.error());
        const auto twice = std::any_of(file.rows.begin(), file.rows.end(), [&](const KeyRow& other) {
            return (other.use != row->use && other.pub == row->pub) ||
                   (row->badge_key && other.badge_key == row->badge_key);
        });
        if (twice)
            return fail(ErrorCode::malformed,
                        "keys file: one key for two uses, or one badge key number twice");
        file.rows.push_back(std::move(*row));
    }
    return file;
}

}  // namespace hadir::wire
