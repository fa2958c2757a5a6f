// One record among a million: how large its proof file is, and how long hadir-verify takes to judge it.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "tests/temporary_folder.h"
#include "wire/chain.h"
#include "wire/record_proof.h"
#include "wire/tlog_proof.h"
#include "wire/tree.h"

namespace {

using namespace hadir;  // NOLINT(google-build-using-namespace): a program of one file
using std::chrono::steady_clock;

constexpr std::uint64_t kRecords = 1'000'000;
constexpr std::uint64_t kPlace = 618'033;
constexpr std::size_t kLineBytes = 700;
constexpr std::size_t kProofBytesMax = 4096;
constexpr double kMillisecondsMax = 50;
constexpr int kRuns = 40;
constexpr UnixMs kNow{1'795'000'000'000};

double milliseconds_since(steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(steady_clock::now() - start).count();
}

// Of all programs that were started and have ended: what they took, whatever else the machine had to do.
double children_milliseconds() {
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    const auto of = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

wire::KeyRow row_of(const char* use, const wire::SigningKey& key, std::optional<std::string> origin) {
    const auto& pub = key.public_key().bytes;
    return {use,  wire::key_id_of(pub),         "ed25519",         Bytes(pub.begin(), pub.end()),
            kNow, kNow + std::chrono::years(2), std::move(origin), std::nullopt};
}

// A check-in of the largest size that is promised, and everything that proves it.
struct Proved {
    wire::SigningKey root = wire::SigningKey::generate(), log = wire::SigningKey::generate(),
                     device = wire::SigningKey::generate(), ledger = wire::SigningKey::generate();
    std::string origin = "hadir/0123456789abcdef/1";
    std::string keys =
        wire::write_keys_file({"keys", std::nullopt, 1, kNow, kNow},
                              {row_of("log", log, origin), row_of("device", device, {})}, root);
    wire::RecordEvidence evidence;

    Proved() {
        wire::LineHead head;
        head.id = {DeviceId{{7}}, 1, 418};
        head.kind = "checkin";
        head.at = kNow;
        evidence.line = *wire::write_line(head, R"({"note":""})");
        const std::size_t at = evidence.line.size() - 3;
        evidence.line.insert(at, std::string(kLineBytes - evidence.line.size(), 'x'));
        evidence.prev = Hash{{9}};
        evidence.ledger_key = ledger.public_key();
        evidence.signature = wire::sign_head(ledger, head.id, wire::chain_next(evidence.prev, evidence.line));
        evidence.device = wire::write_device_statement(
            {head.id.dev, 1, evidence.ledger_key, kNow, {PersonId{{1}}, PersonId{{2}}}}, device);
    }
};

std::string make_proof(const Proved& proved) {
    std::vector<std::vector<Hash>> levels(32);
    auto grower = *wire::TreeGrower::open(0, {});
    const auto start = steady_clock::now();
    for (std::uint64_t i = 0; i < kRecords; ++i) {
        const Hash leaf = i == kPlace ? wire::leaf_hash(proved.evidence.line)
                                      : wire::leaf_hash("record " + std::to_string(i));
        for (const auto& [node, hash] : grower.add(leaf))
            levels[node.level].push_back(hash);
    }
    fmt::print("tree of {} leaves grown in {:.0f} ms\n", kRecords, milliseconds_since(start));
    int reads = 0;
    const wire::TreeSource source = [&](const wire::TreeNode& node) -> Result<Hash> {
        ++reads;
        return levels[node.level][node.index];
    };
    const Hash root = *wire::tree_root(kRecords, source);
    reads = 0;
    auto hashes = *wire::inclusion_proof(kPlace, kRecords, source);
    fmt::print("proof of {} hashes from {} stored ones\n", hashes.size(), reads);
    return wire::write_tlog_proof({wire::write_evidence(proved.evidence), kPlace, std::move(hashes),
                                   wire::sign_checkpoint({proved.origin, {kRecords, root}}, proved.log)});
}

int run(const std::filesystem::path& programs) {
    const hadir::tests::TemporaryFolder folder;
    const Proved proved;
    const std::string proof = make_proof(proved);
    std::ofstream(folder / "a.tlog-proof") << proof;
    std::ofstream(folder / "keys") << proved.keys;
    const std::string command =
        fmt::format("'{}' '{}' --keys '{}' --root {} > '{}'", (programs / "hadir-verify").string(),
                    (folder / "a.tlog-proof").string(), (folder / "keys").string(),
                    proved.root.public_key().hex(), (folder / "said").string());
    std::vector<double> took;
    const double before = children_milliseconds();
    for (int i = 0; i < kRuns; ++i) {
        const auto start = steady_clock::now();
        if (std::system(command.c_str()) != 0) {  // NOLINT(cert-env33-c): our own program, our own words
            fmt::print("hadir-verify did not say VALID\n");
            return 1;
        }
        took.push_back(milliseconds_since(start));
    }
    const double processor = (children_milliseconds() - before) / kRuns;
    std::ranges::sort(took);
    const auto start = steady_clock::now();
    const auto keys = wire::open_keys_file(proved.keys, proved.root.public_key());
    const auto finding = wire::judge_proof(proof, *keys);
    fmt::print("proof file {} bytes for a line of {} (at most {})\n", proof.size(), kLineBytes,
               kProofBytesMax);
    fmt::print(
        "hadir-verify, process and shell included: processor time {:.1f} ms (at most {}); on the wall "
        "fastest {:.1f}, median {:.1f}, slowest {:.1f} ms of {}\n",
        processor, kMillisecondsMax, took.front(), took[took.size() / 2], took.back(), took.size());
    fmt::print("of that the judgement itself {:.1f} ms: {}\n", milliseconds_since(start),
               wire::name_of(finding->verdict));
    return proof.size() < kProofBytesMax && processor < kMillisecondsMax ? 0 : 1;
}

}  // namespace

int main(int, char** values) {
    if (auto ready = hadir::wire::start_crypto(); !ready) return 1;
    return run(std::filesystem::absolute(values[0]).parent_path());
}
