// A central with one enrolled terminal, and what a test asks of its answers.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "central/attendance_repository.h"
#include "central/records_repository.h"
#include "tests/central/terminal.h"
#include "tests/temporary_folder.h"
#include "wire/encodings.h"
#include "wire/json.h"
#include "wire/receipt.h"

namespace hadir::central::tests {

class IngestFixture : public testing::Test {
protected:
    IngestFixture() { terminal.enrol(database); }

    UploadOutcome send(Draft draft, UnixMs now = kNow) { return draft.send(database, receipt_key, now); }
    UploadOutcome send(std::uint64_t from, std::size_t count) { return send(draft(terminal, from, count)); }

    std::int64_t stored() {
        return *database.read([&]() -> Result<std::int64_t> { return RecordsRepository(database).count(); });
    }
    std::vector<Arrival> arrivals(const std::string& day = "2026-09-21") {
        return *database.read([&]() -> Result<std::vector<Arrival>> {
            return AttendanceRepository(database).arrivals(day, OpdScope::all(), std::nullopt, 500);
        });
    }
    TerminalRow shown() {
        return *database.read([&]() -> Result<TerminalRow> {
            return DevicesRepository(database).terminals("", 10, OpdScope::all()).at(0);
        });
    }
    wire::Receipt opened_text(const std::string& text) {
        wire::KeysFile keys;
        keys.rows.push_back(
            {"receipt", wire::key_id_of(receipt_key.public_key().bytes), "ed25519",
             Bytes(receipt_key.public_key().bytes.begin(), receipt_key.public_key().bytes.end()), kNow, kNow,
             std::nullopt, std::nullopt});
        auto receipt = wire::open_receipt(text, keys);
        EXPECT_TRUE(receipt) << text;
        return receipt ? *receipt : wire::Receipt{};
    }
    wire::Receipt opened(const UploadOutcome& outcome) { return opened_text(outcome.answer.body); }
    // The receipt inside a FORK.
    wire::Receipt opened_fork(const UploadOutcome& outcome) {
        const auto json = wire::parse_json(outcome.answer.body);
        const wire::Json* text = json ? json->find("receipt") : nullptr;
        const auto raw =
            text != nullptr && text->text() != nullptr ? wire::from_base64(*text->text()) : std::nullopt;
        EXPECT_TRUE(raw) << outcome.answer.body;
        return raw ? opened_text(std::string(as_text(*raw))) : wire::Receipt{};
    }
    static std::string code_of(const UploadOutcome& outcome) {
        const auto json = wire::parse_json(outcome.answer.body);
        const wire::Json* code = json ? json->find("code") : nullptr;
        return code != nullptr && code->text() != nullptr ? *code->text() : "";
    }
    static std::int64_t number_of(const UploadOutcome& outcome, std::string_view key) {
        const auto json = wire::parse_json(outcome.answer.body);
        const wire::Json* number = json ? json->find(key) : nullptr;
        return number != nullptr && number->integer() != nullptr ? *number->integer() : -1;
    }

    hadir::tests::TemporaryFolder folder;
    Database database = *Database::open(folder / "central.db");
    wire::SigningKey receipt_key = wire::SigningKey::generate();
    Terminal terminal;
};

}  // namespace hadir::central::tests
