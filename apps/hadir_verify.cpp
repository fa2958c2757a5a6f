// hadir-verify: checks a ledger, or the proof of one record, offline. A court's expert can read it whole.
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "apps/verify_ledger.h"
#include "apps/verify_proof.h"
#include "wire/keys_file.h"
#include "wire/receipt.h"

namespace {

using hadir::Error;
using hadir::ErrorCode;
using hadir::fail;
using hadir::propagate;
using hadir::PublicKey;
using hadir::Result;
using hadir::wire::Receipt;
using hadir::wire::TrustedKeys;

constexpr int kGood = 0;
constexpr int kBad = 1;
constexpr int kUnreadable = 2;

constexpr const char* kHelp =
    "hadir-verify checks that no record of a ledger was altered, removed or put in between,\n"
    "and what the proof file of one record proves.\n"
    "\n"
    "  hadir-verify LEDGER --pub [INC:]HEX ... [--receipt FILE --keys FILE --root HEX]\n"
    "  hadir-verify LEDGER --device FILE --keys FILE --root HEX [--receipt FILE]\n"
    "  hadir-verify PROOF --keys FILE --root HEX [--revoked FILE]\n"
    "\n"
    "  LEDGER        a terminal's ledger.db, or central's export of it\n"
    "  PROOF         a .tlog-proof file of one record\n"
    "  --pub         the ledger's public key, 64 hex digits; with INC: for that incarnation (else 1)\n"
    "  --device      BKD's device statement: which key belongs to which terminal\n"
    "  --receipt     BKD's newest receipt for it: shows a ledger that was cut, or written anew, below that\n"
    "  --keys        BKD's keys file, which lists the keys of log, device statements and receipts\n"
    "  --root        BKD's root public key, 64 hex digits, as BKD published it\n"
    "  --revoked     BKD's list of revoked ledgers\n"
    "\n"
    "Of a proof it says, in this order: CHANGED, NOT IN LOG, IN LOG, TERMINAL UNPROVEN, VALID.\n"
    "Exit status: 0 all records are good, or VALID; 1 not so, and why; 2 nothing could be checked.\n";

struct Arguments {
    std::string file;
    std::vector<std::string> pubs;
    std::map<std::string, std::string> options{
        {"--device", ""}, {"--receipt", ""}, {"--keys", ""}, {"--root", ""}, {"--revoked", ""}};

    [[nodiscard]] const std::string& of(const char* option) const { return options.at(option); }
    [[nodiscard]] bool is_proof() const { return pubs.empty() && of("--device").empty(); }
};

Result<Arguments> read_arguments(const std::vector<std::string>& words) {
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].starts_with("--")) {
            if (!arguments.file.empty())
                return fail(ErrorCode::usage, words[i] + ": only one file can be checked at a time");
            arguments.file = words[i];
            continue;
        }
        if (i + 1 == words.size()) return fail(ErrorCode::usage, words[i] + " needs a value");
        const auto option = arguments.options.find(words[i]);
        if (option != arguments.options.end())
            option->second = words[++i];
        else if (words[i] == "--pub")
            arguments.pubs.push_back(words[++i]);
        else
            return fail(ErrorCode::usage, words[i] + " is not an option; see --help");
    }
    if (arguments.file.empty()) return fail(ErrorCode::usage, "name the file to check; see --help");
    const auto given = [&](const char* option) { return !arguments.of(option).empty(); };
    const bool rooted = given("--keys") && given("--root");
    if (arguments.pubs.empty() ? !rooted || (given("--receipt") && !given("--device"))
                               : given("--device") || given("--revoked") || rooted != given("--receipt"))
        return fail(ErrorCode::usage, "these options do not go together; see --help");
    return arguments;
}

Result<std::string> text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) return fail(ErrorCode::not_found, path + ": cannot be read");
    return text.str();
}

Result<TrustedKeys> keys_given(const std::vector<std::string>& pubs) {
    TrustedKeys trusted;
    for (const std::string& pub : pubs) {
        const std::size_t colon = pub.find(':');
        const std::string inc = colon == std::string::npos ? "1" : pub.substr(0, colon);
        const auto key = PublicKey::parse_hex(colon == std::string::npos ? pub : pub.substr(colon + 1));
        const bool number =
            !inc.empty() && inc.size() < 10 && inc.find_first_not_of("0123456789") == std::string::npos;
        if (!key || !number || !hadir::wire::is_usable_key(*key))
            return fail(ErrorCode::usage,
                        "--pub " + pub + ": must be [INC:] and 64 hex digits of a public key");
        trusted.by_inc[static_cast<std::uint32_t>(std::stoul(inc))] = *key;
    }
    return trusted;
}

