// config/rules as it is delivered: read without a fault, complete, and equal to what its sources add up to.
#include <gtest/gtest.h>

#include "rules/rule_book.h"

namespace hadir::rules {
namespace {

const RuleBook& book() {
    static const RuleBook kBook = [] {
        const auto files = read_rule_folder(std::string(HADIR_SOURCE_DIR) + "/config/rules");
        if (!files) throw std::runtime_error(files.error().message);
        Checked checked = check_rules(*files);
        for (const Fault& fault : checked.faults)
            ADD_FAILURE() << fault.text();
        return std::move(checked.book);
    }();
    return kBook;
}

TEST(ShippedRules, AreWithoutFault) {
    EXPECT_FALSE(book().presence.schedules.empty());
    EXPECT_FALSE(book().discipline.thresholds.empty());
}

}  // namespace
}  // namespace hadir::rules
