#include "central/posts_table.h"

#include <algorithm>
#include <tuple>

#include "central/people_repository.h"
#include "central/posts_repository.h"
#include "central/table_fields.h"

namespace hadir::central {
namespace {

Result<Post> read_post(const FieldReader& fields, const Nips& nips) {
    Post post;
    const auto person = nips.read(fields, "nip");
    if (!person) return propagate(person.error());
    const auto employment = employment_from(fields.raw("jenis"));
    if (!employment) return fields.fault("jenis must be PNS, CPNS or PPPK");
    const auto level = post_level_from(fields.raw("jenjang"));
    if (!level)
        return fields.fault(
            "jenjang must be JPT_MADYA, JPT_PRATAMA, ADMINISTRATOR, PENGAWAS, PELAKSANA, AHLI_UTAMA, AHLI or "
            "KETERAMPILAN");
    for (const auto& [column, into] :
         {std::pair("jabatan", &post.title), std::pair("opd", &post.workplace.opd),
          std::pair("unit", &post.workplace.unit), std::pair("kantor", &post.workplace.office)}) {
        auto text = fields.text(column);
        if (!text) return propagate(text.error());
        *into = *std::move(text);
    }
    const auto superior = nips.read_or_empty(fields, "atasan");
    if (!superior) return propagate(superior.error());
    if (*superior == *person) return fields.fault("nobody is their own superior; leave atasan empty");
    const auto days = fields.span();
    if (!days) return propagate(days.error());
    post.person = *person;
    post.days = *days;
    post.employment = *employment;
    post.level = *level;
    post.superior = *superior;
    return post;
}

Result<Deputy> read_deputy(const FieldReader& fields, const Nips& nips) {
    const auto person = nips.read(fields, "nip");
    if (!person) return propagate(person.error());
    const auto deputy = nips.read(fields, "plh");
    if (!deputy) return propagate(deputy.error());
    if (*deputy == *person) return fields.fault("nobody is their own deputy");
    const auto days = fields.span();
    if (!days) return propagate(days.error());
    return Deputy{*person, *days, *deputy};
}

// Two hundred a person are a working life of posts, and a plh every month of eight years.
constexpr std::size_t kRowsOfOneMax = 200;

// Of one person the dates must not overlap; the line that comes later in the file is at fault.
template <class Row>
Result<void> check_dates(std::vector<Lined<Row>> rows) {
    std::ranges::sort(rows, {}, [](const Lined<Row>& lined) {
        return std::tuple(lined.row.person, lined.row.days.first, lined.line);
    });
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (i >= kRowsOfOneMax && rows[i - kRowsOfOneMax].row.person == rows[i].row.person)
            return fail(ErrorCode::too_large, "over 200 rows of the same nip", rows[i].line);
        const Lined<Row>&before = rows[i - 1], &row = rows[i];
        if (before.row.person != row.row.person || !overlap(before.row.days, row.row.days)) continue;
        const auto [first, second] = std::minmax(before.line, row.line);
        return fail(ErrorCode::usage,
                    "the dates overlap with those of the same nip on line " + std::to_string(first), second);
    }
    return {};
}

std::string loop_text(const std::vector<PersonId>& people, LocalDay day, const Nips& nips) {
    std::string text = "a loop of superiors on " + format_day(day) + ": ";
    for (const PersonId& person : people)
        text += nips.name_of(person) + " (" + nips.nip_of(person) + ") under ";
    return text + nips.name_of(people.front());
}

// A loop begins to hold on the first day of one of its rows: so each row is followed up from its first day.
Result<void> check_superiors(const PostBook& book, const Lined<Post>& lined, const Nips& nips) {
    const LocalDay day = lined.row.days.first;
    std::vector<PersonId> line{lined.row.person};
    for (const Post* post = book.post_on(lined.row.person, day); post != nullptr && post->superior;
         post = book.post_on(line.back(), day)) {
        if (*post->superior == line.front())
            return fail(ErrorCode::usage, loop_text(line, day, nips), lined.line);
        if (std::ranges::find(line, *post->superior) != line.end()) return {};  // its own rows tell of it
        line.push_back(*post->superior);
        if (line.size() > kSuperiorsMax)
            return fail(ErrorCode::usage,
                        "over " + std::to_string(kSuperiorsMax) + " superiors one above the other on " +
                            format_day(day) + "; is one of them wrong?",
                        lined.line);
    }
    return {};
}

void warn_of_gap(const PostBook& book, const PersonId& person, const Lined<DaySpan>& days, const Nips& nips,
                 std::vector<TableDifference::Warning>& warnings) {
    const auto gap = book.first_gap(person, days.row);
    if (!gap) return;
    warnings.push_back({days.line, nips.name_of(person) + " (" + nips.nip_of(person) + ") has no post on " +
                                       format_day(*gap)});
}

std::string key_of(const auto& row, const Nips& nips) {
    return nips.nip_of(row.person) + ' ' + format_day(row.days.first);
}

std::string text_of(const Post& post, const Nips& nips) {
    return row_text({nips.nip_of(post.person), name_of(post.employment), post.title, name_of(post.level),
                     post.workplace.opd, post.workplace.unit, post.workplace.office,
                     post.superior ? nips.nip_of(*post.superior) : "", format_day(post.days.first),
                     central::text_of(post.days.last)});
}

std::string text_of(const Deputy& row, const Nips& nips) {
    return row_text({nips.nip_of(row.person), nips.nip_of(row.deputy), format_day(row.days.first),
                     central::text_of(row.days.last)});
}

template <class Row>
RowTexts texts_of(const std::vector<Row>& rows, const Nips& nips) {
    RowTexts texts;
    for (const Row& row : rows)
        texts.emplace(key_of(row, nips), text_of(row, nips));
    return texts;
}

template <class Row>
TablePlan plan_of(const Database& database, const std::vector<Row>& stored, std::vector<Row> wanted,
                  const Nips& nips, std::vector<TableDifference::Warning> warnings) {
    TablePlan plan{difference_of(texts_of(stored, nips), texts_of(wanted, nips)), wanted.size(), nullptr,
                   std::nullopt};
    plan.difference.warnings = std::move(warnings);
    plan.apply = [&database, rows = std::move(wanted)] { PostsRepository(database).replace(rows); };
    return plan;
}

Result<TablePlan> read_posts(const Database& database, std::string_view csv) {
    const Nips nips(PeopleRepository(database).all());
    const auto posts = read_rows<Post>(
        csv, {"nip", "jenis", "jabatan", "jenjang", "opd", "unit", "kantor", "atasan", "dari", "sampai"},
        [&](const FieldReader& fields) { return read_post(fields, nips); });
    if (!posts) return propagate(posts.error());
    if (posts->empty()) return fail(ErrorCode::usage, "the table has no posts", 1);
    if (auto dates = check_dates(*posts); !dates) return propagate(dates.error());
    const PostBook book(bare(*posts), {});
    std::vector<TableDifference::Warning> warnings;
    for (const Lined<Post>& lined : *posts) {
        if (auto good = check_superiors(book, lined, nips); !good) return propagate(good.error());
        if (lined.row.superior)
            warn_of_gap(book, *lined.row.superior, {lined.row.days, lined.line}, nips, warnings);
    }
    return plan_of(database, PostsRepository(database).posts(), bare(*posts), nips, std::move(warnings));
}

// A deputy acts, and cannot be away: else nobody could tell who does.
Result<void> check_deputies(const std::vector<Lined<Deputy>>& rows) {
    std::vector<const Lined<Deputy>*> away;
    away.reserve(rows.size());
    for (const Lined<Deputy>& row : rows)
        away.push_back(&row);
    const auto person = [](const Lined<Deputy>* row) { return row->row.person; };
    std::ranges::sort(away, {}, person);
    for (const Lined<Deputy>& row : rows) {
        for (const Lined<Deputy>* other : std::ranges::equal_range(away, row.row.deputy, {}, person)) {
            if (!overlap(row.row.days, other->row.days)) continue;
            return fail(ErrorCode::usage,
                        "this plh has a plh on one of the days, by line " + std::to_string(other->line),
                        row.line);
        }
    }
    return {};
}

Result<TablePlan> read_deputies(const Database& database, std::string_view csv) {
    const Nips nips(PeopleRepository(database).all());
    const auto deputies =
        read_rows<Deputy>(csv, {"nip", "plh", "dari", "sampai"},
                          [&](const FieldReader& fields) { return read_deputy(fields, nips); });
    if (!deputies) return propagate(deputies.error());
    if (auto dates = check_dates(*deputies); !dates) return propagate(dates.error());
    if (auto good = check_deputies(*deputies); !good) return propagate(good.error());
    const PostBook book = PostsRepository(database).book();
    std::vector<TableDifference::Warning> warnings;
    for (const Lined<Deputy>& lined : *deputies) {
        for (const PersonId& person : {lined.row.person, lined.row.deputy})
            warn_of_gap(book, person, {lined.row.days, lined.line}, nips, warnings);
    }
    TablePlan plan = plan_of(database, book.deputies(), bare(*deputies), nips, std::move(warnings));
    plan.touched.emplace();  // who decides on papers, not what was asked of anybody
    return plan;
}

}  // namespace

Table posts_table() {
    return {"posts", read_posts};
}

Table deputies_table() {
    return {"deputies", read_deputies};
}

}  // namespace hadir::central
