#include "central/factors_repository.h"

#include <soci/soci.h>

namespace hadir::central {

std::optional<Factor> FactorsRepository::find(const std::string& account) {
    std::string secret;
    long long proved = 0, step = 0;
    sql_ << "SELECT secret, COALESCE(proved_ms, 0), step FROM factors WHERE account = :account",
        soci::use(account), soci::into(secret), soci::into(proved), soci::into(step);
    const auto parsed = pki::TotpSecret::parse_hex(secret);
    if (!sql_.got_data() || !parsed) return std::nullopt;
    return Factor{*parsed, proved != 0, step};
}

void FactorsRepository::put(const std::string& account, const Factor& factor, UnixMs now) {
    remove(account);
    const std::string secret = factor.secret.hex();
    const long long proved = now.value;
    soci::indicator has_proved = factor.proved ? soci::i_ok : soci::i_null;
    const long long step = factor.step;
    sql_ << "INSERT INTO factors (account, secret, proved_ms, step) VALUES (:account, :secret, :proved, "
            ":step)",
        soci::use(account), soci::use(secret), soci::use(proved, has_proved), soci::use(step);
}

void FactorsRepository::set_step(const std::string& account, std::int64_t step) {
    const long long newest = step;
    sql_ << "UPDATE factors SET step = :step WHERE account = :account", soci::use(newest), soci::use(account);
}

void FactorsRepository::remove(const std::string& account) {
    for (const char* table : {"factors", "recovery_codes"})
        sql_ << std::string("DELETE FROM ") + table + " WHERE account = :account", soci::use(account);
}

void FactorsRepository::put_recovery(const std::string& account, const std::vector<Hash>& codes) {
    for (const Hash& code : codes) {
        const std::string digest = code.hex();
        sql_ << "INSERT INTO recovery_codes (sha256, account) VALUES (:sha256, :account)", soci::use(digest),
            soci::use(account);
    }
}

bool FactorsRepository::use_recovery(const std::string& account, const Hash& code) {
    const std::string digest = code.hex();
    soci::statement statement =
        (sql_.prepare << "DELETE FROM recovery_codes WHERE sha256 = :sha256 AND account = :account",
         soci::use(digest), soci::use(account));
    statement.execute(true);
    return statement.get_affected_rows() > 0;
}

}  // namespace hadir::central
