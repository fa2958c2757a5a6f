// A plain HTTP client for tests, over libcurl. Each call is a connection of its own.
#pragma once

#include <curl/curl.h>

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace hadir::central::tests {

struct Reply {
    int status = 0;  // 0: no answer, `fault` says why
    std::string body{};
    std::map<std::string, std::string> headers;  // names in lower case
    std::string fault;
};

struct Call {
    std::string method = "GET";
    std::string url{};
    std::vector<std::string> headers{};
    std::string body{};
    std::string ca_pem{};
    std::string certificate_pem{};
    std::string key_pem{};
    std::function<bool(const std::string& so_far)> enough{};  // ends a stream
};

inline Reply call(const Call& wanted) {
    struct Handle {
        CURL* curl = curl_easy_init();
        curl_slist* headers = nullptr;
        ~Handle() {
            curl_slist_free_all(headers);
            curl_easy_cleanup(curl);
        }
    } handle;
    struct Context {
        Reply reply;
        const Call* wanted;
    } context{{}, &wanted};
    CURL* curl = handle.curl;
    for (const std::string& header : wanted.headers)
        handle.headers = curl_slist_append(handle.headers, header.c_str());
    handle.headers = curl_slist_append(handle.headers, "Expect:");
    curl_easy_setopt(curl, CURLOPT_URL, wanted.url.c_str());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, wanted.method.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, handle.headers);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
    if (wanted.method == "POST" || wanted.method == "PUT") {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(wanted.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, wanted.body.data());
    }
    const auto pem = [&](CURLoption option, const std::string& text) {
        if (text.empty()) return;
        curl_blob blob{const_cast<char*>(text.data()), text.size(), CURL_BLOB_COPY};
        curl_easy_setopt(curl, option, &blob);
    };
    pem(CURLOPT_CAINFO_BLOB, wanted.ca_pem);
    pem(CURLOPT_SSLCERT_BLOB, wanted.certificate_pem);
    pem(CURLOPT_SSLKEY_BLOB, wanted.key_pem);
    if (!wanted.certificate_pem.empty()) curl_easy_setopt(curl, CURLOPT_SSLCERTTYPE, "PEM");
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &context);
    curl_easy_setopt(
        curl, CURLOPT_WRITEFUNCTION, +[](char* data, size_t, size_t size, void* into) -> size_t {
            auto& own = *static_cast<Context*>(into);
            own.reply.body.append(data, size);
            return own.wanted->enough && own.wanted->enough(own.reply.body) ? 0 : size;
        });
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &context);
    curl_easy_setopt(
        curl, CURLOPT_HEADERFUNCTION, +[](char* data, size_t, size_t size, void* into) -> size_t {
            std::string line(data, size);
            const auto colon = line.find(": ");
            if (colon != std::string::npos) {
                std::string name = line.substr(0, colon);
                for (char& c : name)
                    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
                static_cast<Context*>(into)->reply.headers[name] =
                    line.substr(colon + 2, line.find_last_not_of("\r\n") - colon - 1);
            }
            return size;
        });
    const CURLcode done = curl_easy_perform(curl);
    if (done != CURLE_OK) context.reply.fault = curl_easy_strerror(done);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    context.reply.status = static_cast<int>(status);
    return context.reply;
}

}  // namespace hadir::central::tests
