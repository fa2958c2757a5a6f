// Papers and outages as the web API tells them (docs/api.md). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "central/outages.h"
#include "central/paper_views.h"

namespace hadir::central {

[[nodiscard]] std::string paper_json(const PaperView& paper);
[[nodiscard]] std::string papers_json(const std::vector<PaperView>& papers,
                                      const std::optional<std::string>& next);

struct Approvals {
    std::vector<PaperView> items;
    std::size_t waiting = 0;  // of which the items are the oldest
    UnixMs now;
};
[[nodiscard]] std::string approvals_json(const Approvals& approvals);

// What somebody may ask for, from which day on, and how long superiors have.
struct PaperChoice {
    std::vector<const PaperKind*> kinds;  // none: has no post today
    LocalDay today;
    LocalDay open_from;
    PaperTerms terms;
};
[[nodiscard]] std::string paper_choice_json(const PaperChoice& choice);

[[nodiscard]] std::string outage_json(const OutageRow& outage);
[[nodiscard]] std::string outages_json(const std::vector<OutageRow>& outages);

}  // namespace hadir::central
