#include "store/identity.h"

#include <fcntl.h>
#include <unistd.h>

#include "platform/file.h"
#include "wire/encodings.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::store {
namespace {

constexpr std::size_t kSmallFileMax = 65'536;

// identity.json holds what is public; each secret has a file of its own.
std::string describe(const Identity& identity) {
    wire::JsonWriter json;
    json.begin_object()
        .field("v", 1)
        .field("dev", identity.dev.hex())
        .field("inc", identity.inc)
        .field("ledger_pub", identity.ledger_key.public_key().hex())
        .field("root", identity.root.hex())
        .field("url", identity.url);
    return json.end_object().take() + '\n';
}

Result<std::string> text_of(const std::filesystem::path& path, std::size_t bytes_max) {
    const auto bytes = platform::read_file(path, bytes_max);
    if (!bytes) return propagate(bytes.error());
    return std::string(as_text(*bytes));
}

// A part of a folder that has identity.json: when it is gone, the terminal is not new but damaged.
Result<std::string> part_of(const std::filesystem::path& path, std::size_t bytes_max) {
    auto text = text_of(path, bytes_max);
    if (text || text.error().code != ErrorCode::not_found) return text;
    return fail(ErrorCode::malformed, text.error().message + "; enrol this terminal again");
}

void sync_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

Result<wire::SigningKey> ledger_key_of(const std::filesystem::path& path) {
    auto text = part_of(path, kSmallFileMax);
    if (!text) return propagate(text.error());
    while (text->ends_with('\n'))
        text->pop_back();
    const auto seed = from_hex(*text);
    const auto key = seed ? wire::SigningKey::from_seed(*seed) : std::nullopt;
    if (!key)
        return fail(ErrorCode::malformed,
                    path.string() + ": must be 64 hex digits; enrol this terminal again");
    return *key;
}

}  // namespace

Result<void> write_identity(const std::filesystem::path& folder, const Identity& identity) {
    std::error_code code;
    if (std::filesystem::exists(folder / "identity.json", code)) {
        return fail(
            ErrorCode::conflict,
            folder.string() + ": this terminal is enrolled already; move the folder away to enrol it anew");
    }
    const std::filesystem::path fresh = folder.string() + ".new";
    std::filesystem::remove_all(fresh, code);
    if (auto ok = platform::make_private_folder(fresh); !ok) return ok;
    const std::vector<std::pair<const char*, std::string>> files{
        {"ledger.key", to_hex(identity.ledger_key.seed()) + '\n'},
        {"tls.key", identity.tls_key},
        {"tls.crt", identity.certificate},
        {"ca.crt", identity.ca},
        {"keys", identity.keys},
        {"identity.json", describe(identity)}};
    for (const auto& [name, text] : files) {
        if (auto ok = platform::write_private_file(fresh / name, as_bytes(text)); !ok) return ok;
    }
    std::filesystem::remove(folder, code);  // an empty folder that an installer has made
    std::filesystem::rename(fresh, folder, code);
    if (code) return fail(ErrorCode::storage, folder.string() + ": " + code.message());
    sync_folder(folder.parent_path().empty() ? "." : folder.parent_path());
    return {};
}

Result<Identity> read_identity(const std::filesystem::path& folder) {
    const auto text = text_of(folder / "identity.json", kSmallFileMax);
    if (!text) return propagate(text.error());
    const std::string where = (folder / "identity.json").string();
    const auto json = wire::parse_json(std::string_view(*text).substr(0, text->find_last_not_of('\n') + 1));
    if (!json) return propagate(json.error().in(where));
    wire::Fields fields(*json, where);
    const auto dev = fields.hex<DeviceId>("dev");
    const auto inc = static_cast<std::uint32_t>(fields.integer("inc", 1, wire::kIncMax));
    const auto ledger_pub = fields.hex<PublicKey>("ledger_pub");
    const auto root = fields.hex<PublicKey>("root");
    const std::string url = fields.text("url");
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    auto key = ledger_key_of(folder / "ledger.key");
    if (!key) return propagate(key.error());
    if (key->public_key() != ledger_pub) {
        return fail(ErrorCode::malformed,
                    folder.string() + ": ledger.key is not the key that identity.json names");
    }
    Identity identity{dev, inc, *key, root, url, {}, {}, {}, {}};
    const std::vector<std::pair<const char*, std::string*>> files{{"tls.key", &identity.tls_key},
                                                                  {"tls.crt", &identity.certificate},
                                                                  {"ca.crt", &identity.ca},
                                                                  {"keys", &identity.keys}};
    for (const auto& [name, target] : files) {
        auto content = part_of(folder / name, wire::kSignedFileBytesMax);
        if (!content) return propagate(content.error());
        *target = std::move(*content);
    }
    return identity;
}

}  // namespace hadir::store
