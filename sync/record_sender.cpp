#include "sync/record_sender.h"

#include <algorithm>
#include <filesystem>

#include "sync/problem.h"
#include "wire/batch.h"
#include "wire/chain.h"
#include "wire/encodings.h"

namespace hadir::sync {
namespace {

constexpr int kOk = 200;
constexpr int kMovesMax = 8;  // in one round: central and we do not agree on where we are
constexpr std::chrono::milliseconds kAnchorWithin{60'000};

// The server read its clock somewhere between our asking and its answer's coming.
std::optional<store::Anchor> anchor_from(const wire::Receipt& receipt, const Now& asked, const Now& came) {
    const auto took = came.up - asked.up;
    if (asked.boot != came.boot || took < std::chrono::milliseconds(0) || took > kAnchorWithin)
        return std::nullopt;
    return store::Anchor{came.boot, came.up, receipt.time + took / 2,
                         took / 2 + std::chrono::milliseconds(1)};
}

std::string numbers(std::uint64_t from, std::uint64_t count) {
    return count == 0 ? "heartbeat at record " + std::to_string(from)
                      : "records " + std::to_string(from) + " to " + std::to_string(from + count - 1);
}

}  // namespace

void RecordSender::begin() {
    sent_.reset();
    receipt_.reset();
    from_.reset();
    from_first_kept_ = false;
    moves_ = 0;
    done_ = false;
}

Result<std::optional<store::LedgerReader>> RecordSender::open_ledger() const {
    std::error_code code;
    if (!std::filesystem::exists(ledger_path_, code) && !code) return std::nullopt;
    auto ledger = store::LedgerReader::open(ledger_path_);
    if (!ledger && ledger.error().code == ErrorCode::not_found) return std::nullopt;
    if (!ledger) return propagate(ledger.error());
    return std::optional(std::move(*ledger));
}

Result<std::uint64_t> RecordSender::acked() const {
    const auto receipt = store_->receipt(sent_ledger_.inc);
    if (!receipt) return propagate(receipt.error());
    return *receipt ? (*receipt)->acked : 0;
}

Result<Reach> RecordSender::reach() const {
    const auto ledger = open_ledger();
    const auto done = acked();
    if (!ledger || !done) return propagate(ledger ? done.error() : ledger.error());
    Reach reach{*done, 0};
    if (!*ledger) return reach;
    const auto last = (*ledger)->last(sent_ledger_.inc);
    if (!last) return propagate(last.error());
    if (*last) reach.last = (*last)->seq;
    return reach;
}

// Behind the receipt, unless central wants another place, that place was pruned, or the ledger is shorter
// than what was acknowledged: then all that there is, so that central sees and keeps both branches.
Result<std::uint64_t> RecordSender::start_of(const store::LedgerReader& ledger, std::uint64_t last) const {
    const auto kept = ledger.first_kept(sent_ledger_.inc);
    const auto done = acked();
    if (!kept || !done) return propagate(kept ? done.error() : kept.error());
    const std::uint64_t first = kept->value_or(last + 1);
    const std::uint64_t from = from_.value_or(*done + 1);
    if (from_first_kept_ || from > last + 1) return first;
    return std::max(from, first);
}

Result<Hash> RecordSender::hash_before(const store::LedgerReader* ledger, std::uint64_t from) const {
    if (from == 1) return wire::chain_genesis(sent_ledger_.dev, sent_ledger_.inc, sent_ledger_.key);
    const auto hash = ledger->hash_at(sent_ledger_.inc, from - 1);
    if (!hash) return propagate(hash.error());
    if (!*hash) return fail(ErrorCode::bad_chain, "ledger.db lacks record " + std::to_string(from - 1));
    return **hash;
}

Result<RecordSender::Batch> RecordSender::read_batch(const store::LedgerReader* ledger, std::uint64_t from,
                                                     std::uint64_t last) const {
    Batch batch{from, last, false, {}, {}, std::nullopt};
    if (ledger == nullptr) return batch;
    const auto kept = ledger->first_kept(sent_ledger_.inc);
    auto rows = ledger->rows(sent_ledger_.inc, from, wire::kBatchLinesMax);
    if (!kept || !rows) return propagate(kept ? rows.error() : kept.error());
    batch.from_first_kept = from == *kept;
    rows->resize(wire::lines_that_fit(*rows));
    batch.rows = std::move(*rows);
    return batch;
}

// What ties the batch to the rows before it.
Result<void> RecordSender::add_proof(const store::LedgerReader* ledger, Batch& batch) const {
    const auto previous = hash_before(ledger, batch.from);
    if (!previous) return propagate(previous.error());
    batch.previous = *previous;
    if (ledger == nullptr || batch.from == 1 || !batch.from_first_kept) return {};
    auto anchor = ledger->anchor(sent_ledger_.inc);
    if (!anchor) return propagate(anchor.error());
    batch.anchor = *anchor;
    return {};
}

Result<RecordSender::Batch> RecordSender::batch(std::uint64_t from) const {
    const auto ledger = open_ledger();
    const auto far = reach();
    if (!ledger || !far) return propagate(ledger ? far.error() : ledger.error());
    const store::LedgerReader* reader = *ledger ? &**ledger : nullptr;
    const auto kept = reader != nullptr ? reader->first_kept(sent_ledger_.inc)
                                        : Result<std::optional<std::uint64_t>>(std::nullopt);
    if (!kept) return propagate(kept.error());
    auto batch = read_batch(reader, std::max(from, kept->value_or(from)), far->last);
    if (!batch || batch->rows.empty()) return batch;
    if (auto ok = add_proof(reader, *batch); !ok) return propagate(ok.error());
    return batch;
}

HttpRequest RecordSender::request_for(const Batch& batch, const Nonce& nonce) const {
    HttpRequest request;
    request.method = HttpMethod::post;
    request.path = "/v1/devices/" + sent_ledger_.dev.hex() +
                   "/records?inc=" + std::to_string(sent_ledger_.inc) + "&from=" + std::to_string(batch.from);
    request.headers = {{"Content-Type", "application/x-ndjson"},
                       {"Content-Encoding", "zstd"},
                       {"Hadir-Nonce", nonce.hex()},
                       {"Hadir-Count", std::to_string(batch.rows.size())},
                       {"Hadir-Prev", batch.previous.hex()},
                       {"Hadir-Last", std::to_string(batch.last)}};
    if (batch.anchor) request.headers.emplace_back("Hadir-Anchor", wire::signature_text(*batch.anchor));
    return request;
}

Result<std::optional<HttpRequest>> RecordSender::next(const Now& now) {
    const auto ledger = open_ledger();
    const auto far = reach();
    if (!ledger || !far) return propagate(ledger ? far.error() : ledger.error());
    const store::LedgerReader* reader = *ledger ? &**ledger : nullptr;
    const auto from = reader != nullptr ? start_of(*reader, far->last) : Result<std::uint64_t>(1);
    if (!from) return propagate(from.error());
    auto batch = read_batch(reader, *from, far->last);
    if (!batch) return propagate(batch.error());
    if (done_ || (batch->rows.empty() && (receipt_ || part_ == LedgerPart::past))) return std::nullopt;
    if (auto ok = add_proof(reader, *batch); !ok) return propagate(ok.error());
    const auto packed = wire::pack_batch(batch->rows);
    const auto held = witness_.header();
    if (!packed || !held) return propagate(packed ? held.error() : packed.error());
    const auto roster = store_->only_roster();
    if (!roster) return propagate(roster.error());
    const Sent sent{random_->make<Nonce>(), batch->from, batch->rows.size(), batch->last,
                    batch->from_first_kept, now};
    HttpRequest request = request_for(*batch, sent.nonce);
    request.body = as_text(*packed);
    if (*held) request.headers.emplace_back("Hadir-Checkpoint", **held);
    if (*roster) request.headers.emplace_back("Hadir-Roster", std::to_string(**roster));
    sent_ = sent;
    return request;
}

Result<wire::LedgerEnd> RecordSender::end() const {
    const auto ledger = open_ledger();
    const auto far = reach();
    if (!ledger || !far) return propagate(ledger ? far.error() : ledger.error());
    const auto head = hash_before(*ledger ? &**ledger : nullptr, far->last + 1);
    if (!head) return propagate(head.error());
    return wire::LedgerEnd{{sent_ledger_.dev, sent_ledger_.inc}, far->last, *head};
}

Verdict RecordSender::take(const Now& now, const HttpResponse& response, const wire::KeysFile& keys) {
    if (!sent_) return {VerdictKind::back_off, "an answer came that nobody asked for", {}};
    if (response.status == kOk) return take_receipt(now, response.body, keys);
    return take_problem(now, response, keys);
}

// Why this is no answer to what we sent; empty when it is.
std::string RecordSender::objection(const wire::Receipt& receipt) const {
    if (receipt.dev != sent_ledger_.dev || receipt.inc != sent_ledger_.inc)
        return "the receipt is another terminal's";
    if (receipt.nonce != sent_->nonce) return "the receipt answers another request";
    if (receipt.acked + 1 < sent_->from + sent_->count) return "the receipt names less than was sent";
    return {};
}

// Central holds, under our key, what we never wrote: a copy of this terminal is or was at work, or its ledger
// was put back to an older state.
Result<std::string> RecordSender::alarm(const wire::Receipt& receipt) const {
    const auto far = reach();
    if (!far) return propagate(far.error());
    if (receipt.acked > far->last) {
        return "ALARM: central holds " + std::to_string(receipt.acked) +
               " records of this terminal, its ledger has " + std::to_string(far->last) + "; call BKD";
    }
    const auto ledger = open_ledger();
    if (!ledger) return propagate(ledger.error());
    const auto own = hash_before(*ledger ? &**ledger : nullptr, receipt.acked + 1);
    // Pruned here and acknowledged before: nothing left to compare with.
    if (!own && own.error().code == ErrorCode::bad_chain) return std::string();
    if (!own) return propagate(own.error());
    if (*own != receipt.head) {
        return "ALARM: central's record " + std::to_string(receipt.acked) +
               " is not the one in this terminal's ledger; call BKD";
    }
    return std::string();
}

Verdict RecordSender::take_receipt(const Now& now, const std::string& text, const wire::KeysFile& keys) {
    const auto receipt = wire::open_receipt(text, keys);
    if (!receipt) {
        const bool signer = receipt.error().code == ErrorCode::bad_signature;
        return {signer ? VerdictKind::unknown_key : VerdictKind::back_off,
                "central's receipt: " + receipt.error().message,
                {}};
    }
    if (const std::string why = objection(*receipt); !why.empty()) return {VerdictKind::back_off, why, {}};
    const auto alarmed = alarm(*receipt);
    if (!alarmed) return {VerdictKind::back_off, alarmed.error().message, {}};
    if (!alarmed->empty()) {
        done_ = true;
        // An earlier incarnation was left for this very reason.
        if (part_ == LedgerPart::past) return {};
        return {VerdictKind::copied, *alarmed, {}};
    }
    const auto stored = store_->put_receipt(sent_ledger_.inc, {receipt->acked, receipt->head, text},
                                            anchor_from(*receipt, sent_->at, now), now.wall);
    if (!stored) return {VerdictKind::back_off, stored.error().message, {}};
    receipt_ = *receipt;
    from_.reset();
    from_first_kept_ = false;
    sent_.reset();
    const auto log = witness_.take(*receipt, keys, now.wall);
    if (!log) return {VerdictKind::back_off, log.error().message, {}};
    if (!receipt->fork || part_ == LedgerPart::past) return {VerdictKind::go_on, *log, {}};
    return {VerdictKind::copied,
            "ALARM: central holds two different records " + std::to_string(*receipt->fork) +
                " signed by this terminal; call BKD",
            {}};
}

Result<bool> RecordSender::take_carried(const std::string& text, const wire::KeysFile& keys, UnixMs now) {
    const auto receipt = wire::open_receipt(text, keys);
    if (!receipt) return propagate(receipt.error());
    if (receipt->dev != sent_ledger_.dev || receipt->inc != sent_ledger_.inc)
        return fail(ErrorCode::conflict, "the receipt is another ledger's");
    const auto alarmed = alarm(*receipt);
    const auto done = acked();
    if (!alarmed || !done) return propagate(alarmed ? done.error() : alarmed.error());
    if (!alarmed->empty()) return fail(ErrorCode::conflict, *alarmed);
    if (receipt->acked <= *done) return false;
    const store::StoredReceipt newer{receipt->acked, receipt->head, text};
    if (auto put = store_->put_receipt(sent_ledger_.inc, newer, std::nullopt, now); !put)
        return propagate(put.error());
    return true;
}

Verdict RecordSender::move_to(std::uint64_t from, const std::string& why) {
    if (++moves_ > kMovesMax)
        return {VerdictKind::hold, "central and this terminal do not find together: " + why, {}};
    from_ = from;
    sent_.reset();
    return {};
}

Verdict RecordSender::take_problem(const Now& now, const HttpResponse& response, const wire::KeysFile& keys) {
    const Problem problem = read_problem(response);
    const std::string why = "central refused " + numbers(sent_->from, sent_->count) + ": " + problem.text();
    if (problem.code == "FORK" && problem.receipt) return take_receipt(now, *problem.receipt, keys);
    if (problem.code == "WRONG_DEVICE") return {VerdictKind::outdated, why, {}};
    if (problem.is_passing()) return {VerdictKind::back_off, why, problem.retry_after};
    if (problem.code == "GAP" && problem.expect_from && *problem.expect_from >= 1 &&
        *problem.expect_from < sent_->from) {
        from_first_kept_ = false;
        return move_to(*problem.expect_from, why);
    }
    if (problem.code == "BAD_CHAIN" && problem.line == 1 && !sent_->from_first_kept) {
        const auto done = acked();
        if (!done) return {VerdictKind::back_off, done.error().message, {}};
        from_first_kept_ = sent_->from == *done + 1;
        return move_to(*done + 1, why);
    }
    return {VerdictKind::hold, why, {}};
}

}  // namespace hadir::sync
