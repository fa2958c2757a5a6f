// Tells systemd that a service is ready and alive (Type=notify, WatchdogSec=). Without systemd it does
// nothing.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace hadir::platform {

// Make it at start, before threads: it reads the environment. Then any thread may call; nothing fails.
class ServiceNotifier {
public:
    ServiceNotifier();

    void ready() const { send("READY=1"); }
    void alive() const { send("WATCHDOG=1"); }
    void stopping() const { send("STOPPING=1"); }
    void status(const std::string& text) const { send("STATUS=" + text); }

    // How often alive() is due: half of the watchdog's span, none if systemd does not watch this process.
    [[nodiscard]] std::optional<std::chrono::milliseconds> alive_every() const { return alive_every_; }

private:
    void send(const std::string& message) const;

    std::string socket_;  // empty: nobody listens
    std::optional<std::chrono::milliseconds> alive_every_;
};

}  // namespace hadir::platform
