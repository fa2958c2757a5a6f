#include "central/ingest.h"

#include <charconv>

#include "central/devices_repository.h"
#include "central/erasures_repository.h"
#include "central/files_repository.h"
#include "central/log.h"
#include "central/placement.h"
#include "central/projection.h"
#include "central/record_times.h"
#include "central/records_repository.h"
#include "central/refusals.h"
#include "wire/batch.h"
#include "wire/bundle.h"
#include "wire/chain.h"
#include "wire/encodings.h"
#include "wire/receipt.h"

namespace hadir::central {
namespace {

// A request is built before it is sent: what the terminal recorded in between is not in it.
constexpr std::chrono::minutes kOnItsWay{10};

// A refusal with the extras that a code names; Error has no room for them.
template <class T>
using Checked = std::expected<T, httpd::Problem>;

std::unexpected<httpd::Problem> refuse(ErrorCode code, std::string detail,
                                       std::optional<std::uint64_t> line = std::nullopt) {
    httpd::Problem problem = problem_of(code, std::move(detail));
    if (line) problem.extras.emplace_back("line", *line);
    return std::unexpected(std::move(problem));
}

// The headers, understood.
struct Claim {
    DeviceId dev;
    std::uint32_t inc = 1;
    std::uint64_t from = 1;
    std::size_t count = 0;
    Nonce nonce;
    Hash prev;
    std::uint64_t last = 0;
    std::optional<Signature> anchor;  // of row `from` - 1, where that is pruned
    std::optional<std::string> note;  // of the log, as the terminal holds it
    std::optional<std::int64_t> roster;
    bool told_last = false;  // by the terminal itself, as it built the request
};

// Where the batch goes on.
struct Start {
    Device device;
    LedgerPlace ledger;
    PublicKey key;
    std::int64_t branch = 0;   // holds Hadir-Prev
    std::optional<Hole> hole;  // rows before the batch that the terminal has pruned and central lost
};

std::optional<std::uint64_t> decimal(const std::string& text, std::int64_t low, std::int64_t high) {
    if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size() || value < low || value > high)
        return std::nullopt;
    return static_cast<std::uint64_t>(value);
}

std::optional<std::uint64_t> once(const std::vector<std::string>& values, std::int64_t high) {
    return values.size() == 1 ? decimal(values.front(), 1, high) : std::nullopt;
}

Checked<Claim> read_headers(const Upload& upload) {
    const auto dev = DeviceId::parse_hex(upload.dev);
    if (!dev) return refuse(ErrorCode::not_found, "the path names no terminal");
    const auto inc = once(upload.inc, wire::kIncMax);
    if (!inc) return refuse(ErrorCode::malformed, "query: inc must stand once, a number from 1");
    const auto from = once(upload.from, wire::kSeqMax);
    if (!from) return refuse(ErrorCode::malformed, "query: from must stand once, a number from 1");
    if (upload.content_type != "application/x-ndjson") {
        auto refusal = refuse(ErrorCode::malformed, "Content-Type must be application/x-ndjson");
        refusal.error().status = 415;
        return refusal;
    }
    if (upload.content_encoding != "zstd")
        return refuse(ErrorCode::malformed, "Content-Encoding must be zstd");
    const auto nonce = upload.nonce ? Nonce::parse_hex(*upload.nonce) : std::nullopt;
    if (!nonce) return refuse(ErrorCode::malformed, "Hadir-Nonce must be 32 lower-case hex digits");
    const auto count = upload.count ? decimal(*upload.count, 0, wire::kSeqMax) : std::nullopt;
    if (!count) return refuse(ErrorCode::malformed, "Hadir-Count must be a decimal number");
    if (*count > wire::kBatchLinesMax) return refuse(ErrorCode::too_large, "Hadir-Count is over 500");
    const auto prev = upload.prev ? Hash::parse_hex(*upload.prev) : std::nullopt;
    if (!prev) return refuse(ErrorCode::malformed, "Hadir-Prev must be 64 lower-case hex digits");
    const auto last = upload.last ? decimal(*upload.last, 0, wire::kSeqMax) : std::optional<std::uint64_t>(0);
    if (!last) return refuse(ErrorCode::malformed, "Hadir-Last must be a decimal number");
    const auto anchor = upload.anchor ? wire::parse_signature(*upload.anchor) : std::nullopt;
    if (upload.anchor && !anchor)
        return refuse(ErrorCode::malformed, "Hadir-Anchor must be 86 characters of base64url");
    const auto roster =
        upload.roster ? decimal(*upload.roster, 1, wire::kSeqMax) : std::optional<std::uint64_t>();
    if (upload.roster && !roster)
        return refuse(ErrorCode::malformed, "Hadir-Roster must be a decimal number");
    const auto note = upload.checkpoint ? wire::from_base64(*upload.checkpoint) : std::optional<Bytes>();
    if (upload.checkpoint && !note) return refuse(ErrorCode::malformed, "Hadir-Checkpoint must be base64");
    Claim claim{*dev,
                static_cast<std::uint32_t>(*inc),
                *from,
                static_cast<std::size_t>(*count),
                *nonce,
                *prev,
                std::max(*last, *from + *count - 1),
                anchor,
                std::nullopt,
                std::nullopt,
                upload.last.has_value()};
    if (roster) claim.roster = static_cast<std::int64_t>(*roster);
    if (note) claim.note = as_text(*note);
    return claim;
}

Checked<Device> check_peer(const Claim& claim, const Peer& peer, const Database& database) {
    auto device = find_peer(database, peer, claim.dev);
    if (!device) return std::unexpected(problem_of(device.error()));
    return *std::move(device);
}

Checked<std::vector<wire::SignedLine>> read_lines(const Claim& claim, ByteView body) {
    if (body.empty() && claim.count == 0) return std::vector<wire::SignedLine>{};
    const auto text = wire::unpack_frame(body);
    if (!text) return std::unexpected(problem_of(text.error()));
    auto lines = wire::split_lines(*text);
    if (!lines) return std::unexpected(problem_of(lines.error()));
    if (lines->size() != claim.count || claim.count == 0) {
        return refuse(ErrorCode::malformed, "Hadir-Count says " + std::to_string(claim.count) +
                                                ", the body holds " + std::to_string(lines->size()) +
                                                " lines");
    }
    for (std::size_t i = 0; i < lines->size(); ++i) {
        if (const auto id = wire::read_line_id((*lines)[i].line); !id)
            return refuse(id.error().code, id.error().message, i + 1);
    }
    return *std::move(lines);
}

// The batch begins behind everything that is stored: GAP, unless an anchor proves what lies between.
Checked<Start> behind_all(const Claim& claim, Start start, const Database& database, std::uint64_t newest) {
    if (!claim.anchor || claim.count == 0) {
        auto refusal = refuse(ErrorCode::gap, "records before these are missing here");
        refusal.error().extras.emplace_back("expect_from", newest + 1);
        return refusal;
    }
    if (!wire::verify_head(start.key, {claim.dev, claim.inc, claim.from - 1}, claim.prev, *claim.anchor))
        return refuse(ErrorCode::bad_signature, "Hadir-Anchor does not sign Hadir-Prev", 1);
    for (const Branch& branch : BranchesRepository(database).all(start.ledger)) {
        const auto head = RecordsRepository(database).head(start.ledger, branch.branch);
        if (head && head->seq == newest) start.branch = branch.branch;
    }
    start.hole = Hole{start.branch, newest + 1, claim.from - 1, claim.prev};
    return start;
}

// CONFLICT, GAP, and Hadir-Prev against the hashes that are stored.
Checked<Start> find_start(const Claim& claim, const Device& device, const Database& database) {
    DevicesRepository devices(database);
    const auto incarnation = devices.incarnation(device.id, claim.inc);
    if (!incarnation) {
        auto refusal = refuse(ErrorCode::conflict, "this terminal has no such incarnation");
        refusal.error().extras.emplace_back("expect_inc", std::uint64_t{devices.newest_inc(device.id)});
        return refusal;
    }
    if (incarnation->revoked) return refuse(ErrorCode::revoked, "this incarnation is revoked");
    Start start{device, {device.id, claim.inc}, incarnation->ledger_key, 0, std::nullopt};
    const std::uint64_t newest = newest_seq(database, start.ledger);
    // A batch behind a hole that is sent again is not behind all any more: its Hadir-Prev ends the hole.
    if (claim.from > newest + 1) return behind_all(claim, std::move(start), database, newest);
    const auto branch = claim.from == 1 ? (claim.prev == wire::chain_genesis(claim.dev, claim.inc, start.key)
                                               ? std::optional<std::int64_t>(0)
                                               : std::nullopt)
                                        : find_branch(database, start.ledger, claim.from - 1, claim.prev);
    if (!branch) return refuse(ErrorCode::bad_chain, "Hadir-Prev is not the hash stored here", 1);
    start.branch = *branch;
    return start;
}

Checked<Start> check_place(const Claim& claim, const Device& device, const Database& database) {
    const auto checked =
        database.read([&]() -> Result<Checked<Start>> { return find_start(claim, device, database); });
    if (!checked) return std::unexpected(problem_of(checked.error()));
    return *checked;
}

struct Stored {
    std::optional<std::uint64_t> fork;
    wire::Receipt receipt;
    std::vector<std::int64_t> arrivals;
};

// Returns the newest clock state that the new lines tell of.
std::optional<ClockState> store_new(const Database& database, const Start& start, std::uint64_t from,
                                    std::span<const NewPlace> places, std::span<const wire::SignedLine> lines,
                                    std::span<const Hash> hashes, UnixMs now, Stored& stored) {
    std::vector<NewRecord> rows;
    std::optional<ClockState> clock;
    for (const NewPlace& place : places) {
        const wire::SignedLine& line = lines[place.index];
        Reading reading = read_record(line.line);
        if (reading.clock) clock = reading.clock;
        rows.push_back(
            {place.branch, from + place.index, &line, hashes[place.index], std::move(reading.quarantine)});
    }
    const auto ids = RecordsRepository(database).add(start.ledger, rows, now);
    std::map<std::int64_t, std::uint64_t> first_of;  // by branch
    for (std::size_t i = 0; i < rows.size(); ++i) {
        note_time(database, ids[i], rows[i].line->line, now);
        first_of.try_emplace(rows[i].branch, rows[i].seq);
        if (rows[i].quarantine) continue;
        const RecordPlace place{ids[i], start.ledger, rows[i].branch, rows[i].seq, start.device.place.zone};
        if (project(database, place, rows[i].line->line) == Projected::arrival)
            stored.arrivals.push_back(ids[i]);
    }
    for (const auto& [branch, first] : first_of)
        settle_times(database, start.ledger, branch, first, start.device.place.zone);
    return clock;
}

// The end of what the branches share that hold the request's last line, or of the one branch that does.
StoredHead acknowledged(const Database& database, const Claim& claim, const Start& start,
                        const std::vector<Branch>& branches, std::int64_t branch) {
    const std::uint64_t sent = claim.from + claim.count - 1;
    const auto head = RecordsRepository(database).head(start.ledger, branch);
    const std::uint64_t seq =
        last_common(branches, branch, sent).value_or(std::max(head ? head->seq : 0, sent));
    const Hash genesis = wire::chain_genesis(claim.dev, claim.inc, start.key);
    return {seq, seq == 0 ? genesis : hash_at(database, start.ledger, branch, seq).value_or(claim.prev)};
}

wire::Receipt receipt_for(const Database& database, const Claim& claim, const Start& start,
                          std::int64_t branch, UnixMs now) {
    const auto branches = BranchesRepository(database).all(start.ledger);
    const StoredHead acked = acknowledged(database, claim, start, branches, branch);
    const NewestVersions versions = FilesRepository(database).versions(claim.dev);
    wire::Receipt receipt;
    receipt.dev = claim.dev;
    receipt.inc = claim.inc;
    receipt.acked = acked.seq;
    receipt.head = acked.hash;
    receipt.time = now;
    receipt.nonce = claim.nonce;
    receipt.roster = versions.roster;
    receipt.policy = versions.policy;
    receipt.keys = versions.keys;
    if (!DevicesRepository(database).confirmed_after(start.device.id, claim.inc))
        receipt.fork = first_parting(branches, branch);
    return receipt;
}

Result<Checked<Stored>> commit(const Database& database, const Device& device, const Claim& claim,
                               std::span<const wire::SignedLine> lines, std::span<const Hash> hashes,
                               UnixMs now) {
    return database.transaction([&]() -> Result<Checked<Stored>> {
        // Looked up again: another upload may have come between.
        const auto start = find_start(claim, device, database);
        if (!start) return Checked<Stored>(std::unexpected(start.error()));
        DevicesRepository devices(database);
        if (start->hole) BranchesRepository(database).add_hole(start->ledger, *start->hole, *claim.anchor);
        const Placement placement = place_lines(database, start->ledger, start->branch, claim.from, hashes);
        Stored stored;
        stored.fork = placement.fork;
        if (stored.fork) devices.raise(device.id, name_of(ErrorCode::fork), claim.inc, *stored.fork, now);
        const auto clock =
            store_new(database, *start, claim.from, placement.added, lines, hashes, now, stored);
        // What an older incarnation still has is not what the terminal has now.
        const bool newest = devices.newest_inc(device.id) == claim.inc;
        devices.touch(device.id, {now, newest ? claim.last : 0, clock});
        if (claim.roster) ErasuresRepository(database).acknowledge(device.id, *claim.roster, now);
        stored.receipt = receipt_for(database, claim, *start, placement.branch, now);
        // Nothing of before then is missing; what was recorded while the request was on its way may be.
        if (newest && claim.told_last && stored.receipt.acked >= claim.last)
            devices.set_reported(device.id, now + -kOnItsWay);
        if (auto grown = grow_log(database); !grown) return propagate(grown.error());
        auto word = answer_note(database, {claim.note, device.id, claim.inc}, now);
        if (!word) return propagate(word.error());
        stored.receipt.checkpoint = std::move(word->checkpoint);
        stored.receipt.consistency = std::move(word->consistency);
        return Checked<Stored>(std::move(stored));
    });
}

Checked<Stored> take_lines(const Database& database, const Device& device, const Claim& claim,
                           std::span<const wire::SignedLine> lines, UnixMs now) {
    const auto start = check_place(claim, device, database);
    if (!start) return std::unexpected(start.error());
    const auto hashes = wire::check_lines({claim.dev, claim.inc, claim.from}, claim.prev, start->key, lines);
    if (!hashes) return std::unexpected(problem_of(hashes.error()));
    auto stored = commit(database, device, claim, lines, *hashes, now);
    if (!stored) return std::unexpected(problem_of(stored.error()));
    return *std::move(stored);
}

Checked<Stored> take_in(const Upload& upload, const Database& database, UnixMs now) {
    const auto claim = read_headers(upload);
    if (!claim) return std::unexpected(claim.error());
    const auto device = check_peer(*claim, upload.peer, database);
    if (!device) return std::unexpected(device.error());
    const auto lines = read_lines(*claim, upload.body);
    if (!lines) return std::unexpected(lines.error());
    return take_lines(database, *device, *claim, *lines, now);
}

// By the key of its incarnation, or of a later one of the same terminal that goes on for it.
Result<wire::Bundle> open_by_its_terminal(const Database& database, const Device& device, std::uint32_t inc,
                                          std::string_view text) {
    const auto incarnations = database.read([&]() -> Result<std::vector<Incarnation>> {
        return DevicesRepository(database).incarnations(device.id);
    });
    if (!incarnations) return propagate(incarnations.error());
    Error fault(ErrorCode::bad_signature, "no ledger key of this terminal signed it");
    for (const Incarnation& incarnation : *incarnations) {
        if (incarnation.inc < inc || incarnation.revoked) continue;
        auto bundle = wire::open_bundle(text, incarnation.ledger_key);
        if (bundle) return bundle;
        if (bundle.error().code != ErrorCode::bad_signature) fault = bundle.error();
    }
    return std::unexpected(std::move(fault));
}

// One line for a person at BKD.
Error error_of(const httpd::Problem& problem) {
    std::string text = problem.detail;
    for (const auto& [name, value] : problem.extras)
        if (const auto* number = std::get_if<std::uint64_t>(&value))
            text += ", " + name + ' ' + std::to_string(*number);
    return Error(problem.code, text);
}

std::vector<std::string> values_of(const httpd::RequestHead& head, std::string_view key) {
    std::vector<std::string> values;
    for (const auto& [name, value] : head.query) {
        if (name == key) values.push_back(value);
    }
    return values;
}

std::optional<std::string> header_of(const httpd::RequestHead& head, std::string_view name) {
    const auto value = head.header(name);
    return value ? std::optional(std::string(*value)) : std::nullopt;
}

Result<Device> terminal_of(const Database& database, const DeviceId& dev) {
    const auto device = database.read(
        [&]() -> Result<std::optional<Device>> { return DevicesRepository(database).find(dev); });
    if (!device) return propagate(device.error());
    if (!*device) return fail(ErrorCode::not_found, "no terminal " + dev.hex() + " is known here");
    if ((*device)->revoked) return fail(ErrorCode::revoked, "terminal " + dev.hex() + " is revoked");
    return **device;
}

}  // namespace

