#include "device/screen.h"

#include "httpd/server.h"
#include "platform/file.h"

namespace hadir::device {
namespace {

constexpr unsigned kTokenMode = 0440;  // the browser's user reads it through its group
constexpr std::size_t kActionsMax = 64;
using Token = FixedBytes<struct TokenTag, 16>;

// What the page's thread leaves for the kiosk's.
struct Inbox {
    std::mutex mutex;
    Screen::FromPage from_page;
};

class HttpScreen final : public Screen {
public:
    HttpScreen(std::shared_ptr<httpd::PageSocket> socket, std::shared_ptr<Inbox> inbox)
        : socket_(std::move(socket)), inbox_(std::move(inbox)), server_({}, 1) {}

    Result<void> listen(std::uint16_t port, httpd::StaticFiles files) {
        httpd::Site site;
        site.sockets.push_back({"/socket", socket_});
        site.files = std::move(files);
        const auto bound = server_.listen({"127.0.0.1", port}, std::move(site));
        if (!bound) return propagate(bound.error());
        port_ = *bound;
        server_.start();
        return {};
    }

    [[nodiscard]] std::uint16_t port() const override { return port_; }
    [[nodiscard]] bool has_page() const override { return socket_->connected(); }
    void tell(std::string event) override { socket_->send_text(std::move(event)); }
    void show(Bytes jpeg) override { socket_->send_picture(std::move(jpeg)); }
    [[nodiscard]] FromPage take() override {
        const std::lock_guard lock(inbox_->mutex);
        return std::exchange(inbox_->from_page, {});
    }

private:
    std::shared_ptr<httpd::PageSocket> socket_;
    std::shared_ptr<Inbox> inbox_;
    httpd::Server server_;
    std::uint16_t port_ = 0;
};

std::shared_ptr<httpd::PageSocket> make_socket(const Token& token, const std::shared_ptr<Inbox>& inbox) {
    httpd::PageSocketOptions options;
    options.token = token.hex();
    options.on_connect = [inbox] {
        const std::lock_guard lock(inbox->mutex);
        inbox->from_page.connected = true;
    };
    options.on_message = [inbox](std::string_view text) {
        const auto action = parse_page_action(text);
        if (!action) return false;
        const std::lock_guard lock(inbox->mutex);
        if (inbox->from_page.actions.size() < kActionsMax) inbox->from_page.actions.push_back(*action);
        return true;
    };
    return std::make_shared<httpd::PageSocket>(std::move(options));
}

// Until the next boot one token: the page that is on the screen finds a kiosk that was restarted.
Token token_in(const std::filesystem::path& file, Random& random) {
    if (const auto held = platform::read_file(file, 2 * Token::kSize)) {
        if (const auto token = Token::parse_hex(as_text(*held))) return *token;
    }
    return random.make<Token>();
}

}  // namespace

Result<std::unique_ptr<Screen>> Screen::start(const ScreenOptions& options, Random& random) {
    httpd::StaticFiles files;
    if (!options.pages.empty()) {
        auto read = httpd::StaticFiles::from_folder(options.pages);
        if (!read) return propagate(read.error().in("the kiosk's page"));
        files = std::move(*read);
    }
    std::error_code code;
    std::filesystem::create_directories(options.runtime, code);
    const auto token = token_in(options.runtime / "ui-token", random);
    const std::string text = token.hex();
    if (auto ok = platform::write_private_file(options.runtime / "ui-token", as_bytes(text), kTokenMode); !ok)
        return propagate(ok.error());
    const auto inbox = std::make_shared<Inbox>();
    auto screen = std::make_unique<HttpScreen>(make_socket(token, inbox), inbox);
    if (auto ok = screen->listen(options.port, std::move(files)); !ok) return propagate(ok.error());
    return std::unique_ptr<Screen>(std::move(screen));
}

}  // namespace hadir::device
