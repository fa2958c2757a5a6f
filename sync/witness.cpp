#include "sync/witness.h"

#include "wire/checkpoint.h"
#include "wire/encodings.h"

namespace hadir::sync {
namespace {

// What the log's own words contradict; the codes stand in the alarm record.
enum class Contradiction : std::uint8_t { none, smaller, other };

Contradiction compare(const wire::TreeHead& held, const wire::TreeHead& given,
                      const std::vector<std::string>& consistency) {
    if (given.size < held.size) return Contradiction::smaller;
    std::vector<Hash> proof;
    for (const std::string& item : consistency) {
        const auto bytes = wire::from_base64(item);
        const auto hash = bytes ? Hash::from(*bytes) : std::nullopt;
        if (!hash) return Contradiction::other;
        proof.push_back(*hash);
    }
    return wire::verify_consistency(held, given, proof) ? Contradiction::none : Contradiction::other;
}

store::SyncAlarm alarm_of(Contradiction what, const std::string& held, const std::string& given) {
    return {what == Contradiction::smaller ? "LOG_MENYUSUT" : "LOG_BERCABANG",
            "held:\n" + held + "given:\n" + given};
}

}  // namespace

Result<std::optional<std::string>> Witness::header() {
    auto held = store_->checkpoint();
    if (!held) return propagate(held.error());
    sent_ = std::move(*held);
    return sent_ ? std::optional(wire::to_base64(as_bytes(sent_->note))) : std::nullopt;
}

Result<std::string> Witness::take(const wire::Receipt& receipt, const wire::KeysFile& keys, UnixMs now) {
    if (!receipt.checkpoint) return std::string();
    const auto bytes = wire::from_base64(*receipt.checkpoint);
    const std::string note = bytes ? std::string(as_text(*bytes)) : std::string();
    const auto given = wire::open_checkpoint(note, keys);
    if (!given) {
        // A new epoch comes with newer keys; they are fetched in this same round.
        if (given.error().code == ErrorCode::not_found && receipt.keys.value_or(0) > keys.head.version)
            return std::string();
        return "central's checkpoint: " + given.error().message;
    }
    const auto held = store_->checkpoint_of(given->origin);
    if (!held) return propagate(held.error());
    if (*held) {
        // Another process has taken a newer one meanwhile: this answer is about an older question.
        if (sent_ && sent_->origin == given->origin && sent_->note != (*held)->note) return std::string();
        const auto before = wire::read_checkpoint((*held)->note);
        if (!before) return propagate(before.error().in("sync.db: the checkpoint that is held"));
        const auto what = compare(before->head, given->head, receipt.consistency);
        if (what != Contradiction::none) {
            if (auto raised = store_->raise(alarm_of(what, (*held)->note, note), now); !raised)
                return propagate(raised.error());
            return "ALARM: central's log shows " + std::to_string(given->head.size) +
                   " records and does not contain the " + std::to_string(before->head.size) +
                   " that it had shown; call BKD";
        }
        if (given->head == before->head) return std::string();
    }
    if (auto put = store_->put_checkpoint({given->origin, given->head.size, note}, now); !put)
        return propagate(put.error());
    return std::string();
}

}  // namespace hadir::sync
