#include "central/ingest.h"

#include <charconv>

#include "central/devices_repository.h"
#include "central/files_repository.h"
#include "central/log.h"
#include "central/projection.h"
#include "central/records_repository.h"
#include "central/refusals.h"
#include "pki/certificate.h"
#include "wire/batch.h"
#include "wire/chain.h"
#include "wire/encodings.h"
#include "wire/receipt.h"

namespace hadir::central {
namespace {

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
    std::optional<std::string> note;  // of the log, as the terminal holds it
};

// What central knows of the ledger before the batch.
struct Known {
    Device device;
    LedgerPlace ledger;
    PublicKey key;
    StoredHead head;  // seq 0 and h_0 when nothing is stored
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
    const auto note = upload.checkpoint ? wire::from_base64(*upload.checkpoint) : std::optional<Bytes>();
    if (upload.checkpoint && !note) return refuse(ErrorCode::malformed, "Hadir-Checkpoint must be base64");
    Claim claim{
        *dev,  static_cast<std::uint32_t>(*inc),    *from,       static_cast<std::size_t>(*count), *nonce,
        *prev, std::max(*last, *from + *count - 1), std::nullopt};
    if (note) claim.note = as_text(*note);
    return claim;
}

// Reads all that the checks need in one view. `nothing stored` answers stand here and in check_place.
Checked<Device> find_peer(const Claim& claim, const Peer& peer, const Database& database) {
    if (!peer.certificate) return refuse(ErrorCode::not_allowed, "a client certificate is needed");
    const auto device = database.read(
        [&]() -> Result<std::optional<Device>> { return DevicesRepository(database).find(claim.dev); });
    if (!device) return std::unexpected(problem_of(device.error()));
    if (peer.dev != claim.dev || !*device) {
        return refuse(ErrorCode::wrong_device, "the certificate is not that terminal's");
    }
    if ((*device)->revoked) return refuse(ErrorCode::revoked, "this terminal is revoked");
    return **device;
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

StoredHead head_of(RecordsRepository& records, const LedgerPlace& ledger, const Hash& genesis) {
    return records.head(ledger).value_or(StoredHead{0, genesis});
}

// CONFLICT, GAP, and Hadir-Prev against the hash that is stored.
Checked<Known> check_place(const Claim& claim, const Device& device, const Database& database) {
    const auto checked = database.read([&]() -> Result<Checked<Known>> {
        DevicesRepository devices(database);
        RecordsRepository records(database);
        const auto incarnation = devices.incarnation(device.id, claim.inc);
        if (!incarnation) {
            auto refusal = refuse(ErrorCode::conflict, "this terminal has no such incarnation");
            refusal.error().extras.emplace_back("expect_inc", std::uint64_t{devices.newest_inc(device.id)});
            return Checked<Known>(std::move(refusal));
        }
        Known known{device, {device.id, claim.inc}, incarnation->ledger_key, {}};
        const Hash genesis = wire::chain_genesis(claim.dev, claim.inc, known.key);
        known.head = head_of(records, known.ledger, genesis);
        if (claim.from > known.head.seq + 1) {
            auto refusal = refuse(ErrorCode::gap, "records before these are missing here");
            refusal.error().extras.emplace_back("expect_from", known.head.seq + 1);
            return Checked<Known>(std::move(refusal));
        }
        const auto before =
            claim.from == 1 ? std::optional(genesis) : records.hash_at(known.ledger, claim.from - 1);
        if (before != claim.prev)
            return Checked<Known>(refuse(ErrorCode::bad_chain, "Hadir-Prev is not the hash stored here", 1));
        return Checked<Known>(std::move(known));
    });
    if (!checked) return std::unexpected(problem_of(checked.error()));
    return *checked;
}

// Everything that is stored of the ledger must be what was sent; the rest of the batch is new.
struct Overlap {
    std::size_t known = 0;              // lines that are stored already
    std::optional<std::uint64_t> fork;  // the first seq with other bytes
};
Overlap compare(RecordsRepository& records, const LedgerPlace& ledger, std::uint64_t from,
                std::span<const Hash> sent) {
    const auto stored = records.hashes(ledger, from, sent.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        if (stored[i] != sent[i]) return {i, from + i};
    }
    return {stored.size(), std::nullopt};
}

struct Stored {
    std::optional<std::uint64_t> fork;
    wire::Receipt receipt;
    std::vector<std::int64_t> arrivals;
};

void store_new(const Database& database, const Known& known, const Claim& claim,
               std::span<const wire::SignedLine> lines, std::span<const Hash> hashes, UnixMs now,
               Stored& stored, Contact& contact) {
    std::vector<NewRecord> rows;
    const std::uint64_t first = claim.from + claim.count - lines.size();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        Reading reading = read_record(lines[i].line);
        if (reading.clock) contact.clock = reading.clock;
        rows.push_back({first + i, &lines[i], hashes[i], std::move(reading.quarantine)});
    }
    const auto ids = RecordsRepository(database).add(known.ledger, rows, now);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].quarantine) continue;
        const RecordPlace place{ids[i], known.ledger, rows[i].seq, known.device.place.zone};
        if (project(database, place, lines[i].line) == Projected::arrival) stored.arrivals.push_back(ids[i]);
    }
}

