// JSON that is signed, hashed or sent by a device: read strictly (docs/formats.md 1) and written in one form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"

namespace hadir::wire {

// A value as read: null, flag, integer, text, array or object. Objects keep the order of their keys.
class Json {
public:
    using Array = std::vector<Json>;
    using Object = std::vector<std::pair<std::string, Json>>;

    Json() = default;
    explicit Json(bool value) : value_(value) {}
    explicit Json(std::int64_t value) : value_(value) {}
    explicit Json(std::string value) : value_(std::move(value)) {}
    explicit Json(Array value) : value_(std::move(value)) {}
    explicit Json(Object value) : value_(std::move(value)) {}

    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    [[nodiscard]] const bool* flag() const { return std::get_if<bool>(&value_); }
    [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value_); }
    [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value_); }
    [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value_); }
    [[nodiscard]] const Json* find(std::string_view key) const;  // null when absent or not an object

private:
    std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> value_;
};

// One object and nothing around it: no byte before or after, no BOM, no doubled key, no lone surrogate, at
// most 32 deep, integers within 2^53-1 without fraction or exponent, a minus only under a key that ends in
// `_ms`.
[[nodiscard]] Result<Json> parse_json(std::string_view text);

// Reads the fields of one object and remembers the first fault, so that a reader checks once, at the end.
class Fields {
public:
    // `object` must outlive this; `where` stands in front of the fault ("row 3").
    Fields(const Json& object, std::string where);

    std::string text(std::string_view key, std::size_t bytes_max = 512);
    std::optional<std::string> nullable_text(std::string_view key, std::size_t bytes_max = 512);
    std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high);
    std::optional<std::int64_t> nullable_integer(std::string_view key, std::int64_t low, std::int64_t high);
    bool flag(std::string_view key);
    UnixMs at(std::string_view key);
    std::optional<UnixMs> nullable_at(std::string_view key);
    const Json::Array& array(std::string_view key, std::size_t items_max);
    const Json& object(std::string_view key);

    template <class Fixed>
    Fixed hex(std::string_view key) {
        const auto value = Fixed::parse_hex(text(key));
        if (!value) fault(key, "must be " + std::to_string(Fixed::kSize * 2) + " lower-case hex digits");
        return value.value_or(Fixed{});
    }
    template <class Fixed>
    std::optional<Fixed> nullable_hex(std::string_view key) {
        const Json* found = need(key);
        if (found == nullptr || found->is_null()) return std::nullopt;
        return hex<Fixed>(key);
    }

    void fault(std::string_view key, const std::string& what);  // keeps the first
    [[nodiscard]] Result<void> done() const;

private:
    const Json* need(std::string_view key);

    const Json& object_;
    std::string where_;
    std::optional<Error> error_;
};

// Writes one object or array; keys in the order of the calls. Text is UTF-8 and escaped as JSON.stringify
// does.
class JsonWriter {
public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(std::uint64_t number);
    JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
    JsonWriter& value(std::uint32_t number) { return value(static_cast<std::uint64_t>(number)); }
    JsonWriter& value(bool flag);
    JsonWriter& null();
    JsonWriter& raw(std::string_view json);  // a value that is JSON already

    template <class T>
    JsonWriter& field(std::string_view name, const T& item) {
        return key(name).value(item);
    }
    template <class T>
    JsonWriter& field(std::string_view name, const std::optional<T>& item) {
        key(name);
        return item ? value(*item) : null();
    }

    [[nodiscard]] const std::string& str() const { return out_; }
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    void separate();

    std::string out_;
    bool fresh_ = true;  // nothing written yet at this level, or right after a key
};

}  // namespace hadir::wire
