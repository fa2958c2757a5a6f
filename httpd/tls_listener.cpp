#include "httpd/tls_listener.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace hadir::httpd {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

IoEnd end_of(const error_code& error) {
    if (!error) return IoEnd::ok;
    if (error == asio::error::eof || error == asio::ssl::error::stream_truncated) return IoEnd::closed;
    return error == asio::error::operation_aborted ? IoEnd::cancelled : IoEnd::failed;
}

class TlsTransport final : public Transport {
    // The operation's callback; it also keeps this transport alive until then.
    auto ending(IoDone done) {
        return [self = shared_from_this(), done = std::move(done)](
                   const error_code& error, std::size_t bytes = 0) mutable { done(end_of(error), bytes); };
    }

public:
    TlsTransport(asio::io_context& network, std::shared_ptr<asio::ssl::context> context, int socket,
                 bool is_ipv6)
        : context_(std::move(context)),
          stream_(tcp::socket(network, is_ipv6 ? tcp::v6() : tcp::v4(), socket), *context_) {
        error_code ignored;
        stream_.next_layer().set_option(tcp::no_delay(true), ignored);
    }

    void handshake(IoDone done) override {
        stream_.async_handshake(asio::ssl::stream_base::server, ending(std::move(done)));
    }
    void read_some(std::span<std::uint8_t> into, IoDone done) override {
        const auto buffer = asio::buffer(into.data(), into.size());
        if (finished_)
            stream_.next_layer().async_read_some(buffer, ending(std::move(done)));
        else
            stream_.async_read_some(buffer, ending(std::move(done)));
    }
    void write_some(ByteView bytes, IoDone done) override {
        stream_.async_write_some(asio::buffer(bytes.data(), bytes.size()), ending(std::move(done)));
    }
    // close_notify tells a whole response from one that was cut off.
    void finish(IoDone done) override {
        finished_ = true;
        stream_.async_shutdown(ending(std::move(done)));
    }
    void cancel() override {
        error_code ignored;
        stream_.next_layer().cancel(ignored);
    }
    void close() override {
        error_code ignored;
        stream_.next_layer().close(ignored);
    }

    // Present only if it was verified: verify_peer ends the handshake otherwise.
    [[nodiscard]] Bytes peer_certificate() const override {
        const X509* certificate = SSL_get0_peer_certificate(const_cast<Stream&>(stream_).native_handle());
        if (certificate == nullptr) return {};
        const int size = i2d_X509(certificate, nullptr);
        if (size <= 0) return {};
        Bytes der(static_cast<std::size_t>(size));
        auto* out = der.data();
        i2d_X509(certificate, &out);
        return der;
    }

private:
    using Stream = asio::ssl::stream<tcp::socket>;

    std::shared_ptr<asio::ssl::context> context_;
    Stream stream_;
    bool finished_ = false;
};

class Tls final : public TransportMaker {
public:
    explicit Tls(std::shared_ptr<asio::ssl::context> context) : context_(std::move(context)) {}

    std::shared_ptr<Transport> make(asio::io_context& network, int socket, bool is_ipv6) override {
        return std::make_shared<TlsTransport>(network, context_, socket, is_ipv6);
    }
    [[nodiscard]] const char* scheme() const override { return "https"; }

private:
    std::shared_ptr<asio::ssl::context> context_;
};

// OpenSSL takes a certificate that names no purpose for any: ours must name clientAuth.
bool is_for_client_auth(bool so_far_good, asio::ssl::verify_context& context) {
    auto* store = context.native_handle();
    if (!so_far_good || X509_STORE_CTX_get_error_depth(store) > 0) return so_far_good;
    auto* certificate = X509_STORE_CTX_get_current_cert(store);
    const bool named = (X509_get_extension_flags(certificate) & EXFLAG_XKUSAGE) != 0 &&
                       (X509_get_extended_key_usage(certificate) & XKU_SSL_CLIENT) != 0;
    if (!named) X509_STORE_CTX_set_error(store, X509_V_ERR_INVALID_PURPOSE);
    return named;
}

void ask_for_client_certificate(asio::ssl::context& context, const std::string& ca_pem, error_code& error) {
    context.add_certificate_authority(asio::buffer(ca_pem), error);
    if (error) return;
    SSL_CTX_set_purpose(context.native_handle(), X509_PURPOSE_SSL_CLIENT);
    context.set_verify_mode(asio::ssl::verify_peer, error);
    if (!error) context.set_verify_callback(is_for_client_auth, error);
}

}  // namespace

Result<std::shared_ptr<TransportMaker>> tls(const TlsOptions& options) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    auto* native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(native, 0);
    error_code error;
    const auto unusable = [&](const std::string& what) {
        return fail(ErrorCode::usage, what + " cannot be used for TLS: " + error.message());
    };
    context->use_certificate_chain(asio::buffer(options.certificate_pem), error);
    if (error) return unusable("the server's certificate");
    context->use_private_key(asio::buffer(options.key_pem), asio::ssl::context::pem, error);
    if (error) return unusable("the server's key");
    if (SSL_CTX_check_private_key(native) != 1)
        return fail(ErrorCode::usage, "the server's key is not that of its certificate");
    if (options.client_ca_pem) ask_for_client_certificate(*context, *options.client_ca_pem, error);
    if (error) return unusable("the client CA's certificate");
    return std::make_shared<Tls>(std::move(context));
}

}  // namespace hadir::httpd
