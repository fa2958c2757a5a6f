// hadir-verify: checks, offline, that a ledger was never altered. Small enough to be read by a court's
// expert.
#include <cstdio>
#include <fstream>
#include <sstream>

#include "apps/verify_ledger.h"
#include "wire/keys_file.h"
#include "wire/receipt.h"

namespace {

using hadir::Error;
using hadir::ErrorCode;
using hadir::fail;
using hadir::propagate;
using hadir::PublicKey;
using hadir::Result;
using hadir::apps::TrustedKeys;

constexpr int kGood = 0;
constexpr int kChanged = 1;
constexpr int kUnreadable = 2;

constexpr const char* kHelp =
    "hadir-verify checks that no record of a ledger was altered, removed or put in between.\n"
    "\n"
    "  hadir-verify LEDGER --pub [INC:]HEX ...\n"
    "  hadir-verify LEDGER --device FILE --keys FILE --root HEX\n"
    "\n"
    "  LEDGER        a terminal's ledger.db, or central's export of it\n"
    "  --pub         the ledger's public key, 64 hex digits; with INC: for that incarnation (else 1)\n"
    "  --device      BKD's device statement: which key belongs to which terminal\n"
    "  --keys        BKD's keys file, which lists the key that signed the statement\n"
    "  --root        BKD's root public key, 64 hex digits, as BKD published it\n"
    "\n"
    "Exit status: 0 all records are good; 1 the first bad record is named; 2 nothing could be checked.\n";

struct Arguments {
    std::string ledger;
    std::vector<std::string> pubs;
    std::string device, keys, root;
};

Result<Arguments> read_arguments(const std::vector<std::string>& words) {
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].starts_with("--")) {
            if (!arguments.ledger.empty())
                return fail(ErrorCode::usage, words[i] + ": only one ledger can be checked at a time");
            arguments.ledger = words[i];
            continue;
        }
        if (i + 1 == words.size()) return fail(ErrorCode::usage, words[i] + " needs a value");
        const std::string& value = words[i + 1];
        if (words[i] == "--pub")
            arguments.pubs.push_back(value);
        else if (words[i] == "--device")
            arguments.device = value;
        else if (words[i] == "--keys")
            arguments.keys = value;
        else if (words[i] == "--root")
            arguments.root = value;
        else
            return fail(ErrorCode::usage, words[i] + " is not an option; see --help");
        ++i;
    }
    if (arguments.ledger.empty()) return fail(ErrorCode::usage, "name the ledger to check; see --help");
    const bool statement = !arguments.device.empty() || !arguments.keys.empty() || !arguments.root.empty();
    if (statement == !arguments.pubs.empty())
        return fail(ErrorCode::usage, "give either --pub, or --device with --keys and --root");
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

Result<TrustedKeys> keys_stated(const Arguments& arguments) {
    const auto root = PublicKey::parse_hex(arguments.root);
    if (!root) return fail(ErrorCode::usage, "--root must be 64 hex digits");
    const auto keys_text = text_of(arguments.keys);
    if (!keys_text) return propagate(keys_text.error());
    const auto keys = hadir::wire::open_keys_file(*keys_text, *root);
    if (!keys) return propagate(keys.error().in(arguments.keys));
    const auto device_text = text_of(arguments.device);
    if (!device_text) return propagate(device_text.error());
    const auto device = hadir::wire::open_device_statement(*device_text, *keys);
    if (!device) return propagate(device.error().in(arguments.device));
    if (!device->confirmed) {
        std::fprintf(stderr, "hadir-verify: note: no second officer has confirmed this terminal yet\n");
    }
    TrustedKeys trusted;
    trusted.dev = device->dev;
    trusted.by_inc[device->inc] = device->ledger_key;
    return trusted;
}

int report(const Error& error) {
    std::fprintf(stderr, "hadir-verify: %s\n", error.message.c_str());
    return kUnreadable;
}

int run(const std::vector<std::string>& words) {
    const auto arguments = read_arguments(words);
    if (!arguments) return report(arguments.error());
    const auto trusted = arguments->pubs.empty() ? keys_stated(*arguments) : keys_given(arguments->pubs);
    if (!trusted) return report(trusted.error());
    const auto verdict = hadir::apps::verify_ledger(arguments->ledger, *trusted);
    if (!verdict) return report(verdict.error());
    if (verdict->fault) {
        std::printf("CHANGED %s (%llu records before it are good)\n", verdict->fault->c_str(),
                    static_cast<unsigned long long>(verdict->records));
        return kChanged;
    }
    std::printf("OK %llu records of terminal %s\n", static_cast<unsigned long long>(verdict->records),
                verdict->dev.hex().c_str());
    if (verdict->anchors != 0)
        std::printf("   older records were pruned; what is left begins at a signed anchor\n");
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
    return run(words);
}