Result<TakenBundle> take_bundle(std::string_view text, const Database& database, UnixMs now) {
    const auto head = wire::read_bundle_head(text);
    if (!head) return propagate(head.error());
    const auto device = terminal_of(database, head->dev);
    if (!device) return propagate(device.error());
    const auto bundle = open_by_its_terminal(database, *device, head->inc, text);
    if (!bundle) return propagate(bundle.error());
    const std::uint64_t last = head->from + head->count - 1;
    Claim claim{head->dev, head->inc,    head->from,   head->count,  {},   head->prev,
                last,      head->anchor, std::nullopt, std::nullopt, false};
    if (head->checkpoint) claim.note = as_text(*wire::from_base64(*head->checkpoint));
    const auto stored = take_lines(database, *device, claim, bundle->lines, now);
    if (!stored) return std::unexpected(error_of(stored.error()));
    return TakenBundle{head->dev, head->inc, head->from, last, stored->fork};
}

Result<std::string> carried_receipt(const Database& database, const DeviceId& dev, std::uint32_t inc,
                                    const wire::SigningKey& receipt_key, UnixMs now) {
    const auto device = terminal_of(database, dev);
    if (!device) return propagate(device.error());
    return database.read([&]() -> Result<std::string> {
        const auto incarnation = DevicesRepository(database).incarnation(device->id, inc);
        if (!incarnation || incarnation->revoked)
            return fail(ErrorCode::not_found, "no incarnation " + std::to_string(inc) + " that counts");
        const Start start{*device, {device->id, inc}, incarnation->ledger_key, 0, std::nullopt};
        const auto head = RecordsRepository(database).head(start.ledger, 0);
        Claim claim{dev,          inc,         head ? head->seq + 1 : 1, 0, {}, {}, 0, std::nullopt,
                    std::nullopt, std::nullopt};
        if (head) claim.prev = head->hash;
        return wire::write_receipt(receipt_for(database, claim, start, 0, now), receipt_key);
    });
}

