#include "sync/http_client.h"

#include <algorithm>

namespace hadir::sync {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::optional<std::string> find_header(const HttpHeaders& headers, std::string_view name) {
    const auto same = [name](const auto& header) {
        return std::ranges::equal(header.first, name, {}, &lower, &lower);
    };
    const auto found = std::ranges::find_if(headers, same);
    return found == headers.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace hadir::sync
