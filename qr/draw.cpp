#include "qr/draw.h"

#include <fmt/format.h>
#include <png.h>

#include <csetjmp>
#include <iterator>

namespace hadir::qr {
namespace {

// One bit a pixel, white is 1; each row begins on a whole byte.
struct Bitmap {
    png_uint_32 side;
    std::vector<Bytes> rows;
};

Bitmap paint(const QrCode& code, std::size_t scale) {
    const std::size_t side = static_cast<std::size_t>(side_with_border(code)) * scale;
    const std::size_t border = kQuietModules * scale;
    Bitmap bitmap{static_cast<png_uint_32>(side), {}};
    bitmap.rows.assign(side, Bytes((side + 7) / 8, 0xFF));
    for (int row = 0; row < code.size; ++row) {
        const std::size_t top = border + static_cast<std::size_t>(row) * scale;
        Bytes& first = bitmap.rows[top];
        for (std::size_t pixel = border; pixel < side - border; ++pixel) {
            if (!code.is_dark(static_cast<int>((pixel - border) / scale), row)) continue;
            first[pixel / 8] &= static_cast<std::uint8_t>(~(0x80U >> (pixel % 8)));
        }
        for (std::size_t copy = 1; copy < scale; ++copy)
            bitmap.rows[top + copy] = first;
    }
    return bitmap;
}

void append_to_bytes(png_structp png, png_bytep data, std::size_t size) {
    append(*static_cast<Bytes*>(png_get_io_ptr(png)), ByteView(data, size));
}

// libpng leaves by longjmp on an error: nothing with a destructor may begin in here.
bool write_png(png_structp png, png_infop info, const Bitmap& bitmap, Bytes& out) {
    if (setjmp(png_jmpbuf(png)) != 0) return false;
    png_set_write_fn(png, &out, append_to_bytes, nullptr);
    png_set_IHDR(png, info, bitmap.side, bitmap.side, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (png_uint_32 row = 0; row < bitmap.side; ++row)
        png_write_row(png, bitmap.rows[row].data());
    png_write_end(png, nullptr);
    return true;
}

void keep_quiet(png_structp, png_const_charp) {}  // libpng would print on stderr

}  // namespace

Result<Bytes> to_png(const QrCode& code, int pixels_per_module) {
    if (pixels_per_module < 1 || pixels_per_module > kPixelsPerModuleMax) {
        return fail(ErrorCode::usage, fmt::format("a module is 1 to {} pixels wide, not {}",
                                                  kPixelsPerModuleMax, pixels_per_module));
    }
    const Bitmap bitmap = paint(code, static_cast<std::size_t>(pixels_per_module));
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, keep_quiet);
    png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
    Bytes out;
    const bool written = info != nullptr && write_png(png, info, bitmap, out);
    png_destroy_write_struct(&png, &info);
    if (!written) return fail(ErrorCode::internal, "libpng cannot write the picture");
    return out;
}

std::string to_svg_path(const QrCode& code) {
    std::string path;
    for (int row = 0; row < code.size; ++row) {
        for (int column = 0; column < code.size;) {
            if (!code.is_dark(column, row)) {
                ++column;
                continue;
            }
            int end = column;
            while (end < code.size && code.is_dark(end, row))
                ++end;
            const int width = end - column;
            fmt::format_to(std::back_inserter(path), "M{} {}h{}v1h-{}z", column + kQuietModules,
                           row + kQuietModules, width, width);
            column = end;
        }
    }
    return path;
}

}  // namespace hadir::qr
