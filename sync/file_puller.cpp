#include "sync/file_puller.h"

#include <algorithm>
#include <array>

#include "sync/problem.h"
#include "wire/roster.h"

namespace hadir::sync {
namespace {

constexpr int kOk = 200;
constexpr int kNotModified = 304;
constexpr int kNotFound = 404;
constexpr std::size_t kEtagBytesMax = 128;
constexpr std::array kKinds{FileKind::keys, FileKind::policy, FileKind::roster};

std::string path_of(FileKind kind, const DeviceId& dev) {
    if (kind == FileKind::keys) return "/v1/keys";
    return "/v1/devices/" + dev.hex() + '/' + std::string(name_of(kind));
}

std::optional<std::int64_t> version_in(const wire::Receipt& receipt, FileKind kind) {
    switch (kind) {
        case FileKind::keys:
            return receipt.keys;
        case FileKind::policy:
            return receipt.policy;
        case FileKind::roster:
            return receipt.roster;
    }
    return std::nullopt;
}

// The entity tag as it may be sent back; what could break a header is not kept.
std::string etag_of(const HttpResponse& response) {
    const std::string tag = find_header(response.headers, "ETag").value_or("");
    const bool plain = std::ranges::all_of(tag, [](char c) { return c > ' ' && c < 0x7F; });
    return plain && tag.size() <= kEtagBytesMax ? tag : std::string();
}

}  // namespace

std::string_view name_of(FileKind kind) {
    switch (kind) {
        case FileKind::keys:
            return "keys";
        case FileKind::policy:
            return "policy";
        case FileKind::roster:
            return "roster";
    }
    return "";
}

Result<FilePuller> FilePuller::open(const store::Identity& identity, store::SyncStore& store, UnixMs now) {
    const auto held = store.file("keys");
    if (!held) return propagate(held.error());
    auto keys = wire::open_keys_file(*held ? (*held)->bytes : identity.keys, identity.root);
    if (!keys) return propagate(keys.error().in("keys file"));
    FilePuller puller(identity, store, std::move(*keys));
    if (!*held) {
        const auto put = store.put_file("keys", {puller.keys_.head.version, identity.keys, ""}, now);
        if (!put) return propagate(put.error());
    }
    const auto roster = store.file("roster");
    if (!roster) return propagate(roster.error());
    if (*roster) puller.use(FileKind::roster, (*roster)->bytes);
    return puller;
}

void FilePuller::begin() {
    wanted_.clear();
}

void FilePuller::want(FileKind kind) {
    if (std::ranges::find(wanted_, kind) == wanted_.end()) wanted_.push_back(kind);
    std::ranges::sort(wanted_);
}

void FilePuller::want_all() {
    wanted_.assign(kKinds.begin(), kKinds.end());
}

Result<void> FilePuller::want_newer(const wire::Receipt& receipt) {
    for (const FileKind kind : kKinds) {
        const auto held = store_->file_version(name_of(kind));
        if (!held) return propagate(held.error());
        const auto named = version_in(receipt, kind);
        if (named && *named > held->value_or(0)) want(kind);
    }
    return {};
}

Result<std::optional<HttpRequest>> FilePuller::next() {
    if (wanted_.empty()) return std::nullopt;
    const auto held = store_->file(name_of(wanted_.front()));
    if (!held) return propagate(held.error());
    HttpRequest request;
    request.path = path_of(wanted_.front(), identity_->dev);
    request.answer_bytes_max = wire::kSignedFileBytesMax;
    if (*held && !(*held)->etag.empty()) request.headers.emplace_back("If-None-Match", (*held)->etag);
    return request;
}

Verdict FilePuller::take(const Now& now, const HttpResponse& response) {
    if (wanted_.empty()) return {VerdictKind::back_off, "an answer came that nobody asked for", {}};
    const FileKind kind = wanted_.front();
    const std::string name(name_of(kind));
    if (response.status != kOk && response.status != kNotModified && response.status != kNotFound) {
        const Problem problem = read_problem(response);
        if (problem.is_passing())
            return {VerdictKind::back_off, name + ": " + problem.text(), problem.retry_after};
        wanted_.erase(wanted_.begin());
        return {VerdictKind::hold, "central refused to give " + name + ": " + problem.text(), {}};
    }
    Verdict verdict;
    if (response.status == kOk) verdict = take_file(now, response);
    wanted_.erase(wanted_.begin());
    return verdict;
}

Verdict FilePuller::take_file(const Now& now, const HttpResponse& response) {
    const FileKind kind = wanted_.front();
    const std::string name(name_of(kind));
    const auto version = check(kind, response.body);
    if (!version)
        return {VerdictKind::hold, "the " + name + " that central gave: " + version.error().message, {}};
    const auto kept = keep(kind, {*version, response.body, etag_of(response)}, now.wall);
    if (kept) return {};
    const bool older = kept.error().code == ErrorCode::conflict;
    return {older ? VerdictKind::hold : VerdictKind::back_off,
            (older ? "central gave " : "") + kept.error().message,
            {}};
}

Result<bool> FilePuller::take_carried(FileKind kind, const std::string& text, UnixMs now) {
    const auto version = check(kind, text);
    if (!version) return propagate(version.error().in(std::string(name_of(kind))));
    return keep(kind, {*version, text, ""}, now);
}

Result<bool> FilePuller::keep(FileKind kind, const store::StoredFile& file, UnixMs now) {
    const std::string name(name_of(kind));
    const auto held = store_->file(name);
    if (!held) return propagate(held.error());
    const bool same = *held && (*held)->version == file.version;
    if (*held && (file.version < (*held)->version || (same && file.bytes != (*held)->bytes))) {
        return fail(ErrorCode::conflict, name + " " + std::to_string(file.version) + ", held is another " +
                                             std::to_string((*held)->version) + "; the held one stays");
    }
    if (auto put = store_->put_file(name, file, now); !put) return propagate(put.error());
    use(kind, file.bytes);
    return !same;
}

Result<std::int64_t> FilePuller::check(FileKind kind, const std::string& text) {
    const auto version = [](const auto& file) -> Result<std::int64_t> {
        if (!file) return propagate(file.error());
        return file->head.version;
    };
    switch (kind) {
        case FileKind::keys:
            return version(wire::open_keys_file(text, identity_->root));
        case FileKind::policy:
            return version(wire::open_policy(text, keys_));
        case FileKind::roster:
            return version(wire::open_roster(text, keys_, identity_->dev));
    }
    return fail(ErrorCode::internal, "no such file");
}

// What this program itself needs of a file that was good when it was stored.
void FilePuller::use(FileKind kind, const std::string& text) {
    if (kind == FileKind::keys) {
        if (auto keys = wire::open_keys_file(text, identity_->root)) keys_ = std::move(*keys);
    } else if (kind == FileKind::roster) {
        if (const auto roster = wire::open_roster(text, keys_, identity_->dev)) zone_ = roster->zone;
    }
}

}  // namespace hadir::sync
