#include "central/factors.h"

#include <algorithm>

#include "central/factors_repository.h"
#include "central/sessions.h"
#include "wire/crypto.h"
#include "wire/encodings.h"

namespace hadir::central {
namespace {

constexpr std::size_t kGroup = 4;

using RecoveryCode = FixedBytes<struct RecoveryCodeTag, 10>;

Hash digest_of(const RecoveryCode& code) {
    return wire::sha256(code.view());
}

// As people copy it: 7K3M-9QXA-TN04-ZP5W.
std::string text_of(const RecoveryCode& code) {
    const std::string letters = wire::to_crockford(code.view());
    std::string text;
    for (std::size_t i = 0; i < letters.size(); i += kGroup)
        text += (i == 0 ? "" : "-") + letters.substr(i, kGroup);
    return text;
}

std::optional<RecoveryCode> read_recovery(const std::string& typed) {
    std::string letters;
    std::ranges::copy_if(typed, std::back_inserter(letters), [](char c) { return c != ' ' && c != '-'; });
    if (letters.size() != kRecoveryChars) return std::nullopt;
    const auto bytes = wire::from_crockford(letters);
    return bytes ? RecoveryCode::from(*bytes) : std::nullopt;
}

// Whether the code is one, and then used up. Inside a transaction.
bool use(const Database& database, const std::string& account, const std::string& code, UnixMs now) {
    FactorsRepository factors(database);
    const auto factor = factors.find(account);
    if (!factor) return false;
    if (const auto step = pki::totp_match(factor->secret, code, now, factor->step)) {
        factors.set_step(account, *step);
        return true;
    }
    const auto recovery = factor->proved ? read_recovery(code) : std::nullopt;
    return recovery && factors.use_recovery(account, digest_of(*recovery));
}

Result<void> check_code(const Database& database, const std::string& account, const std::string& code,
                        UnixMs now) {
    if (auto may = check_failures(database, account, now); !may) return may;
    const auto right =
        database.transaction([&]() -> Result<bool> { return use(database, account, code, now); });
    if (!right) return propagate(right.error());
    if (*right) return {};
    if (auto counted = count_failure(database, account, now); !counted) return counted;
    return fail(ErrorCode::unknown_code, "the code is wrong, or was used before; take the next one");
}

}  // namespace

Result<pki::TotpSecret> offer_factor(const Database& database, Random& random, const std::string& account,
                                     UnixMs now) {
    return database.transaction([&]() -> Result<pki::TotpSecret> {
        FactorsRepository factors(database);
        const auto there = factors.find(account);
        if (there && there->proved)
            return fail(ErrorCode::conflict, "there is a second factor; an administrator resets it");
        const auto secret = random.make<pki::TotpSecret>();
        factors.put(account, {secret, false, 0}, now);
        return secret;
    });
}

Result<std::vector<std::string>> prove_factor(const Database& database, Random& random,
                                              const std::string& account, const std::string& code,
                                              UnixMs now) {
    const auto offered = database.read(
        [&]() -> Result<std::optional<Factor>> { return FactorsRepository(database).find(account); });
    if (!offered) return propagate(offered.error());
    if (!*offered || (*offered)->proved)
        return fail(ErrorCode::conflict, "no second factor is being set up; begin anew");
    if (auto right = check_code(database, account, code, now); !right) return propagate(right.error());
    std::vector<std::string> texts;
    std::vector<Hash> digests;
    for (std::size_t i = 0; i < kRecoveryCodes; ++i) {
        const auto recovery = random.make<RecoveryCode>();
        texts.push_back(text_of(recovery));
        digests.push_back(digest_of(recovery));
    }
    return database.transaction([&]() -> Result<std::vector<std::string>> {
        FactorsRepository factors(database);
        const auto factor = factors.find(account);
        if (!factor || factor->proved || factor->secret != (*offered)->secret)
            return fail(ErrorCode::conflict, "the second factor was set up elsewhere meanwhile");
        factors.put(account, {factor->secret, true, factor->step}, now);
        factors.put_recovery(account, digests);
        return texts;
    });
}

Result<void> pass_factor(const Database& database, const std::string& account, const std::string& code,
                         UnixMs now) {
    return check_code(database, account, code, now);
}

Result<void> set_factor(const Database& database, const std::string& account, const pki::TotpSecret& secret,
                        UnixMs now) {
    return database.transaction([&]() -> Result<void> {
        FactorsRepository(database).put(account, {secret, true, 0}, now);
        return {};
    });
}

}  // namespace hadir::central
