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
constexpr std::size_t kPastMax = 4096;
constexpr std::int64_t kChangesMax = 1'000'000;
constexpr const char* kNextKeyFile = "next.key";

// Which files count: the ledger's key and the TLS pair get new names when they change.
struct Names {
    std::int64_t ledger = 0;
    std::int64_t tls = 0;

    [[nodiscard]] std::string ledger_key() const { return numbered("ledger", ledger, ".key"); }
    [[nodiscard]] std::string tls_key() const { return numbered("tls", tls, ".key"); }
    [[nodiscard]] std::string certificate() const { return numbered("tls", tls, ".crt"); }

private:
    static std::string numbered(const char* stem, std::int64_t number, const char* end) {
        return stem + (number == 0 ? std::string() : '-' + std::to_string(number)) + end;
    }
};

// identity.json holds what is public; each secret has a file of its own.
std::string describe(const Identity& identity, const Names& names) {
    wire::JsonWriter json;
    json.begin_object()
        .field("v", 1)
        .field("dev", identity.dev.hex())
        .field("inc", identity.inc)
        .field("ledger_pub", identity.ledger_key.public_key().hex())
        .field("root", identity.root.hex())
        .field("url", identity.url)
        .field("confirmed", identity.confirmed)
        .field("ledger_file", names.ledger)
        .field("tls_file", names.tls);
    json.key("past").begin_array();
    for (const PastLedger& past : identity.past)
        json.begin_object().field("inc", past.inc).field("ledger_pub", past.key.hex()).end_object();
    return json.end_array().end_object().take() + '\n';
}

std::string key_text(const wire::SigningKey& key) {
    return to_hex(key.seed()) + '\n';
}

// What identity.json says; the parts that are files come after it.
struct Described {
    DeviceId dev;
    std::uint32_t inc = 1;
    PublicKey ledger_key;
    PublicKey root;
    std::string url;
    bool confirmed = false;
    std::vector<PastLedger> past;
    Names names;
};

// A folder from before keys could change has none of these.
void read_changes(const wire::Json& json, wire::Fields& fields, const std::string& where, Described& out) {
    if (json.find("past") == nullptr) return;
    out.confirmed = fields.flag("confirmed");
    out.names.ledger = fields.integer("ledger_file", 0, kChangesMax);
    out.names.tls = fields.integer("tls_file", 0, kChangesMax);
    for (const wire::Json& item : fields.array("past", kPastMax)) {
        wire::Fields past(item, where);
        out.past.push_back({static_cast<std::uint32_t>(past.integer("inc", 1, wire::kIncMax)),
                            past.hex<PublicKey>("ledger_pub")});
        if (auto ok = past.done(); !ok) fields.fault("past", ok.error().message);
    }
}

Result<Described> parse_description(const std::string& text, const std::string& where) {
    const auto json = wire::parse_json(std::string_view(text).substr(0, text.find_last_not_of('\n') + 1));
    if (!json) return propagate(json.error().in(where));
    wire::Fields fields(*json, where);
    Described out;
    out.dev = fields.hex<DeviceId>("dev");
    out.inc = static_cast<std::uint32_t>(fields.integer("inc", 1, wire::kIncMax));
    out.ledger_key = fields.hex<PublicKey>("ledger_pub");
    out.root = fields.hex<PublicKey>("root");
    out.url = fields.text("url");
    read_changes(*json, fields, where, out);
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    return out;
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
    const Names names;
    const std::vector<std::pair<std::string, std::string>> files{
        {names.ledger_key(), key_text(identity.ledger_key)},
        {names.tls_key(), identity.tls_key},
        {names.certificate(), identity.certificate},
        {"ca.crt", identity.ca},
        {"keys", identity.keys},
        {"identity.json", describe(identity, names)}};
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
    const auto text = text_of(folder / "identity.json", kSmallFileMax * 16);
    if (!text) return propagate(text.error());
    const auto described = parse_description(*text, (folder / "identity.json").string());
    if (!described) return propagate(described.error());
    const Names& names = described->names;
    auto key = ledger_key_of(folder / names.ledger_key());
    if (!key) return propagate(key.error());
    if (key->public_key() != described->ledger_key) {
        return fail(ErrorCode::malformed,
                    folder.string() + ": " + names.ledger_key() + " is not the key that identity.json names");
    }
    Identity identity{
        described->dev,       described->inc, *key, described->root, described->url, {}, {}, {}, {},
        described->confirmed, described->past};
    const std::vector<std::pair<std::string, std::string*>> files{
        {names.tls_key(), &identity.tls_key},
        {names.certificate(), &identity.certificate},
        {"ca.crt", &identity.ca},
        {"keys", &identity.keys}};
    for (const auto& [name, target] : files) {
        auto content = part_of(folder / name, wire::kSignedFileBytesMax);
        if (!content) return propagate(content.error());
        *target = std::move(*content);
    }
    return identity;
}

Result<void> change_identity(const std::filesystem::path& folder, const Identity& identity) {
    const auto held = read_identity(folder);
    if (!held) return propagate(held.error());
    if (held->dev != identity.dev)
        return fail(ErrorCode::conflict, folder.string() + ": is another terminal's");
    const auto text = text_of(folder / "identity.json", kSmallFileMax * 16);
    if (!text) return propagate(text.error());
    const auto described = parse_description(*text, (folder / "identity.json").string());
    if (!described) return propagate(described.error());
    const Names old = described->names;
    Names names = old;
    const auto write = [&](const std::string& name, const std::string& content) {
        return platform::write_private_file(folder / name, as_bytes(content));
    };
    if (held->ledger_key.public_key() != identity.ledger_key.public_key()) {
        ++names.ledger;
        if (auto ok = write(names.ledger_key(), key_text(identity.ledger_key)); !ok) return ok;
    }
    if (held->tls_key != identity.tls_key || held->certificate != identity.certificate) {
        ++names.tls;
        if (auto ok = write(names.tls_key(), identity.tls_key); !ok) return ok;
        if (auto ok = write(names.certificate(), identity.certificate); !ok) return ok;
    }
    if (auto ok = write("identity.json", describe(identity, names)); !ok) return ok;
    // From here on nobody reads these; whoever has read identity.json before may, and then looks again.
    std::error_code ignored;
    if (names.ledger != old.ledger) std::filesystem::remove(folder / kNextKeyFile, ignored);
    if (names.tls != old.tls) {
        std::filesystem::remove(folder / old.tls_key(), ignored);
        std::filesystem::remove(folder / old.certificate(), ignored);
    }
    return {};
}

Result<wire::SigningKey> next_ledger_key(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / kNextKeyFile;
    const auto held = read_identity(folder);
    if (!held) return propagate(held.error());
    auto kept = ledger_key_of(path);
    // One that the identity has already was left by a crash.
    if (kept && kept->public_key() != held->ledger_key.public_key()) return kept;
    auto key = wire::SigningKey::generate();
    if (auto ok = platform::write_private_file(path, as_bytes(key_text(key))); !ok)
        return propagate(ok.error());
    return key;
}

}  // namespace hadir::store
