#include "device/scene_parts.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace hadir::device {

namespace {

using Colour = cv::Scalar;  // B, G, R

const Colour kPaper(246, 247, 248);
const Colour kInk(24, 22, 20);
const Colour kBrand(122, 66, 18);
const Colour kScreen(18, 16, 16);
constexpr int kCardMarginModules = 4;
constexpr int kCardHeadPixels = 110;
constexpr int kCardFootPixels = 150;
constexpr int kCorner = 22;
constexpr Size kPersonSize{560, 560};

cv::Mat pixels_of(Cutout& cutout) {
    return {cutout.size.height, cutout.size.width, CV_8UC3, cutout.bgr.data()};
}
cv::Mat mask_of(Cutout& cutout) {
    return {cutout.size.height, cutout.size.width, CV_8UC1, cutout.mask.data()};
}

Cutout blank(Size size) {
    const auto area = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
    return {size, std::vector<std::uint8_t>(area * 3), std::vector<std::uint8_t>(area)};
}

void fill_rounded(cv::Mat picture, cv::Rect box, int radius, const Colour& colour) {
    cv::rectangle(picture, {box.x + radius, box.y, box.width - 2 * radius, box.height}, colour, cv::FILLED);
    cv::rectangle(picture, {box.x, box.y + radius, box.width, box.height - 2 * radius}, colour, cv::FILLED);
    for (const int x : {box.x + radius, box.x + box.width - 1 - radius})
        for (const int y : {box.y + radius, box.y + box.height - 1 - radius})
            cv::circle(picture, {x, y}, radius, colour, cv::FILLED);
}

void write_centred(cv::Mat picture, const std::string& text, int y, double size, const Colour& colour) {
    constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
    const int width = cv::getTextSize(text, kFont, size, 2, nullptr).width;
    const double fitted = std::min(size, size * (picture.cols - 40) / std::max(1, width));
    const int left = (picture.cols - cv::getTextSize(text, kFont, fitted, 2, nullptr).width) / 2;
    cv::putText(picture, text, {left, y}, kFont, fitted, colour, 2, cv::LINE_AA);
}

void draw_code(cv::Mat picture, const qr::QrCode& code, cv::Point corner, const Colour& dark) {
    for (int row = 0; row < code.size; ++row)
        for (int column = 0; column < code.size; ++column)
            if (code.is_dark(column, row))
                cv::rectangle(picture,
                              {corner.x + column * kCardModulePixels, corner.y + row * kCardModulePixels,
                               kCardModulePixels, kCardModulePixels},
                              dark, cv::FILLED);
}

// A lamp mirrored in the plastic: brightest in the middle of an ellipse over a corner of the code.
void add_glare(cv::Mat picture, cv::Point centre, double strength) {
    cv::Mat lamp = cv::Mat::zeros(picture.size(), CV_8UC3);
    cv::ellipse(lamp, centre, {picture.cols / 4, picture.cols / 9}, -30, 0, 360, Colour::all(255),
                cv::FILLED);
    cv::GaussianBlur(lamp, lamp, {}, picture.cols / 16.0);
    cv::addWeighted(picture, 1, lamp, strength, 0, picture);
}

}  // namespace

double chance(std::uint64_t seed, std::uint64_t which, std::uint64_t what) {
    std::uint64_t mixed =
        seed * 0x9e3779b97f4a7c15u + which * 0xbf58476d1ce4e5b9u + what * 0x94d049bb133111ebu;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return static_cast<double>((mixed ^ mixed >> 31) >> 11) * 0x1p-53;
}

Cutout draw_card(const SceneCard& card, bool inverted, double glare) {
    const int margin = (qr::kQuietModules + kCardMarginModules) * kCardModulePixels;
    const int side = card.code.size * kCardModulePixels;
    Cutout cutout = blank({side + 2 * margin, kCardHeadPixels + side + 2 * margin + kCardFootPixels});
    cv::Mat picture = pixels_of(cutout);
    const cv::Rect whole(0, 0, picture.cols, picture.rows);
    const Colour& paper = inverted ? kScreen : kPaper;
    const Colour& ink = inverted ? kPaper : kInk;
    picture.setTo(paper);
    fill_rounded(mask_of(cutout), whole, kCorner, Colour::all(255));
    cv::rectangle(picture, {0, 0, picture.cols, kCardHeadPixels}, inverted ? kScreen : kBrand, cv::FILLED);
    cv::circle(picture, {picture.cols / 2, 24}, 10, kInk, cv::FILLED);  // the lanyard's hole
    write_centred(picture, card.office, kCardHeadPixels - 24, 1.1, kPaper);
    draw_code(picture, card.code, {margin, kCardHeadPixels + margin}, ink);
    write_centred(picture, card.name, picture.rows - kCardFootPixels + 30, 1.5, ink);
    write_centred(picture, "PEGAWAI ASN", picture.rows - 40, 0.8, inverted ? ink : kBrand);
    const Colour skin(80, 112, 152);
    const cv::Point thumb(picture.cols - 40, picture.rows - 30);
    cv::ellipse(picture, thumb, {95, 34}, 35, 0, 360, skin * 0.8, cv::FILLED);
    cv::ellipse(picture, thumb, {90, 29}, 35, 0, 360, skin, cv::FILLED);
    if (glare > 0) add_glare(picture, {margin + side * 2 / 3, kCardHeadPixels + margin + side / 3}, glare);
    return cutout;
}

