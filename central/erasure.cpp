#include "central/erasure.h"

#include <algorithm>
#include <cctype>

#include "central/accounts_repository.h"
#include "central/files_repository.h"
#include "central/people.h"
#include "central/people_repository.h"
#include "central/person_codes_repository.h"
#include "central/phones_repository.h"
#include "central/posts_repository.h"
#include "central/sides_repository.h"
#include "central/sqlite_files.h"
#include "central/views_repository.h"
#include "platform/file.h"

namespace hadir::central {
namespace {

constexpr std::size_t kListBytesMax = 8'388'608;
constexpr std::size_t kAtLetters = 24;

bool is_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

// As whole words, whatever the case: Ani is not in "panitia".
bool holds_words(std::string_view text, std::string_view words) {
    const std::string in = lower(text), wanted = lower(words);
    if (wanted.empty()) return false;
    for (std::size_t at = in.find(wanted); at != std::string::npos; at = in.find(wanted, at + 1)) {
        const std::size_t end = at + wanted.size();
        const bool begins = at == 0 || !is_word(in[at - 1]) || !is_word(wanted.front());
        const bool ends = end == in.size() || !is_word(in[end]) || !is_word(wanted.back());
        if (begins && ends) return true;
    }
    return false;
}

void erase_texts(const Database& database, const PersonId& person) {
    SidesRepository sides(database);
    sides.erase_of(person);
    ViewsRepository views(database);
    views.erase_of(person);
    const auto known = PeopleRepository(database).find(person);
    if (!known) return;
    for (const FreeText& text : sides.free_texts()) {
        if (names_person(text.value, known->facts.nip, known->facts.name)) sides.erase(text.place);
    }
    for (const std::string& why : views.reasons()) {
        if (names_person(why, known->facts.nip, known->facts.name)) views.erase_reason(why);
    }
}

std::string list_text(const std::vector<Erasure>& erasures) {
    std::string text;
    for (const Erasure& erasure : erasures)
        text += format_at(erasure.at) + ' ' + erasure.person.hex() + '\n';
    return text;
}

Result<std::vector<Erasure>> read_list(const std::filesystem::path& list) {
    const auto bytes = platform::read_file(list, kListBytesMax);
    if (!bytes && bytes.error().code == ErrorCode::not_found) return std::vector<Erasure>{};
    if (!bytes) return propagate(bytes.error());
    std::vector<Erasure> erasures;
    for (std::string_view rest = as_text(*bytes); !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        const auto at = parse_at(line.substr(0, kAtLetters));
        const auto person =
            line.size() > kAtLetters ? PersonId::parse_hex(line.substr(kAtLetters + 1)) : std::nullopt;
        if (!at || !person || line[kAtLetters] != ' ' || end == rest.size()) {
            return fail(ErrorCode::malformed,
                        list.string() + ": line " + std::to_string(erasures.size() + 1) +
                            " is not a time and a person's id; bring back a copy of the file");
        }
        erasures.push_back({*person, *at});
        rest.remove_prefix(end + 1);
    }
    return erasures;
}

}  // namespace

bool names_person(std::string_view text, std::string_view nip, std::string_view name) {
    return holds_words(text, nip) || holds_words(text, name) || holds_words(text, bare_name(name)) ||
           holds_words(text, short_name(name));
}

void forget_person(const Database& database, const Erasure& erasure) {
    ErasuresRepository erasures(database);
    if (!erasures.add(erasure)) return;
    erase_texts(database, erasure.person);
    PeopleRepository people(database);
    people.erase(erasure.person);
    PostsRepository(database).erase_of(erasure.person);
    people.revoke_badges_of(erasure.person, erasure.at);
    AccountsRepository(database).remove_of(erasure.person);
    PhonesRepository(database).erase_of(erasure.person, erasure.at);
    PersonCodesRepository codes(database);
    codes.remove_of(erasure.person);
    codes.remove_pin(erasure.person);
    FilesRepository files(database);
    files.forget_bytes(FileKind::roster);
    files.people_changed();
    erasures.await_terminals(erasure);
}

Result<void> erase_person(const Database& database, const OwnLedger& own, const Officer& officer,
                          const ErasureOrder& order) {
    if (auto plain = check_reason(order.why); !plain) return plain;
    return decide(database, own, [&]() -> Result<void> {
        if (ErasuresRepository(database).holds(order.person)) return {};
        const auto person = PeopleRepository(database).find(order.person);
        if (!person) return fail(ErrorCode::not_found, "no person " + order.person.hex());
        if (names_person(order.why, person->facts.nip, person->facts.name))
            return fail(ErrorCode::usage, "the reason must not name who is erased: it stays on record");
        const UnixMs now = own.clock.wall();
        wire::JsonWriter body;
        body.begin_object().field("person", order.person.hex());
        const auto written =
            append_decision(database, own, "person-erased", std::move(body), officer, order.why);
        if (!written) return propagate(written.error());
        forget_person(database, {order.person, now});
        return {};
    });
}

Result<void> keep_erased(const Database& database, const std::filesystem::path& list) {
    const auto listed = read_list(list);
    if (!listed) return propagate(listed.error());
    const auto all = [&] { return ErasuresRepository(database).all(); };
    auto held = database.read([&]() -> Result<std::vector<Erasure>> { return all(); });
    if (!held) return propagate(held.error());
    const auto lacks = [](const std::vector<Erasure>& in, const Erasure& wanted) {
        return std::ranges::find(in, wanted.person, &Erasure::person) == in.end();
    };
    if (std::ranges::any_of(*listed, [&](const Erasure& erasure) { return lacks(*held, erasure); })) {
        held = database.transaction([&]() -> Result<std::vector<Erasure>> {
            for (const Erasure& erasure : *listed)
                forget_person(database, erasure);
            return all();
        });
        if (!held) return propagate(held.error());
    }
    if (std::ranges::none_of(*held, [&](const Erasure& erasure) { return lacks(*listed, erasure); }))
        return {};
    const std::string text = list_text(*held);
    return platform::write_private_file(list, as_bytes(text));
}

Result<void> scrub(const Database& database, const std::string& path, UnixMs now) {
    const auto needed =
        database.read([&]() -> Result<bool> { return ErasuresRepository(database).is_unscrubbed(); });
    if (!needed) return propagate(needed.error());
    if (!*needed) return {};
    if (auto done = write_anew(path); !done) return done;
    return database.transaction([&]() -> Result<void> {
        ErasuresRepository(database).scrubbed(now);
        return {};
    });
}

}  // namespace hadir::central
