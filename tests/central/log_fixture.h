// Central with a log, and one terminal that sends to it.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "central/log.h"
#include "central/proofs.h"
#include "tests/central/sql.h"
#include "tests/central/terminal.h"
#include "tests/temporary_folder.h"
#include "wire/encodings.h"
#include "wire/receipt.h"
#include "wire/record_proof.h"

namespace hadir::central::tests {

class WithLog : public testing::Test {
protected:
    WithLog() {
        EXPECT_TRUE(open_first_epoch(*database, keys, kNow));
        terminal.enrol(*database);
    }

    wire::Receipt send(const Terminal& from_terminal, std::uint64_t from, std::size_t count,
                       const std::optional<std::string>& note = {}) {
        Draft upload = draft(from_terminal, from, count);
        if (note) upload.upload.checkpoint = wire::to_base64(as_bytes(*note));
        const auto answer = upload.send(*database, receipt_key, kNow).answer;
        EXPECT_EQ(answer.status, 200) << answer.body;
        const auto receipt = wire::open_receipt(answer.body, listed());
        EXPECT_TRUE(receipt) << receipt.error().message;
        return receipt ? *receipt : wire::Receipt{};
    }
    wire::Receipt send(std::uint64_t from, std::size_t count, const std::optional<std::string>& note = {}) {
        return send(terminal, from, count, note);
    }

    // As the root would list them.
    [[nodiscard]] wire::KeysFile listed() const {
        wire::KeysFile file;
        file.rows = keys.rows(kNow);
        for (const auto& [use, key] : {std::pair("receipt", &receipt_key), {"device", &device_key}}) {
            const auto& pub = key->public_key().bytes;
            file.rows.push_back({use, wire::key_id_of(pub), "ed25519", Bytes(pub.begin(), pub.end()), kNow,
                                 kNow, std::nullopt, std::nullopt});
        }
        return file;
    }
    Result<std::optional<SignedCheckpoint>> sign(UnixMs now = kNow, Signing signing = Signing::at_once) {
        return sign_log(*database, keys, signing, Zone::wib, now);
    }
    // The note that a checkpoint gives, signed now.
    std::string signed_note() {
        const auto checkpoint = sign();
        EXPECT_TRUE(checkpoint && *checkpoint) << (checkpoint ? "nothing new" : checkpoint.error().message);
        return checkpoint && *checkpoint ? (*checkpoint)->note : std::string();
    }
    [[nodiscard]] wire::TreeHead head_of(const std::string& note) const {
        const auto checkpoint = wire::open_checkpoint(note, listed());
        EXPECT_TRUE(checkpoint) << checkpoint.error().message;
        return checkpoint ? checkpoint->head : wire::TreeHead{};
    }
    static std::string note_in(const wire::Receipt& receipt) {
        const auto bytes = wire::from_base64(receipt.checkpoint.value_or(""));
        return bytes ? std::string(as_text(*bytes)) : std::string();
    }

    std::string proof_text(std::uint64_t seq) {
        const auto answer = proof_of_record(*database, {terminal.dev, 1, seq}, device_key, kNow);
        EXPECT_TRUE(answer) << answer.error().message;
        const auto* file = answer ? std::get_if<ProofFile>(&*answer) : nullptr;
        return file != nullptr ? file->text : std::string();
    }
    wire::ProofVerdict verdict_on(const std::string& proof) {
        const auto finding = wire::judge_proof(proof, listed());
        EXPECT_TRUE(finding) << finding.error().message;
        return finding ? finding->verdict : wire::ProofVerdict::changed;
    }
    void confirm_terminal() {
        run_sql(folder / "central.db",
                "UPDATE incarnations SET confirmed_ms = 1790000000000, confirmed_by = '" +
                    filled<PersonId>(1).hex() + ' ' + filled<PersonId>(2).hex() + "'");
    }
    std::int64_t alarms() {
        return run_sql(folder / "central.db", "SELECT COUNT(*) FROM alarms WHERE code = 'LOG_BEHIND'");
    }

    hadir::tests::TemporaryFolder folder;
    std::optional<Database> database = *Database::open(folder / "central.db");
    LogKeys keys = *LogKeys::make(folder / "keys");
    wire::SigningKey receipt_key = wire::SigningKey::generate();
    wire::SigningKey device_key = wire::SigningKey::generate();
    Terminal terminal;
};

}  // namespace hadir::central::tests
