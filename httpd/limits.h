// What a peer can make the server hold or wait for. Each can be lowered by an option or a test.
#pragma once

#include <chrono>
#include <cstddef>

namespace hadir::httpd {

struct Limits {
    using Ms = std::chrono::milliseconds;

    std::size_t header_bytes_max = 16 * 1024;
    std::size_t connections_max = 512;
    std::size_t connections_per_address_max = 0;  // 0: no limit of its own (a proxy has one address)
    Ms handshake_ms{10'000};                      // TLS, whole
    Ms idle_ms{60'000};                           // from one request to the next one's first byte
    Ms head_ms{10'000};                           // from the first byte of a head to its end
    Ms read_ms{20'000};                           // each wait for more of a body
    Ms body_ms{180'000};                          // a whole body
    Ms write_ms{20'000};                          // each wait for a response's next bytes to leave
    Ms linger_ms{1'000};  // for the peer to take in the last response before the close
    Ms stop_ms{5'000};    // for requests under way at stop()
};

}  // namespace hadir::httpd
