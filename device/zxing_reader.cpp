#include "device/zxing_reader.h"

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

namespace hadir::device {

std::optional<std::string> read_with_zxing(GrayView view, Binarizer binarizer, Effort effort) {
    const auto hints = ZXing::DecodeHints()
                           .setFormats(ZXing::BarcodeFormat::QRCode)
                           .setBinarizer(binarizer == Binarizer::local ? ZXing::Binarizer::LocalAverage
                                                                       : ZXing::Binarizer::GlobalHistogram)
                           .setTryDownscale(effort == Effort::also_smaller);
    const ZXing::ImageView image(view.data, view.width, view.height, ZXing::ImageFormat::Lum,
                                 static_cast<int>(view.stride));
    const auto result = ZXing::ReadBarcode(image, hints);
    if (!result.isValid()) return std::nullopt;
    return result.text();
}

}  // namespace hadir::device
