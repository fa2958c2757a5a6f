#include "device/station.h"

#include "wire/badge.h"
#include "wire/chain.h"

namespace hadir::device {
namespace {

using std::chrono::milliseconds;

// Enough to know an office's day and a half again after a restart.
constexpr std::size_t kRowsReadBack = 4000;
constexpr std::size_t kReadBackStep = 500;
constexpr std::size_t kPeopleKept = 20'000;
constexpr std::size_t kChoosersKept = 16;
// Refused scans are evidence, but nobody may fill the disk with them.
constexpr std::chrono::minutes kSameRefusalEvery{1};
constexpr std::size_t kRefusalsPerHour = 30;
constexpr std::size_t kRefusalsKept = 64;

Direction direction_named(std::string_view name) {
    if (name == "in") return Direction::in;
    return name == "out" ? Direction::out : Direction::automatic;
}

Hash pin_secret_of(const wire::SigningKey& ledger_key) {
    Bytes domain;
    append_domain(domain, "hadir-pin-number-1");
    return wire::sha256({domain, ledger_key.seed()});
}

}  // namespace

Station::Station(store::Ledger ledger, const store::Identity& identity,
                 std::shared_ptr<const RosterBook> book, store::SideShelf sides, Random& random,
                 platform::Trace trace)
    : ledger_(std::move(ledger)),
      dev_(identity.dev),
      sides_(std::move(sides)),
      random_(&random),
      pin_secret_(pin_secret_of(identity.ledger_key)),
      book_(std::move(book)),
      trace_(trace) {}

// Bytes, not digits: short enough that a string of them takes no memory of its own.
std::string Station::key_of(const std::optional<PersonId>& person, const BadgeId& badge) {
    return (person ? "p" : "b") + std::string(as_text(person ? ByteView(person->bytes) : badge.bytes));
}

Result<Station> Station::open(const store::Identity& identity, const std::string& ledger_path, Random& random,
                              platform::Trace trace, const std::string& vfs) {
    auto keys = wire::open_keys_file(identity.keys, identity.root);
    if (!keys) return propagate(keys.error().in("identity/keys"));
    auto ledger =
        store::Ledger::open(ledger_path, identity.dev, identity.inc, identity.ledger_key, random, vfs);
    if (!ledger) return propagate(ledger.error());
    Station station(std::move(*ledger), identity, std::make_shared<const RosterBook>(std::move(*keys)),
                    store::SideShelf::beside(ledger_path), random, trace);
    const auto reader = store::LedgerReader::open(ledger_path, vfs);
    if (!reader) return propagate(reader.error());
    if (!identity.past.empty()) {
        if (auto ok = station.read_past(*reader, identity.past.back()); !ok) return propagate(ok.error());
    }
    if (auto ok = station.read_back(*reader, identity.inc, station.head().seq); !ok)
        return propagate(ok.error());
    return station;
}

Result<void> Station::read_past(const store::LedgerReader& reader, const store::PastLedger& past) {
    const auto last = reader.last(past.inc);
    if (!last) return propagate(last.error());
    past_ = PastEnd{past.inc,
                    last->value_or(store::LedgerHead{0, wire::chain_genesis(dev_, past.inc, past.key)})};
    auto read = read_back(reader, past.inc, past_->head.seq);
    // Records name only what stands in their own incarnation.
    chooser_.clear();
    in_force_.clear();
    last_badge_.reset();
    return read;
}

Result<void> Station::begin_incarnation(const Moment& now) {
    if (!past_ || head().seq != 0) return {};
    const auto begun = append(
        "incarnation", wire::write_incarnation_start(past_->inc, past_->head.seq, past_->head.hash), now);
    if (!begun) return propagate(begun.error());
    return note("alarm",
                wire::write_alarm("INKARNASI", "a copy of this terminal or an older state of it was at work"),
                now);
}

Result<void> Station::read_back(const store::LedgerReader& reader, std::uint32_t inc, std::uint64_t last) {
    std::uint64_t from = last > kRowsReadBack ? last - kRowsReadBack + 1 : 1;
    while (from <= last) {
        const auto rows = reader.rows(inc, from, kReadBackStep);
        if (!rows) return propagate(rows.error());
        if (rows->empty()) break;
        for (const wire::SignedLine& row : *rows) {
            const auto line = wire::parse_line(row.line);
            if (!line) continue;  // written by a later version
            const auto& head_of_line = line->head;
            from = head_of_line.id.seq + 1;
            previous_up_ms_ = head_of_line.up_ms;
            if (head_of_line.kind == "checkin") {
                if (const auto checkin = wire::parse_checkin(line->body)) {
                    if (checkin->method == "badge")
                        remember_badge(head_of_line.id.seq, head_of_line.boot,
                                       milliseconds(head_of_line.up_ms));
                    remember(checkin->phone ? phone_key_of(checkin->person, *checkin->phone)
                                            : key_of(checkin->person, checkin->badge),
                             head_of_line.id.seq, best_time(head_of_line.at, head_of_line.clock),
                             head_of_line.boot, milliseconds(head_of_line.up_ms),
                             direction_named(checkin->dir));
                }
                read_back_phone(*line);
            } else if (head_of_line.kind == "phone-key") {
                read_back_phone(*line);
            } else if (head_of_line.kind == "roster" || head_of_line.kind == "policy") {
                if (const auto version = wire::parse_version(line->body))
                    in_force_[head_of_line.kind] = *version;
            } else if (head_of_line.kind == "refused") {
                if (const auto wrong = wire::find_wrong_pin(line->body))
                    pin_pauses_.wrong(wrong->who, steady({head_of_line.at, milliseconds(head_of_line.up_ms),
                                                          head_of_line.boot, head_of_line.clock}));
            } else if (head_of_line.kind == "direction") {
                if (const auto direction = wire::parse_direction(line->body);
                    direction && chooser_.contains(direction->of)) {
                    seen_[chooser_[direction->of]].direction = direction_named(direction->dir);
                }
            }
        }
    }
    return {};
}

void Station::remember(const std::string& who, std::uint64_t seq, UnixMs at, const BootId& boot,
                       milliseconds up, Direction direction) {
    if (seen_.size() >= kPeopleKept && !seen_.contains(who)) {
        std::erase_if(seen_, [&](const auto& item) { return item.second.at < at + -std::chrono::hours(36); });
    }
    Seen& seen = seen_[who];
    const bool same_day = seen.seq != 0 && seen.first_in >= presence_day_start(at, book_->station_policy());
    seen = {seq, at, boot, up, direction, same_day ? seen.first_in : at};
    chooser_[seq] = who;
    if (chooser_.size() > kChoosersKept) chooser_.erase(chooser_.begin());
}

std::optional<LastCheckin> Station::last_of(const std::string& who, const Moment& now) const {
    const auto found = seen_.find(who);
    if (found == seen_.end()) return std::nullopt;
    const Seen& seen = found->second;
    // Within a boot the steady clock tells the age, whatever the wall clock did meanwhile.
    const milliseconds age = seen.boot == now.boot ? now.up - seen.up : now.best() - seen.at;
    return LastCheckin{seen.at, seen.direction, std::max(age, milliseconds(0))};
}

Decision Station::decide(std::string_view text, const Moment& now) const {
    Decision decision;
    decision.payload = wire::sha256(as_bytes(text));
    if (const auto code = wire::parse_phone_code(text)) return decide_phone(*code, decision, now);
    const auto badge = wire::parse_badge(text, book_->badge_keys());
    BadgeFacts facts;
    if (badge) {
        decision.scan = {ScanKind::badge, badge->badge, badge->expires};
        facts = book_->facts(badge->badge, now.best(), newest_roster_);
        if (facts.person != nullptr) {
            decision.person = facts.person->person;
            decision.name = facts.person->name;
            decision.number = facts.person->number;
        }
        decision.last = last_of(key_of(decision.person, badge->badge), now);
    } else if (badge.error().code == ErrorCode::bad_signature) {
        decision.scan.kind = ScanKind::bad_signature;
    }
    decision.outcome = hadir::decide(decision.scan, facts.facts, decision.last, book_->station_policy(),
                                     now.best(), now.clock.state);
    trace_.mark(platform::TraceStep::decided);
    return decision;
}

Result<ScanResult> Station::commit(const Decision& decision, const Moment& now) {
    if (decision.phone_key_of) return commit_phone_key(decision, now);
    switch (decision.outcome.kind) {
        case OutcomeKind::checkin:
            return commit_checkin(decision, now);
        case OutcomeKind::already:
            return ScanResult{decision, decision.last->at, 0, std::nullopt};
        case OutcomeKind::refused:
            break;
    }
    if (auto ok = commit_refusal(decision, now); !ok) return propagate(ok.error());
    return ScanResult{decision, now.best(), 0, std::nullopt};
}

Result<ScanResult> Station::commit_checkin(const Decision& decision, const Moment& now) {
    wire::Checkin checkin;
    checkin.badge = decision.scan.badge;
    checkin.person = decision.person;
    checkin.method = decision.method;
    checkin.sides = decision.sides;
    checkin.dir = name_of(decision.outcome.direction);
    checkin.marks = decision.outcome.marks;
    add_phone(checkin, decision);
    if (book_->roster()) checkin.roster = book_->roster()->head.version;
    checkin.policy = book_->policy_version();
    make_room(now);
    const std::uint64_t expected = head().seq + 1;
    add_evidence(checkin, decision.picture, now);
    add_sides(checkin.sides);
    const auto committed = append("checkin", wire::write_checkin(checkin), now);
    if (!committed) return propagate(committed.error());
    settle_evidence(checkin, expected, committed->seq);
    settle_sides(checkin.sides, expected, committed->seq);
    trace_.mark(platform::TraceStep::committed);
    if (decision.method == "badge") remember_badge(committed->seq, now.boot, now.up);
    remember_phone(decision, now);
    const std::string who = who_of(decision);
    remember(who, committed->seq, now.best(), now.boot, now.up, decision.outcome.direction);
    return ScanResult{decision, now.best(), committed->seq, seen_[who].first_in};
}

// Photographs yield to records, and not in silence.
void Station::make_room(const Moment& now) {
    const std::size_t given_up = photos_.shelf ? photos_.shelf->make_room() : 0;
    if (given_up == 0) return;
    // Refused for want of room as well: the check-in that follows will say so.
    static_cast<void>(note("alarm",
                           wire::write_alarm("FOTO", "the disk was full; photographs given up unsent: " +
                                                         std::to_string(given_up)),
                           now));
}

// The photograph comes first, as the line names its digest. What fails here costs the photograph, not the
// record; the mark is for BKD and nothing that the person could mend.
void Station::add_evidence(wire::Checkin& checkin, Picture picture, const Moment& now) {
    const wire::PhotoWhen when = book_->photo_when();
    if (when == wire::PhotoWhen::off || (when == wire::PhotoWhen::marked && checkin.marks.empty())) return;
    const auto key = book_->photo_key(now.best());
    const bool can_take = key && photos_.source != nullptr && picture == Picture::of_now;
    auto shot = can_take ? photos_.source->take() : std::nullopt;
    if (shot) {
        const auto sealed = wire::seal_photo(shot->photo, *key);
        wire::wipe(shot->photo.jpeg);
        const Hash sha256 = sealed ? wire::sha256(*sealed) : Hash{};
        if (sealed && photos_.shelf->put({inc(), head().seq + 1, sha256}, *sealed)) {
            checkin.evidence.push_back({sha256, sealed->size()});
            if (shot->photo.face == wire::FaceSeen::no) checkin.marks.emplace_back("no_face");
            const std::string who = checkin.phone ? phone_key_of(checkin.person, *checkin.phone)
                                                  : key_of(checkin.person, checkin.badge);
            for (std::string& mark : likeness_.marks(shot->look, who, now.up))
                checkin.marks.push_back(std::move(mark));
            return;
        }
    }
    checkin.marks.emplace_back("no_photo");
}

// A ledger that was opened again on the way may have given the record a higher number than the one before it
// promised.
void Station::settle_evidence(const wire::Checkin& checkin, std::uint64_t expected, std::uint64_t seq) const {
    if (expected == seq) return;
    for (const wire::Evidence& file : checkin.evidence)
        static_cast<void>(photos_.shelf->rename({inc(), expected, file.sha256}, {inc(), seq, file.sha256}));
}

Result<void> Station::commit_refusal(const Decision& decision, const Moment& now) {
    const auto found = refusals_.find(decision.payload);
    const bool lately = found != refusals_.end() && now.up - found->second.recorded_up < kSameRefusalEvery;
    while (!refusals_recorded_.empty() && now.up - refusals_recorded_.front() >= std::chrono::hours(1))
        refusals_recorded_.pop_front();
    if (lately || refusals_recorded_.size() >= kRefusalsPerHour) {
        if (found != refusals_.end()) ++found->second.unrecorded;
        return {};
    }
    const std::int64_t count = 1 + (found == refusals_.end() ? 0 : found->second.unrecorded);
    const auto committed =
        append("refused", wire::write_refused(decision.outcome.code, count, decision.payload), now);
    if (!committed) return propagate(committed.error());
    refusals_recorded_.push_back(now.up);
    if (refusals_.size() >= kRefusalsKept) {
        refusals_.erase(
            std::min_element(refusals_.begin(), refusals_.end(), [](const auto& left, const auto& right) {
                return left.second.recorded_up < right.second.recorded_up;
            }));
    }
    refusals_[decision.payload] = {now.up, 0};
    return {};
}

Result<void> Station::choose_direction(std::uint64_t of, Direction direction, const Moment& now) {
    const auto who = chooser_.find(of);
    if (who == chooser_.end())
        return fail(ErrorCode::not_found, "the check-in whose direction was chosen is too old");
    const auto committed = append("direction", wire::write_direction({of, name_of(direction)}), now);
    if (!committed) return propagate(committed.error());
    if (Seen& seen = seen_[who->second]; seen.seq == of) seen.direction = direction;
    return {};
}

Result<void> Station::note_version(const std::string& kind, const wire::Version& version, const Moment& now) {
    if (const auto said = in_force_.find(kind); said != in_force_.end() && said->second == version) return {};
    if (auto ok = note(kind, wire::write_version(version), now); !ok) return ok;
    in_force_[kind] = version;
    return {};
}

Result<void> Station::note(const std::string& kind, const std::string& body, const Moment& now) {
    const auto committed = append(kind, body, now);
    if (!committed) return propagate(committed.error());
    return {};
}

Result<store::Committed> Station::append(const std::string& kind, const std::string& body,
                                         const Moment& now) {
    return ledger_.append({kind, now.wall, now.boot, now.up.count(), now.clock, body});
}

}  // namespace hadir::device
