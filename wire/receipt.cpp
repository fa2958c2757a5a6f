#include "wire/receipt.h"

#include "wire/encodings.h"
#include "wire/line.h"

namespace hadir::wire {
namespace {

constexpr std::size_t kNoteBytesMax = 65'536;
constexpr std::size_t kProofItemsMax = 128;

// A receipt and a device statement are one line of JSON before the signature.
Result<Json> only_line(std::string_view body) {
    if (body.find('\n') != body.size() - 1)
        return fail(ErrorCode::malformed, "must be one line before the signature");
    return parse_json(body.substr(0, body.size() - 1));
}

}  // namespace

std::string write_receipt(const Receipt& receipt, const SigningKey& key) {
    JsonWriter json;
    json.begin_object()
        .field("v", 1)
        .field("dev", receipt.dev.hex())
        .field("inc", receipt.inc)
        .field("acked", receipt.acked)
        .field("head", receipt.head.hex())
        .field("time", format_at(receipt.time))
        .field("nonce", receipt.nonce.hex())
        .field("roster", receipt.roster)
        .field("policy", receipt.policy)
        .field("keys", receipt.keys)
        .field("checkpoint", receipt.checkpoint);
    json.key("consistency").begin_array();
    for (const std::string& item : receipt.consistency)
        json.value(item);
    json.end_array().field("fork", receipt.fork).end_object();
    return sign_file(FileDomain::receipt, json.take() + '\n', key);
}

Result<Receipt> open_receipt(std::string_view text, const KeysFile& keys) {
    const auto body = keys.open(FileDomain::receipt, text);
    if (!body) return propagate(body.error());
    const auto json = only_line(*body);
    if (!json) return propagate(json.error());
    Fields fields(*json, "receipt");
    Receipt receipt;
    if (fields.integer("v", 1, kSeqMax) != 1) fields.fault("v", "is a version this program does not know");
    receipt.dev = fields.hex<DeviceId>("dev");
    receipt.inc = static_cast<std::uint32_t>(fields.integer("inc", 1, kIncMax));
    receipt.acked = static_cast<std::uint64_t>(fields.integer("acked", 0, kSeqMax));
    receipt.head = fields.hex<Hash>("head");
    receipt.time = fields.at("time");
    receipt.nonce = fields.hex<Nonce>("nonce");
    receipt.roster = fields.nullable_integer("roster", 1, kSeqMax);
    receipt.policy = fields.nullable_integer("policy", 1, kSeqMax);
    receipt.keys = fields.nullable_integer("keys", 1, kSeqMax);
    receipt.checkpoint = fields.nullable_text("checkpoint", kNoteBytesMax);
    for (const Json& item : fields.array("consistency", kProofItemsMax)) {
        if (item.text() == nullptr)
            fields.fault("consistency", "must be a list of texts");
        else
            receipt.consistency.push_back(*item.text());
    }
    if (const auto fork = fields.nullable_integer("fork", 1, kSeqMax))
        receipt.fork = static_cast<std::uint64_t>(*fork);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return receipt;
}

std::string write_device_statement(const DeviceStatement& statement, const SigningKey& key) {
    JsonWriter json;
    json.begin_object()
        .field("v", 1)
        .field("kind", "device")
        .field("dev", statement.dev.hex())
        .field("inc", statement.inc)
        .field("ledger_pub", statement.ledger_key.hex())
        .field("confirmed",
               statement.confirmed ? std::optional(format_at(*statement.confirmed)) : std::nullopt);
    json.key("by").begin_array();
    for (const PersonId& person : statement.by)
        json.value(person.hex());
    return sign_file(FileDomain::device, json.end_array().end_object().take() + '\n', key);
}

Result<DeviceStatement> open_device_statement(std::string_view text, const KeysFile& keys) {
    const auto body = keys.open(FileDomain::device, text);
    if (!body) return propagate(body.error());
    const auto json = only_line(*body);
    if (!json) return propagate(json.error());
    Fields fields(*json, "device statement");
    DeviceStatement statement;
    if (fields.integer("v", 1, kSeqMax) != 1) fields.fault("v", "is a version this program does not know");
    if (fields.text("kind") != "device") fields.fault("kind", "is not device");
    statement.dev = fields.hex<DeviceId>("dev");
    statement.inc = static_cast<std::uint32_t>(fields.integer("inc", 1, kIncMax));
    statement.ledger_key = fields.hex<PublicKey>("ledger_pub");
    if (!is_usable_key(statement.ledger_key)) fields.fault("ledger_pub", "is not a point that may sign");
    statement.confirmed = fields.nullable_at("confirmed");
    for (const Json& item : fields.array("by", 2)) {
        const auto person = item.text() != nullptr ? PersonId::parse_hex(*item.text()) : std::nullopt;
        if (!person)
            fields.fault("by", "must list person ids");
        else
            statement.by.push_back(*person);
    }
    const bool two = statement.by.size() == 2 && statement.by[0] != statement.by[1];
    if (statement.confirmed ? !two : !statement.by.empty())
        fields.fault("by", "must be two different officers once confirmed, none before");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return statement;
}

}  // namespace hadir::wire
