// Files of the web front end, held in memory: nothing is opened while serving, so no path can escape.
// Made once, then read from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "httpd/response.h"

namespace hadir::httpd {

constexpr std::uintmax_t kStaticBytesMax = 64U << 20;  // of all files together

class StaticFiles {
public:
    // Every regular file under `folder`; symbolic links are not followed. not_found or storage if it cannot
    // be read, too_large past kStaticBytesMax.
    [[nodiscard]] static Result<StaticFiles> from_folder(const std::filesystem::path& folder);

    // `path` begins with /; its ending decides the content type.
    void add(std::string path, std::string content);

    // Answers GET and HEAD; a path that ends in / means its index.html. Nothing if there is no such file.
    [[nodiscard]] std::optional<Response> find(const RequestHead& head) const;

private:
    struct File {
        std::string content;
        std::string type;
        std::string etag;
    };
    std::map<std::string, File, std::less<>> files_;
};

// Whether If-None-Match names this entity tag (given with its quotes).
[[nodiscard]] bool not_modified(const RequestHead& head, std::string_view etag);

}  // namespace hadir::httpd
