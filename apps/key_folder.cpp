#include "apps/key_folder.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/file.h"

namespace hadir::apps {
namespace {

constexpr std::size_t kKeyBytesMax = 4096;
constexpr unsigned kPublicMode = 0644;
constexpr std::uint8_t kBadgeKeyNumberMax = 255;

Result<std::string> read_text(const std::filesystem::path& path, std::size_t bytes_max) {
    const auto bytes = platform::read_file(path, bytes_max);
    if (!bytes) return propagate(bytes.error());
    return std::string(as_text(*bytes));
}

Result<wire::SigningKey> open_key(const std::filesystem::path& path, std::string_view use,
                                  std::string_view passphrase) {
    const auto text = read_text(path, kKeyBytesMax);
    if (!text) return propagate(text.error());
    auto key = wire::open_sealed_key(*text, use, passphrase);
    if (!key) return propagate(key.error().in(path.string()));
    return key;
}

Result<void> seal_to(const std::filesystem::path& path, const wire::SigningKey& key, std::string_view use,
                     std::string_view passphrase, wire::SealCost cost) {
    const auto sealed = wire::seal_key(key, use, passphrase, cost);
    if (!sealed) return propagate(sealed.error().in(path.string()));
    return platform::write_private_file(path, as_bytes(*sealed));
}

wire::KeyRow badge_row(const wire::SigningKey& key, std::uint8_t number, UnixMs now) {
    const ByteView pub = key.public_key().view();
    return {.use = "badge",
            .id = wire::key_id_of(pub),
            .alg = "ed25519",
            .pub = Bytes(pub.begin(), pub.end()),
            .from = now,
            .until = now + kBadgeKeyLife,
            .origin = std::nullopt,
            .badge_key = number};
}

const wire::KeyRow* newest_badge_row(const std::vector<wire::KeyRow>& rows) {
    const wire::KeyRow* newest = nullptr;
    for (const wire::KeyRow& row : rows) {
        if (row.use == "badge" && (newest == nullptr || *row.badge_key > *newest->badge_key)) newest = &row;
    }
    return newest;
}

// Log keys are never taken off the list: proofs under them must stay good for ever.
std::vector<wire::KeyRow> with_old_log_keys(std::vector<wire::KeyRow> rows,
                                            const std::vector<wire::KeyRow>& before) {
    for (const wire::KeyRow& old : before) {
        if (old.use != "log") continue;
        const bool listed = std::any_of(rows.begin(), rows.end(), [&](const wire::KeyRow& row) {
            return row.use == "log" && row.pub == old.pub && row.origin == old.origin;
        });
        if (!listed) rows.push_back(old);
    }
    return rows;
}

std::vector<wire::KeyRow> rows_but(const std::vector<wire::KeyRow>& rows, std::string_view use) {
    std::vector<wire::KeyRow> others;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(others),
                 [&](const wire::KeyRow& row) { return row.use != use; });
    return others;
}

std::vector<wire::KeyRow> newest_badge_rows(const std::vector<wire::KeyRow>& rows) {
    std::vector<wire::KeyRow> badges;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(badges),
                 [](const wire::KeyRow& row) { return row.use == "badge"; });
    std::sort(badges.begin(), badges.end(), [](const wire::KeyRow& left, const wire::KeyRow& right) {
        return left.badge_key > right.badge_key;
    });
    if (badges.size() > kBadgeKeysListed) badges.resize(kBadgeKeysListed);
    return badges;
}

}  // namespace

std::filesystem::path KeyFolder::badge_path(std::uint8_t number) const {
    return folder_ / fmt::format("badge-{:03}.key", number);
}

Result<wire::SigningKey> KeyFolder::open_root(std::string_view passphrase) const {
    return open_key(folder_ / "root.key", "root", passphrase);
}

// The folder's copy first: should what follows fail, the next version is still above this one.
Result<std::string> KeyFolder::publish(const wire::SigningKey& root, const std::vector<wire::KeyRow>& rows,
                                       std::int64_t last_version, UnixMs now) const {
    const wire::FileHead head{.kind = "keys",
                              .dev = std::nullopt,
                              .version = wire::next_version(last_version, now),
                              .issued = now,
                              .expires = now + kKeysFileLife};
    std::string text = wire::write_keys_file(head, rows, root);
    if (const auto readable = wire::open_keys_file(text, root.public_key()); !readable) {
        return propagate(readable.error().in("nothing was signed"));
    }
    const auto written = platform::write_private_file(folder_ / "keys", as_bytes(text), kPublicMode);
    if (!written) return propagate(written.error());
    return text;
}

