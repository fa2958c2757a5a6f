#include "device/log_witness.h"

#include <algorithm>

#include "wire/line.h"
#include "wire/records.h"

namespace hadir::device {
namespace {

constexpr std::uint64_t kRowsReadBack = 4000;
constexpr std::size_t kReadBackStep = 500;

std::string text_in(const wire::Json& body, std::string_view key) {
    const wire::Json* found = body.find(key);
    return found != nullptr && found->text() != nullptr ? *found->text() : std::string();
}

}  // namespace

Result<LogWitness> LogWitness::open(const std::string& ledger_path, std::uint32_t inc,
                                    const std::string& vfs) {
    const auto reader = store::LedgerReader::open(ledger_path, vfs);
    if (!reader) return propagate(reader.error());
    const auto last = reader->last(inc);
    if (!last) return propagate(last.error());
    LogWitness witness;
    const std::uint64_t end = *last ? (*last)->seq : 0;
    for (std::uint64_t from = end > kRowsReadBack ? end - kRowsReadBack + 1 : 1; from <= end;) {
        const auto rows = reader->rows(inc, from, kReadBackStep);
        if (!rows) return propagate(rows.error());
        if (rows->empty()) break;
        for (const wire::SignedLine& row : *rows) {
            const auto line = wire::parse_line(row.line);
            if (!line) continue;  // written by a later version
            from = line->head.id.seq + 1;
            if (line->head.kind == "checkpoint") {
                witness.note_ = text_in(line->body, "note");
                witness.seq_ = line->head.id.seq;
            } else if (line->head.kind == "alarm") {
                witness.alarms_.push_back({text_in(line->body, "code"), text_in(line->body, "detail")});
            }
        }
    }
    return witness;
}

bool LogWitness::is_due(const Station& station, const Moment& now) const {
    const bool rested = station.head().seq == seq_;
    return !rested && (!noted_up_ || now.up - *noted_up_ >= kCheckpointNotedEvery);
}

Result<void> LogWitness::look(const LogNews& news, Station& station, const Moment& now) {
    for (const store::SyncAlarm& alarm : news.alarms) {
        if (std::ranges::find(alarms_, alarm) != alarms_.end()) continue;
        if (auto ok = station.note("alarm", wire::write_alarm(alarm.code, alarm.detail), now); !ok) return ok;
        alarms_.push_back(alarm);
    }
    if (!news.note || news.note == note_ || !is_due(station, now)) return {};
    if (auto ok = station.note("checkpoint", wire::write_checkpoint_note(*news.note), now); !ok) return ok;
    note_ = news.note;
    seq_ = station.head().seq;
    noted_up_ = now.up;
    return {};
}

}  // namespace hadir::device
