#include <fmt/format.h>

#include <filesystem>

#include "apps/hadir_sync.h"
#include "store/identity.h"
#include "store/ledger.h"
#include "store/photo_shelf.h"
#include "store/side_shelf.h"
#include "wire/key_change.h"

namespace hadir::apps {
namespace {

std::string time_text(const std::optional<UnixMs>& time) {
    return time ? format_at(*time) : "never";
}

Result<std::uint64_t> newest_record(const SyncPlaces& places, std::uint32_t inc) {
    if (!std::filesystem::exists(places.ledger)) return std::uint64_t{0};
    const auto ledger = store::LedgerReader::open(places.ledger);
    if (!ledger) return propagate(ledger.error());
    const auto last = ledger->last(inc);
    if (!last) return propagate(last.error());
    return *last ? (*last)->seq : 0;
}

Result<void> print_contact(const store::SyncStore& store) {
    const auto contact = store.contact();
    if (!contact) return propagate(contact.error());
    fmt::print("connected     {}\n", !contact->since ? "not tried yet" : contact->connected ? "yes" : "no");
    fmt::print("since         {}\n", time_text(contact->since));
    fmt::print("last answer   {}\n", time_text(contact->ok_at));
    fmt::print("last try      {}\n", time_text(contact->tried_at));
    if (contact->problem) fmt::print("problem       {}\n", *contact->problem);
    if (contact->retry_at) fmt::print("next try      {}\n", time_text(contact->retry_at));
    return {};
}

Result<void> print_files(const store::SyncStore& store) {
    for (const char* kind : {"roster", "policy", "keys"}) {
        const auto version = store.file_version(kind);
        if (!version) return propagate(version.error());
        fmt::print("{:<14}{}\n", kind, *version ? "version " + std::to_string(**version) : "none");
    }
    return {};
}

// Quiet where no photograph is ever taken.
Result<void> print_sides(const SyncPlaces& places) {
    const auto sides = store::SideShelf::beside(places.ledger).all();
    if (!sides) return propagate(sides.error());
    const auto refused = std::ranges::count(*sides, true, &store::ShelvedSide::refused);
    if (!sides->empty()) fmt::print("sealed PINs   waiting {}, refused {}\n", sides->size(), refused);
    return {};
}

Result<void> print_photos(const SyncPlaces& places) {
    const auto photos = store::PhotoShelf::beside(places.ledger).all();
    if (!photos) return propagate(photos.error());
    const auto refused = std::ranges::count(*photos, true, &store::ShelvedPhoto::refused);
    if (!photos->empty()) fmt::print("photographs   waiting {}, refused {}\n", photos->size(), refused);
    return {};
}

Result<void> print_status(const SyncPlaces& places) {
    const auto identity = store::read_identity(places.identity);
    if (!identity) return propagate(identity.error());
    fmt::print("terminal      {}, incarnation {}\n", identity->dev.hex(), identity->inc);
    const PublicKey& key = identity->ledger_key.public_key();
    fmt::print("fingerprint   {} {}\n", wire::fingerprint_text(key),
               identity->confirmed ? "(confirmed by a second officer)" : "(awaits a second officer)");
    fmt::print("ledger key    {}\n", key.hex());
    fmt::print("central       {}\n", identity->url.empty() ? "none" : identity->url);
    const auto last = newest_record(places, identity->inc);
    if (!last) return propagate(last.error());
    const auto store = store::SyncStore::open(places.sync_db, store::Access::read);
    if (!store) return propagate(store.error());
    const auto receipt = store->receipt(identity->inc);
    if (!receipt) return propagate(receipt.error());
    const std::uint64_t acked = *receipt ? (*receipt)->acked : 0;
    fmt::print("records       {}, acknowledged {}, waiting {}\n", *last, acked,
               *last - std::min(acked, *last));
    if (auto ok = print_photos(places); !ok) return ok;
    if (auto ok = print_sides(places); !ok) return ok;
    if (auto ok = print_contact(*store); !ok) return ok;
    return print_files(*store);
}

}  // namespace

int sync_status(const config::Settings& settings) {
    if (auto ok = print_status(places_of(settings)); !ok) return complain(ok.error().in("status"));
    return kSynced;
}

}  // namespace hadir::apps
