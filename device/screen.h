// The kiosk's own web server on loopback: the page's files and the one socket (docs/kiosk-socket.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "device/kiosk_loop.h"

namespace hadir::device {

struct ScreenOptions {
    std::uint16_t port = 8710;      // 0: any
    std::filesystem::path pages;    // the built page; without it only the socket is served
    std::filesystem::path runtime;  // gets `ui-token`, 0440; one that is there already stays good
};

// The kiosk's thread calls; the server's own threads stay inside.
class Screen {
public:
    [[nodiscard]] static Result<std::unique_ptr<Screen>> start(const ScreenOptions& options, Random& random);
    virtual ~Screen() = default;

    [[nodiscard]] virtual std::uint16_t port() const = 0;
    [[nodiscard]] virtual bool has_page() const = 0;
    virtual void tell(std::string event) = 0;  // never skipped while a page is there
    virtual void show(Bytes jpeg) = 0;         // skipped when the page lags

    struct FromPage {
        std::vector<PageAction> actions;
        bool connected = false;  // a page came since the last call
    };
    [[nodiscard]] virtual FromPage take() = 0;
};

}  // namespace hadir::device
