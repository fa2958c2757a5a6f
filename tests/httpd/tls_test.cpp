#include "httpd/tls_listener.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <array>
#include <memory>
#include <stdexcept>

#include "httpd/server.h"
#include "tests/httpd/client.h"

namespace hadir::httpd {
namespace {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* value) const {
        Free(value);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Text = std::unique_ptr<BIO, Freed<BIO_free>>;
using SslContext = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, Freed<SSL_free>>;

std::string text_of(const Text& bio) {
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

struct Identity {
    Key key;
    Certificate certificate;

    [[nodiscard]] std::string key_pem() const {
        const Text bio(BIO_new(BIO_s_mem()));
        PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        return text_of(bio);
    }
    [[nodiscard]] std::string certificate_pem() const {
        const Text bio(BIO_new(BIO_s_mem()));
        PEM_write_bio_X509(bio.get(), certificate.get());
        return text_of(bio);
    }
    [[nodiscard]] Bytes der() const {
        unsigned char* out = nullptr;
        const int size = i2d_X509(certificate.get(), &out);
        Bytes bytes(out, out + size);
        OPENSSL_free(out);
        return bytes;
    }
};

void add_extension(X509* certificate, int id, const char* value) {
    auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

constexpr long kDay = 24L * 3600;

// Signed by `issuer`, or by itself. `purpose` is nullptr for a certificate that names none.
Identity make_identity(const char* name, const Identity* issuer, const char* purpose, long days = 1) {
    Identity made{Key(EVP_EC_gen("P-256")), Certificate(X509_new())};
    auto* certificate = made.certificate.get();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -2 * kDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate), days * kDay);
    X509_set_pubkey(certificate, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    const auto* by = issuer != nullptr ? issuer->certificate.get() : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(by));
    add_extension(certificate, NID_basic_constraints, issuer != nullptr ? "CA:FALSE" : "critical,CA:TRUE");
    if (purpose != nullptr) add_extension(certificate, NID_ext_key_usage, purpose);
    X509_sign(certificate, issuer != nullptr ? issuer->key.get() : made.key.get(), EVP_sha256());
    return made;
}

class TlsClient {
public:
    // `identity` may be nullptr.
    TlsClient(std::uint16_t port, const Identity& ca, const Identity* identity, int version_max = 0)
        : context_(SSL_CTX_new(TLS_client_method())), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), ca.certificate.get());
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
        if (version_max != 0) {
            SSL_CTX_set_security_level(context_.get(), 0);
            SSL_CTX_set_max_proto_version(context_.get(), version_max);
        }
        if (identity != nullptr) {
            SSL_CTX_use_certificate(context_.get(), identity->certificate.get());
            SSL_CTX_use_PrivateKey(context_.get(), identity->key.get());
        }
        const timeval patience{.tv_sec = 10, .tv_usec = 0};
        setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("the server cannot be reached");
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_fd(ssl_.get(), socket_);
        connected_ = SSL_connect(ssl_.get()) == 1;
    }
    ~TlsClient() {
        ERR_clear_error();
        ssl_.reset();
        ::close(socket_);
    }
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    [[nodiscard]] bool connected() const { return connected_; }

    // All that comes until the server ends; "" if it never answers.
    std::string ask(std::string_view request) {
        if (!connected_) return {};
        SSL_write(ssl_.get(), request.data(), static_cast<int>(request.size()));
        std::string all;
        std::array<char, 4096> chunk{};
        int count = 0;
        while ((count = SSL_read(ssl_.get(), chunk.data(), static_cast<int>(chunk.size()))) > 0)
            all.append(chunk.data(), static_cast<std::size_t>(count));
        ended_well_ = SSL_get_error(ssl_.get(), count) == SSL_ERROR_ZERO_RETURN;
        return all;
    }
    [[nodiscard]] bool ended_well() const { return ended_well_; }  // with close_notify

private:
    SslContext context_;
    Ssl ssl_;
    int socket_;
    bool connected_ = false;
    bool ended_well_ = false;
};

constexpr std::string_view kWho = "GET /who HTTP/1.1\r\nHost: central.test\r\nConnection: close\r\n\r\n";

