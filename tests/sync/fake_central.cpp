#include "tests/sync/fake_central.h"

#include <charconv>

#include "tests/fakes/fake_http.h"
#include "wire/chain.h"
#include "wire/roster.h"

namespace hadir::tests {
namespace {

std::uint64_t number(const std::string& text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string parameter(const std::string& path, const std::string& name) {
    const std::size_t at = path.find(name + "=");
    if (at == std::string::npos) return {};
    const std::size_t start = at + name.size() + 1;
    return path.substr(start, path.find('&', start) - start);
}

wire::KeyRow row_of(const std::string& use, const wire::SigningKey& key) {
    return {use,          wire::key_id_of(key.public_key().view()),
            "ed25519",    Bytes(key.public_key().bytes.begin(), key.public_key().bytes.end()),
            UnixMs{0},    UnixMs{4'000'000'000'000},
            std::nullopt, std::nullopt};
}

wire::FileHead head_of(const std::string& kind, std::int64_t version) {
    return {kind, std::nullopt, version, UnixMs{1'000'000}, UnixMs{4'000'000'000'000}};
}

}  // namespace

FakeCentral::FakeCentral(const DeviceId& dev, const PublicKey& ledger_key, const Clock& clock)
    : dev_(dev), ledger_key_(ledger_key), clock_(clock) {
    files["keys"] = {4, keys_file(4)};
}

std::string FakeCentral::keys_file(std::int64_t version) const {
    return wire::write_keys_file(
        head_of("keys", version),
        {row_of("receipt", receipt_key_), row_of("roster", roster_key_), row_of("policy", policy_key_)},
        root_);
}

std::string FakeCentral::roster_file(std::int64_t version, Zone zone) const {
    wire::Roster roster;
    roster.head = head_of("roster", version);
    roster.head.dev = dev_;
    roster.opd = "PUPR";
    roster.office = "Dinas PUPR";
    roster.kiosk = "Kios 02";
    roster.zone = zone;
    roster.erased = erased;
    return wire::write_roster(roster, roster_key_);
}

std::string FakeCentral::policy_file(std::int64_t version) const {
    wire::Policy policy;
    policy.head = head_of("policy", version);
    return wire::write_policy(policy, policy_key_);
}

void FakeCentral::new_receipt_key() {
    receipt_key_ = *wire::SigningKey::from_seed(Bytes(32, 0xB1));
}

void FakeCentral::restore_to(std::size_t count) {
    lines_.resize(count);
    hashes_.resize(count);
}

std::optional<Hash> FakeCentral::hash_at(std::uint64_t seq) const {
    if (seq == 0) return wire::chain_genesis(dev_, 1, ledger_key_);
    return seq <= hashes_.size() ? std::optional(hashes_[seq - 1]) : std::nullopt;
}

sync::HttpResponse FakeCentral::handle(const sync::HttpRequest& request) {
    if (request.method == sync::HttpMethod::get) return give_file(request);
    const std::string place = "/v1/devices/" + dev_.hex() + "/records?";
    if (!request.path.starts_with(place)) return problem_answer(404, "NOT_FOUND");
    return take_records(request);
}

sync::HttpResponse FakeCentral::take_records(const sync::HttpRequest& request) {
    const auto header = [&](const char* name) {
        return sync::find_header(request.headers, name).value_or("");
    };
    const auto nonce = Nonce::parse_hex(header("hadir-nonce"));
    const auto previous = Hash::parse_hex(header("hadir-prev"));
    const std::uint64_t from = number(parameter(request.path, "from"));
    if (!nonce || !previous || from == 0 || parameter(request.path, "inc") != "1" ||
        header("content-type") != "application/x-ndjson" || header("content-encoding") != "zstd") {
        return problem_answer(400, "MALFORMED");
    }
    std::vector<wire::SignedLine> lines;
    if (!request.body.empty()) {
        const auto body = wire::unpack_frame(as_bytes(request.body));
        const auto split = body ? wire::split_lines(*body)
                                : Result<std::vector<wire::SignedLine>>(fail(ErrorCode::malformed, "zstd"));
        if (!split) return problem_answer(400, "MALFORMED");
        lines = *split;
    }
    if (number(header("hadir-count")) != lines.size()) return problem_answer(400, "MALFORMED");
    if (from > lines_.size() + 1)
        return problem_answer(409, "GAP", "\"expect_from\":" + std::to_string(lines_.size() + 1));
    if (*hash_at(from - 1) != *previous) return problem_answer(422, "BAD_CHAIN", "\"line\":1");
    const auto hashes = wire::check_lines({dev_, 1, from}, *previous, ledger_key_, lines);
    if (!hashes) return problem_answer(422, name_of(hashes.error().code), "\"line\":1");
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::size_t at = from - 1 + i;
        if (at < lines_.size()) {
            if (hashes_[at] != (*hashes)[i]) return problem_answer(409, "FORK");
            continue;
        }
        lines_.push_back(lines[i]);
        hashes_.push_back((*hashes)[i]);
    }
    return receipt_for(*nonce);
}

sync::HttpResponse FakeCentral::receipt_for(const Nonce& nonce) const {
    wire::Receipt receipt;
    receipt.dev = dev_;
    receipt.acked = lines_.size();
    receipt.head = *hash_at(lines_.size());
    receipt.time = clock_.wall();
    receipt.nonce = nonce;
    const auto version = [this](const char* kind) {
        const auto file = files.find(kind);
        return file == files.end() ? std::nullopt : std::optional(file->second.version);
    };
    receipt.roster = version("roster");
    receipt.policy = version("policy");
    receipt.keys = version("keys");
    if (twist) twist(receipt);
    return {200, {}, wire::write_receipt(receipt, receipt_key_)};
}

sync::HttpResponse FakeCentral::give_file(const sync::HttpRequest& request) const {
    const std::string kind = request.path.substr(request.path.rfind('/') + 1);
    const auto file = files.find(kind);
    if (file == files.end()) return problem_answer(404, "NOT_FOUND");
    const std::string etag = '"' + std::to_string(file->second.version) + '"';
    if (sync::find_header(request.headers, "If-None-Match") == etag) return {304, {}, {}};
    return {200, {{"ETag", etag}}, file->second.text};
}

}  // namespace hadir::tests
