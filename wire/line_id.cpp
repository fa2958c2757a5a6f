// A small reader that walks over any well-formed JSON, however deep, with any bytes in its texts, and notes
// only dev, inc and seq of the top level. It does not recurse: depth costs one byte each.
#include "wire/line.h"

namespace hadir::wire {
namespace {

class Walker {
public:
    explicit Walker(std::string_view text) : text_(text) {}

    // False when the text is not exactly one JSON object.
    bool walk() {
        if (!take('{')) return false;
        open_ = "{";
        bool want_value = false;  // after a comma a value or key must follow
        while (!open_.empty()) {
            space();
            if (open_.back() == '{' ? !member(want_value) : !element(want_value)) return false;
        }
        return at_ == text_.size();
    }

    [[nodiscard]] const std::vector<std::pair<std::string, std::string_view>>& top() const { return top_; }

private:
    bool peek(char c) const { return at_ < text_.size() && text_[at_] == c; }
    bool take(char c) {
        if (!peek(c)) return false;
        ++at_;
        return true;
    }
    void space() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
            ++at_;
    }

    // One `"key": value` or the closing brace.
    bool member(bool& want_value) {
        if (!want_value && take('}')) return close(want_value);
        const std::size_t key_at = at_;
        if (!string()) return false;
        const std::string_view raw = text_.substr(key_at + 1, at_ - key_at - 2);
        space();
        if (!take(':')) return false;
        space();
        key_ = open_.size() == 1 ? unescaped(raw) : std::string();
        return value(want_value);
    }

    bool element(bool& want_value) {
        if (!want_value && take(']')) return close(want_value);
        return value(want_value);
    }

    bool value(bool& want_value) {
        const bool at_top = open_.size() == 1;
        const std::size_t from = at_;
        if (peek('{') || peek('[')) {
            open_.push_back(text_[at_++]);
            want_value = false;
            if (at_top) top_.emplace_back(key_, std::string_view());
            return true;
        }
        if (!(peek('"') ? string() : number() || word("true") || word("false") || word("null"))) return false;
        if (at_top) top_.emplace_back(key_, text_.substr(from, at_ - from));
        return after_value(want_value);
    }

    // A comma, or nothing when the closing bracket comes next.
    bool after_value(bool& want_value) {
        space();
        want_value = take(',');
        return want_value || (at_ < text_.size() && text_[at_] == (open_.back() == '{' ? '}' : ']'));
    }

    bool close(bool& want_value) {
        open_.pop_back();
        want_value = false;
        return open_.empty() || after_value(want_value);
    }

    bool string() {
        if (!take('"')) return false;
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if (c == '"') return true;
            if (static_cast<unsigned char>(c) < 0x20 && c != '\t') return false;
            if (c != '\\') continue;
            if (at_ == text_.size()) return false;
            const char escape = text_[at_++];
            if (escape == 'u') {
                for (int i = 0; i < 4; ++i, ++at_) {
                    if (at_ == text_.size() || !is_hex(text_[at_])) return false;
                }
            } else if (std::string_view("\"\\/bfnrt").find(escape) == std::string_view::npos) {
                return false;
            }
        }
        return false;
    }

    static bool is_hex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    bool digits() {
        const std::size_t from = at_;
        while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9')
            ++at_;
        return at_ > from;
    }
    bool number() {
        const std::size_t from = at_;
        take('-');
        const bool zero = take('0');
        bool ok = zero || digits();
        if (ok && take('.')) ok = digits();
        if (ok && (take('e') || take('E'))) {
            if (!take('+')) take('-');
            ok = digits();
        }
        if (!ok) at_ = from;
        return ok;
    }
    bool word(std::string_view expected) {
        if (!text_.substr(at_).starts_with(expected)) return false;
        at_ += expected.size();
        return true;
    }

    // Enough to compare keys: escapes of ASCII characters are resolved, others stay as they are.
    static std::string unescaped(std::string_view raw) {
        std::string out;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            if (raw[i] == '\\' && i + 5 < raw.size() && raw[i + 1] == 'u' && raw.substr(i + 2, 2) == "00") {
                out.push_back(static_cast<char>(hex_value(raw[i + 4]) * 16 + hex_value(raw[i + 5])));
                i += 5;
            } else {
                out.push_back(raw[i]);
            }
        }
        return out;
    }
    static int hex_value(char c) {
        if (c >= '0' && c <= '9') return c - '0';
        return (c >= 'a' ? c - 'a' : c - 'A') + 10;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string open_;  // the brackets we are inside of
    std::string key_;
    std::vector<std::pair<std::string, std::string_view>> top_;
};

std::optional<std::uint64_t> plain_number(std::string_view token, std::int64_t max) {
    if (token.empty() || token.size() > 16 || token[0] == '0') return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : token) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (value > static_cast<std::uint64_t>(max)) return std::nullopt;
    return value;
}

}  // namespace

Result<LineId> read_line_id(std::string_view text) {
    Walker walker(text);
    if (!walker.walk()) return fail(ErrorCode::malformed, "not one JSON object");
    LineId id;
    int found = 0;
    for (const auto& [key, token] : walker.top()) {
        if (key != "dev" && key != "inc" && key != "seq") continue;
        ++found;
        const bool quoted = token.size() >= 2 && token.front() == '"';
        if (key == "dev") {
            const auto dev = quoted ? DeviceId::parse_hex(token.substr(1, token.size() - 2)) : std::nullopt;
            if (!dev) return fail(ErrorCode::malformed, "\"dev\" is not 32 lower-case hex digits");
            id.dev = *dev;
        } else {
            const auto number = plain_number(token, key == "inc" ? kIncMax : kSeqMax);
            if (!number) return fail(ErrorCode::malformed, "\"" + key + "\" is not a number from 1");
            if (key == "inc") id.inc = static_cast<std::uint32_t>(*number);
            if (key == "seq") id.seq = *number;
        }
    }
    // Each once: three found in all, and none can be there twice without another missing.
    bool dev = false, inc = false, seq = false;
    for (const auto& [key, token] : walker.top()) {
        dev = dev || key == "dev";
        inc = inc || key == "inc";
        seq = seq || key == "seq";
    }
    if (found != 3 || !dev || !inc || !seq) {
        return fail(ErrorCode::malformed, "dev, inc and seq must stand once each");
    }
    return id;
}

}  // namespace hadir::wire
