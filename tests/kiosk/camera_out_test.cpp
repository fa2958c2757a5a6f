// A real kiosk whose camera is pulled out while it works, and put back.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "device/frame.h"
#include "qr/code.h"
#include "tests/kiosk/pin_office.h"
#include "wire/records.h"

namespace hadir::tests {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr Seconds kToldWithin = 2s;
constexpr Seconds kBackWithin = 5s;

// A sanitized kiosk takes many times as long.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kTimesCount = false;
#else
constexpr bool kTimesCount = true;
#endif

// What a camera sees of a badge, or of nobody, as a JPEG.
Bytes picture(const std::optional<qr::QrCode>& code) {
    constexpr int kModule = 6;
    constexpr device::Size kSize{640, 360};
    device::Frame frame;
    auto* const pixels = frame.reset_gray(kSize);
    std::fill_n(pixels, kSize.width * kSize.height, std::uint8_t{230});
    for (int y = 0; code && y < code->size * kModule; ++y) {
        const int row = (kSize.height - code->size * kModule) / 2 + y;
        for (int x = 0; x < code->size * kModule; ++x) {
            const int column = (kSize.width - code->size * kModule) / 2 + x;
            if (code->is_dark(x / kModule, y / kModule)) pixels[row * kSize.width + column] = 20;
        }
    }
    device::PreviewEncoder encoder;
    const ByteView jpeg = encoder.encode(frame);
    return {jpeg.begin(), jpeg.end()};
}

// Motion JPEG at a camera's pace into a FIFO, for as long as it lives.
class PluggedCamera {
public:
    PluggedCamera(const std::filesystem::path& fifo, Bytes seen)
        : fifo_(::open(fifo.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC)),
          seen_(std::move(seen)),
          thread_([this](const std::stop_token& stop) { run(stop); }) {}
    ~PluggedCamera() {
        thread_.request_stop();
        thread_.join();
        ::close(fifo_);
    }
    PluggedCamera(const PluggedCamera&) = delete;
    PluggedCamera& operator=(const PluggedCamera&) = delete;

    void see(Bytes seen) {
        const std::lock_guard lock(mutex_);
        seen_ = std::move(seen);
    }

private:
    static constexpr auto kPace = 66ms;  // half of what they give in good light

    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            std::unique_lock lock(mutex_);
            const Bytes now = seen_;
            lock.unlock();
            for (std::size_t from = 0; from < now.size() && !stop.stop_requested();) {
                const auto written = ::write(fifo_, now.data() + from, now.size() - from);
                if (written > 0)
                    from += static_cast<std::size_t>(written);
                else
                    pause(stop);  // nobody reads fast enough
            }
            pause(stop);
        }
    }
    void pause(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        pace_.wait_for(lock, stop, kPace, [] { return false; });
    }

    int fifo_;
    std::mutex mutex_;
    std::condition_variable_any pace_;
    Bytes seen_;
    std::jthread thread_;
};

class CameraOut : public PinOffice {
protected:
    void SetUp() override {
        PinOffice::SetUp();
        ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    }
    Bytes next_badge() { return picture(office->next_badge().value()); }
    // How each check-in was made.
    std::vector<std::string> methods() const {
        std::vector<std::string> found;
        const auto rows = *store::LedgerReader::open(terminal / "ledger.db")->rows(1, 1, 1000);
        for (const auto& row : rows) {
            const auto line = wire::parse_line(row.line);
            if (line->head.kind == "checkin") found.push_back(wire::parse_checkin(line->body)->method);
        }
        return found;
    }
    // A badge, the camera gone, a PIN, the camera back, a badge.
    void live_through(const char* how) {
        std::optional<PluggedCamera> camera(std::in_place, fifo, picture(std::nullopt));
        const auto kiosk =
            KioskRun::start(std::string(HADIR_BIN_DIR) + "/hadir-kiosk", terminal, fifo, signals);
        ASSERT_TRUE(kiosk) << kiosk.error().message;
        auto page = kiosk->open_page();
        ASSERT_TRUE(page) << page.error().message;
        camera->see(next_badge());
        ASSERT_TRUE(hears(*page, {R"("state":"periksa")", "LENCANA_BELUM_DIKENAL"}));
        camera->see(picture(std::nullopt));
        ASSERT_TRUE(hears(*page, {R"("state":"siap")"}));

        camera.reset();
        const auto gone = Steady::now();
        ASSERT_TRUE(hears(*page, {R"("state":"gangguan")", R"("code":"KAMERA")", R"("pin_open":true)"}));
        const Seconds told = Steady::now() - gone;

        say(*page, "pin_open");
        ASSERT_TRUE(hears(*page, {R"("state":"pin_nomor")"}));
        say(*page, "pin_number", std::string(R"(,"number":")") + kSiti + '"');
        ASSERT_TRUE(hears(*page, {R"("state":"pin")"}));
        say(*page, "pin", std::string(R"(,"pin":")") + kPin + '"');
        ASSERT_TRUE(hears(*page, {R"("state":"periksa")", "PIN_DIPAKAI", "Siti R."}));
        EXPECT_EQ(methods(), (std::vector<std::string>{"badge", "pin"}));
        ASSERT_TRUE(hears(*page, {R"("state":"gangguan")"})) << "it is still gone";

        const auto back = Steady::now();
        camera.emplace(fifo, next_badge());
        ASSERT_TRUE(hears(*page, {R"("state":"periksa")", "LENCANA_BELUM_DIKENAL"}));
        const Seconds read = Steady::now() - back;
        EXPECT_EQ(methods(), (std::vector<std::string>{"badge", "pin", "badge"}));

        std::printf("%s: told after %.2f s, a badge recorded %.2f s after it was back\n", how, told.count(),
                    read.count());
        if (!kTimesCount) return;
        EXPECT_LT(told, kToldWithin);
        EXPECT_LT(read, kBackWithin);
    }

    const std::filesystem::path fifo = folder.path() / "camera";
};

TEST_F(CameraOut, PulledOutItIsToldPinGoesOnAndPutBackItReadsAgain) {
    live_through("pulled out");
}

// The stream does not end: a driver that hangs.
TEST_F(CameraOut, FallenSilentItIsToldPinGoesOnAndAwakeItReadsAgain) {
    const int holder = ::open(fifo.c_str(), O_RDWR | O_CLOEXEC);
    live_through("fallen silent");
    ::close(holder);
}

}  // namespace
}  // namespace hadir::tests
