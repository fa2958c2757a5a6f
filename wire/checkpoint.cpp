#include "wire/checkpoint.h"

#include "wire/encodings.h"

namespace hadir::wire {
namespace {

constexpr std::string_view kDash = "\u2014 ";
constexpr std::uint8_t kEd25519Note[] = {'\n', 0x01};
constexpr std::size_t kSignaturesMax = 64;  // C2SP wants 16 at least

struct NoteSignature {
    std::string_view name;
    Bytes value;  // key id and signature
};

struct Note {
    std::string_view text;  // with its last LF
    std::vector<NoteSignature> signatures;
};

std::unexpected<Error> malformed(const char* what) {
    return fail(ErrorCode::malformed, std::string("note: ") + what);
}

// Cuts the next line off; none when no LF is left.
std::optional<std::string_view> take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

Result<NoteSignature> read_signature(std::string_view line) {
    if (!line.starts_with(kDash)) return malformed("a signature line does not begin with a dash");
    line.remove_prefix(kDash.size());
    const std::size_t space = line.find(' ');
    if (space == 0 || space == std::string_view::npos)
        return malformed("a signature line is not `name base64`");
    const std::string_view name = line.substr(0, space);
    auto value = from_base64(line.substr(space + 1));
    if (name.find('+') != std::string_view::npos || !value || value->size() <= KeyId::kSize)
        return malformed("a signature line is not `name base64`");
    return NoteSignature{name, std::move(*value)};
}

Result<Note> split_note(std::string_view note) {
    if (note.size() > kNoteBytesMax) return fail(ErrorCode::too_large, "note: over 65536 bytes");
    for (const char c : note) {
        if (static_cast<unsigned char>(c) < ' ' && c != '\n') return malformed("a control character");
    }
    const std::size_t gap = note.rfind("\n\n");
    if (gap == std::string_view::npos) return malformed("no empty line before the signatures");
    Note split{note.substr(0, gap + 1), {}};
    std::string_view rest = note.substr(gap + 2);
    while (!rest.empty()) {
        const auto line = take_line(rest);
        if (!line) return malformed("the last line has no end");
        auto signature = read_signature(*line);
        if (!signature) return propagate(signature.error());
        if (split.signatures.size() == kSignaturesMax) return malformed("too many signatures");
        split.signatures.push_back(std::move(*signature));
    }
    if (split.signatures.empty()) return malformed("no signature");
    return split;
}

std::string text_of(const Checkpoint& checkpoint) {
    return checkpoint.origin + '\n' + std::to_string(checkpoint.head.size) + '\n' +
           to_base64(checkpoint.head.root.bytes) + '\n';
}

Result<Checkpoint> read_text(std::string_view text) {
    const auto origin = take_line(text);
    const auto size = take_line(text);
    const auto root = take_line(text);
    if (!origin || !size || !root || origin->empty()) return malformed("not origin, size and root");
    const auto number = parse_decimal(*size);
    if (!number) return malformed("the size is not a canonical decimal");
    const auto bytes = from_base64(*root);
    const auto hash = bytes ? Hash::from(*bytes) : std::nullopt;
    if (!hash) return malformed("the root is not a hash in base64");
    // Lines that other logs put behind these mean nothing here; an empty one is against the format.
    while (const auto extension = take_line(text)) {
        if (extension->empty()) return malformed("an empty line within the text");
    }
    return Checkpoint{std::string(*origin), {*number, *hash}};
}

}  // namespace

KeyId note_key_id(std::string_view name, const PublicKey& key) {
    const Hash hash = sha256({as_bytes(name), kEd25519Note, key.bytes});
    return *KeyId::from(hash.view().first(KeyId::kSize));
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key) {
    std::string note = text_of(checkpoint);
    Bytes value;
    append(value, note_key_id(checkpoint.origin, key.public_key()).bytes);
    append(value, key.sign(as_bytes(note)).bytes);
    note += '\n';
    note += kDash;
    note += checkpoint.origin + ' ' + to_base64(value) + '\n';
    return note;
}

Result<Checkpoint> read_checkpoint(std::string_view note) {
    const auto split = split_note(note);
    if (!split) return propagate(split.error());
    return read_text(split->text);
}

Result<Checkpoint> open_checkpoint(std::string_view note, const PublicKey& key) {
    const auto split = split_note(note);
    if (!split) return propagate(split.error());
    auto checkpoint = read_text(split->text);
    if (!checkpoint) return propagate(checkpoint.error());
    const KeyId id = note_key_id(checkpoint->origin, key);
    bool signed_by_key = false;
    for (const NoteSignature& signature : split->signatures) {
        const ByteView value = signature.value;
        if (signature.name != checkpoint->origin || KeyId::from(value.first(KeyId::kSize)) != id) continue;
        const auto bytes = Signature::from(value.subspan(KeyId::kSize));
        if (!bytes || !verify(key, as_bytes(split->text), *bytes))
            return fail(ErrorCode::bad_signature, "the checkpoint's signature does not fit");
        signed_by_key = true;
    }
    if (!signed_by_key) return fail(ErrorCode::bad_signature, "the log's key has not signed the checkpoint");
    return checkpoint;
}

Result<Checkpoint> open_checkpoint(std::string_view note, const KeysFile& keys) {
    const auto claimed = read_checkpoint(note);
    if (!claimed) return propagate(claimed.error());
    for (const KeyRow& row : keys.rows) {
        if (row.use == "log" && row.origin == claimed->origin)
            return open_checkpoint(note, *PublicKey::from(row.pub));
    }
    return fail(ErrorCode::not_found, "the keys file lists no log \"" + claimed->origin + '"');
}

}  // namespace hadir::wire
