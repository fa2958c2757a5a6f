#include "central/online_keys.h"

#include "pki/certificate.h"
#include "platform/file.h"

namespace hadir::central {
namespace {

constexpr std::chrono::years kCaLife{10};
constexpr std::chrono::days kKeyLife{730};
constexpr std::size_t kKeyFileBytesMax = 16'384;
constexpr const char* kCaCertificateFile = "ca.pem";
constexpr const char* kCaKeyFile = "ca.key";
constexpr const char* kListenerKeyFile = "listener.key";
constexpr const char* kLedgerKeyFile = "ledger.key";

Result<std::string> read_text(const std::filesystem::path& path) {
    const auto bytes = platform::read_file(path, kKeyFileBytesMax);
    if (!bytes) return propagate(bytes.error());
    std::string text(as_text(*bytes));
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

Result<void> write_text(const std::filesystem::path& path, std::string_view text) {
    return platform::write_private_file(path, as_bytes(text));
}

Result<wire::SigningKey> load_signing_key(const std::filesystem::path& path) {
    const auto text = read_text(path);
    if (!text) return propagate(text.error());
    const auto seed = from_hex(*text);
    const auto key = seed ? wire::SigningKey::from_seed(*seed) : std::nullopt;
    if (!key)
        return fail(ErrorCode::malformed, path.string() + ": not 64 hex digits; restore it from a backup");
    return *key;
}

Result<void> save_signing_key(const std::filesystem::path& path, const wire::SigningKey& key) {
    return write_text(path, to_hex(key.seed()) + '\n');
}

Result<wire::SigningKey> own_ledger_key(const std::filesystem::path& path) {
    if (std::filesystem::exists(path)) return load_signing_key(path);
    auto key = wire::SigningKey::generate();
    if (auto ok = save_signing_key(path, key); !ok) return propagate(ok.error());
    return key;
}

wire::KeyRow row_of(std::string use, const wire::SigningKey& key, UnixMs now) {
    const auto& pub = key.public_key().bytes;
    return {std::move(use), wire::key_id_of(pub), "ed25519",   Bytes(pub.begin(), pub.end()), now,
            now + kKeyLife, std::nullopt,         std::nullopt};
}

}  // namespace

Result<OnlineKeys> OnlineKeys::make(const std::filesystem::path& folder, std::string_view ca_name,
                                    UnixMs now) {
    if (std::filesystem::exists(folder / kCaKeyFile))
        return fail(ErrorCode::usage, folder.string() + " has keys already; they are never overwritten");
    if (auto ok = platform::make_private_folder(folder); !ok) return propagate(ok.error());
    auto ca = pki::Authority::make(ca_name, now, kCaLife);
    if (!ca) return propagate(ca.error());
    auto listener = pki::PrivateKey::make();
    if (!listener) return propagate(listener.error());
    OnlineKeys keys{wire::SigningKey::generate(), wire::SigningKey::generate(), wire::SigningKey::generate(),
                    wire::SigningKey::generate(), wire::SigningKey::generate(), *std::move(ca),
                    *std::move(listener),         wire::SigningKey::generate()};
    const auto pem = pki::to_pem(keys.ca.certificate);
    if (!pem) return propagate(pem.error());
    // The CA's key comes last: its file says that all others are there.
    const std::pair<const char*, const wire::SigningKey*> signing[] = {
        {"roster.key", &keys.roster}, {"policy.key", &keys.policy},   {"receipt.key", &keys.receipt},
        {"device.key", &keys.device}, {"revoked.key", &keys.revoked}, {kLedgerKeyFile, &keys.ledger}};
    for (const auto& [name, key] : signing) {
        if (auto ok = save_signing_key(folder / name, *key); !ok) return propagate(ok.error());
    }
    const std::pair<const char*, std::string_view> texts[] = {
        {kListenerKeyFile, keys.listener.pem()}, {kCaCertificateFile, *pem}, {kCaKeyFile, keys.ca.key.pem()}};
    for (const auto& [name, text] : texts) {
        if (auto ok = write_text(folder / name, text); !ok) return propagate(ok.error());
    }
    return keys;
}

Result<OnlineKeys> OnlineKeys::load(const std::filesystem::path& folder) {
    if (!std::filesystem::exists(folder / kCaKeyFile))
        return fail(ErrorCode::not_found, folder.string() + " has no keys; run hadir-central init first");
    std::vector<wire::SigningKey> signing;
    for (const char* name : {"roster.key", "policy.key", "receipt.key", "device.key", "revoked.key"}) {
        const auto key = load_signing_key(folder / name);
        if (!key) return propagate(key.error());
        signing.push_back(*key);
    }
    std::vector<pki::PrivateKey> tls;
    for (const char* name : {kListenerKeyFile, kCaKeyFile}) {
        const auto text = read_text(folder / name);
        if (!text) return propagate(text.error());
        auto key = pki::PrivateKey::from_pem(*text + '\n');
        if (!key) return propagate(key.error().in((folder / name).string()));
        tls.push_back(*std::move(key));
    }
    const auto pem = read_text(folder / kCaCertificateFile);
    if (!pem) return propagate(pem.error());
    auto certificate = pki::certificate_from_pem(*pem + '\n');
    if (!certificate) return propagate(certificate.error());
    auto ca = pki::Authority::open(*std::move(certificate), std::move(tls[1]));
    if (!ca) return propagate(ca.error());
    const auto ledger = own_ledger_key(folder / kLedgerKeyFile);
    if (!ledger) return propagate(ledger.error());
    return OnlineKeys{signing[0], signing[1],     signing[2],        signing[3],
                      signing[4], *std::move(ca), std::move(tls[0]), *ledger};
}

Result<std::vector<wire::KeyRow>> OnlineKeys::rows(UnixMs now) const {
    const auto facts = pki::read_certificate(ca.certificate.der);
    if (!facts) return propagate(facts.error());
    std::vector<wire::KeyRow> rows = {row_of("roster", roster, now), row_of("policy", policy, now),
                                      row_of("receipt", receipt, now), row_of("device", device, now),
                                      row_of("revoked", revoked, now)};
    const auto& point = facts->point.bytes;
    rows.push_back({"ca", wire::key_id_of(point), "p256", Bytes(point.begin(), point.end()),
                    facts->not_before, facts->not_after, std::nullopt, std::nullopt});
    return rows;
}

Result<void> OnlineKeys::check_listed(const wire::KeysFile& keys) const {
    const auto own = rows({0});
    if (!own) return propagate(own.error());
    for (const wire::KeyRow& row : *own) {
        const bool listed = std::any_of(keys.rows.begin(), keys.rows.end(), [&](const wire::KeyRow& other) {
            return other.use == row.use && other.pub == row.pub;
        });
        if (!listed) {
            return fail(ErrorCode::usage, "the keys file does not list this server's " + row.use +
                                              " key; let the root sign this server's keys-request.json");
        }
    }
    return {};
}

}  // namespace hadir::central
