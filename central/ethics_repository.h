// The projection of ethics cases: apart from those of discipline. Use inside Database::read or ::transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "central/database.h"
#include "core/bytes.h"
#include "core/time.h"

namespace hadir::central {

enum class EthicsState : std::uint8_t {
    opened,   // laporan
    council,  // Majelis Kode Etik dibentuk
    hearing,  // sidang
    decided,  // putusan
    closed,   // selesai
};
[[nodiscard]] const char* name_of(EthicsState state);
[[nodiscard]] std::optional<EthicsState> ethics_state_from(std::string_view name);

// Moral sanctions: a statement to the person alone, or in public.
enum class EthicsVerdict : std::uint8_t { no_breach, closed_statement, open_statement };
[[nodiscard]] const char* name_of(EthicsVerdict verdict);
[[nodiscard]] std::optional<EthicsVerdict> ethics_verdict_from(std::string_view name);

struct EthicsEntry {
    std::int64_t record = 0;
    EthicsState state = EthicsState::opened;
    UnixMs at;
    PersonId by;
    bool operator==(const EthicsEntry&) const = default;
};

struct EthicsCase {
    std::string number;  // "E-2026-0004"
    PersonId person;
    UnixMs opened;
    std::vector<PersonId> council;
    std::optional<EthicsVerdict> verdict;
    std::vector<EthicsEntry> entries;
    bool operator==(const EthicsCase&) const = default;

    [[nodiscard]] EthicsState state() const { return entries.back().state; }
    [[nodiscard]] std::int64_t newest() const { return entries.back().record; }
};

class EthicsRepository {
public:
    explicit EthicsRepository(const Database& database) : sql_(database.sql()) {}

    void put(const EthicsCase& stored);  // with its newest entry
    std::optional<EthicsCase> find(const std::string& number);
    std::vector<EthicsCase> page(const std::string& after, int limit);  // by number
    [[nodiscard]] std::string next_number(int year);
    void clear();

private:
    std::vector<EthicsEntry> entries_of(const std::string& number);

    soci::session& sql_;
};

}  // namespace hadir::central
