// Who holds which post on which day, and whose superior that makes whom. Pure: the rows are handed in.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/rules.h"

namespace hadir::central {

enum class Employment : std::uint8_t { pns, cpns, pppk };
[[nodiscard]] const char* name_of(Employment employment);  // PNS, CPNS, PPPK
[[nodiscard]] std::optional<Employment> employment_from(std::string_view name);

// As authority.csv of the rules names targets of sanctions.
enum class PostLevel : std::uint8_t {
    jpt_madya,
    jpt_pratama,
    administrator,
    pengawas,
    pelaksana,
    ahli_utama,
    ahli,
    keterampilan,
};
[[nodiscard]] const char* name_of(PostLevel level);  // JPT_MADYA ...
[[nodiscard]] std::optional<PostLevel> post_level_from(std::string_view name);

struct Workplace {
    std::string opd;
    std::string unit;
    std::string office;
    bool operator==(const Workplace&) const = default;
};

struct Post {
    PersonId person;
    DaySpan days;
    Employment employment = Employment::pns;
    PostLevel level = PostLevel::pelaksana;
    std::string title;
    Workplace workplace;
    std::optional<PersonId> superior;
};

// Pelaksana harian: acts in place of a person who is away.
struct Deputy {
    PersonId person;
    DaySpan days;
    PersonId deputy;
};

struct Superior {
    PersonId person;
    PersonId acting;  // the deputy on a day that has one, else the superior
    bool operator==(const Superior&) const = default;
};

// How long something has waited for a superior, and how long each has.
struct Waiting {
    LocalDay since;
    std::chrono::days deadline;  // over 0
};

constexpr std::size_t kSuperiorsMax = 32;  // one above the other

class PostBook {
public:
    PostBook() = default;
    PostBook(std::vector<Post> posts, std::vector<Deputy> deputies);

    [[nodiscard]] const Post* post_on(const PersonId& person, LocalDay day) const;
    [[nodiscard]] bool has_posts(const PersonId& person) const;
    // The first day of `days` on which the person has no post.
    [[nodiscard]] std::optional<LocalDay> first_gap(const PersonId& person, const DaySpan& days) const;

    // Whose word counts for the person on that day: nobody above: none.
    [[nodiscard]] std::optional<Superior> superior_on(const PersonId& person, LocalDay day) const;
    // From the direct one up. Nobody acts for themselves: where the person is the deputy, the next one
    // stands.
    [[nodiscard]] std::vector<Superior> superiors_on(const PersonId& person, LocalDay day) const;
    // Who decides today: the next superior for each deadline that has passed, the highest in the end.
    [[nodiscard]] std::optional<Superior> deciding_superior(const PersonId& person, const Waiting& waiting,
                                                            LocalDay today) const;

    [[nodiscard]] const std::vector<Post>& posts() const { return posts_; }
    [[nodiscard]] const std::vector<Deputy>& deputies() const { return deputies_; }

private:
    std::vector<Post> posts_;       // by person and first day
    std::vector<Deputy> deputies_;  // likewise
};

}  // namespace hadir::central
