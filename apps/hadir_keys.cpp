// `hadir keys`: the offline root and the badge key.
#include <fmt/format.h>
#include <sodium.h>

#include <map>

#include "apps/arguments.h"
#include "apps/command.h"
#include "apps/key_folder.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/passphrase.h"
#include "wire/keys_request.h"

namespace hadir::apps {

const char* const kKeysUsage =
    "hadir keys: the keys that never touch a server\n"
    "\n"
    "  hadir keys init --dir DIR             make the root and the first badge key, each under a passphrase\n"
    "  hadir keys sign REQUEST --dir DIR --out FILE\n"
    "                                        the root signs what central asks for (keys-request.json)\n"
    "  hadir keys add-badge-key --dir DIR    a new badge key; the newest two stay valid\n"
    "  hadir keys show --dir DIR             what the root has signed last\n"
    "  hadir keys show FILE --root HEX       what a keys file lists, once its signature is checked\n"
    "\n"
    "  --passphrase-file FILE                first line is the root's passphrase, instead of asking\n"
    "  --badge-passphrase-file FILE          the badge key's; without it the root's file serves for both\n"
    "\n"
    "Keep DIR on an encrypted stick in a safe, and a copy in another one. Losing root.key means that every\n"
    "terminal enrols again. To print badges elsewhere copy all of DIR but root.key.\n";

namespace {

// A passphrase in memory, gone with its scope.
class Passphrase {
public:
    explicit Passphrase(std::string text) : text_(std::move(text)) {}
    ~Passphrase() { sodium_memzero(text_.data(), text_.size()); }
    Passphrase(const Passphrase&) = delete;
    Passphrase& operator=(const Passphrase&) = delete;
    operator std::string_view() const { return text_; }

private:
    std::string text_;
};

std::optional<std::filesystem::path> badge_file(const Arguments& arguments) {
    const auto own = arguments.path("badge-passphrase-file");
    return own ? own : arguments.path("passphrase-file");
}

void print_rows(const std::vector<wire::KeyRow>& rows) {
    fmt::print("{:<9} {:<9} {:<8} {:<11} {:<11} {}\n", "use", "id", "alg", "from", "until", "");
    for (const wire::KeyRow& row : rows) {
        const std::string note =
            row.badge_key ? fmt::format("badge key {}", *row.badge_key) : row.origin.value_or("");
        fmt::print("{:<9} {:<9} {:<8} {:<11} {:<11} {}\n", row.use, row.id.hex(), row.alg,
                   format_at(row.from).substr(0, 10), format_at(row.until).substr(0, 10), note);
    }
}

Result<void> init(const Arguments& arguments) {
    const auto folder = arguments.required("dir");
    if (!folder) return propagate(folder.error());
    auto root = platform::read_new_passphrase("Passphrase of the root", arguments.path("passphrase-file"));
    if (!root) return propagate(root.error());
    const Passphrase root_passphrase(std::move(*root));
    auto badge = platform::read_new_passphrase("Passphrase of the badge key", badge_file(arguments));
    if (!badge) return propagate(badge.error());
    const Passphrase badge_passphrase(std::move(*badge));
    const auto made =
        KeyFolder(*folder).create(root_passphrase, badge_passphrase, platform::SystemClock().wall());
    if (!made) return propagate(made.error());
    fmt::print("root {}\n", made->hex());
    return {};
}

Result<void> sign(const Arguments& arguments) {
    const auto folder = arguments.required("dir");
    if (!folder) return propagate(folder.error());
    const auto out = arguments.required("out");
    if (!out) return propagate(out.error());
    if (arguments.rest().size() != 1) return fail(ErrorCode::usage, "name one request file");
    const std::string& request = arguments.rest().front();
    const auto text = platform::read_file(request, wire::kKeysRequestBytesMax);
    if (!text) return propagate(text.error());
    const auto rows = wire::parse_keys_request(as_text(*text));
    if (!rows) return propagate(rows.error().in(request));
    print_rows(*rows);  // before the passphrase is asked for: who signs must have seen what
    auto passphrase = platform::read_passphrase("Passphrase of the root", arguments.path("passphrase-file"));
    if (!passphrase) return propagate(passphrase.error());
    const Passphrase root_passphrase(std::move(*passphrase));
    const auto signed_text = KeyFolder(*folder).sign(root_passphrase, *rows, platform::SystemClock().wall());
    if (!signed_text) return propagate(signed_text.error());
    if (auto written = platform::write_private_file(*out, as_bytes(*signed_text), 0644); !written)
        return written;
    fmt::print("signed: {}\n", *out);
    return {};
}

Result<void> add_badge_key(const Arguments& arguments) {
    const auto folder = arguments.required("dir");
    if (!folder) return propagate(folder.error());
    auto root = platform::read_passphrase("Passphrase of the root", arguments.path("passphrase-file"));
    if (!root) return propagate(root.error());
    const Passphrase root_passphrase(std::move(*root));
    auto badge = platform::read_new_passphrase("Passphrase of the new badge key", badge_file(arguments));
    if (!badge) return propagate(badge.error());
    const Passphrase badge_passphrase(std::move(*badge));
    const auto number =
        KeyFolder(*folder).add_badge_key(root_passphrase, badge_passphrase, platform::SystemClock().wall());
    if (!number) return propagate(number.error());
    fmt::print("badge key {}: bring {} to central (hadir-central keys import) before printing with it\n",
               *number, (std::filesystem::path(*folder) / "keys").string());
    return {};
}

Result<wire::KeysFile> shown_file(const Arguments& arguments) {
    if (const auto folder = arguments.option("dir")) return KeyFolder(*folder).keys_file();
    if (arguments.rest().size() != 1)
        return fail(ErrorCode::usage, "give --dir DIR, or one file and --root HEX");
    const auto root = PublicKey::parse_hex(arguments.option("root").value_or(""));
    if (!root) return fail(ErrorCode::usage, "--root must be 64 lower-case hex digits");
    const auto text = platform::read_file(arguments.rest().front(), wire::kSignedFileBytesMax);
    if (!text) return propagate(text.error());
    auto file = wire::open_keys_file(as_text(*text), *root);
    if (!file) return propagate(file.error().in(arguments.rest().front()));
    return file;
}

Result<void> show(const Arguments& arguments) {
    const auto file = shown_file(arguments);
    if (!file) return propagate(file.error());
    if (const auto folder = arguments.option("dir")) {
        const auto root = KeyFolder(*folder).root_public_key();
        if (!root) return propagate(root.error());
        fmt::print("root {}\n", root->hex());
    }
    fmt::print("version {}, issued {}, expires {}\n", file->head.version, format_at(file->head.issued),
               format_at(file->head.expires));
    print_rows(file->rows);
    return {};
}

}  // namespace

int keys_command(std::span<const std::string> words) {
    using Action = Result<void> (*)(const Arguments&);
    static const std::map<std::string_view, Action> kActions{
        {"init", init}, {"sign", sign}, {"add-badge-key", add_badge_key}, {"show", show}};
    const auto action = words.empty() ? kActions.end() : kActions.find(words.front());
    if (action == kActions.end()) {
        return report(Error(ErrorCode::usage, "one of init, sign, add-badge-key, show"), "hadir keys");
    }
    const auto arguments = Arguments::parse(
        words.subspan(1), {"dir", "out", "root", "passphrase-file", "badge-passphrase-file"});
    if (!arguments) return report(arguments.error(), "hadir keys");
    const auto done = action->second(*arguments);
    return done ? kDone : report(done.error(), "hadir keys");
}

}  // namespace hadir::apps
