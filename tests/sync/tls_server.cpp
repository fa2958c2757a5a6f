#include "tests/sync/tls_server.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace hadir::tests {
namespace {

using ContextPtr = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

X509* open_certificate(const pki::Certificate& certificate) {
    const unsigned char* data = certificate.der.data();
    return d2i_X509(nullptr, &data, static_cast<long>(certificate.der.size()));
}

ContextPtr make_context(const TlsServerOptions& options) {
    ContextPtr context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
    BIO* text = BIO_new_mem_buf(options.key.data(), static_cast<int>(options.key.size()));
    EVP_PKEY* key = PEM_read_bio_PrivateKey(text, nullptr, nullptr, nullptr);
    BIO_free(text);
    for (std::size_t i = 0; i < options.chain.size(); ++i) {
        X509* certificate = open_certificate(options.chain[i]);
        if (i == 0) {
            SSL_CTX_use_certificate(context.get(), certificate);
            X509_free(certificate);
        } else {
            SSL_CTX_add_extra_chain_cert(context.get(), certificate);  // takes it over
        }
    }
    SSL_CTX_use_PrivateKey(context.get(), key);
    EVP_PKEY_free(key);
    if (options.asks_client) {
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
    }
    return context;
}

// Head and body, by Content-Length.
std::string read_request(SSL* tls) {
    std::string text;
    char buffer[16'384];
    std::size_t whole = std::string::npos;
    while (text.size() < whole) {
        const int got = SSL_read(tls, buffer, sizeof buffer);
        if (got <= 0) return {};
        text.append(buffer, static_cast<std::size_t>(got));
        const std::size_t end = text.find("\r\n\r\n");
        if (end == std::string::npos) continue;
        const std::size_t length = text.find("Content-Length: ");
        whole = end + 4 + (length < end ? std::stoul(text.substr(length + 16)) : 0);
    }
    return text;
}

}  // namespace

TlsServer::TlsServer(TlsServerOptions options, Handler handler)
    : options_(std::move(options)), handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, plain, size) != 0 || ::listen(listener_, 8) != 0 ||
        ::getsockname(listener_, plain, &size) != 0)
        throw std::runtime_error("no port for the test's server");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

TlsServer::~TlsServer() {
    stop();
    ::close(listener_);
}

void TlsServer::stop() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
}

std::string TlsServer::client() {
    stop();
    return client_;
}

void TlsServer::run() {
    while (!stop_) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0) continue;
        const int socket = ::accept(listener_, nullptr, nullptr);
        if (socket >= 0) serve(socket);
    }
}

void TlsServer::serve(int socket) {
    const ContextPtr context = make_context(options_);
    const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), &SSL_free);
    SSL_set_fd(tls.get(), socket);
    if (SSL_accept(tls.get()) == 1) {
        if (X509* client = SSL_get1_peer_certificate(tls.get())) {
            unsigned char* data = nullptr;
            const int size = i2d_X509(client, &data);
            client_.assign(reinterpret_cast<char*>(data), static_cast<std::size_t>(size));
            OPENSSL_free(data);
            X509_free(client);
        }
        const std::string request = read_request(tls.get());
        if (!request.empty()) ++requests_;
        while (!options_.answers && !stop_)
            ::poll(nullptr, 0, 5);
        const std::string answer = request.empty() ? "" : handler_(request);
        if (!answer.empty()) SSL_write(tls.get(), answer.data(), static_cast<int>(answer.size()));
        SSL_shutdown(tls.get());
    }
    ::close(socket);
}

}  // namespace hadir::tests
