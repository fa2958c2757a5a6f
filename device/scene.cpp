#include "device/scene.h"

#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "device/scene_parts.h"

namespace hadir::device {

namespace {

constexpr double kFocalLength = 1100;  // in pixels: a webcam's usual field of view at 1280 wide
constexpr int kNoiseSpare =
    128;  // the noise is larger than a frame by so much, and cut out elsewhere each time
constexpr double kBlurMax = 60;

const cv::Point2d kHeldAt(640, 375);
const cv::Point2d kComesFrom(900, 1150);

enum class Phase : std::uint8_t { away, coming, held, leaving };

struct Moment {
    Phase phase;
    std::size_t card;
    double part;  // of the phase, 0 to 1
};

double radians(double degrees) {
    return degrees * std::numbers::pi / 180;
}
double smooth(double t) {
    return t * t * (3 - 2 * t);
}

}  // namespace

struct Scene::State {
    std::vector<SceneCard> cards;
    SceneOptions options;
    Cutout office;
    cv::Mat noise;                 // mean 128
    std::size_t drawn = SIZE_MAX;  // whose card and person stand below
    Cutout card, person;
    cv::Mat layer, alpha, blended, inverse;

    State(std::vector<SceneCard> with, const SceneOptions& given)
        : cards(std::move(with)), options(given), office(draw_office(given.seed)) {
        cv::Mat grain(kFrameSize.height + kNoiseSpare, kFrameSize.width + kNoiseSpare, CV_16S);
        cv::RNG random(given.seed + 1);
        random.fill(grain, cv::RNG::NORMAL, 128, given.noise);
        grain.convertTo(grain, CV_8U);
        cv::cvtColor(grain, noise, cv::COLOR_GRAY2BGR);
    }

    int frames_a_card() const {
        return options.frames_between + options.frames_in + options.frames_held + options.frames_out;
    }

    Moment moment(int n) const {
        const auto index = static_cast<std::size_t>(n / frames_a_card());
        int at = n % frames_a_card();
        const auto part = [&at](int length) { return (at + 0.5) / length; };
        if (at < options.frames_between) return {Phase::away, index, part(options.frames_between)};
        at -= options.frames_between;
        if (at < options.frames_in) return {Phase::coming, index, part(options.frames_in)};
        at -= options.frames_in;
        if (at < options.frames_held) return {Phase::held, index, part(options.frames_held)};
        at -= options.frames_held;
        return {Phase::leaving, index, part(options.frames_out)};
    }

    // How far the card is on its way to where it is held: 0 away, 1 there.
    static double presence(const Moment& moment) {
        if (moment.phase == Phase::coming) return smooth(moment.part);
        if (moment.phase == Phase::leaving) return 1 - smooth(moment.part);
        return moment.phase == Phase::held ? 1 : 0;
    }

    double signed_chance(std::size_t index, std::uint64_t what) const {
        return 2 * chance(options.seed, index, what) - 1;
    }

    cv::Point2d centre(const Moment& moment, int n) const {
        const double there = presence(moment);
        const double time = n / kSceneFramesPerSecond;
        const cv::Point2d spread(90 * signed_chance(moment.card, 1), 30 * signed_chance(moment.card, 2));
        const cv::Point2d hand(std::sin(time * 7.1) + 0.6 * std::sin(time * 12.7), std::cos(time * 6.3));
        return kComesFrom + (kHeldAt + spread - kComesFrom) * there + hand * options.tremble;
    }

    // The card's corners in the frame: leaned, turned, and seen through a lens.
    std::array<cv::Point2f, 4> corners(const Moment& moment, int n) const {
        const double away = 1 - presence(moment);
        const double sway = 2 * std::sin(n / kSceneFramesPerSecond * 3.1);
        const double lean_x = radians(options.tilt * signed_chance(moment.card, 3) + 25 * away + sway);
        const double lean_y = radians(options.tilt * signed_chance(moment.card, 4));
        const double roll = radians(options.roll * signed_chance(moment.card, 5) + 30 * away + 0.5 * sway);
        const double module = options.module_pixels + options.module_spread * signed_chance(moment.card, 7);
        const double scale = module / kCardModulePixels / cards[moment.card].distance;
        const cv::Point2d at = centre(moment, n);
        std::array<cv::Point2f, 4> out;
        for (std::size_t i = 0; i < 4; ++i) {
            const double x0 = (i == 1 || i == 2 ? 0.5 : -0.5) * card.size.width * scale;
            const double y0 = (i >= 2 ? 0.5 : -0.5) * card.size.height * scale;
            const double x1 = x0 * std::cos(roll) - y0 * std::sin(roll);
            const double y1 = x0 * std::sin(roll) + y0 * std::cos(roll);
            const double depth = x1 * std::sin(lean_y) + y1 * std::sin(lean_x);
            const double nearness = kFocalLength / (kFocalLength + depth);
            out[i] = cv::Point2f(static_cast<float>(at.x + x1 * std::cos(lean_y) * nearness),
                                 static_cast<float>(at.y + y1 * std::cos(lean_x) * nearness));
        }
        return out;
    }

    void draw_parts(std::size_t index) {
        if (drawn == index) return;
        card = draw_card(cards[index], options.inverted, options.glare);
        person = draw_person(options.seed, index);
        drawn = index;
    }

