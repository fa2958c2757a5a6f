#include "bench/read_samples.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

namespace hadir::bench {

namespace {

namespace json = boost::json;

// Half of a double code: what may be read there is a matter of taste.
constexpr const char* kLeftOut = "zxing-qrcode-2/16.webp";

std::string plain_lines(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n' && out.ends_with('\r')) out.pop_back();
        out += c;
    }
    while (out.ends_with('\n') || out.ends_with('\r') || out.ends_with(' '))
        out.pop_back();
    return out;
}

// {"file", "texts": [..] | null} or {"file", "codes": [{"text": ".." | null}]}
Sample sample_of(const json::object& row, const std::filesystem::path& folder) {
    Sample sample;
    sample.set = folder.filename().string();
    sample.file = folder / json::value_to<std::string>(row.at("file"));
    if (const auto* codes = row.if_contains("codes")) {
        sample.known = true;
        for (const auto& code : codes->as_array()) {
            const auto& text = code.at("text");
            if (text.is_null())
                sample.has_unread_code = true;
            else
                sample.texts.push_back(plain_lines(json::value_to<std::string>(text)));
        }
        return sample;
    }
    const auto& texts = row.at("texts");
    sample.known = !texts.is_null();
    if (sample.known)
        for (const auto& text : texts.as_array())
            sample.texts.push_back(plain_lines(json::value_to<std::string>(text)));
    return sample;
}

}  // namespace

Verdict Sample::judge(const std::vector<std::string>& came) const {
    auto verdict = Verdict::nothing;
    for (const auto& text : came) {
        if (std::ranges::find(texts, plain_lines(text)) != texts.end()) {
            if (verdict == Verdict::nothing) verdict = Verdict::read;
        } else if (known && !has_unread_code) {
            return Verdict::wrong;
        } else {
            verdict = Verdict::unproved;
        }
    }
    return verdict;
}

Result<std::vector<Sample>> load_samples(const std::filesystem::path& folder) try {
    std::vector<std::filesystem::path> lists;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (auto list = entry.path() / "expected.jsonl"; std::filesystem::exists(list)) lists.push_back(list);
    std::ranges::sort(lists);
    std::vector<Sample> samples;
    for (const auto& list : lists) {
        std::ifstream in(list);
        for (std::string line; std::getline(in, line);) {
            auto sample = sample_of(json::parse(line).as_object(), list.parent_path());
            if (!sample.file.string().ends_with(kLeftOut)) samples.push_back(std::move(sample));
        }
    }
    if (samples.empty())
        return fail(ErrorCode::usage, folder.string() + ": no folder in it has an expected.jsonl");
    return samples;
} catch (const std::exception& exception) {
    return fail(ErrorCode::usage, folder.string() + ": " + exception.what());
}

}  // namespace hadir::bench
