// HTTPS to central, by libcurl: its chain must end in the pinned CA, its name must fit, and nothing is taken
// from the environment (no proxy, no system certificates, no redirect).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "core/bytes.h"
#include "core/time.h"
#include "sync/http_client.h"

namespace hadir::sync {

struct CaPem {
    std::string pem;
};
struct CaDigest {
    Hash sha256;  // of the DER, as in an enrolment QR
};

struct ClientCertificate {
    std::string certificate;  // PEM
    std::string key;          // PEM, PKCS#8
};

struct CurlOptions {
    std::string url;  // https://HOST:PORT
    std::variant<CaPem, CaDigest> ca;
    std::optional<ClientCertificate> certificate{};  // none for enrolment
    // Asked at each handshake: a time from signed sources that the true time has reached. A certificate is
    // expired when it ended before that; no wall clock is looked at (docs/architecture.md, Time).
    std::function<UnixMs()> floor{};
    std::chrono::milliseconds connect_max{10'000};
    std::chrono::milliseconds total_max{60'000};
    std::function<bool()> stopped = {};  // asked about once a second: true gives up the request at once
};

// Keeps its connection between requests. Used by one thread.
class CurlClient final : public HttpClient {
public:
    // USAGE for an address that is not https://HOST[:PORT]; MALFORMED for a CA that is no certificate.
    [[nodiscard]] static Result<std::unique_ptr<CurlClient>> make(CurlOptions options);
    ~CurlClient() override;

    [[nodiscard]] Result<HttpResponse> send(const HttpRequest& request) override;

    // DER of the CA that ended the server's chain; known at the latest when an answer has come.
    [[nodiscard]] const std::optional<Bytes>& ca() const;

private:
    struct Handle;
    explicit CurlClient(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> handle_;
};

// The address as it is used: without a slash at its end. USAGE when it is not https://HOST[:PORT].
[[nodiscard]] Result<std::string> check_url(std::string url);

}  // namespace hadir::sync
