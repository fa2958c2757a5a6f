// How long a person waits: a rendered clip is written to a FIFO, frame by frame, 30 a second, 1280x720, which
// a real hadir-kiosk has as its camera. Each badge is timed from the moment at which its first readable frame
// is handed over to the committed record (by the kiosk's trace) and to the result on the page (by its
// socket). A frame is readable when a fresh Reader finds a text in it alone.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <vector>

#include "core/result.h"
#include "device/scene.h"
#include "platform/signals.h"

namespace hadir::bench {

using Milliseconds = std::chrono::duration<double, std::milli>;

struct ScanLatency {
    Milliseconds record{0};  // until the record was committed
    Milliseconds page{0};    // until the page was told the result
};
struct LatencyRun {
    std::vector<ScanLatency> scans;  // in the clip's order; a badge that was not recorded is left out
    long resident_kib = 0;           // of the kiosk after the last scan
    Milliseconds played{0};
};

struct Play {
    std::filesystem::path program;   // hadir-kiosk
    std::filesystem::path terminal;  // enrolled
    std::filesystem::path clip;      // a video of clip_options(); its cards are new to the terminal
    std::size_t cards = 0;
};

// As a quiet office: between two cards the scene is still for so long that the motion gate closes.
[[nodiscard]] device::SceneOptions clip_options();
[[nodiscard]] Result<LatencyRun> measure_latency(const Play& play, const platform::StopSignals& signals);

// 0.95 gives p95: the smallest value that so large a part of them does not pass. 0 without values.
[[nodiscard]] Milliseconds quantile(std::vector<Milliseconds> values, double part);

// CPU time of a running process, and what it holds in memory; 0 when it is gone.
[[nodiscard]] Milliseconds cpu_time(pid_t pid);
[[nodiscard]] long resident_kib(pid_t pid);

}  // namespace hadir::bench
