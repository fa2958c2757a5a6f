#include "central/posts.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace hadir::central {
namespace {

constexpr std::array<std::pair<Employment, const char*>, 3> kEmployments{
    {{Employment::pns, "PNS"}, {Employment::cpns, "CPNS"}, {Employment::pppk, "PPPK"}}};
constexpr std::array<std::pair<PostLevel, const char*>, 8> kLevels{
    {{PostLevel::jpt_madya, "JPT_MADYA"},
     {PostLevel::jpt_pratama, "JPT_PRATAMA"},
     {PostLevel::administrator, "ADMINISTRATOR"},
     {PostLevel::pengawas, "PENGAWAS"},
     {PostLevel::pelaksana, "PELAKSANA"},
     {PostLevel::ahli_utama, "AHLI_UTAMA"},
     {PostLevel::ahli, "AHLI"},
     {PostLevel::keterampilan, "KETERAMPILAN"}}};

template <class Value, std::size_t N>
const char* name_in(const std::array<std::pair<Value, const char*>, N>& names, Value value) {
    for (const auto& [candidate, name] : names)
        if (candidate == value) return name;
    return "";
}

template <class Value, std::size_t N>
std::optional<Value> value_in(const std::array<std::pair<Value, const char*>, N>& names,
                              std::string_view name) {
    for (const auto& [value, candidate] : names)
        if (name == candidate) return value;
    return std::nullopt;
}

struct ByPersonAndDay {
    using Key = std::pair<PersonId, LocalDay>;
    bool operator()(const auto& left, const auto& right) const { return key(left) < key(right); }
    bool operator()(const Key& left, const auto& right) const { return left < key(right); }
    static Key key(const auto& row) { return {row.person, row.days.first}; }
};

// The person's row that holds on that day, of rows that do not overlap.
template <class Row>
const Row* row_on(const std::vector<Row>& rows, const PersonId& person, LocalDay day) {
    const auto after =
        std::upper_bound(rows.begin(), rows.end(), ByPersonAndDay::Key{person, day}, ByPersonAndDay{});
    if (after == rows.begin()) return nullptr;
    const Row& row = *std::prev(after);
    return row.person == person && row.days.holds(day) ? &row : nullptr;
}

}  // namespace

const char* name_of(Employment employment) {
    return name_in(kEmployments, employment);
}
std::optional<Employment> employment_from(std::string_view name) {
    return value_in(kEmployments, name);
}
const char* name_of(PostLevel level) {
    return name_in(kLevels, level);
}
std::optional<PostLevel> post_level_from(std::string_view name) {
    return value_in(kLevels, name);
}

PostBook::PostBook(std::vector<Post> posts, std::vector<Deputy> deputies)
    : posts_(std::move(posts)), deputies_(std::move(deputies)) {
    std::ranges::sort(posts_, ByPersonAndDay{});
    std::ranges::sort(deputies_, ByPersonAndDay{});
}

const Post* PostBook::post_on(const PersonId& person, LocalDay day) const {
    return row_on(posts_, person, day);
}

bool PostBook::has_posts(const PersonId& person) const {
    const auto found = std::ranges::lower_bound(posts_, person, {}, &Post::person);
    return found != posts_.end() && found->person == person;
}

std::optional<LocalDay> PostBook::first_gap(const PersonId& person, const DaySpan& days) const {
    for (LocalDay day = days.first; !days.last || day <= *days.last;) {
        const Post* post = post_on(person, day);
        if (post == nullptr) return day;
        if (!post->days.last) return std::nullopt;
        day = *post->days.last + std::chrono::days(1);
    }
    return std::nullopt;
}

std::optional<Superior> PostBook::superior_on(const PersonId& person, LocalDay day) const {
    const auto superiors = superiors_on(person, day);
    return superiors.empty() ? std::nullopt : std::optional(superiors.front());
}

std::vector<Superior> PostBook::superiors_on(const PersonId& person, LocalDay day) const {
    std::vector<Superior> superiors;
    const Post* post = post_on(person, day);
    for (std::size_t i = 0; i < kSuperiorsMax && post != nullptr && post->superior; ++i) {
        const PersonId& superior = *post->superior;
        const Deputy* deputy = row_on(deputies_, superior, day);
        const PersonId& acting = deputy == nullptr ? superior : deputy->deputy;
        // A superior who deputises for the one below stands in the line once.
        const bool again = !superiors.empty() && superiors.back().acting == acting;
        if (acting != person && !again) superiors.push_back({superior, acting});
        post = post_on(superior, day);
    }
    return superiors;
}

std::optional<Superior> PostBook::deciding_superior(const PersonId& person, const Waiting& waiting,
                                                    LocalDay today) const {
    const auto superiors = superiors_on(person, today);
    if (superiors.empty()) return std::nullopt;
    const auto missed = std::max<std::int64_t>(0, (today - waiting.since) / waiting.deadline);
    return superiors[std::min(static_cast<std::size_t>(missed), superiors.size() - 1)];
}

}  // namespace hadir::central
