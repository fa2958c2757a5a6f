// Fetches keys, policy and roster: each signed and versioned, checked before it is stored (docs/formats.md
// 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "store/identity.h"
#include "store/sync_store.h"
#include "sync/http_client.h"
#include "sync/verdict.h"
#include "wire/keys_file.h"
#include "wire/receipt.h"

namespace hadir::sync {

enum class FileKind : std::uint8_t {
    keys,
    policy,
    roster
};  // in the order of fetching: keys sign the others
[[nodiscard]] std::string_view name_of(FileKind kind);

// Not shared between threads; the references outlive this.
class FilePuller {
public:
    // Takes the keys that are held, or those that enrolment gave. BAD_SIGNATURE when the root signed neither.
    [[nodiscard]] static Result<FilePuller> open(const store::Identity& identity, store::SyncStore& store,
                                                 UnixMs now);

    void begin();              // a round: nothing is wanted yet
    void want(FileKind kind);  // whatever version is held
    void want_all();
    [[nodiscard]] Result<void> want_newer(const wire::Receipt& receipt);  // what it names and is not held

    [[nodiscard]] Result<std::optional<HttpRequest>> next();  // none: nothing more is wanted
    [[nodiscard]] Verdict take(const Now& now, const HttpResponse& response);

    // A file that came by hand, held to the same checks: whether it is newer than what was held. CONFLICT for
    // an older one, or another one of the same version; the held one stays.
    [[nodiscard]] Result<bool> take_carried(FileKind kind, const std::string& text, UnixMs now);

    [[nodiscard]] const wire::KeysFile& keys() const { return keys_; }
    [[nodiscard]] Zone zone() const { return zone_; }  // the roster's; WIB until there is one

private:
    FilePuller(const store::Identity& identity, store::SyncStore& store, wire::KeysFile keys)
        : identity_(&identity), store_(&store), keys_(std::move(keys)) {}
    [[nodiscard]] Verdict take_file(const Now& now, const HttpResponse& response);
    [[nodiscard]] Result<bool> keep(FileKind kind, const store::StoredFile& file, UnixMs now);
    [[nodiscard]] Result<std::int64_t> check(FileKind kind, const std::string& text);
    void use(FileKind kind, const std::string& text);

    const store::Identity* identity_;
    store::SyncStore* store_;
    wire::KeysFile keys_;
    Zone zone_ = Zone::wib;
    std::vector<FileKind> wanted_;  // sorted; the first is asked for
};

}  // namespace hadir::sync
