#include "central/verdicts_repository.h"

#include <soci/soci.h>

#include <array>
#include <limits>

namespace hadir::central {
namespace {

constexpr const char* kColumns =
    "person, day, opd, office, kind, code, paper, so_far, in_finding, in_minutes, in_missing, in_level, "
    "in_bp, "
    "in_record, "
    "in_paper, "
    "out_finding, out_minutes, out_missing, out_level, out_bp, out_record, out_paper, bp, profile, marks, "
    "why, rules, "
    "judged_ms, cause";

struct SideColumns {
    std::string finding;
    int minutes = 0, missing = 0, level = 0, bp = 0;
    long long record = 0, paper = 0;
    soci::indicator has_record = soci::i_null, has_paper = soci::i_null;

    SideColumns() = default;
    explicit SideColumns(const SideVerdict& side)
        : finding(name_of(side.finding)),
          minutes(side.minutes),
          missing(side.missing),
          level(side.level),
          bp(side.basis_points),
          record(side.stamp.value_or(0)),
          paper(side.paper.value_or(0)),
          has_record(side.stamp ? soci::i_ok : soci::i_null),
          has_paper(side.paper ? soci::i_ok : soci::i_null) {}

    [[nodiscard]] SideVerdict side() const {
        SideVerdict verdict{finding_from(finding), minutes, missing, level, bp, {}, {}};
        if (has_record == soci::i_ok) verdict.stamp = record;
        if (has_paper == soci::i_ok) verdict.paper = paper;
        return verdict;
    }
    template <class Statement>
    void bind(Statement& statement) {
        statement.exchange(soci::into(finding));
        statement.exchange(soci::into(minutes));
        statement.exchange(soci::into(missing));
        statement.exchange(soci::into(level));
        statement.exchange(soci::into(bp));
        statement.exchange(soci::into(record, has_record));
        statement.exchange(soci::into(paper, has_paper));
    }
};

std::string joined(const std::vector<std::string>& marks) {
    std::string text;
    for (const std::string& mark : marks)
        text += (text.empty() ? "" : " ") + mark;
    return text;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> marks;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find(' ', from), text.size());
        marks.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return marks;
}

// The columns of a verdict, bound once and read row by row.
struct VerdictColumns {
    std::string person, day, opd, office, kind, code, paper, so_far, profile, marks, why, rules, cause;
    SideColumns in, out;
    int bp = 0;
    long long judged = 0;

    template <class Statement>
    void bind(Statement& statement) {
        for (std::string* text : {&person, &day, &opd, &office, &kind, &code, &paper, &so_far})
            statement.exchange(soci::into(*text));
        in.bind(statement);
        out.bind(statement);
        statement.exchange(soci::into(bp));
        for (std::string* text : {&profile, &marks, &why, &rules})
            statement.exchange(soci::into(*text));
        statement.exchange(soci::into(judged));
        statement.exchange(soci::into(cause));
    }
    [[nodiscard]] StoredVerdict row() const {
        StoredVerdict stored;
        stored.person = PersonId::parse_hex(person).value_or(PersonId{});
        stored.opd = opd;
        stored.office = office;
        stored.verdict.day = parse_day(day).value_or(LocalDay{});
        stored.verdict.kind = day_kind_from(kind);
        stored.verdict.code = code;
        stored.verdict.paper = paper_effect_from(paper);
        stored.verdict.so_far = finding_from(so_far);
        stored.verdict.in = in.side();
        stored.verdict.out = out.side();
        stored.verdict.basis_points = bp;
        stored.verdict.marks = split(marks);
        stored.verdict.why = read_why(why);
        stored.profile = profile;
        stored.rules = rules;
        stored.judged = {judged};
        stored.cause = cause;
        return stored;
    }
};

std::vector<StoredVerdict> rows_of(soci::statement& statement, VerdictColumns& columns,
                                   const std::string& where) {
    statement.alloc();
    statement.prepare(std::string("SELECT ") + kColumns + " FROM verdicts v WHERE " + where);
    statement.define_and_bind();
    statement.execute();
    std::vector<StoredVerdict> rows;
    while (statement.fetch())
        rows.push_back(columns.row());
    return rows;
}

// Beyond `judged` and `cause`: nobody wants a new row for the same words.
bool says_the_same(const StoredVerdict& one, const StoredVerdict& other) {
    DayVerdict left = one.verdict, right = other.verdict;
    left.hours = right.hours = std::nullopt;
    return left == right && one.opd == other.opd && one.office == other.office &&
           one.profile == other.profile;
}

}  // namespace

