// How the sheet of cards looks. Lengths are millimetres of the printed page.
#pragma once

namespace hadir::qr {

extern const char* const kSheetStyle;     // CSS
extern const char* const kSheetDrawings;  // SVG symbols: cut marks, the kawung pattern

}  // namespace hadir::qr
