// BKD's own settings for cases of discipline.
#pragma once

#include <string>

namespace hadir::central {

struct CaseTerms {
    std::string governor{};    // the account that decides as the governor; empty: nobody's
    int summon_days = 7;       // working days within which a superior is to summon; no deadline of the law
    std::string letterhead{};  // of printed papers; | parts its lines
};

}  // namespace hadir::central
