#include "qr/code.h"

#include <qrencode.h>

#include <memory>

namespace hadir::qr {
namespace {

constexpr std::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

struct Free {
    void operator()(QRinput* input) const { QRinput_free(input); }
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

Result<QrCode> encode(std::string_view text) {
    if (text.size() > kTextMax) {
        return fail(ErrorCode::too_large, "a QR text of " + std::to_string(text.size()) +
                                              " characters; at most " + std::to_string(kTextMax));
    }
    if (text.empty() || text.find_first_not_of(kAlphanumeric) != std::string_view::npos) {
        return fail(ErrorCode::malformed,
                    "a QR text is not empty and holds only digits, capital letters and \" $%*+-./:\"");
    }
    const std::unique_ptr<QRinput, Free> input(QRinput_new2(0, QR_ECLEVEL_M));
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    if (!input || QRinput_append(input.get(), QR_MODE_AN, static_cast<int>(text.size()), data) != 0) {
        return fail(ErrorCode::internal, "libqrencode does not take the text");
    }
    const std::unique_ptr<QRcode, Free> drawn(QRcode_encodeInput(input.get()));
    if (!drawn) return fail(ErrorCode::internal, "libqrencode cannot draw the text");
    QrCode code;
    code.version = drawn->version;
    code.size = drawn->width;
    const std::size_t modules =
        static_cast<std::size_t>(drawn->width) * static_cast<std::size_t>(drawn->width);
    code.dark.reserve(modules);
    for (std::size_t i = 0; i < modules; ++i)
        code.dark.push_back((drawn->data[i] & 1U) != 0);
    return code;
}

}  // namespace hadir::qr
