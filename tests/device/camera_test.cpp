#include "device/camera.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "device/frame.h"
#include "tests/temporary_folder.h"

namespace hadir::device {
namespace {

using tests::TemporaryFolder;

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto kGenerous = 20s;

Frame plain_frame(std::uint8_t luma, Size size = {640, 360}) {
    Frame frame;
    std::fill_n(frame.reset_gray(size), size.width * size.height, luma);
    return frame;
}

void write_picture(const std::filesystem::path& file, std::uint8_t luma) {
    std::ofstream out(file, std::ios::binary);
    out << "P5 64 36 255\n" << std::string(64 * 36, static_cast<char>(luma));
}

// Waits for a picture or the state, whichever the caller is after, with a generous deadline.
template <class Done>
bool wait_until(Camera& camera, Frame& frame, Done done) {
    for (const auto end = Steady::now() + kGenerous; Steady::now() < end;)
        if (done(camera.next(frame, 100ms))) return true;
    return false;
}

// Somebody who writes Motion JPEG into the FIFO until told to stop.
class Writer {
public:
    Writer(std::filesystem::path fifo, Bytes picture)
        : thread_([fifo = std::move(fifo), picture = std::move(picture)](const std::stop_token& stop) {
              const int fd = ::open(fifo.c_str(), O_WRONLY | O_CLOEXEC);
              while (fd >= 0 && !stop.stop_requested() && ::write(fd, picture.data(), picture.size()) > 0) {
              }
              ::close(fd);
          }) {}

private:
    std::jthread thread_;
};

class CameraTest : public testing::Test {
protected:
    static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }

    std::filesystem::path make_fifo() {
        const auto fifo = folder_.path() / "camera";
        EXPECT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
        return fifo;
    }
    static Bytes jpeg(std::uint8_t luma) {
        PreviewEncoder encoder;
        const auto picture = encoder.encode(plain_frame(luma));
        return {picture.begin(), picture.end()};
    }

    TemporaryFolder folder_;
    Frame frame_;
};

TEST_F(CameraTest, PlaysAFolderInTheOrderOfItsNames) {
    write_picture(folder_.path() / "b.pgm", 200);
    write_picture(folder_.path() / "a.pgm", 20);
    std::ofstream(folder_.path() / "notes.txt") << "no picture";
    auto camera = open_camera(folder_.path().string(),
                              {.at_end = AtEnd::stop, .frames_per_second = 0, .frames_per_picture = 2});
    ASSERT_TRUE(camera);
    std::vector<int> seen;
    ASSERT_TRUE(wait_until(**camera, frame_, [&](Camera::Look look) {
        if (look.fresh) seen.push_back(frame_.gray().row(360)[640]);
        return look.state == CameraState::ended && !look.fresh;
    }));
    EXPECT_EQ(seen, (std::vector{20, 20, 200, 200}));
    EXPECT_EQ(frame_.size(), kFrameSize);
}

TEST_F(CameraTest, GivesOnlyTheNewestFrameToASlowReader) {
    write_picture(folder_.path() / "a.pgm", 20);
    auto camera =
        open_camera(folder_.path().string(), {.frames_per_second = 500, .frames_per_picture = 1000});
    ASSERT_TRUE(camera);
    ASSERT_TRUE(wait_until(**camera, frame_, [](Camera::Look look) { return look.fresh; }));
    // A queue would give every number in turn, however slow the reader is.
    auto before = frame_.number;
    EXPECT_TRUE(wait_until(**camera, frame_, [&](Camera::Look look) {
        if (!look.fresh) return false;
        const bool left_out = frame_.number > before + 1;
        before = frame_.number;
        return left_out || fit(frame_, {3840, 2160}).empty();  // slow work between two looks
    }));
}

TEST_F(CameraTest, TellsTheLossOfAFifoWithinTwoSecondsAndHealsWithinFive) {
    const auto fifo = make_fifo();
    auto camera = open_camera(fifo.string());
    ASSERT_TRUE(camera);
    for (int round = 0; round < 2; ++round) {
        std::optional<Writer> writer(std::in_place, fifo, jpeg(180));
        const auto came = Steady::now();
        ASSERT_TRUE(wait_until(**camera, frame_, [](Camera::Look look) {
            return look.fresh && look.state == CameraState::running;
        })) << (*camera)->trouble();
        EXPECT_LT(Steady::now() - came, 5s);
        EXPECT_NEAR(frame_.gray().row(10)[10], 180, 3);
        EXPECT_TRUE((*camera)->trouble().empty());

        writer.reset();
        const auto gone = Steady::now();
        ASSERT_TRUE(
            wait_until(**camera, frame_, [](Camera::Look look) { return look.state == CameraState::lost; }));
        EXPECT_LT(Steady::now() - gone, 2s);
        EXPECT_FALSE((*camera)->trouble().empty());
    }
}

TEST_F(CameraTest, TellsThatAWriterFellSilent) {
    const auto fifo = make_fifo();
    auto camera = open_camera(fifo.string());
    ASSERT_TRUE(camera);
    const int holder = ::open(fifo.c_str(), O_RDWR | O_CLOEXEC);  // keeps the FIFO from ending
    {
        const Writer writer(fifo, jpeg(90));
        ASSERT_TRUE(wait_until(**camera, frame_, [](Camera::Look look) { return look.fresh; }));
    }
    EXPECT_TRUE(
        wait_until(**camera, frame_, [](Camera::Look look) { return look.state == CameraState::lost; }));
    ::close(holder);
}

TEST_F(CameraTest, StopsSoonWhileItWaitsForAWriter) {
    auto camera = open_camera(make_fifo().string());
    ASSERT_TRUE(camera);
    EXPECT_FALSE((*camera)->next(frame_, 50ms).fresh);
    const auto before = Steady::now();
    camera->reset();
    EXPECT_LT(Steady::now() - before, 1s);
}

TEST_F(CameraTest, ReportsADeviceThatIsNotThereAsLost) {
    auto camera = open_camera("/dev/video-none");
    ASSERT_TRUE(camera);
    EXPECT_TRUE(
        wait_until(**camera, frame_, [](Camera::Look look) { return look.state == CameraState::lost; }));
    EXPECT_NE((*camera)->trouble().find("/dev/video-none"), std::string::npos);
}

TEST_F(CameraTest, RefusesWhatCanNeverBeACamera) {
    EXPECT_FALSE(open_camera(""));
    EXPECT_FALSE(open_camera(folder_.path().string()));  // empty
}

}  // namespace
}  // namespace hadir::device
