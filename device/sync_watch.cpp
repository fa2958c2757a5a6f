#include "device/sync_watch.h"

#include "wire/crypto.h"
#include "wire/receipt.h"

namespace hadir::device {
namespace {

template <class T>
std::optional<T> value_of(Result<std::optional<T>> result) {
    return result ? *result : std::nullopt;
}

}  // namespace

SyncWatch::SyncWatch(std::string sync_path, std::string ledger_path, const store::Identity& identity,
                     UnixMs built)
    : sync_path_(std::move(sync_path)),
      ledger_path_(std::move(ledger_path)),
      dev_(identity.dev),
      inc_(identity.inc),
      root_(identity.root),
      enrolled_keys_(identity.keys),
      floor_(built) {}

SyncWatch::Look SyncWatch::look(const BootId& boot, const store::LedgerHead& head) {
    Look look;
    // Opened anew each time: hadir-sync may replace the file, and an open read would hold back its
    // checkpoint.
    const auto store = store::SyncStore::open(sync_path_, store::Access::read);
    if (!store) {
        surroundings_.waiting = head.seq;
        surroundings_.oldest_waiting = head.seq == 0 ? std::nullopt : time_of(1);
        look.surroundings = surroundings_;
        return look;
    }
    if (const auto anchor = value_of(store->newest_anchor(boot))) {
        anchor_ = TimeAnchor{anchor->up, anchor->server, anchor->uncertainty};
    }
    if (const auto server = value_of(store->latest_server_time())) floor_ = std::max(floor_, *server);
    look_at_receipt(*store, head, look);
    if (auto held = value_of(store->checkpoint())) look.log.note = std::move(held->note);
    if (auto alarms = store->alarms()) look.log.alarms = std::move(*alarms);
    const Versions versions{value_of(store->file_version("keys")), value_of(store->file_version("roster")),
                            value_of(store->file_version("policy"))};
    if (loaded_ != versions) {
        if (auto ok = load(*store, look); !ok) look.trouble = ok.error().message;
        loaded_ = versions;
    }
    look.surroundings = surroundings_;
    look.newest_roster = newest_roster_;
    return look;
}

void SyncWatch::look_at_receipt(const store::SyncStore& store, const store::LedgerHead& head, Look& look) {
    std::uint64_t acked = 0;
    if (const auto receipt = value_of(store.receipt(inc_))) {
        acked = std::min(receipt->acked, head.seq);
        // hadir-sync has checked the signature; here only the version is taken from it.
        const std::string body = receipt->receipt.substr(0, receipt->receipt.find('\n'));
        if (const auto json = wire::parse_json(body)) {
            if (const auto* version = json->find("roster");
                version != nullptr && version->integer() != nullptr)
                newest_roster_ = *version->integer();
        }
    }
    surroundings_.waiting = head.seq - acked;
    surroundings_.acked = acked;
    surroundings_.oldest_waiting = surroundings_.waiting == 0 ? std::nullopt : time_of(acked + 1);
    if (const auto contact = store.contact()) {
        surroundings_.connected = contact->connected;
        surroundings_.connected_since = contact->since;
        surroundings_.sent_at = contact->ok_at;
    }
    look.newest_roster = newest_roster_;
}

std::optional<UnixMs> SyncWatch::time_of(std::uint64_t seq) {
    if (seq == oldest_seq_) return oldest_at_;
    const auto reader = store::LedgerReader::open(ledger_path_);
    if (!reader) return std::nullopt;
    const auto rows = reader->rows(inc_, seq, 1);
    if (!rows || rows->empty()) return std::nullopt;
    const auto line = wire::parse_line(rows->front().line);
    oldest_seq_ = seq;
    oldest_at_ = line ? std::optional(best_time(line->head.at, line->head.clock)) : std::nullopt;
    return oldest_at_;
}

Result<void> SyncWatch::load(const store::SyncStore& store, Look& look) const {
    const auto keys_file = value_of(store.file("keys"));
    auto keys = wire::open_keys_file(keys_file ? keys_file->bytes : enrolled_keys_, root_);
    if (!keys) return propagate(keys.error().in("keys"));
    wire::Policy policy;
    if (const auto file = value_of(store.file("policy"))) {
        auto opened = wire::open_policy(file->bytes, *keys);
        if (!opened) return propagate(opened.error().in("policy"));
        policy = *opened;
        look.policy = {file->version, wire::sha256(as_bytes(file->bytes))};
    }
    std::optional<wire::Roster> roster;
    if (const auto file = value_of(store.file("roster"))) {
        auto opened = wire::open_roster(file->bytes, *keys, dev_);
        if (!opened) return propagate(opened.error().in("roster"));
        roster = std::move(*opened);
        look.roster = {file->version, wire::sha256(as_bytes(file->bytes))};
    }
    look.book = std::make_shared<const RosterBook>(std::move(*keys), std::move(roster), policy);
    return {};
}

}  // namespace hadir::device
