#include "sync/uploader.h"

#include <algorithm>

#include "sync/backoff.h"

namespace hadir::sync {
namespace {

// Longer than anything that we set: a wall clock that was ahead when it was set, so it counts no more.
constexpr std::chrono::milliseconds kRetryAtMax = std::chrono::hours(25);

}  // namespace

Result<Uploader> Uploader::open(const store::Identity& identity, const std::string& ledger_path,
                                store::SyncStore& store, Random& random, Plan plan, UnixMs now,
                                std::filesystem::path identity_folder) {
    auto puller = FilePuller::open(identity, store, now);
    if (!puller) return propagate(puller.error());
    Uploader uploader(identity, store, random, plan, std::move(*puller),
                      SideSender(identity.dev, identity.inc, ledger_path, store),
                      PhotoSender(identity.dev, identity.inc, ledger_path, store),
                      std::move(identity_folder));
    for (const store::PastLedger& past : identity.past)
        uploader.senders_.emplace_back(SentLedger{identity.dev, past.inc, past.key}, LedgerPart::past,
                                       ledger_path, store, random);
    uploader.senders_.emplace_back(SentLedger{identity.dev, identity.inc, identity.ledger_key.public_key()},
                                   LedgerPart::present, ledger_path, store, random);
    return uploader;
}

Result<Reach> Uploader::reach() const {
    Reach sum;
    for (const RecordSender& sender : senders_) {
        const auto far = sender.reach();
        if (!far) return propagate(far.error());
        sum.acked += far->acked;
        sum.last += far->last;
    }
    return sum;
}

Plan Uploader::plan() const {
    Plan plan = plan_;
    plan.zone = puller_.zone();
    return plan;
}

Action Uploader::begin(const Now& now, Occasion occasion) {
    const auto contact = store_->contact();
    if (!contact) return break_off(now, contact.error().message);
    contact_ = *contact;
    if (occasion == Occasion::routine && contact_.retry_at && *contact_.retry_at > now.wall &&
        *contact_.retry_at - now.wall < kRetryAtMax) {
        return Rest{*contact_.retry_at - now.wall, false, contact_.problem};
    }
    whole_ = occasion == Occasion::asked || night_due(now.wall, dev_, plan(), contact_.night);
    held_ = false;
    keys_tried_ = false;
    problem_.reset();
    contact_.tried_at = now.wall;
    for (RecordSender& sender : senders_)
        sender.begin();
    at_ = 0;
    puller_.begin();
    sides_.begin(whole_ ? SideSender::Refused::try_again : SideSender::Refused::leave);
    photos_.begin(whole_ ? PhotoSender::Refused::try_again : PhotoSender::Refused::leave);
    new_keys_tried_ = false;
    stage_ = Stage::records;
    if (auto gone = sides_.forget_erased(puller_.keys()); !gone) return break_off(now, gone.error().message);
    // An end in sight can wait for the night's round; one that has come cannot.
    const UnixMs likely = likely_time(now);
    if (rekeyer_.has_ended(likely) || (whole_ && rekeyer_.is_due(likely)))
        return get_certificate(now, Renewing::in_time);
    return go_on(now);
}

// Signed server time where this boot has any; else the wall clock, whose worst is one renewal too many.
UnixMs Uploader::likely_time(const Now& now) const {
    const auto anchor = store_->newest_anchor(now.boot);
    if (!anchor || !*anchor) return now.wall;
    return (*anchor)->server + (now.up - (*anchor)->up);
}

Action Uploader::step(const Now& now, const Result<HttpResponse>& answer) {
    if (auto noted = note_answer(now, answer.has_value()); !noted)
        return break_off(now, noted.error().message);
    if (!answer) return break_off(now, answer.error().message);
    if (stage_ == Stage::new_keys) return take_keys(now, *answer);
    if (stage_ == Stage::records) return follow(now, sender().take(now, *answer, puller_.keys()));
    if (stage_ == Stage::sides) return take_side_answer(now, *answer);
    if (stage_ == Stage::photos) return take_photo_answer(now, *answer);
    const Verdict verdict = puller_.take(now, *answer);
    if (verdict.kind == VerdictKind::back_off) return break_off(now, verdict.why, verdict.retry_after);
    if (!verdict.why.empty()) note_problem(verdict.why);
    held_ = held_ || verdict.kind == VerdictKind::hold;
    if (auto gone = sides_.forget_erased(puller_.keys()); !gone) return break_off(now, gone.error().message);
    if (stage_ == Stage::keys_first) {
        stage_ = Stage::records;
        puller_.begin();
    }
    return go_on(now);
}

// What central said to the records.
Action Uploader::follow(const Now& now, const Verdict& verdict) {
    if (!verdict.why.empty()) note_problem(verdict.why);
    switch (verdict.kind) {
        case VerdictKind::go_on:
            break;
        case VerdictKind::back_off:
            return break_off(now, verdict.why, verdict.retry_after);
        case VerdictKind::unknown_key:
            if (keys_tried_) return break_off(now, verdict.why);
            keys_tried_ = true;
            problem_.reset();
            puller_.begin();
            puller_.want(FileKind::keys);
            stage_ = Stage::keys_first;
            break;
        case VerdictKind::copied:
            return get_incarnation(now);
        case VerdictKind::outdated:
            return get_certificate(now, Renewing::refused);
        case VerdictKind::hold:
            return hold(now);
    }
    return go_on(now);
}

// A person must look. What other incarnations have, and the files, are asked for all the same.
Action Uploader::hold(const Now& now) {
    held_ = true;
    if (at_ + 1 < senders_.size()) {
        ++at_;
        stage_ = Stage::records;
        return next_records(now);
    }
    stage_ = Stage::files;
    if (whole_) puller_.want_all();
    return next_file(now);
}

Action Uploader::get_incarnation(const Now& now) {
    if (!rekeyer_.can_change() || new_keys_tried_) return stay(now);
    const auto end = sender().end();
    if (!end) return break_off(now, end.error().message);
    new_keys_tried_ = true;
    stage_ = Stage::new_keys;
    return rekeyer_.ask_incarnation(*end);
}

// Under the present keys. Records that central takes on a branch of ours go on; where it holds what we never
// wrote, a person must look.
Action Uploader::stay(const Now& now) {
    held_ = held_ || sender().is_done();
    stage_ = Stage::records;
    return go_on(now);
}

Action Uploader::get_certificate(const Now& now, Renewing renewing) {
    if (!rekeyer_.can_change() || new_keys_tried_) return hold(now);
    new_keys_tried_ = true;
    stage_ = Stage::new_keys;
    renewing_ = renewing;
    return rekeyer_.ask_certificate();
}

Action Uploader::take_keys(const Now& now, const HttpResponse& answer) {
    Rekeyer::Outcome outcome = rekeyer_.take(answer);
    if (auto* request = std::get_if<HttpRequest>(&outcome)) return std::move(*request);
    if (const auto* verdict = std::get_if<Verdict>(&outcome)) {
        // A certificate that still counts does not stop the records.
        if (!rekeyer_.wants_incarnation() && renewing_ == Renewing::in_time) return stay(now);
        note_problem(verdict->why);
        if (verdict->kind == VerdictKind::back_off) return break_off(now, verdict->why, verdict->retry_after);
        return rekeyer_.wants_incarnation() ? stay(now) : hold(now);
    }
    stage_ = Stage::idle;
    contact_.failures = 0;
    contact_.problem = problem_;
    contact_.retry_at.reset();
    if (auto put = store_->put_contact(contact_); !put) return break_off(now, put.error().message);
    return Rest{std::chrono::milliseconds(0), false, problem_, true};
}

Action Uploader::go_on(const Now& now) {
    return stage_ == Stage::records ? next_records(now) : next_file(now);
}

Action Uploader::next_records(const Now& now) {
    for (;;) {
        auto request = sender().next(now);
        if (!request) {
            // Our own ledger lacks what it takes: as with a refusal, only a person can help.
            if (request.error().code != ErrorCode::bad_chain) return break_off(now, request.error().message);
            return follow(now, {VerdictKind::hold, request.error().message, {}});
        }
        if (*request) return std::move(**request);
        if (at_ + 1 == senders_.size()) return after_records(now);
        ++at_;
    }
}

Action Uploader::after_records(const Now& now) {
    stage_ = Stage::files;
    if (whole_) puller_.want_all();
    if (const auto& receipt = senders_.back().receipt()) {
        if (auto ok = puller_.want_newer(*receipt); !ok) return break_off(now, ok.error().message);
    }
    return next_file(now);
}

Action Uploader::next_file(const Now& now) {
    auto request = puller_.next();
    if (!request) return break_off(now, request.error().message);
    if (*request) return std::move(**request);
    return next_side(now);
}

// Small, and BKD waits for them: before the photographs.
Action Uploader::next_side(const Now& now) {
    stage_ = Stage::sides;
    auto side = sides_.next();
    if (!side) return break_off(now, side.error().message);
    if (*side) return std::move(**side);
    return next_photo(now);
}

// As with photographs, a refused one holds up nothing else.
Action Uploader::take_side_answer(const Now& now, const HttpResponse& answer) {
    const Verdict verdict = sides_.take(answer);
    if (verdict.kind == VerdictKind::back_off) return break_off(now, verdict.why, verdict.retry_after);
    if (!verdict.why.empty()) note_problem(verdict.why);
    return next_side(now);
}

// What was recorded meanwhile goes before the next photograph; where records are held, photographs of
// acknowledged ones go all the same.
Action Uploader::next_photo(const Now& now) {
    if (stage_ == Stage::photos && !held_) {
        auto records = sender().next(now);
        if (!records) return break_off(now, records.error().message);
        if (*records) {
            stage_ = Stage::records;
            return std::move(**records);
        }
    }
    stage_ = Stage::photos;
    auto photo = photos_.next();
    if (!photo) return break_off(now, photo.error().message);
    if (*photo) return std::move(**photo);
    return end(now);
}

// A refused photograph holds up nothing else.
Action Uploader::take_photo_answer(const Now& now, const HttpResponse& answer) {
    const Verdict verdict = photos_.take(answer);
    if (verdict.kind == VerdictKind::back_off) return break_off(now, verdict.why, verdict.retry_after);
    if (!verdict.why.empty()) note_problem(verdict.why);
    return next_photo(now);
}

Action Uploader::end(const Now& now) {
    stage_ = Stage::idle;
    if (whole_) contact_.night = current_night(now.wall, dev_, plan());
    contact_.failures = 0;
    contact_.problem = problem_;
    contact_.retry_at.reset();
    if (held_) contact_.retry_at = next_slot(now.wall, dev_, plan());
    if (auto put = store_->put_contact(contact_); !put) return break_off(now, put.error().message);
    const auto far = reach();
    const bool complete = !held_ && far && far->acked >= far->last;
    const auto wait =
        held_ ? *contact_.retry_at - now.wall : next_wait(now.wall, dev_, plan(), contact_.night);
    return Rest{wait, complete, problem_};
}

Action Uploader::break_off(const Now& now, const std::string& why,
                           std::optional<std::chrono::milliseconds> retry_after) {
    stage_ = Stage::idle;
    note_problem(why);
    ++contact_.failures;
    const auto wait = std::max(backoff(contact_.failures, *random_), retry_after.value_or(kBackoffMin));
    contact_.problem = problem_;
    contact_.retry_at = now.wall + wait;
    // A sync.db that refuses this as well is told by `why` already, and asked again at the next round.
    if (auto put = store_->put_contact(contact_); !put) problem_ = put.error().message;
    return Rest{wait, false, problem_};
}

Result<void> Uploader::note_answer(const Now& now, bool came) {
    if (contact_.connected != came || !contact_.since) contact_.since = now.wall;
    contact_.connected = came;
    if (came) contact_.ok_at = now.wall;
    return store_->put_contact(contact_);
}

void Uploader::note_problem(const std::string& why) {
    // An alarm is not hidden by the lesser trouble that follows it.
    if (!problem_ || !problem_->starts_with("ALARM")) problem_ = why;
}

}  // namespace hadir::sync
