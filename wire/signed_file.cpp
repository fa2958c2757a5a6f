#include "wire/signed_file.h"

#include "wire/encodings.h"
#include "wire/line.h"

namespace hadir::wire {
namespace {

constexpr std::string_view kMark = "sig ";
constexpr std::size_t kRowsMax = 200'000;

Bytes file_message(FileDomain domain, std::string_view body) {
    Bytes message;
    append_domain(message, name_of(domain));
    append(message, body);
    return message;
}

}  // namespace

std::string_view name_of(FileDomain domain) {
    switch (domain) {
        case FileDomain::receipt:
            return "hadir-receipt-1";
        case FileDomain::roster:
            return "hadir-roster-1";
        case FileDomain::policy:
            return "hadir-policy-1";
        case FileDomain::keys:
            return "hadir-keys-1";
        case FileDomain::device:
            return "hadir-device-1";
        case FileDomain::bundle:
            return "hadir-bundle-1";
        case FileDomain::revoked:
            return "hadir-revoked-1";
    }
    return "";
}

std::string sign_file(FileDomain domain, std::string body, const SigningKey& key) {
    const Signature signature = key.sign(file_message(domain, body));
    body += std::string(kMark) + std::string(name_of(domain)) + ' ' +
            key_id_of(key.public_key().bytes).hex() + ' ' + signature_text(signature) + '\n';
    return body;
}

Result<SignedFile> split_signed_file(FileDomain domain, std::string_view text) {
    if (text.size() > kSignedFileBytesMax) return fail(ErrorCode::too_large, "a signed file of over 8 MiB");
    if (!text.ends_with('\n')) return fail(ErrorCode::malformed, "the signed file's last line has no end");
    const std::size_t before = text.substr(0, text.size() - 1).rfind('\n');
    if (before == std::string_view::npos)
        return fail(ErrorCode::malformed, "the signed file has no signature line");
    SignedFile file;
    file.body = text.substr(0, before + 1);
    const std::string_view last = text.substr(before + 1, text.size() - before - 2);
    const std::string start = std::string(kMark) + std::string(name_of(domain)) + ' ';
    if (!last.starts_with(start)) {
        return fail(ErrorCode::malformed, "the last line is no signature of " + std::string(name_of(domain)));
    }
    if (file.body.starts_with(kMark) || file.body.find("\nsig ") != std::string_view::npos) {
        return fail(ErrorCode::malformed, "more than one signature line");
    }
    const std::string_view rest = last.substr(start.size());
    const auto key_id = KeyId::parse_hex(rest.substr(0, 8));
    const auto signature = rest.size() > 9 && rest[8] == ' ' ? parse_signature(rest.substr(9)) : std::nullopt;
    if (!key_id || !signature)
        return fail(ErrorCode::malformed, "the signature line is not `sig domain key signature`");
    file.key_id = *key_id;
    file.signature = *signature;
    return file;
}

bool verify_file(FileDomain domain, const SignedFile& file, const PublicKey& key) {
    return key_id_of(key.bytes) == file.key_id &&
           verify(key, file_message(domain, file.body), file.signature);
}

Result<std::string_view> open_signed_file(FileDomain domain, std::string_view text, const PublicKey& key) {
    const auto file = split_signed_file(domain, text);
    if (!file) return propagate(file.error());
    if (!verify_file(domain, *file, key)) {
        return fail(ErrorCode::bad_signature,
                    "the signature of " + std::string(name_of(domain)) + " does not fit");
    }
    return file->body;
}

std::int64_t next_version(std::int64_t last, UnixMs now) {
    return std::max(last + 1, now.value / 1000);
}

std::string write_rows(const FileHead& head, const std::vector<std::string>& rows,
                       const std::vector<std::pair<std::string, std::string>>& extra) {
    JsonWriter first;
    first.begin_object().field("v", 1).field("kind", head.kind);
    first.field("dev", head.dev ? std::optional(head.dev->hex()) : std::nullopt)
        .field("version", head.version)
        .field("issued", format_at(head.issued))
        .field("expires", format_at(head.expires))
        .field("rows", static_cast<std::uint64_t>(rows.size()));
    for (const auto& [key, value] : extra)
        first.field(key, value);
    std::string body = first.end_object().take() + '\n';
    for (const std::string& row : rows)
        body += row + '\n';
    return body;
}

Result<FileRows> parse_rows(std::string_view body, std::string_view kind) {
    FileRows file;
    std::uint64_t number = 0;
    for (; !body.empty(); ++number) {
        const std::size_t end = body.find('\n');
        if (end == std::string_view::npos || number > kRowsMax)
            return fail(ErrorCode::malformed, "a line without end, or too many", number + 1);
        auto json = parse_json(body.substr(0, end));
        if (!json) return fail(json.error().code, json.error().message, number + 1);
        if (number == 0) {
            file.first = std::move(*json);
        } else {
            file.rows.push_back(std::move(*json));
        }
        body.remove_prefix(end + 1);
    }
    Fields fields(file.first, std::string(kind) + " file: first line");
    if (fields.integer("v", 1, kSeqMax) != 1) fields.fault("v", "is a version this program does not know");
    file.head.kind = fields.text("kind");
    if (file.head.kind != kind) fields.fault("kind", "is not " + std::string(kind));
    file.head.dev = fields.nullable_hex<DeviceId>("dev");
    if (file.head.dev.has_value() != (kind == "roster"))
        fields.fault("dev", "must be set in a roster and null elsewhere");
    file.head.version = fields.integer("version", 1, kSeqMax);
    file.head.issued = fields.at("issued");
    file.head.expires = fields.at("expires");
    if (fields.integer("rows", 0, kRowsMax) != static_cast<std::int64_t>(file.rows.size())) {
        fields.fault("rows", "is not the number of rows that follow");
    }
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return file;
}

}  // namespace hadir::wire
