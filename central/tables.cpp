#include "central/tables.h"

#include "central/judge_queue_repository.h"

#include "wire/crypto.h"

namespace hadir::central {
namespace {

wire::JsonWriter imported_body(const Table& table, std::string_view csv, const TablePlan& plan) {
    wire::JsonWriter json;
    json.begin_object()
        .field("table", table.name)
        .field("sha256", wire::sha256(as_bytes(csv)).hex())
        .field("rows", static_cast<std::uint64_t>(plan.rows))
        .field("added", static_cast<std::uint64_t>(plan.difference.added.size()))
        .field("changed", static_cast<std::uint64_t>(plan.difference.changed.size()))
        .field("gone", static_cast<std::uint64_t>(plan.difference.gone.size()));
    return json;
}

// What comes out the same as before is not written, so that too many days cost only time.
void queue_touched(const Database& database, const TablePlan& plan) {
    JudgeQueueRepository queue(database);
    if (!plan.touched) return queue.add_judged({LocalDay{}, std::nullopt}, "people");
    for (const auto& [person, day] : *plan.touched)
        queue.add(person, day, "people");
}

}  // namespace

TableDifference difference_of(const RowTexts& stored, const RowTexts& wanted) {
    TableDifference difference;
    for (const auto& [key, text] : wanted) {
        const auto found = stored.find(key);
        if (found == stored.end()) {
            difference.added.push_back(text);
        } else if (found->second == text) {
            ++difference.unchanged;
        } else {
            difference.changed.push_back({found->second, text});
        }
    }
    for (const auto& [key, text] : stored)
        if (!wanted.contains(key)) difference.gone.push_back(text);
    return difference;
}

Result<TableDifference> preview_table(const Database& database, const Table& table, std::string_view csv) {
    return database.read([&]() -> Result<TableDifference> {
        auto plan = table.read(database, csv);
        if (!plan) return propagate(plan.error());
        return std::move(plan->difference);
    });
}

Result<TableDifference> import_table(const Database& database, const OwnLedger& own, const Officer& officer,
                                     const Table& table, const TableImport& order) {
    if (auto plain = check_reason(order.why); !plain) return propagate(plain.error());
    return decide(database, own, [&]() -> Result<TableDifference> {
        auto plan = table.read(database, order.csv);
        if (!plan) return propagate(plan.error());
        if (!plan->difference.is_empty()) {
            plan->apply();
            queue_touched(database, *plan);
        }
        const auto written = append_decision(database, own, "table-imported",
                                             imported_body(table, order.csv, *plan), officer, order.why);
        if (!written) return propagate(written.error());
        return std::move(plan->difference);
    });
}

}  // namespace hadir::central
