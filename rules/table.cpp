#include "rules/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace hadir::rules {
namespace {

std::string span_text(const DaySpan& span) {
    return span.last ? fmt::format("{} to {}", format_day(span.first), format_day(*span.last))
                     : "from " + format_day(span.first);
}

}  // namespace

std::vector<std::string_view> with_common(std::vector<std::string_view> columns) {
    for (const char* common : {"valid_from", "valid_to", "source", "confidence"})
        columns.emplace_back(common);
    return columns;
}

std::string id_of(std::string_view file, std::string_view keys, LocalDay from) {
    return fmt::format("{}/{}@{}", file.substr(0, file.find('.')), keys, format_day(from));
}

std::vector<wire::CsvRow> csv_rows(const Files& files, std::string_view file,
                                   const std::vector<std::string_view>& columns, Faults& faults) {
    const auto found = files.find(file);
    if (found == files.end()) {
        faults.add(file, 0, "is missing; copy it from the rules that came with Hadir");
        return {};
    }
    if (found->second.size() > kRuleFileBytesMax) {
        faults.add(file, 0, "is over 1 MiB; take out what is no rule");
        return {};
    }
    auto rows = wire::parse_csv(found->second, columns);
    if (!rows) {
        faults.add(file, rows.error().line.value_or(0), rows.error().message);
        return {};
    }
    if (rows->size() > kRuleRowsMax) {
        faults.add(file, (*rows)[kRuleRowsMax].line, "is row 5,001; a table has at most 5,000");
        return {};
    }
    return std::move(*rows);
}

void check_overlaps(std::string_view file, std::vector<Holding> holdings, Faults& faults) {
    std::ranges::sort(holdings, [](const Holding& a, const Holding& b) {
        return std::tie(a.thing, a.valid.first, a.line) < std::tie(b.thing, b.valid.first, b.line);
    });
    const Holding* longest = nullptr;  // of those before, the one that holds longest
    for (const Holding& next : holdings) {
        if (longest == nullptr || longest->thing != next.thing) {
            longest = &next;
            continue;
        }
        if (longest->valid.holds(next.valid.first)) {
            const bool earlier = next.line < longest->line;
            const Holding& first = earlier ? next : *longest;
            const Holding& second = earlier ? *longest : next;
            faults.add(
                file, second.line,
                fmt::format(
                    "overlaps line {} ({}) for {}; take one out, or let it end before the other begins",
                    first.line, span_text(first.valid), first.thing));
        }
        if (longest->valid.last && (!next.valid.last || *next.valid.last > *longest->valid.last))
            longest = &next;
    }
}

void check_ids(std::string_view file, const std::vector<std::pair<std::string, std::uint64_t>>& ids,
               Faults& faults) {
    std::map<std::string_view, std::uint64_t> seen;
    for (const auto& [id, line] : ids) {
        const auto [first, fresh] = seen.emplace(id, line);
        if (!fresh)
            faults.add(
                file, line,
                fmt::format("is {} as line {} is; take one out, or tell them apart", id, first->second));
    }
}

}  // namespace hadir::rules