Result<PublicKey> KeyFolder::create(std::string_view root_passphrase, std::string_view badge_passphrase,
                                    UnixMs now, wire::SealCost cost) const {
    if (auto made = platform::make_private_folder(folder_); !made) return propagate(made.error());
    const std::filesystem::path root_path = folder_ / "root.key";
    if (std::filesystem::exists(root_path)) {
        return fail(ErrorCode::usage, root_path.string() +
                                          " is there already; a second root would make every terminal "
                                          "enrol again. Choose another folder if that is meant");
    }
    const auto root = wire::SigningKey::generate();
    const auto badge = wire::SigningKey::generate();
    if (auto sealed = seal_to(badge_path(1), badge, "badge", badge_passphrase, cost); !sealed) {
        return propagate(sealed.error());
    }
    const std::string hex = root.public_key().hex() + "\n";
    auto written = platform::write_private_file(folder_ / "root.pub", as_bytes(hex), kPublicMode);
    if (!written) return propagate(written.error());
    if (auto listed = publish(root, {badge_row(badge, 1, now)}, 0, now); !listed) {
        return propagate(listed.error());
    }
    // Last: a folder with a root is whole.
    if (auto sealed = seal_to(root_path, root, "root", root_passphrase, cost); !sealed) {
        return propagate(sealed.error());
    }
    return root.public_key();
}

Result<std::string> KeyFolder::sign(std::string_view root_passphrase,
                                    const std::vector<wire::KeyRow>& server_rows, UnixMs now) const {
    const auto root = open_root(root_passphrase);
    if (!root) return propagate(root.error());
    const auto text = read_text(folder_ / "keys", wire::kSignedFileBytesMax);
    if (!text) return propagate(text.error());
    const auto before = wire::open_keys_file(*text, root->public_key());
    if (!before) return propagate(before.error().in((folder_ / "keys").string()));
    std::vector<wire::KeyRow> rows = newest_badge_rows(before->rows);
    rows.insert(rows.end(), server_rows.begin(), server_rows.end());
    return publish(*root, with_old_log_keys(std::move(rows), before->rows), before->head.version, now);
}

Result<std::uint8_t> KeyFolder::add_badge_key(std::string_view root_passphrase,
                                              std::string_view badge_passphrase, UnixMs now,
                                              wire::SealCost cost) const {
    const auto root = open_root(root_passphrase);
    if (!root) return propagate(root.error());
    const auto before = keys_file();
    if (!before) return propagate(before.error());
    const wire::KeyRow* newest = newest_badge_row(before->rows);
    const unsigned next = newest == nullptr ? 1U : *newest->badge_key + 1U;
    if (next > kBadgeKeyNumberMax) return fail(ErrorCode::usage, "all 255 badge key numbers are used up");
    const auto number = static_cast<std::uint8_t>(next);
    const auto badge = wire::SigningKey::generate();
    if (auto sealed = seal_to(badge_path(number), badge, "badge", badge_passphrase, cost); !sealed) {
        return propagate(sealed.error());
    }
    std::vector<wire::KeyRow> badges = newest_badge_rows(before->rows);
    badges.insert(badges.begin(), badge_row(badge, number, now));
    std::vector<wire::KeyRow> rows = newest_badge_rows(badges);
    const auto others = rows_but(before->rows, "badge");
    rows.insert(rows.end(), others.begin(), others.end());
    const auto listed = publish(*root, rows, before->head.version, now);
    if (!listed) return propagate(listed.error());
    return number;
}

Result<PublicKey> KeyFolder::root_public_key() const {
    auto text = read_text(folder_ / "root.pub", kKeyBytesMax);
    if (!text) return propagate(text.error());
    if (text->ends_with('\n')) text->pop_back();
    const auto key = PublicKey::parse_hex(*text);
    if (!key || !wire::is_usable_key(*key)) {
        return fail(ErrorCode::malformed,
                    (folder_ / "root.pub").string() + ": must be 64 lower-case hex digits");
    }
    return *key;
}

Result<wire::KeysFile> KeyFolder::keys_file() const {
    const auto root = root_public_key();
    if (!root) return propagate(root.error());
    const auto text = read_text(folder_ / "keys", wire::kSignedFileBytesMax);
    if (!text) return propagate(text.error());
    auto file = wire::open_keys_file(*text, *root);
    if (!file) return propagate(file.error().in((folder_ / "keys").string()));
    return file;
}

Result<KeyFolder::BadgeKey> KeyFolder::open_badge_key(std::string_view passphrase, UnixMs now) const {
    const auto file = keys_file();
    if (!file) return propagate(file.error());
    const wire::KeyRow* row = newest_badge_row(file->rows);
    if (row == nullptr) {
        return fail(ErrorCode::usage,
                    (folder_ / "keys").string() + ": lists no badge key; run `hadir keys add-badge-key`");
    }
    if (now >= row->until) {
        return fail(ErrorCode::expired,
                    fmt::format("badge key {} may sign nothing since {}; run `hadir keys add-badge-key`",
                                *row->badge_key, format_at(row->until)));
    }
    const std::filesystem::path path = badge_path(*row->badge_key);
    auto key = open_key(path, "badge", passphrase);
    if (!key) return propagate(key.error());
    if (!std::ranges::equal(key->public_key().view(), row->pub)) {
        return fail(ErrorCode::bad_signature,
                    path.string() + ": is not the badge key that the root has listed");
    }
    return BadgeKey{*row->badge_key, std::move(*key)};
}

}  // namespace hadir::apps