// The columns of one row, in their order, bound once.
struct VerdictsRepository::Writer {
    VerdictColumns row;
    soci::statement statement;

    explicit Writer(soci::session& sql) : statement(sql) {
        for (std::string* text :
             {&row.person, &row.day, &row.opd, &row.office, &row.kind, &row.code, &row.paper, &row.so_far})
            statement.exchange(soci::use(*text));
        for (SideColumns* side : {&row.in, &row.out}) {
            statement.exchange(soci::use(side->finding));
            for (int* number : {&side->minutes, &side->missing, &side->level, &side->bp})
                statement.exchange(soci::use(*number));
            statement.exchange(soci::use(side->record, side->has_record));
            statement.exchange(soci::use(side->paper, side->has_paper));
        }
        statement.exchange(soci::use(row.bp));
        for (std::string* text : {&row.profile, &row.marks, &row.why, &row.rules})
            statement.exchange(soci::use(*text));
        statement.exchange(soci::use(row.judged));
        statement.exchange(soci::use(row.cause));
        statement.alloc();
        statement.prepare(
            std::string("INSERT OR REPLACE INTO verdicts (") + kColumns +
            ") VALUES (:person, :day, :opd, :office, :kind, :code, :paper, :so_far, :in1, :in2, :in3, :in4, "
            ":in5, :in6, :in7, :out1, :out2, :out3, :out4, :out5, :out6, :out7, :bp, :profile, :marks, "
            ":why, :rules, :judged, :cause)");
        statement.define_and_bind();
    }
};

std::size_t VerdictsRepository::put(const std::vector<StoredVerdict>& verdicts) {
    if (verdicts.empty()) return 0;
    const auto stored =
        of_person(verdicts.front().person, {verdicts.front().verdict.day, verdicts.back().verdict.day});
    std::size_t changed = 0;
    for (const StoredVerdict& verdict : verdicts) {
        const auto old = std::ranges::find_if(
            stored, [&](const StoredVerdict& one) { return one.verdict.day == verdict.verdict.day; });
        if (old != stored.end() && says_the_same(*old, verdict)) continue;
        if (old != stored.end() && old->verdict.code != "BD") keep(*old, verdict);
        write(verdict);
        ++changed;
    }
    return changed;
}

void VerdictsRepository::keep(const StoredVerdict& old, const StoredVerdict& by) {
    const std::string person = old.person.hex(), day = format_day(old.verdict.day);
    const long long now = by.judged.value;
    sql_ << "INSERT INTO old_verdicts (person, day, code, bp, why, rules, judged_ms, replaced_ms, cause) "
            "SELECT "
            "person, day, code, bp, why, rules, judged_ms, :now, :cause FROM verdicts WHERE person = :person "
            "AND "
            "day = :day",
        soci::use(now), soci::use(by.cause), soci::use(person), soci::use(day);
}

void VerdictsRepository::write(const StoredVerdict& verdict) {
    if (!writer_) writer_ = std::make_shared<Writer>(sql_);
    VerdictColumns& row = writer_->row;
    row.person = verdict.person.hex();
    row.day = format_day(verdict.verdict.day);
    row.opd = verdict.opd;
    row.office = verdict.office;
    row.kind = name_of(verdict.verdict.kind);
    row.code = verdict.verdict.code;
    row.paper = verdict.verdict.paper ? name_of(*verdict.verdict.paper) : "";
    row.so_far = name_of(verdict.verdict.so_far);
    row.in = SideColumns(verdict.verdict.in);
    row.out = SideColumns(verdict.verdict.out);
    row.bp = verdict.verdict.basis_points;
    row.profile = verdict.profile;
    row.marks = joined(verdict.verdict.marks);
    row.why = write_why(verdict.verdict.why);
    row.rules = verdict.rules;
    row.judged = verdict.judged.value;
    row.cause = verdict.cause;
    writer_->statement.execute(true);
}

