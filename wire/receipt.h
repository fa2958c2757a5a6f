// Central's signed word on what it holds, and on whose ledger is whose (docs/formats.md 4, 5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"
#include "wire/keys_file.h"

namespace hadir::wire {

struct Receipt {
    DeviceId dev;
    std::uint32_t inc = 1;
    std::uint64_t acked = 0;  // the last seq stored on the branch that the request extended; 0: none
    Hash head;                // h_acked
    UnixMs time;              // the server's clock
    Nonce nonce;              // of the request
    std::optional<std::int64_t> roster;  // newest versions, null when there is none
    std::optional<std::int64_t> policy;
    std::optional<std::int64_t> keys;
    std::optional<std::string> checkpoint;  // base64 of a signed note; null until the log exists
    std::vector<std::string> consistency;
    std::optional<std::uint64_t> fork;  // the first seq where this branch parts from another stored one
};

[[nodiscard]] std::string write_receipt(const Receipt& receipt, const SigningKey& key);
[[nodiscard]] Result<Receipt> open_receipt(std::string_view text, const KeysFile& keys);

struct DeviceStatement {
    DeviceId dev;
    std::uint32_t inc = 1;
    PublicKey ledger_key;
    std::optional<UnixMs> confirmed;  // when a second officer agreed
    std::vector<PersonId> by;         // two officers, or none
};

[[nodiscard]] std::string write_device_statement(const DeviceStatement& statement, const SigningKey& key);
[[nodiscard]] Result<DeviceStatement> open_device_statement(std::string_view text, const KeysFile& keys);

}  // namespace hadir::wire
