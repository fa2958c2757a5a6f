#include "bench/readers.h"

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <ctime>
#include <numeric>

namespace hadir::bench {

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

std::vector<std::string> read_plainly_with_zxing(device::GrayView view) {
    const ZXing::ImageView image(view.data, view.width, view.height, ZXing::ImageFormat::Lum,
                                 static_cast<int>(view.stride));
    const auto result = ZXing::ReadBarcode(image);
    if (!result.isValid()) return {};
    return {result.text()};
}

double Costs::mean() const {
    if (all_.empty()) return 0;
    return std::accumulate(all_.begin(), all_.end(), 0.0) / static_cast<double>(all_.size());
}

double Costs::quantile(double q) const {
    if (all_.empty()) return 0;
    auto sorted = all_;
    std::ranges::sort(sorted);
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

}  // namespace hadir::bench