Cutout draw_person(std::uint64_t seed, std::uint64_t which) {
    Cutout cutout = blank(kPersonSize);
    const cv::Mat picture = pixels_of(cutout);
    const cv::Mat mask = mask_of(cutout);
    const auto pick = [&](std::uint64_t what) { return chance(seed, which, 100 + what); };
    const Colour shirt(60 + 90 * pick(0), 55 + 70 * pick(1), 60 + 90 * pick(2));
    const Colour skin(62 + 40 * pick(3), 88 + 44 * pick(3), 120 + 55 * pick(3));
    const Colour hair(22, 24, 28);
    const bool veiled = pick(4) < 0.4;
    const cv::Point head(picture.cols / 2, 150);
    const auto body = [&](const cv::Point& centre, const cv::Size& axes, const Colour& colour) {
        cv::ellipse(picture, centre, axes, 0, 0, 360, colour, cv::FILLED);
        cv::ellipse(mask, centre, axes, 0, 0, 360, Colour::all(255), cv::FILLED);
    };
    body({head.x, 600}, {250, 330}, shirt);
    body({head.x, head.y + 120}, {48, 70}, skin * 0.85);
    if (veiled)
        body({head.x, head.y + 20}, {118, 150}, shirt * 0.7);
    else
        body({head.x, head.y - 18}, {94, 112}, hair);
    body({head.x, head.y + 12}, {78, 100}, skin);
    for (const int side : {-1, 1}) {
        cv::ellipse(picture, {head.x + side * 30, head.y - 2}, {11, 7}, 0, 0, 360, Colour::all(225),
                    cv::FILLED);
        cv::circle(picture, {head.x + side * 30, head.y - 2}, 6, hair, cv::FILLED);
        cv::ellipse(picture, {head.x + side * 30, head.y - 20}, {17, 6}, 0, 190, 350, hair, 4);
        cv::line(picture, {head.x + side * 90, 280}, {head.x + side * 60, picture.rows}, kBrand,
                 12);  // the lanyard
    }
    cv::ellipse(picture, {head.x, head.y + 62}, {24, 10}, 0, 10, 170, skin * 0.6, 5);
    cv::line(picture, {head.x, head.y + 8}, {head.x - 7, head.y + 34}, skin * 0.8, 4);
    for (int y = 330; y < picture.rows; y += 46)  // the shirt's pattern
        for (int x = (y / 46 % 2) * 27; x < picture.cols; x += 54)
            if (cv::norm(cv::Point(x, y) - cv::Point(head.x, 600)) < 245)
                cv::circle(picture, {x, y}, 9, shirt * 1.35, 3);
    cv::GaussianBlur(picture, picture, {}, 4);  // behind the plane of focus
    return cutout;
}

Cutout draw_office(std::uint64_t seed) {
    Cutout cutout = blank(kFrameSize);
    const cv::Mat picture = pixels_of(cutout);
    mask_of(cutout).setTo(255);
    for (int y = 0; y < picture.rows; ++y)  // a wall that the ceiling's lamps light from above
        picture.row(y).setTo(Colour(112, 116, 118) * (1.05 - 0.55 * y / picture.rows));
    cv::rectangle(picture, {70, 60, 330, 250}, Colour(190, 188, 176), cv::FILLED);  // a window behind blinds
    for (int y = 66; y < 310; y += 16)
        cv::rectangle(picture, {70, y, 330, 5}, Colour(130, 132, 128), cv::FILLED);
    for (int shelf = 0; shelf < 3; ++shelf) {
        const int top = 110 + shelf * 150;
        for (int x = 860, book = 0; x < 1180; ++book) {
            const auto which = static_cast<std::uint64_t>(shelf * 100 + book);
            const int width = 14 + static_cast<int>(20 * chance(seed, which, 1));
            const int height = 85 + static_cast<int>(35 * chance(seed, which, 2));
            cv::rectangle(picture, {x, top + 120 - height, width, height},
                          Colour(40 + 70 * chance(seed, which, 3), 40 + 60 * chance(seed, which, 4),
                                 45 + 80 * chance(seed, which, 5)),
                          cv::FILLED);
            x += width + 2;
        }
        cv::rectangle(picture, {850, top + 120, 350, 12}, Colour(48, 66, 84), cv::FILLED);
    }
    cv::rectangle(picture, {0, 600, 1280, 120}, Colour(50, 68, 86), cv::FILLED);  // the counter
    cv::GaussianBlur(picture, picture, {}, 7);
    return cutout;
}

}  // namespace hadir::device
