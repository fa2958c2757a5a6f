// Roster, policy, keys, receipt and device statement: once as they come, and once with a good signature put
// under them, so that the fuzzer reaches what stands behind it.
#include "tests/fuzz/fuzz.h"
#include "wire/receipt.h"
#include "wire/roster.h"
#include "wire/signed_file.h"

namespace {

using namespace hadir;

void open_all(std::string_view text) {
    static const wire::KeysFile roster = fuzz::keys_for("roster"), policy = fuzz::keys_for("policy"),
                                receipt = fuzz::keys_for("receipt"), device = fuzz::keys_for("device");
    static_cast<void>(wire::open_keys_file(text, fuzz::signing_key().public_key()));
    static_cast<void>(wire::open_roster(text, roster, DeviceId{{1}}));
    static_cast<void>(wire::open_receipt(text, receipt));
    static_cast<void>(wire::open_device_statement(text, device));
    if (const auto opened = wire::open_policy(text, policy)) {
        fuzz::require(opened->guard_s >= 0 && opened->guard_s <= 3600 && opened->day_start_min >= 0 &&
                          opened->day_start_min <= 720 && opened->out_after_min >= 1 &&
                          opened->out_after_min <= 1440,
                      "a policy that is taken is in its ranges");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    open_all(text);
    for (const wire::FileDomain domain :
         {wire::FileDomain::receipt, wire::FileDomain::roster, wire::FileDomain::policy,
          wire::FileDomain::keys, wire::FileDomain::device}) {
        const auto split = wire::split_signed_file(domain, text);
        if (split) fuzz::require(split->body.size() < text.size(), "the signature line is not of the body");
        if (text.empty() || text.back() != '\n') continue;
        open_all(wire::sign_file(domain, std::string(text), fuzz::signing_key()));
    }
    return 0;
}
