#include "sync/curl_client.h"

#include <curl/curl.h>

#include <algorithm>

#include "sync/pinned_tls.h"

namespace hadir::sync {
namespace {

constexpr std::size_t kHeaderBytesMax = 65'536;
constexpr std::size_t kUrlCharsMax = 200;

// What comes in while curl runs; its callbacks refuse what is over a limit.
struct Incoming {
    HttpResponse response;
    std::size_t header_bytes = 0;
    std::size_t body_bytes_max = 0;
    bool too_large = false;
};

std::size_t take_body(char* data, std::size_t, std::size_t bytes, void* target) {
    auto& in = *static_cast<Incoming*>(target);
    if (bytes > in.body_bytes_max - in.response.body.size()) {
        in.too_large = true;
        return 0;
    }
    in.response.body.append(data, bytes);
    return bytes;
}

std::size_t take_header(char* data, std::size_t, std::size_t bytes, void* target) {
    auto& in = *static_cast<Incoming*>(target);
    in.header_bytes += bytes;
    if (in.header_bytes > kHeaderBytesMax) {
        in.too_large = true;
        return 0;
    }
    std::string_view line(data, bytes);
    while (line.ends_with('\n') || line.ends_with('\r'))
        line.remove_suffix(1);
    const std::size_t colon = line.find(':');
    if (line.starts_with("HTTP/")) {
        in.response.headers.clear();  // a new head: what came before was only 100 Continue
    } else if (colon != std::string_view::npos) {
        std::string_view value = line.substr(colon + 1);
        while (value.starts_with(' ') || value.starts_with('\t'))
            value.remove_prefix(1);
        in.response.headers.emplace_back(line.substr(0, colon), value);
    }
    return bytes;
}

int ask_stop(void* target, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto& stopped = *static_cast<const std::function<bool()>*>(target);
    return stopped && stopped() ? 1 : 0;
}

curl_blob blob_of(const std::string& text) {
    // curl only reads it; the options own the text for as long as the handle lives.
    return {const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY};
}

Error error_of(CURLcode code, const Incoming& in, const std::string& url, const char* said) {
    if (in.too_large) return Error(ErrorCode::too_large, url + ": the answer is longer than allowed");
    const std::string why = *said != '\0' ? said : curl_easy_strerror(code);
    if (code == CURLE_OPERATION_TIMEDOUT) return Error(ErrorCode::timeout, url + ": " + why);
    if (code == CURLE_PEER_FAILED_VERIFICATION) {
        return Error(ErrorCode::unavailable,
                     url + ": not the central that this terminal was enrolled at: " + why);
    }
    return Error(ErrorCode::unavailable, url + ": " + why);
}

}  // namespace

struct CurlClient::Handle {
    CurlOptions options;
    PinnedCa ca;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl{curl_easy_init(), &curl_easy_cleanup};

    void set_up(const HttpRequest& request);
    void set_up_trust();
    static CURLcode pin(CURL*, void* context, void* self);
};

Result<std::string> check_url(std::string url) {
    constexpr std::string_view kScheme = "https://";
    while (url.ends_with('/'))
        url.pop_back();
    const std::string_view host = std::string_view(url).substr(std::min(url.size(), kScheme.size()));
    const auto plain = [](char c) {
        return c > ' ' && c < 0x7F && std::string_view("/?#@\\\"'").find(c) == std::string_view::npos;
    };
    if (!url.starts_with(kScheme) || host.empty() || url.size() > kUrlCharsMax ||
        !std::ranges::all_of(host, plain)) {
        return fail(ErrorCode::usage,
                    "the address must be https://HOST:PORT, not '" + url.substr(0, kUrlCharsMax) + "'");
    }
    return url;
}

Result<std::unique_ptr<CurlClient>> CurlClient::make(CurlOptions options) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) return fail(ErrorCode::internal, "libcurl does not start");
    auto url = check_url(options.url);
    if (!url) return propagate(url.error());
    options.url = std::move(*url);
    if (!options.floor) return fail(ErrorCode::internal, "no floor of time was given");
    const auto* pem = std::get_if<CaPem>(&options.ca);
    auto ca = pem != nullptr ? PinnedCa::from_pem(pem->pem)
                             : Result<PinnedCa>(PinnedCa::from_digest(std::get<CaDigest>(options.ca).sha256));
    if (!ca) return propagate(ca.error());
    auto handle = std::make_unique<Handle>(Handle{std::move(options), std::move(*ca)});
    if (!handle->curl) return fail(ErrorCode::internal, "libcurl gives no handle");
    return std::unique_ptr<CurlClient>(new CurlClient(std::move(handle)));
}

CurlClient::CurlClient(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
CurlClient::~CurlClient() = default;

const std::optional<Bytes>& CurlClient::ca() const {
    return handle_->ca.der();
}

CURLcode CurlClient::Handle::pin(CURL*, void* context, void* self) {
    auto& handle = *static_cast<Handle*>(self);
    handle.ca.put_on(static_cast<ssl_ctx_st*>(context), handle.options.floor);
    return CURLE_OK;
}

void CurlClient::Handle::set_up_trust() {
    CURL* easy = curl.get();
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &Handle::pin);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, this);
    if (!options.certificate) return;
    const curl_blob certificate = blob_of(options.certificate->certificate);
    const curl_blob key = blob_of(options.certificate->key);
    curl_easy_setopt(easy, CURLOPT_SSLCERT_BLOB, &certificate);
    curl_easy_setopt(easy, CURLOPT_SSLKEY_BLOB, &key);
}

void CurlClient::Handle::set_up(const HttpRequest& request) {
    CURL* easy = curl.get();
    curl_easy_reset(easy);  // keeps the connection
    set_up_trust();
    curl_easy_setopt(easy, CURLOPT_URL, (options.url + request.path).c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // not even from the environment
    curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_max.count()));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_max.count()));
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &ask_stop);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &options.stopped);
    if (request.method != HttpMethod::get) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        // A body held in memory goes out the same way; only the word differs.
        if (request.method == HttpMethod::put) curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "PUT");
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    }
}

Result<HttpResponse> CurlClient::send(const HttpRequest& request) {
    CURL* easy = handle_->curl.get();
    handle_->set_up(request);
    // Our bodies are small: waiting for 100 Continue would cost a round trip, or a second where none comes.
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(curl_slist_append(nullptr, "Expect:"),
                                                                        &curl_slist_free_all);
    for (const auto& [name, value] : request.headers)
        curl_slist_append(headers.get(), (name + ": " + value).c_str());
    Incoming in;
    in.body_bytes_max = request.answer_bytes_max;
    char said[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, said);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &in);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &in);
    const CURLcode code = curl_easy_perform(easy);
    if (code != CURLE_OK) return propagate(error_of(code, in, handle_->options.url, said));
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    in.response.status = static_cast<int>(status);
    return std::move(in.response);
}

}  // namespace hadir::sync