Upload upload_of(const httpd::RequestHead& head, std::string_view body) {
    Upload upload;
    upload.dev = head.captures.empty() ? "" : head.captures.front();
    upload.inc = values_of(head, "inc");
    upload.from = values_of(head, "from");
    upload.content_type = header_of(head, "Content-Type").value_or("");
    upload.content_encoding = header_of(head, "Content-Encoding").value_or("");
    upload.nonce = header_of(head, "Hadir-Nonce");
    upload.count = header_of(head, "Hadir-Count");
    upload.prev = header_of(head, "Hadir-Prev");
    upload.last = header_of(head, "Hadir-Last");
    upload.anchor = header_of(head, "Hadir-Anchor");
    upload.roster = header_of(head, "Hadir-Roster");
    upload.checkpoint = header_of(head, "Hadir-Checkpoint");
    upload.peer = peer_of(head);
    upload.request_id = head.id;
    upload.body = as_bytes(body);
    return upload;
}

std::optional<httpd::Response> refuse_upload(const Upload& upload, const Database& database) {
    const auto claim = read_headers(upload);
    if (!claim) return httpd::problem(upload.request_id, claim.error());
    const auto device = check_peer(*claim, upload.peer, database);
    if (!device) return httpd::problem(upload.request_id, device.error());
    return std::nullopt;
}

UploadOutcome handle_upload(const Upload& upload, const Database& database,
                            const wire::SigningKey& receipt_key, UnixMs now) {
    auto stored = take_in(upload, database, now);
    if (!stored) return {httpd::problem(upload.request_id, stored.error()), {}, false};
    std::string receipt = wire::write_receipt(stored->receipt, receipt_key);
    if (stored->fork) {
        auto problem = problem_of(ErrorCode::fork,
                                  "other records with good signatures stand here from this place on; both "
                                  "are kept");
        problem.extras.emplace_back("from", *stored->fork);
        problem.extras.emplace_back("receipt", wire::to_base64(as_bytes(receipt)));
        return {httpd::problem(upload.request_id, problem), std::move(stored->arrivals), true};
    }
    return {{200, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(receipt)},
            std::move(stored->arrivals),
            true};
}

}  // namespace hadir::central
