#include "wire/keys_request.h"

#include <array>

#include "wire/json.h"

namespace hadir::wire {
namespace {

constexpr std::array<std::string_view, 8> kServerUses{"roster",   "policy", "receipt", "log",
                                                      "evidence", "device", "revoked", "ca"};

Result<void> check_use(const KeyRow& row, const std::string& where) {
    if (row.use == "badge") {
        return fail(ErrorCode::malformed, where + ": a badge key; a server must never have one");
    }
    if (std::find(kServerUses.begin(), kServerUses.end(), row.use) == kServerUses.end()) {
        return fail(ErrorCode::malformed,
                    where + ": \"" + row.use + "\" is a use this program does not know");
    }
    if (row.from >= row.until) return fail(ErrorCode::malformed, where + ": ends before it begins");
    return {};
}

}  // namespace

std::string write_keys_request(const std::vector<KeyRow>& rows) {
    JsonWriter json;
    json.begin_object().field("v", 1).field("kind", "keys-request").key("rows").begin_array();
    for (const KeyRow& row : rows)
        json.raw(write_key_row(row));
    json.end_array().end_object();
    return json.take() + '\n';
}

Result<std::vector<KeyRow>> parse_keys_request(std::string_view text) {
    if (text.size() > kKeysRequestBytesMax) {
        return fail(ErrorCode::too_large,
                    "a keys request of over " + std::to_string(kKeysRequestBytesMax) + " bytes");
    }
    if (text.ends_with('\n')) text.remove_suffix(1);
    const auto json = parse_json(text);
    if (!json) return propagate(json.error());
    Fields fields(*json, "keys request");
    if (fields.integer("v", 1, 1000) != 1) fields.fault("v", "is a version this program does not know");
    if (fields.text("kind") != "keys-request") fields.fault("kind", "is not keys-request");
    const Json::Array& items = fields.array("rows", kKeysRequestRowsMax);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    if (items.empty()) return fail(ErrorCode::malformed, "keys request: it asks for no key");
    std::vector<KeyRow> rows;
    for (const Json& item : items) {
        const std::string where = "keys request: row " + std::to_string(rows.size() + 1);
        auto row = parse_key_row(item, where);
        if (!row) return propagate(row.error());
        if (auto known = check_use(*row, where); !known) return propagate(known.error());
        rows.push_back(std::move(*row));
    }
    return rows;
}

}  // namespace hadir::wire
