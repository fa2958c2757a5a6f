#include "sync/bundle.h"

#include "platform/file.h"
#include "sync/file_puller.h"
#include "sync/record_sender.h"
#include "sync/witness.h"
#include "wire/bundle.h"

namespace hadir::sync {
namespace {

constexpr std::size_t kReceiptBytesMax = 262'144;

std::filesystem::path place_of(const Carrier& carrier, const std::filesystem::path& folder) {
    return folder / carrier.identity.dev.hex();
}

// One an incarnation, as the uploader sends them.
std::vector<SentLedger> ledgers_of(const store::Identity& identity) {
    std::vector<SentLedger> ledgers;
    for (const store::PastLedger& past : identity.past)
        ledgers.push_back({identity.dev, past.inc, past.key});
    ledgers.push_back({identity.dev, identity.inc, identity.ledger_key.public_key()});
    return ledgers;
}

RecordSender sender_of(const Carrier& carrier, const SentLedger& ledger) {
    return {ledger, LedgerPart::past, carrier.ledger_path, carrier.store, carrier.random};
}

Result<void> write_bundle(const Carrier& carrier, const SentLedger& ledger, const RecordSender::Batch& batch,
                          const std::filesystem::path& place) {
    const auto note = Witness(carrier.store).header();
    if (!note) return propagate(note.error());
    const wire::BundleHead head{ledger.dev,     ledger.inc,   batch.from, batch.rows.size(),
                                batch.previous, batch.anchor, *note};
    const std::string text = wire::write_bundle(head, batch.rows, carrier.identity.ledger_key);
    const std::string name =
        "records-" + std::to_string(ledger.inc) + '-' + std::to_string(batch.from) + ".bundle";
    return platform::write_private_file(place / name, as_bytes(text));
}

Result<void> carry_out_ledger(const Carrier& carrier, const SentLedger& ledger,
                              const std::filesystem::path& place, CarriedOut& out) {
    const RecordSender sender = sender_of(carrier, ledger);
    const auto far = sender.reach();
    if (!far) return propagate(far.error());
    for (std::uint64_t from = far->acked + 1; from <= far->last;) {
        const auto batch = sender.batch(from);
        if (!batch) return propagate(batch.error());
        if (batch->rows.empty()) return {};
        if (auto ok = write_bundle(carrier, ledger, *batch, place); !ok) return ok;
        ++out.files;
        out.records += batch->rows.size();
        from = batch->from + batch->rows.size();
    }
    return {};
}

// The whole file; none when central has put no such there.
Result<std::optional<std::string>> read_if_there(const std::filesystem::path& path, std::size_t bytes_max) {
    const auto bytes = platform::read_file(path, bytes_max);
    if (bytes) return std::string(as_text(*bytes));
    if (bytes.error().code == ErrorCode::not_found) return std::nullopt;
    return propagate(bytes.error());
}

}  // namespace

Result<CarriedOut> carry_out(const Carrier& carrier, const std::filesystem::path& folder) {
    const auto place = place_of(carrier, folder);
    std::error_code code;
    std::filesystem::create_directories(place, code);  // of any mode: a stick knows none
    if (code) return fail(ErrorCode::storage, place.string() + ": " + code.message());
    CarriedOut out;
    for (const SentLedger& ledger : ledgers_of(carrier.identity)) {
        if (auto ok = carry_out_ledger(carrier, ledger, place, out); !ok) return propagate(ok.error());
    }
    return out;
}

Result<CarriedIn> carry_in(const Carrier& carrier, const std::filesystem::path& folder, UnixMs now) {
    const auto place = place_of(carrier, folder);
    std::error_code none;
    if (!std::filesystem::is_directory(place, none))
        return fail(ErrorCode::not_found,
                    place.string() + ": nothing of central's for this terminal is there");
    auto files = FilePuller::open(carrier.identity, carrier.store, now);
    if (!files) return propagate(files.error());
    CarriedIn in;
    for (const FileKind kind : {FileKind::keys, FileKind::policy, FileKind::roster}) {
        const auto text = read_if_there(place / name_of(kind), wire::kSignedFileBytesMax);
        if (!text) return propagate(text.error());
        if (!*text) continue;
        const auto newer = files->take_carried(kind, **text, now);
        if (!newer)
            in.refused.push_back(newer.error().message);
        else if (*newer)
            in.taken.emplace_back(name_of(kind));
    }
    for (const SentLedger& ledger : ledgers_of(carrier.identity)) {
        const std::string name = "receipt-" + std::to_string(ledger.inc);
        const auto text = read_if_there(place / name, kReceiptBytesMax);
        if (!text) return propagate(text.error());
        if (!*text) continue;
        const auto newer = sender_of(carrier, ledger).take_carried(**text, files->keys(), now);
        if (!newer)
            in.refused.push_back(name + ": " + newer.error().message);
        else if (*newer)
            in.taken.push_back(name);
    }
    return in;
}

}  // namespace hadir::sync
