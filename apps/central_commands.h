// The sub-commands of hadir-central that do one thing and end. Each prints what it did.
#pragma once

#include <filesystem>
#include <string>

#include "central/database.h"
#include "central/documents.h"
#include "central/mirror.h"
#include "config/settings.h"
#include "core/result.h"
#include "core/time.h"

namespace hadir::apps {

// Files of the data folder.
[[nodiscard]] std::string database_path(const config::Settings& settings);
[[nodiscard]] central::DocumentShelf document_shelf(const config::Settings& settings);
[[nodiscard]] std::filesystem::path keys_folder(const config::Settings& settings);
// Whoever was erased is so in it, too, when it comes from a backup.
[[nodiscard]] Result<central::Database> open_database(const config::Settings& settings);
[[nodiscard]] Result<void> keep_erased(const config::Settings& settings, const central::Database& database);
// The second copy of decisions; none when no file is named.
[[nodiscard]] std::optional<central::Mirror> mirror_of(const config::Settings& settings);
[[nodiscard]] Result<Zone> zone_of(const config::Settings& settings);
// The word after the sub-command's own, such as the FILE of `people import FILE`.
[[nodiscard]] Result<std::string> word(const config::Settings& settings, std::size_t index, const char* what);
[[nodiscard]] Result<std::string> read_text(const std::string& file, std::size_t bytes_max);
// A fault of a table names file and line: "people.csv: line 3: nip must be 18 digits".
[[nodiscard]] std::unexpected<Error> in_file(const Error& error, const std::string& file);

[[nodiscard]] Result<void> init(const config::Settings& settings);
[[nodiscard]] Result<void> keys(const config::Settings& settings);
[[nodiscard]] Result<void> people(const config::Settings& settings);
[[nodiscard]] Result<void> badges(const config::Settings& settings);
[[nodiscard]] Result<void> enrol_code(const config::Settings& settings);
[[nodiscard]] Result<void> export_records(const config::Settings& settings);
[[nodiscard]] Result<void> statement(const config::Settings& settings);
[[nodiscard]] Result<void> rebuild(const config::Settings& settings);
[[nodiscard]] Result<void> backup(const config::Settings& settings);
[[nodiscard]] Result<void> restore_backup(const config::Settings& settings);
// `mirror restore`: decisions that the database has lost.
[[nodiscard]] Result<void> mirror(const config::Settings& settings);

}  // namespace hadir::apps