struct Central {
    explicit Central(Limits limits = {}) : server(limits) {
        auto made = tls({.certificate_pem = own.certificate_pem() + ca.certificate_pem(),
                         .key_pem = own.key_pem(),
                         .client_ca_pem = ca.certificate_pem()});
        if (!made) throw std::runtime_error(made.error().message);
        Site site;
        site.hosts = {"central.test"};
        site.checks_origin = false;
        site.routes.push_back({.method = "GET",
                               .pattern = "/who",
                               .admit = [](const RequestHead& head) -> std::optional<Response> {
                                   if (!head.peer_certificate.empty()) return std::nullopt;
                                   return problem(head.id, {.code = ErrorCode::not_allowed,
                                                            .detail = "no certificate",
                                                            .action = "enrol"});
                               },
                               .handle =
                                   [](const Request& request) {
                                       return Response{.status = 200,
                                                       .headers = {{"Content-Type", "text/plain"}},
                                                       .body = to_hex(request.peer_certificate)};
                                   }});
        site.routes.push_back({.method = "GET", .pattern = "/large", .handle = [](const Request&) {
                                   return Response{
                                       .status = 200, .headers = {}, .body = std::string(3'000'000, 'x')};
                               }});
        const auto bound = server.listen({}, std::move(site), *made);
        if (!bound) throw std::runtime_error(bound.error().message);
        port = *bound;
        server.start();
    }
    Identity ca = make_identity("Hadir test CA", nullptr, nullptr);
    Identity own = make_identity("central.test", &ca, "serverAuth");
    Server server;
    std::uint16_t port = 0;
};

TEST(Tls, ShowsTheVerifiedClientCertificate) {
    Central central;
    const auto terminal = make_identity("terminal", &central.ca, "clientAuth");
    TlsClient client(central.port, central.ca, &terminal);
    const auto answer = client.ask(kWho);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
    EXPECT_TRUE(answer.ends_with(to_hex(terminal.der())));
    EXPECT_TRUE(client.ended_well());
}

TEST(Tls, LeavesAClientWithoutCertificateToAdmit) {
    Central central;
    TlsClient client(central.port, central.ca, nullptr);
    const auto answer = client.ask(kWho);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 403")) << answer;
    EXPECT_TRUE(answer.contains("NOT_ALLOWED"));
    EXPECT_TRUE(TlsClient(central.port, central.ca, nullptr, TLS1_2_VERSION).ask(kWho).contains("403"));
}

TEST(Tls, RefusesForeignExpiredAndMisusedCertificates) {
    Central central;
    const auto other_ca = make_identity("Hadir test CA", nullptr, nullptr);
    const auto foreign = make_identity("terminal", &other_ca, "clientAuth");
    const auto expired = make_identity("terminal", &central.ca, "clientAuth", -1);
    const auto purposeless = make_identity("terminal", &central.ca, nullptr);
    const auto& servers = central.own;
    for (const auto* identity : {&foreign, &expired, &purposeless, &servers}) {
        EXPECT_EQ(TlsClient(central.port, central.ca, identity).ask(kWho), "");
    }
    const auto good = make_identity("terminal", &central.ca, "clientAuth");
    EXPECT_NE(TlsClient(central.port, central.ca, &good).ask(kWho), "");
}

TEST(Tls, RefusesVersionsBefore1_2) {
    Central central;
    EXPECT_FALSE(TlsClient(central.port, central.ca, nullptr, TLS1_1_VERSION).connected());
    EXPECT_TRUE(TlsClient(central.port, central.ca, nullptr, TLS1_2_VERSION).connected());
}

TEST(Tls, CarriesLargeAnswers) {
    Central central;
    TlsClient client(central.port, central.ca, nullptr);
    const auto answer = client.ask("GET /large HTTP/1.1\r\nHost: central.test\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(answer.ends_with("\r\n\r\n" + std::string(3'000'000, 'x')));
    EXPECT_TRUE(client.ended_well());
}

TEST(Tls, GivesUpOnAHandshakeThatDoesNotEnd) {
    Central central({.handshake_ms = std::chrono::milliseconds(50)});
    RawClient silent(central.port);
    EXPECT_TRUE(silent.is_closed());
    EXPECT_EQ(fetch(central.port, kWho).status, 0);  // plain HTTP is no handshake
}

TEST(Tls, StopsWithOpenConnections) {
    Central central;
    RawClient in_handshake(central.port);
    TlsClient idle(central.port, central.ca, nullptr);
    EXPECT_TRUE(idle.connected());
    central.server.stop();
    EXPECT_TRUE(in_handshake.is_closed());
}

TEST(Tls, SaysWhichPemCannotBeUsed) {
    const auto one = make_identity("one", nullptr, nullptr);
    const auto other = make_identity("other", nullptr, nullptr);
    const auto fault = [](const TlsOptions& options) { return tls(options).error().message; };
    EXPECT_TRUE(fault({.certificate_pem = "none", .key_pem = one.key_pem()}).contains("certificate"));
    EXPECT_TRUE(fault({.certificate_pem = one.certificate_pem(), .key_pem = "none"}).contains("key"));
    EXPECT_TRUE(
        fault({.certificate_pem = one.certificate_pem(), .key_pem = other.key_pem()}).contains("key"));
    EXPECT_TRUE(
        fault({.certificate_pem = one.certificate_pem(), .key_pem = one.key_pem(), .client_ca_pem = "none"})
            .contains("client CA"));
}

}  // namespace
}  // namespace hadir::httpd
