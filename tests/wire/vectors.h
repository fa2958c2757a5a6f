// The vectors of tests/vectors, made by a second implementation; their README describes the shape.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "core/bytes.h"

namespace hadir::wire {

// Read once and kept.
[[nodiscard]] const boost::json::object& vectors(const std::string& name);

[[nodiscard]] std::string text_at(const boost::json::object& row, std::string_view key);
// The text of a row: `text`, or the bytes of `hex`, or what `recipe` describes.
[[nodiscard]] std::string text_of(const boost::json::object& row);
[[nodiscard]] Bytes hex_at(const boost::json::object& row, std::string_view key);

template <class Fixed>
[[nodiscard]] Fixed fixed_at(const boost::json::object& row, std::string_view key) {
    return Fixed::parse_hex(text_at(row, key)).value();
}

}  // namespace hadir::wire
