// A terminal as central sees it: its keys and a ledger in memory, and uploads made from it.
#pragma once

#include <string>
#include <vector>

#include "central/devices_repository.h"
#include "central/ingest.h"
#include "wire/batch.h"
#include "wire/chain.h"
#include "wire/crypto.h"
#include "wire/line.h"
#include "wire/records.h"

namespace hadir::central::tests {

constexpr UnixMs kNow{1'790'000'000'000};
constexpr UnixMs kMorning{1'789'951'200'000};  // 2026-09-21 07:40 at Jakarta: 00:40 UTC

template <class Fixed>
Fixed filled(std::uint8_t byte) {
    Fixed value;
    value.bytes.fill(byte);
    return value;
}

struct Terminal {
    DeviceId dev = filled<DeviceId>(0x11);
    std::uint32_t inc = 1;
    wire::SigningKey key = wire::SigningKey::generate();
    std::vector<wire::SignedLine> lines;
    std::vector<Hash> hashes;  // hashes[n] is h_n; hashes[0] is h_0

    Terminal() { start_chain(); }
    explicit Terminal(const DeviceId& name) : dev(name) { start_chain(); }

    void start_chain() { hashes = {wire::chain_genesis(dev, inc, key.public_key())}; }

    // Puts the terminal into central's tables, as an enrolment would.
    void enrol(const Database& database) const {
        const auto done = database.transaction([&]() -> Result<void> {
            DevicesRepository devices(database);
            const auto id = devices.add(dev, {"Dinas PUPR", "Kantor Induk", "Kios 02", Zone::wib},
                                        kMorning + -std::chrono::days(1), kNow + std::chrono::days(90));
            devices.add_incarnation(id, inc, key.public_key(), kNow);
            return {};
        });
        if (!done) throw std::runtime_error(done.error().message);
    }

    [[nodiscard]] wire::LineHead next_head(std::string kind, UnixMs at = kMorning) const {
        wire::LineHead head;
        head.id = {dev, inc, lines.size() + 1};
        head.kind = std::move(kind);
        head.at = at;
        head.boot = filled<BootId>(0x22);
        head.up_ms = 1000;
        head.clock = {ClockState::ntp, std::nullopt, std::nullopt};
        head.r.bytes[0] = static_cast<std::uint8_t>(lines.size());
        return head;
    }

    void append_raw(std::string line) {
        const Hash head = wire::chain_next(hashes.back(), line);
        lines.push_back({std::move(line), wire::sign_head(key, {dev, inc, lines.size() + 1}, head)});
        hashes.push_back(head);
    }
    void append(std::string kind, const std::string& body, UnixMs at = kMorning) {
        append_raw(*wire::write_line(next_head(std::move(kind), at), body));
    }
    void check_in(const BadgeId& badge, const std::string& dir = "in", UnixMs at = kMorning) {
        wire::Checkin checkin;
        checkin.badge = badge;
        checkin.dir = dir;
        append("checkin", wire::write_checkin(checkin), at);
    }
    void check_in_times(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            check_in(filled<BadgeId>(static_cast<std::uint8_t>(i + 1)), "in",
                     kMorning + std::chrono::seconds(lines.size()));
    }
};

// An upload that owns its bytes, so that a test can spoil any part of it.
struct Draft {
    Upload upload;
    Bytes body;

    [[nodiscard]] UploadOutcome send(const Database& database, const wire::SigningKey& receipt_key,
                                     UnixMs now = kNow) {
        upload.body = body;
        return handle_upload(upload, database, receipt_key, now);
    }
};

inline Draft draft(const Terminal& terminal, std::uint64_t from, std::size_t count) {
    const std::span<const wire::SignedLine> all = terminal.lines;
    Draft draft;
    draft.body = *wire::pack_batch(all.subspan(from - 1, count));
    draft.upload.dev = terminal.dev.hex();
    draft.upload.inc = {std::to_string(terminal.inc)};
    draft.upload.from = {std::to_string(from)};
    draft.upload.content_type = "application/x-ndjson";
    draft.upload.content_encoding = "zstd";
    draft.upload.nonce = filled<Nonce>(0x33).hex();
    draft.upload.count = std::to_string(count);
    draft.upload.prev = terminal.hashes.at(from - 1).hex();
    draft.upload.peer = {true, terminal.dev};
    return draft;
}

}  // namespace hadir::central::tests
