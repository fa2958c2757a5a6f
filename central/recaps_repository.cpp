#include "central/recaps_repository.h"

#include <soci/soci.h>

#include "central/verdicts_repository.h"

namespace hadir::central {
namespace {

constexpr const char* kColumns =
    "SELECT person, day, opd, kind, code, paper, in_finding, in_minutes, in_missing, in_level, in_bp, "
    "out_finding, out_minutes, out_missing, out_level, out_bp, bp, profile, "
    "CASE WHEN bp > 0 OR paper = 'leave' THEN why ELSE '' END FROM verdicts "
    "WHERE day BETWEEN :first AND :last";

struct SideColumns {
    std::string finding;
    int minutes = 0, missing = 0, level = 0, bp = 0;

    void bind(soci::statement& statement) {
        statement.exchange(soci::into(finding));
        for (int* number : {&minutes, &missing, &level, &bp})
            statement.exchange(soci::into(*number));
    }
    [[nodiscard]] SideVerdict side() const {
        return {finding_from(finding), minutes, missing, level, bp, {}, {}};
    }
};

struct DayColumns {
    std::string person, day, opd, kind, code, paper, profile, why;
    SideColumns in, out;
    int bp = 0;

    void bind(soci::statement& statement) {
        for (std::string* text : {&person, &day, &opd, &kind, &code, &paper})
            statement.exchange(soci::into(*text));
        in.bind(statement);
        out.bind(statement);
        statement.exchange(soci::into(bp));
        statement.exchange(soci::into(profile));
        statement.exchange(soci::into(why));
    }
    [[nodiscard]] RecapDay row() const {
        RecapDay known{{}, opd, profile};
        known.verdict.day = parse_day(day).value_or(LocalDay{});
        known.verdict.kind = day_kind_from(kind);
        known.verdict.code = code;
        known.verdict.paper = paper_effect_from(paper);
        known.verdict.in = in.side();
        known.verdict.out = out.side();
        known.verdict.basis_points = bp;
        if (!why.empty()) known.verdict.why = read_why(why);
        return known;
    }
};

}  // namespace

void RecapsRepository::each_person(const DaySpan& days, const OpdScope& scope, const Each& each) {
    const std::string first = format_day(days.first), last = format_day(days.last.value_or(days.first));
    std::string query = kColumns;
    DayColumns columns;
    soci::statement statement(sql_);
    columns.bind(statement);
    statement.exchange(soci::use(first));
    statement.exchange(soci::use(last));
    if (!scope.is_all()) {
        query +=
            " AND person IN (SELECT person FROM verdicts WHERE day BETWEEN :from AND :to AND opd = :opd)";
        for (const std::string* value : {&first, &last, &scope.opd()})
            statement.exchange(soci::use(*value));
    }
    statement.alloc();
    statement.prepare(query + " ORDER BY person, day");
    statement.define_and_bind();
    statement.execute();
    std::string person;
    std::vector<RecapDay> of_person;
    const auto hand_over = [&] {
        if (!of_person.empty()) each(PersonId::parse_hex(person).value_or(PersonId{}), of_person);
        of_person.clear();
    };
    while (statement.fetch()) {
        if (columns.person != person) hand_over();
        person = columns.person;
        of_person.push_back(columns.row());
    }
    hand_over();
}

long long RecapsRepository::people(const DaySpan& days, const OpdScope& scope) {
    const std::string first = format_day(days.first), last = format_day(days.last.value_or(days.first));
    long long count = 0;
    sql_ << "SELECT COUNT(DISTINCT person) FROM verdicts WHERE day BETWEEN :first AND :last AND (:all = 1 OR "
            "opd = :opd)",
        soci::into(count), soci::use(first), soci::use(last), soci::use(scope.all_flag()),
        soci::use(scope.opd());
    return count;
}

LocalDay RecapsRepository::absent_since(const PersonId& person, LocalDay day) {
    const std::string id = person.hex(), before = format_day(day);
    std::string ended;
    sql_ << "SELECT COALESCE(MAX(day), '') FROM verdicts WHERE person = :person AND day < :day AND code <> "
            "'TK' AND kind NOT IN ('off', 'holiday', 'joint_leave')",
        soci::into(ended), soci::use(id), soci::use(before);
    const auto last = parse_day(ended);
    return last ? *last + std::chrono::days(1) : LocalDay{};
}

}  // namespace hadir::central
