// Width and height of a picture file, so that a limit holds before a decoder takes memory.
#include <charconv>
#include <string_view>

#include "device/frame.h"

namespace hadir::device {

namespace {

using namespace std::string_view_literals;

std::uint32_t big(ByteView bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | bytes[at + i];
    return value;
}
std::uint32_t little(ByteView bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = count; i > 0; --i)
        value = value << 8 | bytes[at + i - 1];
    return value;
}

// No picture format that we read holds larger sides than a decoder's int can multiply safely.
std::optional<Size> sane(std::uint32_t width, std::uint32_t height) {
    constexpr std::uint32_t kSideMax = 1u << 20;
    if (width == 0 || height == 0 || width > kSideMax || height > kSideMax) return std::nullopt;
    return Size{static_cast<int>(width), static_cast<int>(height)};
}

std::optional<Size> png_size(ByteView head) {
    if (head.size() < 24) return std::nullopt;
    return sane(big(head, 16, 4), big(head, 20, 4));
}

std::optional<Size> bmp_size(ByteView head) {
    if (head.size() < 26) return std::nullopt;
    const auto width = static_cast<std::int32_t>(little(head, 18, 4));
    const auto height = static_cast<std::int32_t>(little(head, 22, 4));  // negative: rows from the top
    if (width <= 0 || height == INT32_MIN) return std::nullopt;
    return sane(static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height < 0 ? -height : height));
}

std::optional<Size> webp_size(ByteView head) {
    if (head.size() < 30) return std::nullopt;
    const auto chunk = as_text(head.subspan(12, 4));
    if (chunk == "VP8 "sv) return sane(little(head, 26, 2) & 0x3fff, little(head, 28, 2) & 0x3fff);
    if (chunk == "VP8X"sv) return sane(little(head, 24, 3) + 1, little(head, 27, 3) + 1);
    if (chunk != "VP8L"sv) return std::nullopt;
    const std::uint32_t bits = little(head, 21, 4);
    return sane((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
}

// Walks the segments up to the frame header (SOF0 to SOF15 without DHT, JPG, DAC).
std::optional<Size> jpeg_size(ByteView head) {
    for (std::size_t at = 2; at + 9 < head.size();) {
        if (head[at] != 0xff) return std::nullopt;
        const std::uint8_t marker = head[at + 1];
        if (marker == 0xff) {
            ++at;
            continue;
        }
        const bool frame_header =
            marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame_header) return sane(big(head, at + 7, 2), big(head, at + 5, 2));
        at += 2 + big(head, at + 2, 2);
    }
    return std::nullopt;
}

// "P5 width height", with white space and comments between.
std::optional<Size> pnm_size(ByteView head) {
    std::uint32_t numbers[2] = {};
    const char* at = as_text(head).data() + 2;
    const char* const end = as_text(head).data() + head.size();
    for (auto& number : numbers) {
        while (at < end && (*at == '#' || *at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) {
            if (*at == '#') at = std::find(at, end, '\n');
            if (at < end) ++at;
        }
        const auto parsed = std::from_chars(at, end, number);
        if (parsed.ec != std::errc()) return std::nullopt;
        at = parsed.ptr;
    }
    return sane(numbers[0], numbers[1]);
}

}  // namespace

std::optional<Size> picture_size(ByteView head) {
    const auto text = as_text(head);
    if (text.starts_with("\x89PNG\r\n\x1a\n"sv)) return png_size(head);
    if (text.starts_with("\xff\xd8\xff"sv)) return jpeg_size(head);
    if (text.starts_with("BM"sv)) return bmp_size(head);
    if (text.starts_with("RIFF"sv) && text.size() > 12 && text.substr(8).starts_with("WEBP"sv))
        return webp_size(head);
    if (text.starts_with("P5"sv) || text.starts_with("P6"sv)) return pnm_size(head);
    return std::nullopt;
}

}  // namespace hadir::device
