#include "httpd/static_files.h"

#include <array>
#include <fstream>
#include <iterator>
#include <system_error>

namespace hadir::httpd {
namespace {

struct FileType {
    std::string_view ending;
    const char* type;
};
constexpr auto kTypes = std::to_array<FileType>({
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".mp3", "audio/mpeg"},
    {".ogg", "audio/ogg"},
    {".wav", "audio/wav"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
});

const char* type_of(std::string_view path) {
    for (const auto& [ending, type] : kTypes) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

// FNV-1a: tells versions of our own files apart; nobody gains by a collision.
std::string etag_of(std::string_view content) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : content)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return '"' + std::to_string(hash) + '"';
}

}  // namespace

Result<StaticFiles> StaticFiles::from_folder(const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    const auto unreadable = [&](const std::string& path, const std::string& why) {
        return fail(ErrorCode::storage, path + ": cannot read the web page's files: " + why);
    };
    StaticFiles files;
    std::uintmax_t bytes = 0;
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(ErrorCode::not_found, folder.string() + ": there is no such folder of web page files");
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->is_symlink(error) || !entry->is_regular_file(error)) continue;
        const auto size = entry->file_size(error);
        if (error) break;
        bytes += size;
        if (bytes > kStaticBytesMax)
            return fail(ErrorCode::too_large, folder.string() + ": the web page's files are over 64 MiB");
        std::ifstream in(entry->path(), std::ios::binary);
        std::string content(std::istreambuf_iterator<char>(in), {});
        if (!in || content.size() != size) return unreadable(entry->path().string(), "it ended early");
        files.add('/' + fs::relative(entry->path(), folder, error).generic_string(), std::move(content));
    }
    if (error) return unreadable(folder.string(), error.message());
    return files;
}

void StaticFiles::add(std::string path, std::string content) {
    File file{.content = std::move(content), .type = type_of(path), .etag = {}};
    file.etag = etag_of(file.content);
    files_.insert_or_assign(std::move(path), std::move(file));
}

std::optional<Response> StaticFiles::find(const RequestHead& head) const {
    auto path = percent_decoded(head.path).value_or("");
    if (path.ends_with('/')) path += "index.html";
    const auto found = files_.find(path);
    if (found == files_.end()) return std::nullopt;
    const auto& file = found->second;
    // no-cache: kept, but asked for again, so that an update of the terminal shows at once.
    Response response{
        .status = 200,
        .headers = {{"Content-Type", file.type}, {"ETag", file.etag}, {"Cache-Control", "no-cache"}},
        .body = {}};
    if (not_modified(head, file.etag))
        response.status = 304;
    else
        response.body = file.content;
    return response;
}

bool not_modified(const RequestHead& head, std::string_view etag) {
    const auto known = head.header("If-None-Match");
    return known && (*known == "*" || known->contains(etag));
}

}  // namespace hadir::httpd
