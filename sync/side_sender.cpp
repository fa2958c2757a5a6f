#include "sync/side_sender.h"

#include <algorithm>

#include "store/ledger.h"
#include "sync/problem.h"
#include "wire/roster.h"

namespace hadir::sync {
namespace {

constexpr int kNoContent = 204;

}  // namespace

void SideSender::begin(Refused refused) {
    refused_ = refused;
    looked_ = false;
    waiting_.clear();
}

Result<void> SideSender::look() {
    auto sides = shelf_.all();
    if (!sides) return propagate(sides.error());
    if (refused_ == Refused::leave)
        std::erase_if(*sides, [](const store::ShelvedSide& side) { return side.refused; });
    std::ranges::reverse(*sides);
    waiting_ = std::move(*sides);
    looked_ = true;
    return {};
}

Result<std::optional<wire::Line>> SideSender::record_of(const store::ShelvedSide& side) const {
    const auto ledger = store::LedgerReader::open(ledger_path_);
    if (!ledger) return propagate(ledger.error());
    const auto rows = ledger->rows(side.inc, side.seq, 1);
    if (!rows) return propagate(rows.error());
    if (rows->empty()) return std::optional<wire::Line>();
    auto line = wire::parse_line(rows->front().line);
    if (!line || line->head.id.seq != side.seq) return std::optional<wire::Line>();
    return std::optional(*std::move(line));
}

// As with photographs: a value whose number another record has was left by a power cut between the two.
Result<SideSender::Standing> SideSender::standing(const wire::SideLine& side) const {
    const auto line = record_of({side.inc, side.seq, side.side.field});
    const auto receipt = store_->receipt(side.inc);
    if (!line || !receipt) return propagate(line ? receipt.error() : line.error());
    const bool acknowledged = *receipt && (*receipt)->acked >= side.seq;
    if (*line && wire::side_digest_in((*line)->body, side.side.field) != wire::digest_of(side.side))
        return Standing::orphan;
    if (acknowledged) return Standing::acknowledged;
    return !*line && side.inc < inc_ ? Standing::orphan : Standing::waits;
}

Result<void> SideSender::forget_erased(const wire::KeysFile& keys) const {
    const auto sides = shelf_.all();
    if (!sides) return propagate(sides.error());
    if (sides->empty()) return {};
    const auto file = store_->file("roster");
    if (!file) return propagate(file.error());
    if (!*file) return {};
    const auto roster = wire::open_roster((*file)->bytes, keys, dev_);
    if (!roster)
        return {};  // signed by a key that is gone: a newer one comes, and records do not wait for it
    for (const store::ShelvedSide& side : *sides) {
        const auto line = record_of(side);
        if (!line) return propagate(line.error());
        const wire::Json* named = *line ? (*line)->body.find("person") : nullptr;
        const auto person =
            named != nullptr && named->text() != nullptr ? PersonId::parse_hex(*named->text()) : std::nullopt;
        if (!person || std::ranges::find(roster->erased, *person) == roster->erased.end()) continue;
        if (auto gone = shelf_.remove(side); !gone) return gone;
    }
    return {};
}

Result<std::optional<HttpRequest>> SideSender::next() {
    if (!looked_) {
        if (auto ok = look(); !ok) return propagate(ok.error());
    }
    for (; !waiting_.empty(); waiting_.pop_back()) {
        const auto line = shelf_.read(waiting_.back());
        if (!line) return propagate(line.error());
        const auto stands = standing(*line);
        if (!stands) return propagate(stands.error());
        if (*stands == Standing::waits) continue;
        if (*stands == Standing::orphan) {
            if (auto gone = shelf_.remove(waiting_.back()); !gone) return propagate(gone.error());
            continue;
        }
        HttpRequest request;
        request.method = HttpMethod::post;
        request.path = "/v1/devices/" + dev_.hex() + "/sides";
        request.headers = {{"Content-Type", "application/x-ndjson"}};
        request.body = wire::write_sides({*line});
        return request;
    }
    return std::nullopt;
}

Verdict SideSender::take(const HttpResponse& response) {
    if (waiting_.empty()) return {VerdictKind::back_off, "an answer came that nobody asked for", {}};
    if (response.status != kNoContent) return take_problem(response);
    const auto gone = shelf_.remove(waiting_.back());
    waiting_.pop_back();
    if (!gone) return {VerdictKind::back_off, gone.error().message, {}};
    return {};
}

Verdict SideSender::take_problem(const HttpResponse& response) {
    const Problem problem = read_problem(response);
    const store::ShelvedSide side = waiting_.back();
    const std::string why =
        "central refused the side data of record " + std::to_string(side.seq) + ": " + problem.text();
    if (problem.is_passing()) return {VerdictKind::back_off, why, problem.retry_after};
    waiting_.pop_back();
    if (problem.code == "MALFORMED" || problem.code == "TOO_LARGE") {
        const auto kept = side.refused ? Result<void>() : shelf_.mark_refused(side);
        return {kept ? VerdictKind::hold : VerdictKind::back_off, kept ? why : kept.error().message, {}};
    }
    // Not about this one: this terminal, or a central that knows no side data. They wait.
    waiting_.clear();
    return {VerdictKind::hold, why, {}};
}

}  // namespace hadir::sync
