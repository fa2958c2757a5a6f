#include "wire/json.h"

#include <boost/json/basic_parser_impl.hpp>
#include <limits>

namespace hadir::wire {
namespace {

constexpr std::int64_t kIntegerMax = (1LL << 53) - 1;
constexpr std::size_t kDepthMax = 32;

// Builds our value from Boost.JSON's events and refuses what its own value could not tell us: doubled keys,
// -0, fractions, where a minus stood.
class Builder {
public:
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();
    using Code = boost::system::error_code;
    using View = boost::json::string_view;

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code& code) { return open(true, code); }
    bool on_array_begin(Code& code) { return open(false, code); }
    bool on_object_end(std::size_t, Code&) { return close(); }
    bool on_array_end(std::size_t, Code&) { return close(); }
    bool on_key_part(View part, std::size_t, Code&) { return add(part); }
    bool on_key(View part, std::size_t, Code& code) {
        add(part);
        Level& level = levels_.back();
        level.key = std::exchange(text_, {});
        for (const auto& [name, value] : level.fields) {
            if (name == level.key) return refuse("the key \"" + level.key + "\" stands twice", code);
        }
        return true;
    }
    bool on_string_part(View part, std::size_t, Code&) { return add(part); }
    bool on_string(View part, std::size_t, Code&) {
        add(part);
        return put(Json(std::exchange(text_, {})));
    }
    bool on_number_part(View part, Code&) { return add(part); }
    bool on_int64(std::int64_t value, View part, Code& code) { return on_integer(value, part, code); }
    bool on_uint64(std::uint64_t value, View part, Code& code) {
        if (value > static_cast<std::uint64_t>(kIntegerMax)) return refuse("a number beyond 2^53-1", code);
        return on_integer(static_cast<std::int64_t>(value), part, code);
    }
    bool on_double(double, View, Code& code) { return refuse("a number that is no integer", code); }
    bool on_bool(bool value, Code&) { return put(Json(value)); }
    bool on_null(Code&) { return put(Json()); }
    bool on_comment_part(View, Code&) { return true; }
    bool on_comment(View, Code&) { return true; }

    [[nodiscard]] const std::string& reason() const { return reason_; }
    [[nodiscard]] Json take() { return std::move(root_); }

private:
    struct Level {
        bool is_object;
        Json::Object fields;
        Json::Array items;
        std::string key;
    };

    bool refuse(std::string why, Code& code) {
        reason_ = std::move(why);
        code = boost::json::error::syntax;
        return false;
    }
    bool add(View part) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_integer(std::int64_t value, View part, Code& code) {
        add(part);
        const std::string digits = std::exchange(text_, {});
        const bool minus = digits.starts_with('-');
        if (value > kIntegerMax || value < -kIntegerMax) return refuse("a number beyond 2^53-1", code);
        if (minus && value == 0) return refuse("-0", code);
        const bool in_object = !levels_.empty() && levels_.back().is_object;
        if (minus && !(in_object && levels_.back().key.ends_with("_ms"))) {
            return refuse("a minus outside a key that ends in _ms", code);
        }
        return put(Json(value));
    }
    bool open(bool is_object, Code& code) {
        if (levels_.size() == kDepthMax) return refuse("deeper than 32", code);
        levels_.push_back({is_object, {}, {}, {}});
        return true;
    }
    bool close() {
        Level level = std::move(levels_.back());
        levels_.pop_back();
        return put(level.is_object ? Json(std::move(level.fields)) : Json(std::move(level.items)));
    }
    bool put(Json value) {
        if (levels_.empty()) {
            root_ = std::move(value);
            return true;
        }
        Level& level = levels_.back();
        if (level.is_object) {
            level.fields.emplace_back(std::move(level.key), std::move(value));
        } else {
            level.items.push_back(std::move(value));
        }
        return true;
    }

    std::vector<Level> levels_;
    std::string text_;
    std::string reason_;
    Json root_;
};

const Json kNull;
const Json::Array kNoItems;

}  // namespace

