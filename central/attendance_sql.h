// Which check-ins count, as conditions on `attendance a JOIN records r ON r.id = a.record JOIN incarnations i
// ON i.device = a.device AND i.inc = a.inc`. For repositories alone.
#pragma once

#include <string>

namespace hadir::central {

// On a branch that has parted from another: officers decide which one is the terminal's.
[[nodiscard]] std::string is_forked_sql();
// Not on a revoked branch or incarnation, and no phone's code that nobody has proved or whose key did not
// count then.
[[nodiscard]] std::string counts_sql();
// Marks of our own about a phone's code; no index of theirs is asked where there is no phone.
[[nodiscard]] std::string phone_twice_sql();
[[nodiscard]] std::string phone_shared_sql();
[[nodiscard]] std::string phone_ended_sql();
[[nodiscard]] std::string pin_wrong_sql();

}  // namespace hadir::central
