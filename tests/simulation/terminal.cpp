#include "tests/simulation/terminal.h"

#include <stdexcept>

#include "wire/badge.h"
#include "wire/records.h"

namespace hadir::tests {
namespace {

template <class T>
T need(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
}
void need(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message);
}

}  // namespace

Terminal::Terminal(std::filesystem::path folder, const wire::SigningKey& badge_key, FakeClock& clock,
                   std::uint64_t seed)
    : folder_(std::move(folder)),
      badge_key_(badge_key),
      clock_(clock),
      random_(seed),
      identity_(need(store::read_identity(folder_ / "identity"))) {
    start_kiosk();
    start_sync();
}

device::Moment Terminal::now() const {
    device::Moment moment{clock_.wall(), clock_.since_boot(), clock_.boot(), {}};
    moment.clock = read_clock(moment.wall, moment.up, clock_.kernel_error(), std::nullopt, FakeClock::kStart);
    return moment;
}

void Terminal::start_kiosk() {
    station_.reset();
    station_.emplace(
        need(device::Station::open(identity_, folder_ / "ledger.db", random_, platform::Trace())));
    need(station_->begin_incarnation(now()));
    need(station_->note("boot", wire::write_boot("simulated", station_->previous_up_ms()), now()));
}

void Terminal::start_sync() {
    uploader_.reset();
    store_.reset();
    store_.emplace(need(store::SyncStore::open(folder_ / "sync.db", store::Access::write)));
    uploader_.emplace(need(sync::Uploader::open(identity_, folder_ / "ledger.db", *store_, random_, {},
                                                clock_.wall(), folder_ / "identity")));
}

// Both programs see that the folder has changed; the kiosk looks every second.
void Terminal::follow_identity() {
    const std::uint32_t before = identity_.inc;
    identity_ = need(store::read_identity(folder_ / "identity"));
    start_sync();
    if (identity_.inc != before) start_kiosk();
}

void Terminal::scan() {
    const BadgeId badge = random_.make<BadgeId>();
    const std::string text = need(wire::write_badge({7, badge, *parse_day("2030-12-31")}, badge_key_));
    const device::Decision decision = station_->decide(text, now());
    const auto result = station_->commit(decision, now());
    if (result && result->seq != 0) announced_.insert(badge.hex());
}

void Terminal::write_strange() {
    need(station_->note("checkin", "{\"badge\":\"of another time\"}", now()));
}

void Terminal::kill_kiosk() {
    start_kiosk();
}

void Terminal::kill_sync() {
    start_sync();
    follow_identity();
}

std::optional<sync::HttpRequest> Terminal::follow(sync::Action action) {
    if (auto* request = std::get_if<sync::HttpRequest>(&action)) return std::move(*request);
    rest_ = std::get<sync::Rest>(action);
    if (rest_.new_identity) follow_identity();
    return std::nullopt;
}

std::optional<sync::HttpRequest> Terminal::begin(sync::Occasion occasion) {
    return follow(uploader_->begin(sync::now_of(clock_), occasion));
}

std::optional<sync::HttpRequest> Terminal::take(const Result<sync::HttpResponse>& answer) {
    return follow(uploader_->step(sync::now_of(clock_), answer));
}

void Terminal::copy_to(const std::filesystem::path& folder) {
    station_.reset();
    uploader_.reset();
    store_.reset();
    std::filesystem::remove_all(folder);
    std::filesystem::copy(folder_, folder, std::filesystem::copy_options::recursive);
    start_kiosk();
    start_sync();
}

void Terminal::replace_by(const std::filesystem::path& image) {
    station_.reset();
    uploader_.reset();
    store_.reset();
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(image, folder_, std::filesystem::copy_options::recursive);
    identity_ = need(store::read_identity(folder_ / "identity"));
    start_kiosk();
    start_sync();
}

std::set<std::string> Terminal::on_disk() const {
    std::set<std::string> badges;
    const auto reader = need(store::LedgerReader::open(folder_ / "ledger.db"));
    for (std::uint32_t inc = 1; inc <= identity_.inc; ++inc) {
        for (const wire::SignedLine& row : need(reader.rows(inc, 1, 1'000'000))) {
            const auto line = wire::parse_line(row.line);
            if (!line || line->head.kind != "checkin") continue;
            if (const auto checkin = wire::parse_checkin(line->body)) badges.insert(checkin->badge.hex());
        }
    }
    return badges;
}

}  // namespace hadir::tests
