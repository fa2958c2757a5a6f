#include "central/posts_repository.h"

#include <soci/soci.h>

#include "central/stored_days.h"
#include "central/table_fields.h"

namespace hadir::central {
namespace {

PersonId person_of(const std::string& hex) {
    return PersonId::parse_hex(hex).value_or(PersonId{});
}

}  // namespace

std::vector<Post> PostsRepository::posts() {
    Post post;
    std::string person, first, last, employment, level, superior;
    soci::statement statement =
        (sql_.prepare << "SELECT person, first_day, COALESCE(last_day, ''), employment, level, title, opd, "
                         "unit, office, COALESCE(superior, '') FROM posts ORDER BY person, first_day",
         soci::into(person), soci::into(first), soci::into(last), soci::into(employment), soci::into(level),
         soci::into(post.title), soci::into(post.workplace.opd), soci::into(post.workplace.unit),
         soci::into(post.workplace.office), soci::into(superior));
    statement.execute();
    std::vector<Post> posts;
    while (statement.fetch()) {
        post.person = person_of(person);
        post.days = stored_span(first, last);
        post.employment = employment_from(employment).value_or(Employment::pns);
        post.level = post_level_from(level).value_or(PostLevel::pelaksana);
        post.superior = superior.empty() ? std::nullopt : PersonId::parse_hex(superior);
        posts.push_back(post);
    }
    return posts;
}

std::vector<Deputy> PostsRepository::deputies() {
    std::string person, first, last, deputy;
    soci::statement statement =
        (sql_.prepare << "SELECT person, first_day, COALESCE(last_day, ''), deputy FROM deputies "
                         "ORDER BY person, first_day",
         soci::into(person), soci::into(first), soci::into(last), soci::into(deputy));
    statement.execute();
    std::vector<Deputy> deputies;
    while (statement.fetch())
        deputies.push_back({person_of(person), stored_span(first, last), person_of(deputy)});
    return deputies;
}

void PostsRepository::replace(const std::vector<Post>& posts) {
    sql_ << "DELETE FROM posts";
    std::string person, first, last, employment, level, title, superior;
    Workplace workplace;
    soci::statement insert =
        (sql_.prepare
             << "INSERT INTO posts (person, first_day, last_day, employment, level, title, opd, unit, "
                "office, "
                "superior) VALUES (:person, :first, NULLIF(:last, ''), :employment, :level, :title, :opd, "
                ":unit, :office, NULLIF(:superior, ''))",
         soci::use(person), soci::use(first), soci::use(last), soci::use(employment), soci::use(level),
         soci::use(title), soci::use(workplace.opd), soci::use(workplace.unit), soci::use(workplace.office),
         soci::use(superior));
    for (const Post& post : posts) {
        person = post.person.hex();
        first = format_day(post.days.first);
        last = text_of(post.days.last);
        employment = name_of(post.employment);
        level = name_of(post.level);
        title = post.title;
        workplace = post.workplace;
        superior = post.superior ? post.superior->hex() : "";
        insert.execute(true);
    }
}

void PostsRepository::replace(const std::vector<Deputy>& deputies) {
    sql_ << "DELETE FROM deputies";
    std::string person, first, last, deputy;
    soci::statement insert = (sql_.prepare << "INSERT INTO deputies (person, first_day, last_day, deputy) "
                                              "VALUES (:person, :first, NULLIF(:last, ''), :deputy)",
                              soci::use(person), soci::use(first), soci::use(last), soci::use(deputy));
    for (const Deputy& row : deputies) {
        person = row.person.hex();
        first = format_day(row.days.first);
        last = text_of(row.days.last);
        deputy = row.deputy.hex();
        insert.execute(true);
    }
}

void PostsRepository::erase_of(const PersonId& person) {
    const std::string id = person.hex();
    sql_ << "UPDATE posts SET title = '', unit = '', office = '' WHERE person = :person", soci::use(id);
}

}  // namespace hadir::central
