// What central asks the offline root to list: its online keys and its CA, carried to the root on a USB stick
// as `keys-request.json`. Nothing here is signed: the root's holder looks at the rows and decides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "wire/keys_file.h"

namespace hadir::wire {

constexpr std::size_t kKeysRequestBytesMax = 262'144;
constexpr std::size_t kKeysRequestRowsMax = 256;

// `{"v":1,"kind":"keys-request","rows":[..]}` and LF, each row as in the `keys` file.
[[nodiscard]] std::string write_keys_request(const std::vector<KeyRow>& rows);

// MALFORMED for anything else, for an unknown use, and for a badge key: those never come from a server.
[[nodiscard]] Result<std::vector<KeyRow>> parse_keys_request(std::string_view text);

}  // namespace hadir::wire
