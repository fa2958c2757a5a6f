#include "central/views.h"

#include <algorithm>

namespace hadir::central {
namespace {

ViewKey key_of(const Viewer& viewer, const Look& look, const PersonId& person, UnixMs now, Zone zone) {
    return {
        person,  viewer.person, name_of(viewer.role), name_of(look.kind), format_day(local_day(now, zone)),
        look.why};
}

}  // namespace

const char* name_of(ViewKind kind) {
    switch (kind) {
        case ViewKind::review:
            return "review";
        case ViewKind::photo:
            return "photo";
        case ViewKind::paper:
            return "paper";
        case ViewKind::account:
            return "account";
        case ViewKind::audit:
            return "audit";
        case ViewKind::discipline:
            return "discipline";
        case ViewKind::ethics:
            return "ethics";
        case ViewKind::attendance:
            break;
    }
    return "attendance";
}

Result<void> note_list(const Database& database, const Viewer& viewer, const Look& look,
                       std::vector<PersonId> people, UnixMs now, Zone zone) {
    std::erase(people, viewer.person);
    std::ranges::sort(people);
    people.erase(std::unique(people.begin(), people.end()), people.end());
    ViewKey key = key_of(viewer, look, {}, now, zone);
    // Mostly nothing is new, and then nobody waits for the writer's turn.
    const auto fresh = database.read(
        [&]() -> Result<std::vector<PersonId>> { return ViewsRepository(database).fresh(key, people); });
    if (!fresh) return propagate(fresh.error());
    if (fresh->empty()) return {};
    return database.transaction([&]() -> Result<void> {
        ViewsRepository views(database);
        for (const PersonId& person : views.fresh(key, *fresh)) {
            key.person = person;
            views.add(key, now);
        }
        return {};
    });
}

Result<void> note_one(const Database& database, const Viewer& viewer, const Look& look,
                      const PersonId& person, UnixMs now, Zone zone) {
    if (person == viewer.person) return {};
    return database.transaction([&]() -> Result<void> {
        ViewsRepository(database).add(key_of(viewer, look, person, now, zone), now);
        return {};
    });
}

}  // namespace hadir::central
