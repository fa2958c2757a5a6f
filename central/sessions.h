// Signing in and out (docs/formats.md 8). A session's id is a cookie's value: 32 random bytes, of which only
// the hash is stored.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "central/accounts_repository.h"
#include "central/database.h"
#include "core/clock.h"
#include "core/result.h"

namespace hadir::central {

constexpr std::chrono::hours kSessionLife{12};
constexpr std::chrono::days kPersonSessionLife{
    90};  // on a phone of one's own; it opens nothing but one's own
constexpr std::chrono::minutes kSignInWindow{15};
constexpr int kSignInFailuresMax = 5;  // an account and window

struct Credentials {
    std::string user;
    std::string password;
};
struct SignedIn {
    std::string id;  // for the cookie
    Session session;
};
// Always a new id. NO_SESSION for a wrong name or password, which take the same time; RATE after five
// failures, also when the password is right then.
[[nodiscard]] Result<SignedIn> sign_in(const Database& database, Random& random,
                                       const Credentials& credentials, UnixMs now);
// For one whose right to it is proved already.
[[nodiscard]] Result<SignedIn> open_session(const Database& database, Random& random, const Account& account,
                                            UnixMs now);
[[nodiscard]] Result<void> sign_out(const Database& database, std::string_view id);
[[nodiscard]] Result<std::optional<Session>> find_session(const Database& database, std::string_view id,
                                                          UnixMs now);

// The cookie has the prefix and Secure, except on HTTP, which is loopback only.
enum class WebTransport : std::uint8_t { https, http };
// Of Set-Cookie. A person's stays when the browser is closed.
[[nodiscard]] std::string session_cookie(WebTransport transport, std::string_view id,
                                         Role role = Role::opd_officer);
[[nodiscard]] std::string expired_cookie(WebTransport transport);
[[nodiscard]] std::optional<std::string> session_id_in(WebTransport transport, std::string_view cookies);

}  // namespace hadir::central
