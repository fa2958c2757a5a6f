#include "central/own_projection.h"

#include "central/case_records.h"
#include "central/devices_repository.h"
#include "central/ethics.h"
#include "central/outages.h"
#include "central/paper_rows_repository.h"
#include "central/papers.h"
#include "central/records_repository.h"
#include "wire/line.h"

namespace hadir::central {
namespace {

constexpr int kPageRows = 1000;

}  // namespace

void rebuild_own(const Database& database) {
    PaperRowsRepository(database).clear();
    OutagesRepository(database).clear();
    CasesRepository(database).clear();
    EthicsRepository(database).clear();
    RecordsRepository records(database);
    for (const std::int64_t device : DevicesRepository(database).own()) {
        for (std::int64_t after = 0;;) {
            const auto rows = records.page(device, after, kPageRows);
            if (rows.empty()) break;
            for (const StoredRecord& row : rows) {
                const auto line = wire::parse_line(row.line.line);
                if (!line) continue;
                apply_paper(database, row.id, *line);
                apply_outage(database, row.id, *line);
                apply_case(database, row.id, *line);
                apply_ethics(database, row.id, *line);
            }
            after = rows.back().id;
        }
    }
}

void take_back(const Database& database, std::int64_t record, std::string_view text, UnixMs now) {
    const auto line = wire::parse_line(text);
    if (!line) return;
    apply_case(database, record, *line);
    apply_ethics(database, record, *line);
    // In the zone where days begin first: one day too many does no harm.
    if (const auto touched = apply_paper(database, record, *line))
        queue_days(database, *touched, local_day(now, Zone::wit));
    if (const auto touched = apply_outage(database, record, *line)) queue_opd(database, *touched);
}

}  // namespace hadir::central
