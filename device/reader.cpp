#include "device/reader.h"

#include "device/zxing_reader.h"

namespace hadir::device {

struct Reader::State {};

Reader::Reader() : state_(std::make_unique<State>()) { settle_opencv(); }
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

ReadResult Reader::read(const Frame& frame) {
    if (auto text = read_with_zxing(frame.gray(), Binarizer::local, Effort::also_smaller)) return {{*std::move(text)}};
    return {};
}

}  // namespace hadir::device
