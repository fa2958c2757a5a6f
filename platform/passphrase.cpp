#include "platform/passphrase.h"

#include <fcntl.h>
#include <sodium.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include "platform/file.h"

namespace hadir::platform {
namespace {

constexpr char kCtrlC = '\x03';

// The terminal with echo off until the end of the scope. Ctrl-C ends the line like Enter, in place of killing
// the program, so that echo always comes back.
class QuietTerminal {
public:
    QuietTerminal() : file_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
        if (file_ < 0 || ::tcgetattr(file_, &before_) != 0) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL | ISIG);
        quiet.c_lflag |= ICANON;
        quiet.c_cc[VEOL2] = static_cast<cc_t>(kCtrlC);
        quiet.c_lflag |= IEXTEN;  // VEOL2 counts only with it
        ready_ = ::tcsetattr(file_, TCSAFLUSH, &quiet) == 0;
    }
    ~QuietTerminal() {
        if (ready_) ::tcsetattr(file_, TCSAFLUSH, &before_);
        if (file_ >= 0) ::close(file_);
    }
    QuietTerminal(const QuietTerminal&) = delete;
    QuietTerminal& operator=(const QuietTerminal&) = delete;

    [[nodiscard]] bool ready() const { return ready_; }
    void say(const std::string& text) const {
        [[maybe_unused]] const ssize_t written = ::write(file_, text.data(), text.size());
    }
    // One line with its end, or what came before the terminal closed.
    [[nodiscard]] std::string read_line() const {
        std::string line(kPassphraseBytesMax + 2, '\0');
        ssize_t got = 0;
        do {
            got = ::read(file_, line.data(), line.size());
        } while (got < 0 && errno == EINTR);
        line.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return line;
    }

private:
    int file_;
    bool ready_ = false;
    termios before_{};
};

Result<std::string> checked(std::string text, const std::string& where) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    if (text.empty()) return fail(ErrorCode::usage, where + ": the passphrase is empty");
    if (text.size() > kPassphraseBytesMax) {
        return fail(ErrorCode::usage, where + ": the passphrase is longer than " +
                                          std::to_string(kPassphraseBytesMax) + " bytes");
    }
    return text;
}

Result<std::string> from_file(const std::filesystem::path& path) {
    auto bytes = read_file(path, kPassphraseBytesMax + 2);
    if (!bytes) return propagate(bytes.error().in("passphrase file"));
    const std::string_view text = as_text(*bytes);
    std::string line(text.substr(0, text.find('\n')));
    sodium_memzero(bytes->data(), bytes->size());
    return checked(std::move(line), path.string());
}

Result<std::string> from_terminal(const std::string& prompt) {
    const QuietTerminal terminal;
    if (!terminal.ready()) {
        return fail(ErrorCode::usage,
                    "no terminal to ask for the passphrase on; give --passphrase-file FILE");
    }
    terminal.say(prompt + ": ");
    std::string line = terminal.read_line();
    terminal.say("\n");
    if (!line.empty() && line.back() == kCtrlC) return fail(ErrorCode::usage, "stopped by Ctrl-C");
    return checked(std::move(line), "terminal");
}

}  // namespace

Result<std::string> read_passphrase(const std::string& prompt,
                                    const std::optional<std::filesystem::path>& file) {
    return file ? from_file(*file) : from_terminal(prompt);
}

Result<std::string> read_new_passphrase(const std::string& prompt,
                                        const std::optional<std::filesystem::path>& file) {
    auto first = read_passphrase(prompt, file);
    if (!first) return first;
    if (first->size() < kNewPassphraseBytesMin) {
        return fail(ErrorCode::usage, "the passphrase is too short: at least " +
                                          std::to_string(kNewPassphraseBytesMin) +
                                          " bytes; a few unrelated words are easy to remember");
    }
    if (file) return first;
    auto second = from_terminal(prompt + ", again");
    if (!second) return second;
    const bool same = *first == *second;
    sodium_memzero(second->data(), second->size());
    if (!same) return fail(ErrorCode::usage, "the two passphrases differ; nothing was written");
    return first;
}

}  // namespace hadir::platform
