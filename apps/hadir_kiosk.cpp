// hadir-kiosk: camera, badge, decision, ledger, screen.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>

#include "apps/kiosk_officer.h"
#include "config/settings.h"
#include "device/camera.h"
#include "device/camera_photo.h"
#include "device/kiosk_loop.h"
#include "device/motion_gate.h"
#include "device/reader.h"
#include "device/screen.h"
#include "device/sync_watch.h"
#include "platform/clock.h"
#include "platform/file.h"
#include "platform/notify.h"
#include "platform/random.h"
#include "platform/signals.h"
#include "wire/crypto.h"
#include "wire/key_change.h"
#include "wire/records.h"

namespace hadir::apps {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPreviewEvery{66};
constexpr milliseconds kLookEvery{1000};
constexpr milliseconds kSendEvery{30'000};
constexpr milliseconds kHintEvery{250};
constexpr milliseconds kWaitMax{250};  // so that a touch on the page is answered while the camera is silent

// An enrolled terminal's half; absent until the identity folder is there.
struct Enrolled {
    device::Station station;
    device::SyncWatch watch;
    device::LogWitness witness;
    std::optional<std::string> fingerprint{};   // until a second officer has agreed
    std::filesystem::file_time_type written{};  // when the identity was
};

class Kiosk {
public:
    Kiosk(const config::Settings& settings, Random& random, const Clock& clock, device::Screen& screen,
          std::unique_ptr<device::Camera> camera)
        : settings_(settings),
          random_(random),
          clock_(clock),
          screen_(screen),
          camera_(std::move(camera)),
          trace_(settings.number("trace-fd") < 0
                     ? std::nullopt
                     : std::optional(static_cast<int>(settings.number("trace-fd")))),
          loop_(labels(settings)),
          machine_(settings.path("data")),
          wishes_(settings.path("runtime")) {}

    void run(platform::StopSignals& stop, const platform::ServiceNotifier& notifier) {
        milliseconds wait{0};
        while (!restart_ && !stop.wait(milliseconds(0))) {
            const auto look = camera_->next(frame_, std::min(wait, kWaitMax));
            device::Happened happened;
            happened.camera = look.state;
            if (look.fresh) machine_.frame(frame_);
            if (look.fresh) happened.texts = read_frame();
            happened.hint = hint_;
            auto from_page = screen_.take();
            happened.actions = std::move(from_page.actions);
            happened.page_connected = from_page.connected;
            look_around();
            wait = step(happened);
            if (look.fresh) show_preview();
            notifier.alive();
        }
    }

private:
    static device::KioskLabels labels(const config::Settings& settings) {
        device::KioskLabels labels;
        labels.contact = settings.text("contact");
        labels.demo = settings.flag("demo");
        labels.province = settings.text("province");
        labels.screen_mm = settings.number("screen-mm");
        labels.volume = settings.number("volume");
        labels.language = settings.text("language");
        return labels;
    }

    device::Moment now() const {
        device::Moment moment{clock_.wall(), clock_.since_boot(), clock_.boot(), {}};
        const UnixMs floor = enrolled_ ? enrolled_->watch.floor() : UnixMs{HADIR_BUILT_S * 1000LL};
        moment.clock = read_clock(moment.wall, moment.up, clock_.kernel_error(),
                                  enrolled_ ? enrolled_->watch.anchor() : std::nullopt, floor);
        return moment;
    }

    std::vector<std::string> read_frame() {
        if (!gate_.wants(frame_, clock_.since_boot())) return {};
        trace_.mark(platform::TraceStep::frame);
        auto result = reader_.read_next(frame_);
        if (!result.texts.empty()) trace_.mark(platform::TraceStep::read);
        look_for_hint(result);
        return std::move(result.texts);
    }

    // For somebody who looks at the screen; a scene that stands still keeps its hint.
    void look_for_hint(const device::ReadResult& result) {
        const auto up = clock_.since_boot();
        if (!screen_.has_page() || up - hint_at_ < kHintEvery) return;
        hint_at_ = up;
        hint_ = reader_.hint(result);
    }

    milliseconds step(const device::Happened& happened) {
        device::Step step = loop_.step(now(), happened);
        if (step.enrol) leave("enrol", *step.enrol + '\n');  // the page tells of it afterwards
        for (std::string& event : step.events)
            screen_.tell(std::move(event));
        if (const char* told = wishes_.begin(step.wish, clock_.since_boot())) loop_.tell_officer(told);
        restart_ = step.wish == device::Step::Wish::restart;
        if (step.announced) trace_.mark(platform::TraceStep::announced);
        return step.wait;
    }

    void show_preview() {
        const auto up = clock_.since_boot();
        if (!screen_.has_page() || up - preview_at_ < kPreviewEvery) return;
        preview_at_ = up;
        const ByteView jpeg = preview_.encode(frame_);
        screen_.show(Bytes(jpeg.begin(), jpeg.end()));
    }

    void look_around() {
        const auto up = clock_.since_boot();
        if (looked_once_ && up - looked_at_ < kLookEvery) return;
        looked_once_ = true;
        looked_at_ = up;
        loop_.use(machine_.look(up));
        if (const char* told = wishes_.look(up)) loop_.tell_officer(told);
        if (identity_has_changed() && loop_.is_at_rest()) take_identity();
        if (!enrolled_) return;
        auto look = enrolled_->watch.look(clock_.boot(), enrolled_->station.head());
        look.surroundings.fingerprint = enrolled_->fingerprint;
        ask_for_sending();
        if (!look.trouble.empty()) spdlog::warn("{}", look.trouble);
        enrolled_->station.use_newest_roster(look.newest_roster);
        loop_.use(look.surroundings);
        if (const auto noted = enrolled_->witness.look(look.log, enrolled_->station, now()); !noted)
            complain(noted.error());
        if (look.book) take_book(look);
    }

    void take_book(const device::SyncWatch::Look& look) {
        enrolled_->station.use(look.book);
        if (look.book->roster())
            spdlog::info("roster {} is in use: {} people", look.book->roster()->head.version,
                         look.book->roster()->people.size());
        const std::pair<const char*, const std::optional<wire::Version>&> files[] = {{"roster", look.roster},
                                                                                     {"policy", look.policy}};
        for (const auto& [kind, version] : files) {
            if (!version) continue;
            if (auto ok = enrolled_->station.note_version(kind, *version, now()); !ok) complain(ok.error());
        }
    }

    // hadir-sync replaces identity.json whenever a key changes.
    bool identity_has_changed() {
        std::error_code none;
        // The word is looked for first: hadir-sync drops it only after it has written the identity.
        const bool asked = std::filesystem::exists(settings_.path("runtime") / "enrol", none);
        const auto written =
            std::filesystem::last_write_time(settings_.path("identity") / "identity.json", none);
        if (!none && enrolled_ && written == enrolled_->written) return false;
        if (none && enrolled_) return false;  // taken away under us: what runs goes on
        if (none && !asked) loop_.enrolment_is_over();
        written_ = written;
        return true;
    }

    void take_identity() {
        auto identity = store::read_identity(settings_.path("identity"));
        if (!identity) {
            complain(identity.error());
            return;
        }
        machine_.use(*identity);
        const std::optional<std::string> fingerprint =
            identity->confirmed ? std::nullopt
                                : std::optional(wire::fingerprint_text(identity->ledger_key.public_key()));
        if (enrolled_ && enrolled_->station.inc() == identity->inc) {
            enrolled_->fingerprint = fingerprint;
            enrolled_->written = written_;
            return;
        }
        const std::string ledger = (settings_.path("data") / "ledger.db").string();
        auto station = device::Station::open(*identity, ledger, random_, trace_);
        loop_.ledger_opens(station.has_value());
        if (!station) {
            complain(station.error());
            return;
        }
        auto witness = device::LogWitness::open(ledger, identity->inc);
        if (!witness) {
            complain(witness.error());
            return;
        }
        device::SyncWatch watch(settings_.path("sync-db").string(), ledger, *identity,
                                UnixMs{HADIR_BUILT_S * 1000LL});
        const bool starting = !enrolled_;
        loop_.use(nullptr);
        enrolled_.emplace(
            Enrolled{std::move(*station), std::move(watch), std::move(*witness), fingerprint, written_});
        enrolled_->station.use(&photo_, store::PhotoShelf::beside(ledger));
        loop_.use(&enrolled_->station);
        if (auto begun = enrolled_->station.begin_incarnation(now()); !begun) complain(begun.error());
        const auto noted =
            starting
                ? enrolled_->station.note(
                      "boot", wire::write_boot(HADIR_VERSION, enrolled_->station.previous_up_ms()), now())
                : Result<void>();
        if (!noted) complain(noted.error());
        spdlog::info("terminal {} inc {} has {} records", identity->dev.hex(), identity->inc,
                     enrolled_->station.head().seq);
    }

    // After a commit, so that a check-in is at BKD within moments; not for each in a queue of people.
    void ask_for_sending() {
        const auto up = clock_.since_boot();
        const std::uint64_t seq = enrolled_->station.head().seq;
        if (seq == asked_seq_ || (asked_at_ && up - *asked_at_ < kSendEvery)) return;
        asked_seq_ = seq;
        asked_at_ = up;
        std::error_code none;
        if (std::filesystem::exists(settings_.path("runtime") / "send", none))
            return;  // an officer's, perhaps
        leave("send", "");
    }

    // The folder may be missing where nobody listens.
    void leave(const char* name, const std::string& text) {
        if (const auto left = leave_word(settings_.path("runtime"), name, text); !left)
            complain(left.error());
    }

    void complain(const Error& error) {
        if (error.message == complaint_) return;  // once, not every second
        complaint_ = error.message;
        spdlog::warn("{}", error.message);
    }

    const config::Settings& settings_;
    Random& random_;
    const Clock& clock_;
    device::Screen& screen_;
    std::unique_ptr<device::Camera> camera_;
    platform::Trace trace_;
    device::KioskLoop loop_;
    MachineWatch machine_;
    OfficerWishes wishes_;
    bool restart_ = false;  // an officer wants it; whoever started this program starts it again
    device::MotionGate gate_;
    device::Reader reader_;
    std::optional<device::Hint> hint_;
    milliseconds hint_at_{0};
    device::PreviewEncoder preview_;
    device::Frame frame_;
    device::CameraPhoto photo_{frame_};
    std::optional<Enrolled> enrolled_;
    milliseconds looked_at_{0};
    milliseconds preview_at_{0};
    bool looked_once_ = false;
    std::filesystem::file_time_type written_{};
    std::uint64_t asked_seq_ = 0;
    std::optional<milliseconds> asked_at_;
    std::string complaint_;
};

int usage(const Error& error) {
    std::fprintf(stderr, "hadir-kiosk: %s\n", error.message.c_str());
    return config::kUsageExit;
}

int run(const config::Settings& settings) {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("hadir-kiosk"));  // stdout has the `ready` line alone
    spdlog::set_level(spdlog::level::from_str(settings.text("log-level")));
    platform::StopSignals stop;
    const platform::ServiceNotifier notifier;
    const platform::SystemClock clock;
    platform::SystemRandom random;
    device::settle_opencv();
    device::CameraOptions camera_options;
    camera_options.at_end = settings.flag("camera-loop") ? device::AtEnd::loop : device::AtEnd::stop;
    auto camera = device::open_camera(settings.text("camera"), camera_options);
    if (!camera) return usage(camera.error());
    if (auto ok = platform::make_private_folder(settings.path("data")); !ok) return usage(ok.error());
    std::filesystem::path pages = settings.path("ui");
    if (!std::filesystem::is_directory(pages)) {
        spdlog::warn("{}: no built page there; only the socket is served", pages.string());
        pages.clear();
    }
    const auto screen =
        device::Screen::start({settings.port("port"), pages, settings.path("runtime")}, random);
    if (!screen) return usage(screen.error());
    std::printf("ready kiosk http://127.0.0.1:%u\n", static_cast<unsigned>((*screen)->port()));
    std::fflush(stdout);
    notifier.ready();
    Kiosk(settings, random, clock, **screen, std::move(*camera)).run(stop, notifier);
    notifier.stopping();
    return 0;
}

}  // namespace
}  // namespace hadir::apps

int main(int argc, char** argv) {
    using namespace hadir;
    if (auto ready = wire::start_crypto(); !ready) return apps::usage(ready.error());
    const auto settings = config::Settings::read(
        {config::Program::kiosk, {argv + 1, static_cast<std::size_t>(argc - 1)}, environ});
    if (!settings) return apps::usage(settings.error());
    if (settings->answer()) {
        std::fputs(settings->answer()->c_str(), stdout);
        return 0;
    }
    try {
        return apps::run(*settings);
    } catch (const std::exception& thrown) {
        std::fprintf(stderr, "hadir-kiosk: %s\n", thrown.what());
        return 1;
    }
}
