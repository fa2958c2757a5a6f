#include "wire/sealed_key.h"

#include <sodium.h>

#include "wire/encodings.h"
#include "wire/json.h"

namespace hadir::wire {
namespace {

constexpr std::int64_t kOpsMax = 16;
constexpr std::int64_t kMemoryBytesMax = 1'073'741'824;

class BoxKey {
public:
    BoxKey() = default;
    BoxKey(const BoxKey&) = delete;
    BoxKey& operator=(const BoxKey&) = delete;
    ~BoxKey() { wipe(bytes); }
    std::array<std::uint8_t, crypto_secretbox_KEYBYTES> bytes{};
};

bool derive(BoxKey& key, std::string_view passphrase, ByteView salt, std::int64_t ops,
            std::int64_t memory_bytes) {
    return crypto_pwhash(key.bytes.data(), key.bytes.size(), passphrase.data(), passphrase.size(),
                         salt.data(), static_cast<unsigned long long>(ops),
                         static_cast<std::size_t>(memory_bytes), crypto_pwhash_ALG_ARGON2ID13) == 0;
}

}  // namespace

Result<std::string> seal_key(const SigningKey& key, std::string_view use, std::string_view passphrase,
                             SealCost cost) {
    if (passphrase.size() < kPassphraseCharsMin) {
        return fail(ErrorCode::usage, "the passphrase must have at least 8 characters");
    }
    const auto ops = static_cast<std::int64_t>(cost == SealCost::quick ? crypto_pwhash_OPSLIMIT_MIN
                                                                       : crypto_pwhash_OPSLIMIT_MODERATE);
    const auto memory = static_cast<std::int64_t>(cost == SealCost::quick ? crypto_pwhash_MEMLIMIT_MIN
                                                                          : crypto_pwhash_MEMLIMIT_MODERATE);
    Bytes salt(crypto_pwhash_SALTBYTES);
    Bytes nonce(crypto_secretbox_NONCEBYTES);
    randombytes_buf(salt.data(), salt.size());
    randombytes_buf(nonce.data(), nonce.size());
    BoxKey box_key;
    if (!derive(box_key, passphrase, salt, ops, memory)) {
        return fail(ErrorCode::internal, "not enough memory to protect the key (256 MiB are needed)");
    }
    Bytes box(SigningKey::kSeedSize + crypto_secretbox_MACBYTES);
    crypto_secretbox_easy(box.data(), key.seed().data(), key.seed().size(), nonce.data(),
                          box_key.bytes.data());
    JsonWriter json;
    json.begin_object()
        .field("v", 1)
        .field("kind", "sealed-key")
        .field("use", use)
        .field("pub", key.public_key().hex())
        .field("kdf", "argon2id13")
        .field("ops", ops)
        .field("memory", memory)
        .field("salt", to_hex(salt))
        .field("nonce", to_hex(nonce))
        .field("box", to_hex(box));
    return json.end_object().take() + '\n';
}

Result<SigningKey> open_sealed_key(std::string_view text, std::string_view use, std::string_view passphrase) {
    while (text.ends_with('\n'))
        text.remove_suffix(1);
    const auto json = parse_json(text);
    if (!json) return propagate(json.error().in("the key file is damaged"));
    Fields fields(*json, "key file");
    if (fields.integer("v", 1, 1000) != 1) fields.fault("v", "is a version this program does not know");
    if (fields.text("kind") != "sealed-key") fields.fault("kind", "is not sealed-key");
    if (fields.text("use") != use) fields.fault("use", "is not " + std::string(use));
    const auto pub = fields.hex<PublicKey>("pub");
    if (fields.text("kdf") != "argon2id13") fields.fault("kdf", "is not argon2id13");
    const std::int64_t ops = fields.integer("ops", 1, kOpsMax);
    const std::int64_t memory =
        fields.integer("memory", static_cast<std::int64_t>(crypto_pwhash_MEMLIMIT_MIN), kMemoryBytesMax);
    const Bytes salt = from_hex(fields.text("salt")).value_or(Bytes{});
    const Bytes nonce = from_hex(fields.text("nonce")).value_or(Bytes{});
    const Bytes box = from_hex(fields.text("box")).value_or(Bytes{});
    if (salt.size() != crypto_pwhash_SALTBYTES || nonce.size() != crypto_secretbox_NONCEBYTES ||
        box.size() != SigningKey::kSeedSize + crypto_secretbox_MACBYTES) {
        fields.fault("box", "salt or nonce has another length");
    }
    if (auto ok = fields.done(); !ok) return propagate(ok.error());
    BoxKey box_key;
    if (!derive(box_key, passphrase, salt, ops, memory))
        return fail(ErrorCode::internal, "not enough memory to open the key");
    std::array<std::uint8_t, SigningKey::kSeedSize> seed{};
    if (crypto_secretbox_open_easy(seed.data(), box.data(), box.size(), nonce.data(), box_key.bytes.data()) !=
        0) {
        return fail(ErrorCode::not_allowed, "the passphrase does not open this key");
    }
    const auto key = SigningKey::from_seed(seed);
    wipe(seed);
    if (key->public_key() != pub)
        return fail(ErrorCode::malformed, "the key file's public half is not that of its secret");
    return *key;
}

}  // namespace hadir::wire
