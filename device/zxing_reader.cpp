#include "device/zxing_reader.h"

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

namespace hadir::device {

namespace {

ZXing::Binarizer native(Binarizer binarizer) {
    switch (binarizer) {
        case Binarizer::local:
            return ZXing::Binarizer::LocalAverage;
        case Binarizer::histogram:
            return ZXing::Binarizer::GlobalHistogram;
        case Binarizer::done:
            return ZXing::Binarizer::FixedThreshold;
    }
    return ZXing::Binarizer::LocalAverage;
}

}  // namespace

std::optional<std::string> read_with_zxing(GrayView view, Binarizer binarizer) {
    // No shrunken copies: the ladder makes better ones.
    const auto hints = ZXing::DecodeHints()
                           .setFormats(ZXing::BarcodeFormat::QRCode)
                           .setBinarizer(native(binarizer))
                           .setTryDownscale(false);
    const ZXing::ImageView image(view.data, view.width, view.height, ZXing::ImageFormat::Lum,
                                 static_cast<int>(view.stride));
    const auto result = ZXing::ReadBarcode(image, hints);
    auto text = result.isValid() ? result.text() : std::string();
    if (text.empty()) return std::nullopt;
    return text;
}

}  // namespace hadir::device
