// "Every look at another person's data is logged and shown to that person": the one place that writes it. A
// look that cannot be written is not answered. Lists count once a viewer, kind and day, so that a page which
// asks again by itself does not fill the log; who looks at one person, each time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "central/database.h"
#include "central/permissions.h"
#include "central/views_repository.h"
#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"

namespace hadir::central {

enum class ViewKind : std::uint8_t {
    attendance,  // in lists of who came
    review,      // in what waits to be looked at, or looked at by itself
    photo,
    paper,    // in what waits for a superior's word, or its document
    account,  // as the holder of an account of staff
    audit,    // who has looked at the person
    discipline,
    ethics,
};
[[nodiscard]] const char* name_of(ViewKind kind);

struct Viewer {
    PersonId person;
    Role role = Role::person;
};
struct Look {
    ViewKind kind = ViewKind::attendance;
    std::string why{};  // where one is asked for
};
// The viewer's own data, and people who are named twice, are no look.
[[nodiscard]] Result<void> note_list(const Database& database, const Viewer& viewer, const Look& look,
                                     std::vector<PersonId> people, UnixMs now, Zone zone);
[[nodiscard]] Result<void> note_one(const Database& database, const Viewer& viewer, const Look& look,
                                    const PersonId& person, UnixMs now, Zone zone);

}  // namespace hadir::central
