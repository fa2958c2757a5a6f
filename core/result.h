// Expected failures as values that cannot be dropped.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>

namespace hadir {

// What went wrong. The first block is what the network speaks (docs/formats.md 8), by the same names;
// the second never leaves a program.
enum class ErrorCode : std::uint8_t {
    malformed,
    too_large,
    bad_chain,
    bad_signature,
    wrong_device,
    revoked,
    not_allowed,
    gap,
    fork,
    conflict,
    unknown_code,
    expired,
    rate,
    internal,
    not_found,
    method,
    timeout,
    headers,
    no_session,

    storage,      // the disk or the database refused
    unavailable,  // the network, a camera, a peer: may work later
    usage,        // the operator's words or files are not usable
};

// "BAD_CHAIN" for bad_chain: the spelling of docs/formats.md 8.
[[nodiscard]] const char* name_of(ErrorCode code);

struct Error {
    ErrorCode code;
    std::string message;                // what, where, what to do; for the log and the operator
    std::optional<std::uint64_t> line;  // the line of a batch or file that is at fault, from 1

    Error(ErrorCode error_code, std::string text, std::optional<std::uint64_t> at_line = std::nullopt)
        : code(error_code), message(std::move(text)), line(at_line) {}

    // The same error, with what was being done in front: "roster.csv: line 3: ...".
    [[nodiscard]] Error in(const std::string& context) const {
        return Error(code, context + ": " + message, line);
    }
};

// A plain alias could be dropped without a warning; a [[nodiscard]] class cannot.
template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
public:
    using std::expected<T, Error>::expected;
};

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message,
                                                 std::optional<std::uint64_t> line = std::nullopt) {
    return std::unexpected<Error>(std::in_place, code, std::move(message), line);
}

// Passes a failure up: `if (!file) return propagate(file.error());`
[[nodiscard]] inline std::unexpected<Error> propagate(const Error& error) {
    return std::unexpected<Error>(error);
}

}  // namespace hadir