    void put_person(cv::Mat& frame, const Moment& moment) {
        const double there = presence(moment);
        const int left = cvRound(360 + 40 * signed_chance(moment.card, 6) - (1 - there) * 700);
        const int top = 170;
        const cv::Rect place = cv::Rect(left, top, person.size.width, person.size.height) &
                               cv::Rect(0, 0, frame.cols, frame.rows);
        if (place.empty()) return;
        const cv::Rect part = place - cv::Point(left, top);
        const cv::Mat pixels(person.size.height, person.size.width, CV_8UC3, person.bgr.data());
        const cv::Mat mask(person.size.height, person.size.width, CV_8UC1, person.mask.data());
        pixels(part).copyTo(frame(place), mask(part));
    }

    void put_card(cv::Mat& frame, const Moment& moment, int n) {
        const auto place_of = corners(moment, n);
        const auto spare = static_cast<int>(kBlurMax);
        cv::Rect box = cv::boundingRect(std::vector<cv::Point2f>(place_of.begin(), place_of.end()));
        box = cv::Rect(box.x - spare, box.y - spare, box.width + 2 * spare, box.height + 2 * spare) &
              cv::Rect(0, 0, frame.cols, frame.rows);
        if (box.empty()) return;
        const auto width = static_cast<float>(card.size.width);
        const auto height = static_cast<float>(card.size.height);
        const std::array<cv::Point2f, 4> from{{{0, 0}, {width, 0}, {width, height}, {0, height}}};
        std::array<cv::Point2f, 4> to = place_of;
        for (auto& corner : to)
            corner -= cv::Point2f(box.tl());
        const cv::Mat view = cv::getPerspectiveTransform(from, to);
        const cv::Mat pixels(card.size.height, card.size.width, CV_8UC3, card.bgr.data());
        const cv::Mat mask(card.size.height, card.size.width, CV_8UC1, card.mask.data());
        cv::warpPerspective(pixels, layer, view, box.size(), cv::INTER_LINEAR);
        cv::warpPerspective(mask, alpha, view, box.size(), cv::INTER_LINEAR);
        blur(moment, n);
        blend(frame(box));
    }

    // What the shutter smears and the lens does not hold sharp.
    void blur(const Moment& moment, int n) {
        const cv::Point2d moved =
            (centre(moment, n) - centre(this->moment(std::max(0, n - 1)), std::max(0, n - 1))) *
            options.motion_blur;
        const double length = std::min(cv::norm(moved), kBlurMax);
        if (length > 1) {
            const int side = 2 * cvCeil(length / 2) + 1;
            cv::Mat line = cv::Mat::zeros(side, side, CV_32F);
            const cv::Point2d half = moved * (length / cv::norm(moved) / 2);
            const cv::Point middle(side / 2, side / 2);
            cv::line(line, middle - cv::Point(half), middle + cv::Point(half), cv::Scalar(1));
            line /= cv::sum(line)[0];
            cv::filter2D(layer, layer, -1, line);
            cv::filter2D(alpha, alpha, -1, line);
        }
        const double defocus = options.defocus * (1 + 2 * (1 - presence(moment)));
        if (defocus > 0.1) cv::GaussianBlur(layer, layer, {}, defocus);
    }

    void blend(cv::Mat target) {
        cv::cvtColor(alpha, blended, cv::COLOR_GRAY2BGR);
        cv::multiply(layer, blended, layer, 1.0 / 255);
        cv::bitwise_not(blended, inverse);
        cv::multiply(target, inverse, target, 1.0 / 255);
        cv::add(target, layer, target);
    }

    // The room's light, then the sensor's grain.
    void develop(cv::Mat& frame, int n) {
        frame.convertTo(frame, -1, options.light);
        const auto which = static_cast<std::uint64_t>(n);
        const cv::Rect cut(static_cast<int>(kNoiseSpare * chance(options.seed, which, 8)),
                           static_cast<int>(kNoiseSpare * chance(options.seed, which, 9)), frame.cols,
                           frame.rows);
        cv::addWeighted(frame, 1, noise(cut), 1, -128, frame);
    }
};

Scene::Scene(std::vector<SceneCard> cards, const SceneOptions& options)
    : state_((settle_opencv(), std::make_unique<State>(std::move(cards), options))) {}
Scene::~Scene() = default;
Scene::Scene(Scene&&) noexcept = default;
Scene& Scene::operator=(Scene&&) noexcept = default;

int Scene::frame_count() const {
    return static_cast<int>(state_->cards.size()) * state_->frames_a_card();
}

std::optional<std::size_t> Scene::held_card(int n) const {
    const auto moment = state_->moment(n);
    return moment.phase == Phase::held ? std::optional(moment.card) : std::nullopt;
}

void Scene::render(int n, Frame& into) {
    cv::Mat frame(kFrameSize.height, kFrameSize.width, CV_8UC3, into.reset_bgr(kFrameSize));
    std::ranges::copy(state_->office.bgr, frame.data);
    const auto moment = state_->moment(n);
    if (moment.phase != Phase::away) {
        state_->draw_parts(moment.card);
        state_->put_person(frame, moment);
        state_->put_card(frame, moment, n);
    }
    state_->develop(frame, n);
}

}  // namespace hadir::device