std::optional<StoredVerdict> VerdictsRepository::find(const PersonId& person, LocalDay day) {
    auto rows = of_person(person, {day, day});
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

std::vector<OldVerdict> VerdictsRepository::before(const PersonId& person, LocalDay day) {
    const std::string id = person.hex(), of = format_day(day);
    std::string code, why, rules, cause;
    int bp = 0;
    long long judged = 0, replaced = 0;
    soci::statement statement =
        (sql_.prepare
             << "SELECT code, bp, why, rules, judged_ms, replaced_ms, cause FROM old_verdicts WHERE person = "
                ":person AND day = :day ORDER BY id DESC",
         soci::use(id), soci::use(of), soci::into(code), soci::into(bp), soci::into(why), soci::into(rules),
         soci::into(judged), soci::into(replaced), soci::into(cause));
    statement.execute();
    std::vector<OldVerdict> old;
    while (statement.fetch())
        old.push_back({code, bp, read_why(why), rules, {judged}, {replaced}, cause});
    return old;
}

std::vector<StoredVerdict> VerdictsRepository::of_person(const PersonId& person, const DaySpan& days) {
    const std::string id = person.hex(), first = format_day(days.first),
                      last = format_day(days.last.value_or(days.first));
    VerdictColumns columns;
    soci::statement statement(sql_);
    columns.bind(statement);
    for (const std::string* value : {&id, &first, &last})
        statement.exchange(soci::use(*value));
    return rows_of(statement, columns, "person = :person AND day BETWEEN :first AND :last ORDER BY day");
}

std::vector<StoredVerdict> VerdictsRepository::of_days(const DaySpan& days, const OpdScope& scope) {
    const std::string first = format_day(days.first), last = format_day(days.last.value_or(days.first));
    VerdictColumns columns;
    soci::statement statement(sql_);
    columns.bind(statement);
    statement.exchange(soci::use(first));
    statement.exchange(soci::use(last));
    statement.exchange(soci::use(scope.all_flag()));
    statement.exchange(soci::use(scope.opd()));
    return rows_of(statement, columns,
                   "day BETWEEN :first AND :last AND (:all = 1 OR opd = :opd) ORDER BY person, day");
}

std::vector<StoredVerdict> VerdictsRepository::of_part(LocalDay day, const std::optional<DayPart>& part,
                                                       const OpdScope& scope, const std::string& after_person,
                                                       int limit) {
    const std::string of = format_day(day);
    const int wanted = part ? static_cast<int>(*part) : -1;
    VerdictColumns columns;
    soci::statement statement(sql_);
    columns.bind(statement);
    statement.exchange(soci::use(of));
    statement.exchange(soci::use(scope.all_flag()));
    statement.exchange(soci::use(scope.opd()));
    statement.exchange(soci::use(after_person));
    statement.exchange(soci::use(wanted));
    statement.exchange(soci::use(wanted));
    statement.exchange(soci::use(limit));
    return rows_of(
        statement, columns,
        std::string("day = :day AND (:all = 1 OR opd = :opd) AND person > :after AND (:any < 0 OR ") +
            day_part_sql() + " = :part) ORDER BY person LIMIT :limit");
}

std::optional<LocalDay> VerdictsRepository::newest_day() {
    std::string day;
    sql_ << "SELECT COALESCE(MAX(day), '') FROM verdicts", soci::into(day);
    return parse_day(day);
}

void VerdictsRepository::clear(const DaySpan& days) {
    const std::string first = format_day(days.first),
                      last = days.last ? format_day(*days.last) : "9999-12-31";
    sql_ << "DELETE FROM verdicts WHERE day BETWEEN :first AND :last", soci::use(first), soci::use(last);
}

}  // namespace hadir::central
