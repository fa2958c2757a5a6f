// Finds the three large squares that mark a QR code's corners, in a picture of black and white.
#pragma once

#include <vector>

#include "device/frame.h"

namespace hadir::device {

struct Finder {
    double x = 0;  // of the centre, in pixels
    double y = 0;
    double module = 0;  // pixels a module
    int seen = 0;       // on how many lines
};

inline constexpr std::size_t kFindersMax = 64;  // a code has three; more candidates than this are noise

// Places where dark and light run 1:1:3:1:1 both across and down; the most often seen first. `picture` holds
// 0 and 255. `found` is used again.
void find_finders(GrayView picture, std::vector<Finder>& found);

}  // namespace hadir::device
