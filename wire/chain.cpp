#include "wire/chain.h"

namespace hadir::wire {

Hash chain_genesis(const DeviceId& dev, std::uint32_t inc, const PublicKey& ledger_key) {
    Bytes message;
    append_domain(message, "hadir-genesis-1");
    append(message, dev.bytes);
    append_u32(message, inc);
    append(message, ledger_key.bytes);
    return sha256(message);
}

Hash chain_next(const Hash& previous, std::string_view line) {
    Bytes domain;
    append_domain(domain, "hadir-chain-1");
    return sha256({domain, previous.bytes, as_bytes(line)});
}

Bytes head_message(const LineId& id, const Hash& head) {
    Bytes message;
    append_domain(message, "hadir-head-1");
    append(message, id.dev.bytes);
    append_u32(message, id.inc);
    append_u64(message, id.seq);
    append(message, head.bytes);
    return message;
}

Signature sign_head(const SigningKey& key, const LineId& id, const Hash& head) {
    return key.sign(head_message(id, head));
}

bool verify_head(const PublicKey& key, const LineId& id, const Hash& head, const Signature& signature) {
    return verify(key, head_message(id, head), signature);
}

}  // namespace hadir::wire
