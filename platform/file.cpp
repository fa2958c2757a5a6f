#include "platform/file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace hadir::platform {
namespace {

constexpr unsigned kPrivateFolderMode = 0700;
constexpr std::size_t kReadBytes = 65536;

std::unexpected<Error> fail_errno(const std::filesystem::path& path, const char* doing) {
    const int number = errno;
    const ErrorCode code = number == ENOENT ? ErrorCode::not_found : ErrorCode::storage;
    return fail(code, path.string() + ": cannot " + doing + ": " + std::generic_category().message(number));
}

// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool open() const { return number_ >= 0; }
    // A write error may show only here (a network or full file system).
    [[nodiscard]] bool close() { return ::close(std::exchange(number_, -1)) == 0; }

private:
    int number_;
};

bool write_all(int file, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

// A rename is durable only when the folder that holds the name is.
Result<void> sync_folder(const std::filesystem::path& folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.open()) return fail_errno(folder, "open the folder");
    if (::fsync(opened.number()) != 0) return fail_errno(folder, "sync the folder");
    return {};
}

Result<void> fill_file(Descriptor& file, const std::filesystem::path& path, ByteView bytes, unsigned mode,
                       Durable durable) {
    if (!write_all(file.number(), bytes)) return fail_errno(path, "write");
    // Made with that mode; a stick's file system knows none, and refuses to be asked.
    if (mode != kPrivateMode && ::fchmod(file.number(), mode) != 0) return fail_errno(path, "set the mode");
    if (durable == Durable::now && ::fsync(file.number()) != 0) return fail_errno(path, "sync");
    if (!file.close()) return fail_errno(path, "close");
    return {};
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.open()) return fail_errno(path, "open");
    Bytes bytes;
    for (;;) {
        const std::size_t held = bytes.size();
        bytes.resize(held + kReadBytes);
        const ssize_t got = ::read(file.number(), bytes.data() + held, kReadBytes);
        bytes.resize(held + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail_errno(path, "read");
        if (bytes.size() > bytes_max) {
            return fail(ErrorCode::too_large,
                        path.string() + ": larger than the " + std::to_string(bytes_max) + " bytes allowed");
        }
        if (got == 0) return bytes;
    }
}

Result<void> write_private_file(const std::filesystem::path& path, ByteView bytes, unsigned mode,
                                Durable durable) {
    std::string temporary = path.string() + ".XXXXXX";
    Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));  // 0600 from the start
    if (!file.open()) return fail_errno(path, "make a temporary file beside it");
    auto done = fill_file(file, path, bytes, mode, durable);
    if (done && ::rename(temporary.c_str(), path.c_str()) != 0) done = fail_errno(path, "replace");
    if (!done) {
        ::unlink(temporary.c_str());
        return done;
    }
    return durable == Durable::now ? sync_folder(folder_of(path)) : Result<void>();
}

Result<void> overwrite_file(const std::filesystem::path& path) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file.open()) return fail_errno(path, "open");
    struct ::stat facts{};
    if (::fstat(file.number(), &facts) != 0) return fail_errno(path, "look at");
    const Bytes zeros(static_cast<std::size_t>(facts.st_size));
    return fill_file(file, path, zeros, kPrivateMode, Durable::now);
}

Result<void> make_durable(const std::filesystem::path& folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.open()) return fail_errno(folder, "open the folder");
    if (::syncfs(opened.number()) != 0) return fail_errno(folder, "sync the file system");
    return {};
}

Result<void> make_private_folder(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        if (::chmod(path.c_str(), kPrivateFolderMode) != 0)
            return fail_errno(path, "set the mode of the folder");
        return {};
    }
    const std::filesystem::path above = folder_of(path);
    if (!std::filesystem::is_directory(above, error)) {
        if (auto made = make_private_folder(above); !made) return made;
    }
    if (::mkdir(path.c_str(), kPrivateFolderMode) != 0 && errno != EEXIST) {
        return fail_errno(path, "make the folder");
    }
    if (!std::filesystem::is_directory(path, error)) {
        return fail(ErrorCode::storage, path.string() + ": is not a folder; choose another path");
    }
    return sync_folder(above);
}

}  // namespace hadir::platform