Result<hadir::wire::KeysFile> listed_keys(const Arguments& arguments) {
    const auto root = PublicKey::parse_hex(arguments.of("--root"));
    if (!root) return fail(ErrorCode::usage, "--root must be 64 hex digits");
    const auto text = text_of(arguments.of("--keys"));
    if (!text) return propagate(text.error());
    auto keys = hadir::wire::open_keys_file(*text, *root);
    if (!keys) return propagate(keys.error().in(arguments.of("--keys")));
    return keys;
}

Result<std::vector<Receipt>> receipt_given(const Arguments& arguments) {
    const std::string& path = arguments.of("--receipt");
    if (path.empty()) return std::vector<Receipt>();
    const auto keys = listed_keys(arguments);
    const auto text = keys ? text_of(path) : propagate(keys.error());
    if (!text) return propagate(text.error());
    const auto receipt = hadir::wire::open_receipt(*text, *keys);
    if (!receipt) return propagate(receipt.error().in(path));
    return std::vector{*receipt};
}

Result<TrustedKeys> keys_stated(const Arguments& arguments) {
    const auto keys = listed_keys(arguments);
    if (!keys) return propagate(keys.error());
    const auto text = text_of(arguments.of("--device"));
    if (!text) return propagate(text.error());
    const auto device = hadir::wire::open_device_statement(*text, *keys);
    if (!device) return propagate(device.error().in(arguments.of("--device")));
    if (!device->confirmed)
        std::fprintf(stderr, "hadir-verify: note: no second officer has confirmed this terminal yet\n");
    return TrustedKeys{device->dev, {{device->inc, device->ledger_key}}};
}

int report(const Error& error) {
    std::fprintf(stderr, "hadir-verify: %s\n", error.message.c_str());
    return kUnreadable;
}

int check_proof(const Arguments& arguments) {
    const auto keys = listed_keys(arguments);
    if (!keys) return report(keys.error());
    const auto proof = text_of(arguments.file);
    if (!proof) return report(proof.error());
    const std::string& list = arguments.of("--revoked");
    const auto revoked = list.empty() ? Result<std::string>(std::string()) : text_of(list);
    if (!revoked) return report(revoked.error());
    const auto checked = hadir::apps::verify_proof(*proof, *keys, *revoked);
    if (!checked) return report(checked.error());
    std::fputs(checked->words.c_str(), stdout);
    return checked->verdict == hadir::wire::ProofVerdict::valid ? kGood : kBad;
}

int check_ledger(const Arguments& arguments) {
    const auto trusted = arguments.pubs.empty() ? keys_stated(arguments) : keys_given(arguments.pubs);
    if (!trusted) return report(trusted.error());
    const auto receipts = receipt_given(arguments);
    if (!receipts) return report(receipts.error());
    const auto verdict = hadir::apps::verify_ledger(arguments.file, *trusted, *receipts);
    if (!verdict) return report(verdict.error());
    if (verdict->fault) {
        std::printf("CHANGED %s (%llu records before it are good)\n", verdict->fault->c_str(),
                    static_cast<unsigned long long>(verdict->records));
        return kBad;
    }
    std::printf("OK %llu records of terminal %s\n", static_cast<unsigned long long>(verdict->records),
                verdict->dev.hex().c_str());
    if (verdict->pruned)
        std::printf("   older records were pruned; what is left begins at a signed anchor\n");
    for (const Receipt& receipt : *receipts)
        std::printf("   BKD's receipt reaches record %llu\n", static_cast<unsigned long long>(receipt.acked));
    return kGood;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.empty() || words[0] == "--help" || words[0] == "-h") {
        std::fputs(kHelp, words.empty() ? stderr : stdout);
        return words.empty() ? kUnreadable : kGood;
    }
    if (auto ready = hadir::wire::start_crypto(); !ready) return report(ready.error());
    const auto arguments = read_arguments(words);
    if (!arguments) return report(arguments.error());
    return arguments->is_proof() ? check_proof(*arguments) : check_ledger(*arguments);
}
