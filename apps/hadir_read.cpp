#include "apps/hadir_read.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <ctime>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "device/frame.h"
#include "device/frame_source.h"
#include "device/reader.h"

namespace hadir::apps {

namespace {

constexpr int kSideMax = 8192;

struct Request {
    bool json = false;
    bool video = false;
    std::optional<device::Size> size;
    std::vector<std::string> files;
};

std::optional<device::Size> parse_size(std::string_view text) {
    device::Size size;
    const char* const end = text.data() + text.size();
    const auto width = std::from_chars(text.data(), end, size.width);
    if (width.ec != std::errc() || width.ptr == end || *width.ptr != 'x') return std::nullopt;
    const auto height = std::from_chars(width.ptr + 1, end, size.height);
    if (height.ec != std::errc() || height.ptr != end) return std::nullopt;
    if (size.width < 16 || size.height < 16 || size.width > kSideMax || size.height > kSideMax)
        return std::nullopt;
    return size;
}

Result<Request> parse(std::span<const std::string> arguments) {
    Request request;
    bool only_files = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& word = arguments[i];
        if (only_files || !word.starts_with("--")) {
            request.files.push_back(word);
        } else if (word == "--") {
            only_files = true;
        } else if (word == "--json") {
            request.json = true;
        } else if (word == "--video") {
            request.video = true;
        } else if (word == "--size" && i + 1 < arguments.size()) {
            request.size = parse_size(arguments[++i]);
            if (!request.size)
                return fail(ErrorCode::usage, "--size: give it as 1280x720, each side 16 to 8192");
        } else {
            return fail(ErrorCode::usage, word + ": unknown option or no value");
        }
    }
    if (request.files.empty()) return fail(ErrorCode::usage, "no file given");
    if (request.video && request.files.size() != 1) return fail(ErrorCode::usage, "--video takes one file");
    return request;
}

// JSON's escapes; the reader gives UTF-8.
std::string json_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + '"';
}

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

class Output {
public:
    explicit Output(const Request& request) : request_(request) {}

    // Reads the frame and prints its line; `label` is the file's name in quotes or the frame's number.
    void read(const device::Frame& frame, std::string_view key, const std::string& label) {
        const device::Frame* picture = &frame;
        if (request_.size) {
            fitted_ = device::fit(frame, *request_.size);
            picture = &fitted_;
        }
        static_cast<void>(picture->gray());  // turning colours to gray belongs to decoding
        const double before = cpu_ms();
        const auto result = reader_.read(*picture);
        print(key, label, result.texts, cpu_ms() - before);
    }

private:
    void print(std::string_view key, const std::string& label, const std::vector<std::string>& texts,
               double ms) const {
        std::string joined;
        for (const auto& text : texts) {
            if (!joined.empty()) joined += request_.json ? "," : " ";
            joined += json_string(text);
        }
        if (request_.json)
            fmt::print("{{\"{}\":{},\"texts\":[{}],\"ms\":{:.3f}}}\n", key, label, joined, ms);
        else
            fmt::print("{}: {}\n", label, joined.empty() ? "-" : joined);
    }

    const Request& request_;
    device::Reader reader_;
    device::Frame fitted_;
};

void complain(const std::string& message) {
    fmt::print(stderr, "hadir read: {}\n", message);
}

int read_pictures(const Request& request) {
    Output output(request);
    int worst = 0;
    for (const auto& file : request.files) {
        const auto frame = device::load_picture(file, device::PictureColour::gray);
        if (frame) {
            output.read(*frame, "file", json_string(file));
        } else {
            std::fflush(stdout);
            complain(frame.error().message);
            worst = 1;
        }
    }
    return worst;
}

int read_video(const Request& request) {
    Output output(request);
    const auto source = device::file_source(request.files.front());
    if (const auto opened = source->open({}); !opened) {
        complain(opened.error().message);
        return 1;
    }
    device::Frame frame;
    std::uint64_t count = 0;
    while (source->read(frame))
        output.read(frame, "frame", std::to_string(++count));
    std::fflush(stdout);
    if (const auto whole = source->check_whole(count); !whole) {
        complain(whole.error().message);
        return 1;
    }
    return 0;
}

}  // namespace

int read_command(std::span<const std::string> arguments) {
    const auto request = parse(arguments);
    if (!request) {
        fmt::print(stderr, "hadir read: {}\n{}", request.error().message, kReadUsage);
        return 2;
    }
    return request->video ? read_video(*request) : read_pictures(*request);
}

}  // namespace hadir::apps
