#include "central/figures_cache.h"

#include <algorithm>

namespace hadir::central {

Result<std::string> FiguresCache::get(const std::string& key,
                                      const std::function<Result<std::string>()>& reckon) {
    const auto now = clock_.since_boot();
    {
        const std::scoped_lock lock(mutex_);
        std::erase_if(kept_, [&](const auto& one) { return one.second.until <= now; });
        if (const auto found = kept_.find(key); found != kept_.end()) return found->second.value;
    }
    auto value = reckon();
    if (!value) return value;
    const auto done = clock_.since_boot();
    const std::scoped_lock lock(mutex_);
    kept_[key] = {done + std::min(kFiguresLifeMax, (done - now) * kFiguresLifeFactor), *value};
    return value;
}

}  // namespace hadir::central
