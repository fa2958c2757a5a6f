// Which work plan and which deduction profile hold for whom, dated. Pure.
#pragma once

#include <array>
#include <compare>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "central/posts.h"
#include "core/bytes.h"
#include "core/rules.h"

namespace hadir::central {

// Whom a row holds for. What is empty is not asked for: all empty is the whole province.
struct Scope {
    std::optional<PersonId> person;  // then the rest is empty
    std::string opd;
    std::string unit;
    std::string office;
    auto operator<=>(const Scope&) const = default;
};

struct Assignment {
    Scope scope;
    DaySpan days;
    std::string name;  // of the plan or the profile
};

class AssignmentBook {
public:
    AssignmentBook() = default;
    explicit AssignmentBook(std::vector<Assignment> rows);

    // The rows that may hold for a person at a workplace, the most specific first: person, unit in an office,
    // unit, office, OPD, province. Valid as long as the book.
    class Candidates {
    public:
        // The name that the most specific row of that day gives; empty: none holds.
        [[nodiscard]] std::string name_on(LocalDay day) const;

    private:
        friend class AssignmentBook;
        std::array<const std::vector<Assignment>*, 6> rows_{};
    };
    [[nodiscard]] Candidates candidates(const PersonId& person, const Workplace& workplace) const;

private:
    std::map<Scope, std::vector<Assignment>> rows_;  // by first day
};

// Every scope that somebody at the workplace is in, without the person's own.
[[nodiscard]] std::array<Scope, 5> scopes_of(const Workplace& workplace);

}  // namespace hadir::central
