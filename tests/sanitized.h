// Whether this test was built with a sanitizer: its programs take many times as long, and keep memory of
// their own.
#pragma once

namespace hadir::tests {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace hadir::tests
