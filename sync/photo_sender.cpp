#include "sync/photo_sender.h"

#include <algorithm>

#include "store/ledger.h"
#include "sync/problem.h"
#include "wire/line.h"

namespace hadir::sync {
namespace {

constexpr int kOk = 200;
constexpr int kCreated = 201;

}  // namespace

void PhotoSender::begin(Refused refused) {
    refused_ = refused;
    looked_ = false;
    waiting_.clear();
}

Result<void> PhotoSender::look() {
    auto photos = shelf_.all();
    if (!photos) return propagate(photos.error());
    if (refused_ == Refused::leave)
        std::erase_if(*photos, [](const store::ShelvedPhoto& photo) { return photo.refused; });
    std::ranges::reverse(*photos);
    waiting_ = std::move(*photos);
    looked_ = true;
    return {};
}

// The kiosk writes a photograph before its record. One that no record names was left by a power cut between
// the two, which is known once another record has its number.
Result<PhotoSender::Standing> PhotoSender::standing(const store::ShelvedPhoto& photo) const {
    const auto ledger = store::LedgerReader::open(ledger_path_);
    if (!ledger) return propagate(ledger.error());
    const auto rows = ledger->rows(photo.inc, photo.seq, 1);
    const auto receipt = store_->receipt(photo.inc);
    if (!rows || !receipt) return propagate(rows ? receipt.error() : rows.error());
    const bool acknowledged = *receipt && (*receipt)->acked >= photo.seq;
    if (rows->empty()) {
        // Pruned after its receipt, or not made yet; in an incarnation that is over it never will be.
        if (acknowledged) return Standing::acknowledged;
        return photo.inc < inc_ ? Standing::orphan : Standing::waits;
    }
    const auto id = wire::read_line_id(rows->front().line);
    const bool unnamed = id && id->seq == photo.seq && !rows->front().line.contains(photo.sha256.hex());
    if (unnamed) return Standing::orphan;
    return acknowledged ? Standing::acknowledged : Standing::waits;
}

Result<std::optional<HttpRequest>> PhotoSender::next() {
    if (!looked_) {
        if (auto ok = look(); !ok) return propagate(ok.error());
    }
    for (; !waiting_.empty(); waiting_.pop_back()) {
        const auto stands = standing(waiting_.back());
        if (!stands) return propagate(stands.error());
        if (*stands == Standing::waits) continue;
        if (*stands == Standing::orphan) {
            if (auto gone = shelf_.remove(waiting_.back()); !gone) return propagate(gone.error());
            continue;
        }
        const auto sealed = shelf_.read(waiting_.back());
        if (!sealed && sealed.error().code == ErrorCode::not_found) continue;  // the kiosk has made room
        if (!sealed) return propagate(sealed.error());
        HttpRequest request;
        request.method = HttpMethod::put;
        request.path = "/v1/devices/" + dev_.hex() + "/evidence/" + waiting_.back().sha256.hex();
        request.headers = {{"Content-Type", "application/octet-stream"}};
        request.body = as_text(*sealed);
        return request;
    }
    return std::nullopt;
}

Verdict PhotoSender::take(const HttpResponse& response) {
    if (waiting_.empty()) return {VerdictKind::back_off, "an answer came that nobody asked for", {}};
    if (response.status != kOk && response.status != kCreated) return take_problem(response);
    const auto gone = shelf_.remove(waiting_.back());
    waiting_.pop_back();
    if (!gone) return {VerdictKind::back_off, gone.error().message, {}};
    return {};
}

Verdict PhotoSender::take_problem(const HttpResponse& response) {
    const Problem problem = read_problem(response);
    const store::ShelvedPhoto photo = waiting_.back();
    const std::string why =
        "central refused the photograph of record " + std::to_string(photo.seq) + ": " + problem.text();
    if (problem.is_passing()) return {VerdictKind::back_off, why, problem.retry_after};
    waiting_.pop_back();
    // Its month's key is destroyed: nobody may open it any more, and nobody can.
    if (problem.code == "EXPIRED") {
        const auto gone = shelf_.remove(photo);
        return {gone ? VerdictKind::go_on : VerdictKind::back_off, gone ? "" : gone.error().message, {}};
    }
    if (problem.code == "MALFORMED" || problem.code == "TOO_LARGE" || problem.code == "CONFLICT") {
        const auto kept = photo.refused ? Result<void>() : shelf_.mark_refused(photo);
        return {kept ? VerdictKind::hold : VerdictKind::back_off, kept ? why : kept.error().message, {}};
    }
    // Not about this one: this terminal, or a central that knows no photographs. They wait.
    waiting_.clear();
    return {VerdictKind::hold, why, {}};
}

}  // namespace hadir::sync