const Json* Json::find(std::string_view key) const {
    if (const Object* fields = object()) {
        for (const auto& [name, value] : *fields) {
            if (name == key) return &value;
        }
    }
    return nullptr;
}

Result<Json> parse_json(std::string_view text) {
    if (text.empty() || text.front() != '{' || text.back() != '}') {
        return fail(ErrorCode::malformed, "not one JSON object with nothing around it");
    }
    boost::json::parse_options options;
    options.max_depth = kDepthMax;
    boost::json::basic_parser<Builder> parser(options);
    boost::system::error_code code;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), code);
    if (code || used != text.size() || !parser.done()) {
        const std::string& reason = parser.handler().reason();
        return fail(ErrorCode::malformed,
                    "JSON: " + (reason.empty() ? "not well formed at byte " + std::to_string(used) : reason));
    }
    return parser.handler().take();
}

Fields::Fields(const Json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (object.object() == nullptr) error_.emplace(ErrorCode::malformed, where_ + ": must be an object");
}

const Json* Fields::need(std::string_view key) {
    const Json* found = object_.find(key);
    if (found == nullptr) fault(key, "is missing");
    return found;
}

void Fields::fault(std::string_view key, const std::string& what) {
    if (!error_) error_.emplace(ErrorCode::malformed, where_ + ": \"" + std::string(key) + "\" " + what);
}

Result<void> Fields::done() const {
    if (error_) return propagate(*error_);
    return {};
}

std::string Fields::text(std::string_view key, std::size_t bytes_max) {
    const Json* found = need(key);
    if (found == nullptr) return {};
    if (found->text() == nullptr) {
        fault(key, "must be a text");
        return {};
    }
    if (found->text()->size() > bytes_max) {
        fault(key, "is longer than " + std::to_string(bytes_max) + " bytes");
        return {};
    }
    return *found->text();
}

std::optional<std::string> Fields::nullable_text(std::string_view key, std::size_t bytes_max) {
    const Json* found = need(key);
    if (found == nullptr || found->is_null()) return std::nullopt;
    return text(key, bytes_max);
}

std::int64_t Fields::integer(std::string_view key, std::int64_t low, std::int64_t high) {
    const Json* found = need(key);
    if (found == nullptr) return low;
    if (found->integer() == nullptr || *found->integer() < low || *found->integer() > high) {
        fault(key, "must be an integer from " + std::to_string(low) + " to " + std::to_string(high));
        return low;
    }
    return *found->integer();
}

std::optional<std::int64_t> Fields::nullable_integer(std::string_view key, std::int64_t low,
                                                     std::int64_t high) {
    const Json* found = need(key);
    if (found == nullptr || found->is_null()) return std::nullopt;
    return integer(key, low, high);
}

bool Fields::flag(std::string_view key) {
    const Json* found = need(key);
    if (found == nullptr) return false;
    if (found->flag() == nullptr) {
        fault(key, "must be true or false");
        return false;
    }
    return *found->flag();
}

UnixMs Fields::at(std::string_view key) {
    const auto time = parse_at(text(key));
    if (!time) fault(key, "must be a time like 2026-11-24T00:21:09.120Z");
    return time.value_or(UnixMs{});
}

std::optional<UnixMs> Fields::nullable_at(std::string_view key) {
    const Json* found = need(key);
    if (found == nullptr || found->is_null()) return std::nullopt;
    return at(key);
}

const Json::Array& Fields::array(std::string_view key, std::size_t items_max) {
    const Json* found = need(key);
    if (found == nullptr) return kNoItems;
    if (found->array() == nullptr || found->array()->size() > items_max) {
        fault(key, "must be a list of at most " + std::to_string(items_max));
        return kNoItems;
    }
    return *found->array();
}

const Json& Fields::object(std::string_view key) {
    const Json* found = need(key);
    if (found == nullptr) return kNull;
    if (found->object() == nullptr) {
        fault(key, "must be an object");
        return kNull;
    }
    return *found;
}

}  // namespace hadir::wire
