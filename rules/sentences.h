// sentences.csv: one sentence for each key that the judge uses, in both languages.
#pragma once

#include "rules/table.h"

namespace hadir::rules {

// What a Reason's `sentence` says, with its values in braces.
struct Sentence : Rule {
    std::string key;
    std::string text_id;
    std::string text_en;
};

[[nodiscard]] Table<Sentence> read_sentences(const Files& files, Faults& faults);

}  // namespace hadir::rules
