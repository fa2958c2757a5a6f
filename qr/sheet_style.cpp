#include "qr/sheet_style.h"

namespace hadir::qr {

// Cards touch each other, so that one cut parts two; 19.4 and 13.5 mm are what A4 leaves around 2 x 5 of
// them.
const char* const kSheetStyle = R"css(
@page { size: A4; margin: 0 }
* { box-sizing: border-box; margin: 0; -webkit-print-color-adjust: exact; print-color-adjust: exact }
html { font: 2.5mm/1.3 "Noto Sans", "Liberation Sans", Arial, "DejaVu Sans", sans-serif; color: #12233a; background: #dfe4ea }
.how { max-width: 210mm; margin: 6mm auto; padding: 4mm 6mm; border-radius: 2mm; background: #fff; font-size: 4mm }
.leaf { position: relative; width: 210mm; height: 297mm; margin: 6mm auto; background: #fff; overflow: hidden; break-after: page }
.leaf:last-child { break-after: auto }
.marks { position: absolute; inset: 0; width: 210mm; height: 297mm }
.side { position: absolute; bottom: 5mm; left: 24mm; font-size: 2.2mm; color: #7b8794 }
.cards { position: absolute; left: 19.4mm; top: 13.5mm; width: 171.2mm; display: flex; flex-wrap: wrap }
.back .cards { flex-direction: row-reverse }
.card { position: relative; width: 85.6mm; height: 54mm; overflow: hidden; background: #fff }
.band { position: absolute; inset: 0 0 auto 0; height: 10mm; background: #0d3b66; color: #fff; border-bottom: .7mm solid #d9a441 }
.band svg { position: absolute; inset: 0; width: 100%; height: 100%; opacity: .16 }
.band p { position: absolute; left: 4.5mm; right: 4.5mm; top: 0; line-height: 9.3mm; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.province { font-weight: 700; font-size: 3.1mm; letter-spacing: .02em; padding-right: 24mm }
.band .kind { left: auto; font-size: 2.1mm; letter-spacing: .12em; color: #ffdf9e }
.photo { position: absolute; left: 4.5mm; top: 13mm; width: 18mm; height: 24mm; border: .25mm dashed #8fa3b8; border-radius: 1mm; background: #f3f6f9; display: flex; flex-direction: column; align-items: center; justify-content: center; color: #71869c; font-size: 1.9mm; text-align: center }
.photo svg { width: 9mm; height: 9mm; margin-bottom: .6mm }
.office { position: absolute; left: 25mm; top: 13mm; width: 19mm; height: 24mm; overflow: hidden; font-size: 2.15mm; line-height: 1.3; color: #41556b }
.office b { display: block; color: #0d3b66; font-size: 2.35mm; margin-bottom: .8mm }
.name { position: absolute; left: 4.5mm; top: 38.2mm; width: 40mm; height: 14mm; display: flex; align-items: center; font-weight: 700; font-size: 3.9mm; line-height: 1.12; overflow: hidden }
.name.long { font-size: 3.2mm }
.name.longest { font-size: 2.6mm }
.code { position: absolute; right: 1.6mm; bottom: 1.6mm; width: 39.6mm; height: 39.6mm }
.code path { fill: #000 }
.number { position: absolute; left: 4.5mm; top: 13mm; right: 4.5mm }
.label { font-size: 2.1mm; letter-spacing: .14em; color: #5b6f84; text-transform: uppercase }
.number strong { display: block; font-size: 10.6mm; line-height: 1.25; letter-spacing: .07em; font-variant-numeric: tabular-nums; color: #0d3b66 }
.until { position: absolute; right: 4.5mm; top: 13mm; text-align: right }
.until b { display: block; font-size: 3mm; margin-top: .6mm }
.use { position: absolute; left: 4.5mm; right: 4.5mm; top: 30.4mm; font-size: 2.3mm; color: #2c4057 }
.found { position: absolute; left: 0; right: 0; bottom: 0; height: 15.6mm; padding: 0 4.5mm; display: flex; flex-direction: column; justify-content: center; background: #f3f6f9; border-top: .25mm solid #d5dde6; font-size: 2.2mm; line-height: 1.35; color: #41556b; overflow: hidden }
.found b { color: #12233a }
@media print { html { background: none } .how { display: none } .leaf { margin: 0 } }
)css";

const char* const kSheetDrawings =
    R"svg(<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
<pattern id="kawung" width="5" height="5" patternUnits="userSpaceOnUse"><g fill="none" stroke="#fff" stroke-width=".28"><ellipse cx="1.25" cy="1.25" rx="1.5" ry=".72" transform="rotate(45 1.25 1.25)"/><ellipse cx="3.75" cy="3.75" rx="1.5" ry=".72" transform="rotate(45 3.75 3.75)"/><ellipse cx="3.75" cy="1.25" rx="1.5" ry=".72" transform="rotate(-45 3.75 1.25)"/><ellipse cx="1.25" cy="3.75" rx="1.5" ry=".72" transform="rotate(-45 1.25 3.75)"/></g></pattern>
<symbol id="band" viewBox="0 0 85.6 10" preserveAspectRatio="none"><rect width="85.6" height="10" fill="url(#kawung)"/></symbol>
<symbol id="person" viewBox="0 0 24 24"><g fill="none" stroke="#8fa3b8" stroke-width="1.3"><circle cx="12" cy="8.5" r="4.2"/><path d="M4 21c.6-4.6 3.8-7 8-7s7.4 2.4 8 7"/></g></symbol>
<symbol id="marks" viewBox="0 0 210 297"><path fill="none" stroke="#000" stroke-width=".12" d="M19.4 4v7M105 4v7M190.6 4v7M19.4 286v7M105 286v7M190.6 286v7M8 13.5h8M8 67.5h8M8 121.5h8M8 175.5h8M8 229.5h8M8 283.5h8M194 13.5h8M194 67.5h8M194 121.5h8M194 175.5h8M194 229.5h8M194 283.5h8"/></symbol>
</defs></svg>
)svg";

}  // namespace hadir::qr
