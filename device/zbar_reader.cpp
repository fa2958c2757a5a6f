#include "device/zbar_reader.h"

#include <zbar.h>

#include <algorithm>
#include <cassert>

namespace hadir::device {

namespace {

constexpr unsigned long kGray8 = 0x30303859;  // the characters "Y800"

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

struct ZbarReader::Scanner {
    Scanner() {
        zbar_image_scanner_set_config(scanner.get(), zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
        zbar_image_scanner_set_config(scanner.get(), zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
        zbar_image_set_format(image.get(), kGray8);
    }
    std::unique_ptr<zbar::zbar_image_scanner_t, decltype(&zbar::zbar_image_scanner_destroy)> scanner{
        zbar::zbar_image_scanner_create(), zbar::zbar_image_scanner_destroy};
    std::unique_ptr<zbar::zbar_image_t, decltype(&zbar::zbar_image_destroy)> image{zbar::zbar_image_create(),
                                                                                   zbar::zbar_image_destroy};
};

ZbarReader::ZbarReader() : scanner_(std::make_unique<Scanner>()) {}
ZbarReader::~ZbarReader() = default;
ZbarReader::ZbarReader(ZbarReader&&) noexcept = default;
ZbarReader& ZbarReader::operator=(ZbarReader&&) noexcept = default;

std::optional<std::string> ZbarReader::read(GrayView view) {
    assert(view.stride == view.width);
    auto* const image = scanner_->image.get();
    zbar_image_set_size(image, static_cast<unsigned>(view.width), static_cast<unsigned>(view.height));
    zbar_image_set_data(image, view.data, static_cast<unsigned long>(view.stride * view.height), nullptr);
    if (zbar_scan_image(scanner_->scanner.get(), image) <= 0) return std::nullopt;
    for (const auto* symbol = zbar_image_first_symbol(image); symbol; symbol = zbar_symbol_next(symbol)) {
        if (zbar_symbol_get_type(symbol) != zbar::ZBAR_QRCODE) continue;
        const std::string text(zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol));
        if (!text.empty() && is_ascii(text)) return text;
    }
    return std::nullopt;
}

}  // namespace hadir::device
