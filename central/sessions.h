// Signing in and out (docs/formats.md 8). A session's id is a cookie's value: 32 random bytes, of which only
// the hash is stored. A sign-in comes to an open session by steps, each with a new id: password, second
// factor, and at first a password and a second factor of one's own (Stage).
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
constexpr std::chrono::minutes kIdleLife{30};  // of a role that needs a second factor
constexpr std::chrono::minutes kStepLife{10};  // of a session that waits for its next step
constexpr std::chrono::days kPersonSessionLife{
    90};  // on a phone of one's own; it opens nothing but one's own
constexpr std::chrono::minutes kTouchEvery{1};
constexpr std::chrono::minutes kSignInWindow{15};
constexpr int kSignInFailuresMax = 5;  // an account and window, of passwords and codes alike
constexpr std::size_t kAgentBytesMax = 200;

struct Credentials {
    std::string user;
    std::string password;
};
struct SignedIn {
    std::string id;  // for the cookie
    Session session;
};
// Always a new id. NO_SESSION for a wrong name or password and an account that was ended, which take the same
// time; RATE after five failures, also when the password is right then. `agent` is what the browser calls
// itself.
[[nodiscard]] Result<SignedIn> sign_in(const Database& database, Random& random,
                                       const Credentials& credentials, UnixMs now,
                                       const std::string& agent = {});

// What the account still owes. A second factor that is there is always asked for.
enum class FactorPassed : std::uint8_t { no, yes };
[[nodiscard]] Result<Stage> stage_after(const Database& database, const Account& account,
                                        FactorPassed passed);
// A session at that stage. Failures are forgotten once it is open.
[[nodiscard]] Result<SignedIn> open_session(const Database& database, Random& random, const Account& account,
                                            UnixMs now, Stage stage = Stage::open,
                                            const std::string& agent = {});
// The account is asked anew: what it owes may have changed. NO_SESSION when it has ended.
[[nodiscard]] Result<SignedIn> advance(const Database& database, Random& random, const std::string& account,
                                       UnixMs now, const std::string& agent);

[[nodiscard]] Result<void> sign_out(const Database& database, std::string_view id);
// At any stage; nothing for one that is over or was left idle.
[[nodiscard]] Result<std::optional<Session>> find_session(const Database& database, std::string_view id,
                                                          UnixMs now);
// Somebody is there. Written once a minute at most.
[[nodiscard]] Result<void> keep_awake(const Database& database, std::string_view id, const Session& session,
                                      UnixMs now);

// By the hash of their ids. NOT_FOUND for one that is not the account's.
[[nodiscard]] Result<std::vector<OwnSession>> sessions_of(const Database& database,
                                                          const std::string& account, UnixMs now);
[[nodiscard]] Result<void> end_session(const Database& database, const std::string& account, const Hash& id,
                                       UnixMs now);
[[nodiscard]] Hash session_hash(std::string_view id);

// RATE when there were five within the window.
[[nodiscard]] Result<void> check_failures(const Database& database, const std::string& account, UnixMs now);
[[nodiscard]] Result<void> count_failure(const Database& database, const std::string& account, UnixMs now);

// The cookie has the prefix and Secure, except on HTTP, which is loopback only.
enum class WebTransport : std::uint8_t { https, http };
// Of Set-Cookie. A person's stays when the browser is closed.
[[nodiscard]] std::string session_cookie(WebTransport transport, std::string_view id,
                                         Role role = Role::opd_officer);
[[nodiscard]] std::string expired_cookie(WebTransport transport);
[[nodiscard]] std::optional<std::string> session_id_in(WebTransport transport, std::string_view cookies);

}  // namespace hadir::central
