// `hadir read`: reads QR codes from picture files and videos, for the technician and for measuring the
// reader.
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <ctime>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "apps/command.h"
#include "device/frame.h"
#include "device/frame_source.h"
#include "device/reader.h"

namespace hadir::apps {

namespace {

constexpr const char* kCommand = "hadir read";
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
        const auto result = request_.video ? reader_.read_next(*picture) : reader_.read(*picture);
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

int read_pictures(const Request& request) {
    Output output(request);
    int worst = kDone;
    for (const auto& file : request.files) {
        const auto frame = device::load_picture(file, device::PictureColour::gray);
        if (frame) {
            output.read(*frame, "file", json_string(file));
        } else {
            std::fflush(stdout);
            static_cast<void>(report(frame.error(), kCommand));
            worst = kFailed;
        }
    }
    return worst;
}

int read_video(const Request& request) {
    Output output(request);
    const auto source = device::file_source(request.files.front());
    if (const auto opened = source->open({}); !opened) {
        static_cast<void>(report(opened.error(), kCommand));
        return kFailed;
    }
    device::Frame frame;
    std::uint64_t count = 0;
    while (source->read(frame))
        output.read(frame, "frame", std::to_string(++count));
    std::fflush(stdout);
    if (const auto whole = source->check_whole(count); !whole) {
        static_cast<void>(report(whole.error(), kCommand));
        return kFailed;
    }
    return kDone;
}

}  // namespace

const char* const kReadUsage =
    "hadir read [--json] [--size WxH] FILE...\n"
    "hadir read [--json] [--size WxH] --video FILE\n"
    "\n"
    "Prints what the QR code in each picture, or in each frame of a video, says.\n"
    "\n"
    "  --json        one JSON object a line: {\"file\",\"texts\",\"ms\"}, with --video "
    "{\"frame\",\"texts\",\"ms\"};\n"
    "                ms is the CPU time spent reading\n"
    "  --size WxH    fits each picture into this size first, as 1280x720\n"
    "\n"
    "PNG, JPEG, WebP, BMP and PGM pictures of at most 50 megapixels; videos that FFmpeg reads.\n"
    "Exit status 1 when a file could not be looked at; a picture without a code is no failure.\n";

int read_command(std::span<const std::string> words) {
    const auto request = parse(words);
    if (!request) return report(request.error(), kCommand);
    return request->video ? read_video(*request) : read_pictures(*request);
}

}  // namespace hadir::apps
