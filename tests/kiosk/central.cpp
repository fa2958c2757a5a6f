#include "tests/kiosk/central.h"

#include "platform/file.h"
#include "wire/keys_request.h"

namespace hadir::tests {
namespace {

constexpr std::chrono::seconds kReadyWithin{30};

}  // namespace

Result<void> Central::start(const Office& office, UnixMs now) {
    if (auto made = central({"init", "--name", "Test"}); !made) return propagate(made.error());
    const auto text = platform::read_file(folder_ / "keys-request.json", wire::kKeysRequestBytesMax);
    if (!text) return propagate(text.error());
    const auto request = wire::parse_keys_request(as_text(*text));
    if (!request) return propagate(request.error());
    const auto keys = office.keys().sign(kPassphrase, *request, now);
    if (!keys) return propagate(keys.error());
    const auto file = folder_ / "signed-keys";
    if (auto ok = platform::write_private_file(file, as_bytes(*keys)); !ok) return ok;
    const auto root = office.keys().root_public_key();
    if (!root) return propagate(root.error());
    if (auto done = central({"keys", "import", file.string(), "--root", root->hex()}); !done)
        return propagate(done.error());
    auto server = apps::Child::start(
        {(programs_ / "hadir-central").string(), "serve", "--config", "/dev/null", "--data", folder_.string(),
         "--devices-bind", "127.0.0.1", "--devices-port", "0", "--web-port", "0"},
        folder_ / "log", signals_);
    if (!server) return propagate(server.error());
    server_.emplace(std::move(*server));
    const auto url = server_->ready("devices", kReadyWithin);
    if (!url) return propagate(url.error());
    devices_url_ = *url;
    return {};
}

Result<void> Central::enrol(const std::filesystem::path& terminal) const {
    const auto said = central({"enrol-code", "--opd", "Dinas", "--office", "Pusat", "--kiosk", "Kios 1",
                               "--url", devices_url_, "--by", "0000000000000001"});
    if (!said) return propagate(said.error());
    const std::size_t at = said->find("HADIR:E:1:");
    if (at == std::string::npos) return fail(ErrorCode::internal, "no code for enrolment in: " + *said);
    if (auto ok = platform::make_private_folder(terminal); !ok) return ok;
    const auto enrolled = sync({"enrol", said->substr(at, said->find('\n', at) - at)}, terminal);
    if (!enrolled) return propagate(enrolled.error());
    return {};
}

Result<void> Central::take_all(const std::filesystem::path& terminal) const {
    if (auto sent = sync({"send"}, terminal); !sent) return propagate(sent.error());
    return {};
}

Result<void> Central::export_to(const std::filesystem::path& file, const std::string& dev) const {
    if (auto done = central({"export", "--dev", dev, file.string()}); !done) return propagate(done.error());
    return {};
}

Result<std::string> Central::central(std::vector<std::string> words) const {
    words.insert(words.begin(), (programs_ / "hadir-central").string());
    words.insert(words.end(), {"--config", "/dev/null", "--data", folder_.string()});
    return apps::run_to_end(words, signals_);
}

Result<std::string> Central::sync(std::vector<std::string> words,
                                  const std::filesystem::path& terminal) const {
    words.insert(words.begin(), (programs_ / "hadir-sync").string());
    words.insert(words.end(), {"--config", "/dev/null", "--data", terminal.string(), "--identity",
                               (terminal / "identity").string(), "--ledger",
                               (terminal / "ledger.db").string(), "--runtime", (terminal / "run").string()});
    return apps::run_to_end(words, signals_);
}

}  // namespace hadir::tests
