#include "tests/faults/crash_terminal.h"

#include "wire/badge.h"
#include "wire/chain.h"
#include "wire/json.h"

namespace hadir::tests {
namespace {

constexpr std::uint8_t kBadgeKey = 7;
constexpr std::size_t kReadStep = 500;

wire::SigningKey key_from(std::uint8_t seed) {
    return *wire::SigningKey::from_seed(Bytes(wire::SigningKey::kSeedSize, seed));
}

std::string keys_file(const wire::SigningKey& badge_key, const wire::SigningKey& root) {
    wire::KeyRow row;
    row.use = "badge";
    row.alg = "ed25519";
    const ByteView pub = badge_key.public_key().view();
    row.pub = Bytes(pub.begin(), pub.end());
    row.id = wire::key_id_of(row.pub);
    row.badge_key = kBadgeKey;
    wire::FileHead head;
    head.kind = "keys";
    head.version = 1;
    return wire::write_keys_file(head, {row}, root);
}

}  // namespace

CrashTerminal::CrashTerminal(std::string ledger_path, std::string vfs, std::uint64_t seed)
    : path_(std::move(ledger_path)),
      vfs_(std::move(vfs)),
      random_(seed),
      identity_{random_.make<DeviceId>(),           1, key_from(1), key_from(2).public_key(), "", "", "", "",
                keys_file(key_from(3), key_from(2))},
      badge_key_(key_from(3)) {
    clock_.set_synchronised(true);
}

Result<void> CrashTerminal::start() {
    loop_ = device::KioskLoop(device::KioskLabels{});
    auto station = device::Station::open(identity_, path_, random_, platform::Trace(), vfs_);
    if (!station) return propagate(station.error());
    station_.emplace(std::move(*station));
    loop_.use(&*station_);
    step({});
    return {};
}

void CrashTerminal::stop() {
    loop_.use(nullptr);
    station_.reset();
}

std::string CrashTerminal::scan() {
    const LocalDay expires = local_day(clock_.wall(), Zone::wib) + std::chrono::days(365);
    const auto text = wire::write_badge({kBadgeKey, random_.make<BadgeId>(), expires}, badge_key_);
    clock_.advance(std::chrono::seconds(2));
    step({*text});
    return step({*text});
}

std::string CrashTerminal::wait(std::chrono::milliseconds span) {
    clock_.advance(span);
    return step({});
}

std::string CrashTerminal::step(std::vector<std::string> texts) {
    device::Happened happened;
    happened.camera = device::CameraState::running;
    happened.texts = std::move(texts);
    for (const std::string& event : loop_.step(now(), happened).events)
        hear(event);
    return state_;
}

void CrashTerminal::hear(const std::string& event) {
    const auto json = wire::parse_json(event);
    state_ = *json->find("state")->text();
    const wire::Json* code = json->find("code");
    code_ = code != nullptr && code->text() != nullptr ? *code->text() : "";
    const wire::Json* result = json->find("result");
    const wire::Json* of = result != nullptr ? result->find("of") : nullptr;
    if (of == nullptr || of->integer() == nullptr) return;
    const auto seq = static_cast<std::uint64_t>(*of->integer());
    if (!announced_.empty() && announced_.back().seq == seq) return;  // told again
    Announced told{seq, *result->find("at")->text(), std::nullopt};
    if (station_->head().seq == seq) told.head = station_->head().hash;
    announced_.push_back(std::move(told));
}

device::Moment CrashTerminal::now() const {
    device::Moment moment{clock_.wall(), clock_.since_boot(), clock_.boot(), {}};
    moment.clock = read_clock(moment.wall, moment.up, clock_.kernel_error(), std::nullopt, FakeClock::kStart);
    return moment;
}

std::string CrashTerminal::fault() const {
    const auto reader = store::LedgerReader::open(path_, vfs_);
    if (!reader) return "the ledger cannot be opened: " + reader.error().message;
    const PublicKey& key = identity_.ledger_key.public_key();
    std::vector<Hash> heads{wire::chain_genesis(identity_.dev, identity_.inc, key)};
    std::vector<std::string> lines{""};
    for (;;) {
        const auto rows = reader->rows(identity_.inc, lines.size(), kReadStep);
        if (!rows) return "the ledger cannot be read: " + rows.error().message;
        if (rows->empty()) break;
        const auto hashes =
            wire::check_lines({identity_.dev, identity_.inc, lines.size()}, heads.back(), key, *rows);
        if (!hashes) return "the chain is broken: " + hashes.error().message;
        heads.insert(heads.end(), hashes->begin(), hashes->end());
        for (const wire::SignedLine& row : *rows)
            lines.push_back(row.line);
    }
    for (const Announced& told : announced_) {
        const std::string which = "announced record " + std::to_string(told.seq);
        if (told.seq >= lines.size()) return which + " is lost";
        if (told.head && *told.head != heads[told.seq]) return which + " is another one now";
        const auto line = wire::parse_line(lines[told.seq]);
        if (!line || line->head.kind != "checkin" || format_at(line->head.at) != told.at)
            return which + " is not what was shown";
    }
    return {};
}

}  // namespace hadir::tests