Result<Stored> commit(const Database& database, const Known& known, const Claim& claim,
                      std::span<const wire::SignedLine> lines, std::span<const Hash> hashes, UnixMs now) {
    return database.transaction([&]() -> Result<Stored> {
        Stored stored;
        DevicesRepository devices(database);
        RecordsRepository records(database);
        Contact contact{now, claim.last, std::nullopt};
        const Overlap overlap = compare(records, known.ledger, claim.from, hashes);
        if (overlap.fork) {
            stored.fork = overlap.fork;
            devices.raise(known.device.id, name_of(ErrorCode::fork), claim.inc, *overlap.fork, now);
        } else {
            store_new(database, known, claim, lines.subspan(overlap.known), hashes.subspan(overlap.known),
                      now, stored, contact);
        }
        devices.touch(known.device.id, contact);
        const StoredHead head =
            head_of(records, known.ledger, wire::chain_genesis(claim.dev, claim.inc, known.key));
        const NewestVersions versions = FilesRepository(database).versions(claim.dev);
        stored.receipt.dev = claim.dev;
        stored.receipt.inc = claim.inc;
        stored.receipt.acked = head.seq;
        stored.receipt.head = head.hash;
        stored.receipt.time = now;
        stored.receipt.nonce = claim.nonce;
        stored.receipt.roster = versions.roster;
        stored.receipt.policy = versions.policy;
        stored.receipt.keys = versions.keys;
        if (auto grown = grow_log(database); !grown) return propagate(grown.error());
        auto word = answer_note(database, {claim.note, known.device.id, claim.inc}, now);
        if (!word) return propagate(word.error());
        stored.receipt.checkpoint = std::move(word->checkpoint);
        stored.receipt.consistency = std::move(word->consistency);
        return stored;
    });
}

Checked<Stored> take_in(const Upload& upload, const Database& database, UnixMs now) {
    const auto claim = read_headers(upload);
    if (!claim) return std::unexpected(claim.error());
    const auto device = find_peer(*claim, upload.peer, database);
    if (!device) return std::unexpected(device.error());
    const auto lines = read_lines(*claim, upload.body);
    if (!lines) return std::unexpected(lines.error());
    const auto known = check_place(*claim, *device, database);
    if (!known) return std::unexpected(known.error());
    const auto hashes =
        wire::check_lines({claim->dev, claim->inc, claim->from}, claim->prev, known->key, *lines);
    if (!hashes) return std::unexpected(problem_of(hashes.error()));
    auto stored = commit(database, *known, *claim, *lines, *hashes, now);
    if (!stored) return std::unexpected(problem_of(stored.error()));
    return *std::move(stored);
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

}  // namespace

Peer peer_of(const httpd::RequestHead& head) {
    if (head.peer_certificate.empty()) return {};
    const auto dev = pki::terminal_of(head.peer_certificate);
    return {true, dev ? std::optional(*dev) : std::nullopt};
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
    upload.checkpoint = header_of(head, "Hadir-Checkpoint");
    upload.peer = peer_of(head);
    upload.request_id = head.id;
    upload.body = as_bytes(body);
    return upload;
}

std::optional<httpd::Response> refuse_upload(const Upload& upload, const Database& database) {
    const auto claim = read_headers(upload);
    if (!claim) return httpd::problem(upload.request_id, claim.error());
    const auto device = find_peer(*claim, upload.peer, database);
    if (!device) return httpd::problem(upload.request_id, device.error());
    return std::nullopt;
}

UploadOutcome handle_upload(const Upload& upload, const Database& database,
                            const wire::SigningKey& receipt_key, UnixMs now) {
    auto stored = take_in(upload, database, now);
    if (!stored) return {httpd::problem(upload.request_id, stored.error()), {}, false};
    if (stored->fork) {
        auto problem =
            problem_of(ErrorCode::fork, "other records with good signatures stand here from this place on");
        problem.extras.emplace_back("from", *stored->fork);
        return {httpd::problem(upload.request_id, problem), {}, true};
    }
    return {{200,
             {{"Content-Type", "text/plain; charset=utf-8"}},
             wire::write_receipt(stored->receipt, receipt_key)},
            std::move(stored->arrivals),
            true};
}

}  // namespace hadir::central
