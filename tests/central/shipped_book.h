// The rules of config/rules, for tests that judge by them.
#pragma once

#include <stdexcept>

#include "rules/rule_book.h"

namespace hadir::central::tests {

inline rules::RuleBook shipped_book() {
    const auto files = rules::read_rule_folder(HADIR_SOURCE_DIR "/config/rules");
    if (!files) throw std::runtime_error(files.error().message);
    auto book = rules::read_rules(*files);
    if (!book) throw std::runtime_error(book.error().message);
    return *std::move(book);
}

}  // namespace hadir::central::tests
