#include "central/photos.h"

#include "central/evidence_repository.h"
#include "platform/file.h"
#include "wire/json.h"

namespace hadir::central {
namespace {

std::filesystem::path path_of(const PhotoStore& store, const PhotoMonth& month, const Hash& sha256) {
    return store.folder / format_month(month.month) / sha256.hex();
}

// Whose photograph it is, or why there is none.
Result<PhotoMonth> month_of_sealed(const PhotoStore& store, ByteView sealed) {
    const auto key = wire::sealed_to(sealed);
    if (!key) return fail(ErrorCode::malformed, "the body is no sealed photograph");
    const auto month = store.keys.find(*key);
    if (!month) return propagate(month.error());
    if (!*month) return fail(ErrorCode::malformed, "the photograph is sealed to a key that is not ours");
    if ((*month)->destroyed)
        return fail(ErrorCode::expired, "the photographs of " + format_month((*month)->month) +
                                            " are destroyed; give this one up");
    return **month;
}

struct HeldPhoto {
    PhotoMonth month;
    bool here = false;
};

// Which month's folder has it: the record tells no month.
Result<HeldPhoto> find_held(const PhotoStore& store, const Hash& sha256) {
    const auto months = store.keys.all();
    if (!months) return propagate(months.error());
    for (const PhotoMonth& month : *months) {
        std::error_code ignored;
        if (std::filesystem::exists(path_of(store, month, sha256), ignored)) return HeldPhoto{month, true};
    }
    return HeldPhoto{};
}

wire::JsonWriter opened_body(const wire::LineId& record, const PhotoWish& wish) {
    wire::JsonWriter json;
    json.begin_object()
        .field("dev", record.dev.hex())
        .field("inc", record.inc)
        .field("seq", record.seq)
        .field("sha256", wish.sha256.hex());
    return json;
}

wire::JsonWriter expired_body(const std::vector<std::string>& months, const PhotoExpiry& expiry) {
    wire::JsonWriter json;
    json.begin_object().field("before", format_month(expiry.before)).key("months").begin_array();
    for (const std::string& month : months)
        json.value(month);
    json.end_array();
    return json;
}

Result<void> destroy_month(const PhotoStore& store, const PhotoMonth& month) {
    if (!month.destroyed) {
        if (auto gone = store.keys.destroy(month); !gone) return gone;
    }
    const auto folder = store.folder / format_month(month.month);
    std::error_code code;
    std::filesystem::remove_all(folder, code);
    if (code) return fail(ErrorCode::storage, folder.string() + ": " + code.message());
    return {};
}

}  // namespace

Result<void> expect_photo(const Database& database, const Device& device, const Hash& sha256) {
    return database.read([&]() -> Result<void> {
        if (EvidenceRepository(database).is_named(device.id, sha256)) return {};
        return fail(ErrorCode::malformed, "no stored record of this terminal names this photograph");
    });
}

Result<PhotoTaken> take_photo(const Database& database, const PhotoStore& store, const Device& device,
                              const Hash& sha256, ByteView sealed) {
    if (wire::sha256(sealed) != sha256)
        return fail(ErrorCode::malformed, "the body's SHA-256 is not the one in the path");
    if (auto named = expect_photo(database, device, sha256); !named) return propagate(named.error());
    const auto erased =
        database.read([&]() -> Result<bool> { return EvidenceRepository(database).is_of_erased(sha256); });
    if (!erased) return propagate(erased.error());
    if (*erased) return fail(ErrorCode::expired, "who is on this photograph was erased");
    const auto month = month_of_sealed(store, sealed);
    if (!month) return propagate(month.error());
    const auto path = path_of(store, *month, sha256);
    if (std::filesystem::exists(path)) return PhotoTaken::known;
    if (auto made = platform::make_private_folder(path.parent_path()); !made) return propagate(made.error());
    if (auto written = platform::write_private_file(path, sealed); !written)
        return propagate(written.error());
    return PhotoTaken::stored;
}

Result<std::size_t> forget_photos(const Database& database, const PhotoStore& store) {
    const auto named = database.read(
        [&]() -> Result<std::vector<Hash>> { return EvidenceRepository(database).of_erased(); });
    const auto months = store.keys.all();
    if (!named || !months) return propagate(named ? months.error() : named.error());
    std::size_t count = 0;
    for (const Hash& sha256 : *named) {
        for (const PhotoMonth& month : *months) {
            std::error_code fault;
            const auto path = path_of(store, month, sha256);
            count += std::filesystem::remove(path, fault) ? 1 : 0;
            if (fault) return fail(ErrorCode::storage, path.string() + ": " + fault.message());
        }
    }
    return count;
}

Result<wire::Photo> open_photo(const Database& database, const OwnLedger& own, const Officer& officer,
                               const PhotoStore& store, const PhotoWish& wish, const OpdScope& scope) {
    if (auto plain = check_reason(wish.why); !plain) return propagate(plain.error());
    const auto record = database.read([&]() -> Result<std::optional<wire::LineId>> {
        return EvidenceRepository(database).find(wish.sha256, scope);
    });
    if (!record) return propagate(record.error());
    if (!*record) return fail(ErrorCode::not_found, "no record names this photograph");
    const auto held = find_held(store, wish.sha256);
    if (!held) return propagate(held.error());
    if (!held->here) return fail(ErrorCode::not_found, "this photograph has not come, or is destroyed");
    if (held->month.destroyed) return fail(ErrorCode::expired, "the key of its month is destroyed");
    const auto noted = decide(database, own, [&]() -> Result<void> {
        const auto written =
            append_decision(database, own, "photo-opened", opened_body(**record, wish), officer, wish.why);
        return written ? Result<void>() : propagate(written.error());
    });
    if (!noted) return propagate(noted.error());
    const auto key = store.keys.load(held->month);
    if (!key) return propagate(key.error());
    const auto sealed =
        platform::read_file(path_of(store, held->month, wish.sha256), wire::kSealedPhotoBytesMax);
    if (!sealed) return propagate(sealed.error());
    return wire::open_photo(*sealed, *key);
}

Result<std::vector<std::string>> expire_photos(const Database& database, const OwnLedger& own,
                                               const Officer& officer, const PhotoStore& store,
                                               const PhotoExpiry& expiry, Zone zone) {
    if (auto plain = check_reason(expiry.why); !plain) return propagate(plain.error());
    if (expiry.before > month_of(own.clock.wall(), zone))
        return fail(ErrorCode::usage,
                    "a month that is not over is still sealed to; name it or an earlier one");
    auto months = store.keys.all();
    if (!months) return propagate(months.error());
    std::erase_if(*months, [&](const PhotoMonth& month) { return month.month >= expiry.before; });
    std::vector<std::string> names;
    for (const PhotoMonth& month : *months) {
        if (!month.destroyed) names.push_back(format_month(month.month));
    }
    if (!names.empty()) {
        const auto noted = decide(database, own, [&]() -> Result<void> {
            const auto written = append_decision(database, own, "photos-expired", expired_body(names, expiry),
                                                 officer, expiry.why);
            return written ? Result<void>() : propagate(written.error());
        });
        if (!noted) return propagate(noted.error());
    }
    for (const PhotoMonth& month : *months) {
        if (auto gone = destroy_month(store, month); !gone) return propagate(gone.error());
    }
    return names;
}

}  // namespace hadir::central
