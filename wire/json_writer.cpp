#include "wire/json.h"

namespace hadir::wire {
namespace {

void append_escaped(std::string& out, std::string_view text) {
    static constexpr char kDigits[] = "0123456789abcdef";
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    out += "\\u00";
                    out.push_back(kDigits[static_cast<unsigned char>(c) >> 4U]);
                    out.push_back(kDigits[static_cast<unsigned char>(c) & 15U]);
                } else {
                    out.push_back(c);
                }
        }
    }
}

}  // namespace

void JsonWriter::separate() {
    if (!fresh_) out_.push_back(',');
    fresh_ = false;
}

JsonWriter& JsonWriter::begin_object() {
    separate();
    out_.push_back('{');
    fresh_ = true;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    out_.push_back('}');
    fresh_ = false;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    separate();
    out_.push_back('[');
    fresh_ = true;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    out_.push_back(']');
    fresh_ = false;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    out_.push_back('"');
    append_escaped(out_, name);
    out_ += "\":";
    fresh_ = true;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    out_.push_back('"');
    append_escaped(out_, text);
    out_.push_back('"');
    return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
    return raw(std::to_string(number));
}
JsonWriter& JsonWriter::value(std::uint64_t number) {
    return raw(std::to_string(number));
}
JsonWriter& JsonWriter::value(bool flag) {
    return raw(flag ? "true" : "false");
}
JsonWriter& JsonWriter::null() {
    return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
}

}  // namespace hadir::wire
