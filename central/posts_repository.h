// Posts and deputies. Use inside Database::read or ::transaction.
#pragma once

#include <vector>

#include "central/database.h"
#include "central/posts.h"

namespace hadir::central {

class PostsRepository {
public:
    explicit PostsRepository(const Database& database) : sql_(database.sql()) {}

    std::vector<Post> posts();
    std::vector<Deputy> deputies();
    PostBook book() { return {posts(), deputies()}; }
    // Each puts the rows in the place of all that are there.
    void replace(const std::vector<Post>& posts);
    void replace(const std::vector<Deputy>& deputies);
    // What a post tells of its holder, who is erased; the ids stay.
    void erase_of(const PersonId& person);

private:
    soci::session& sql_;
};

}  // namespace hadir::central
