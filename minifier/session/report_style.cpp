#include "minifier/session/report_style.h"

namespace whittle {

std::string_view reportStyle() {
    return R"css(
:root { color-scheme: light dark; --page: #f4f6f8; --panel: #ffffff; --ink: #1d2129; --muted: #5a626e; --rule: #e0e4e9; --accent: #1f5fc4; --code: #f6f8fa;
  --bad: #b3261e; --bad-soft: #fdecea; --good: #1d7a46; --good-soft: #e6f4ec; --warn: #8a5a00; --warn-soft: #fdf3dc; --mark: #c2410c; }
@media (prefers-color-scheme: dark) { :root { --page: #121418; --panel: #1b1e23; --ink: #e8eaee; --muted: #a5adb9; --rule: #2f343c; --accent: #6ea8ff; --code: #15171b;
  --bad: #ff8a80; --bad-soft: #3b1c1a; --good: #6fcf97; --good-soft: #16301f; --warn: #e6b422; --warn-soft: #352a10; --mark: #fb8b5a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 25px; line-height: 1.3; margin: 6px 0 14px; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 0 0 4px; }
p { margin: 0 0 12px; }
.eyebrow { color: var(--muted); font-size: 13px; }
.muted { color: var(--muted); }
code, pre { font: 13px/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace; }
code { overflow-wrap: anywhere; }
.chips { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 12px; }
.chips span { border-radius: 999px; padding: 2px 11px; font-size: 13px; font-weight: 600; background: var(--rule); }
.chips .bad { color: var(--bad); background: var(--bad-soft); }
.chips .good { color: var(--good); background: var(--good-soft); }
.chips .warn { color: var(--warn); background: var(--warn-soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 20px 0; }
.tile, section { background: var(--panel); border: 1px solid var(--rule); border-radius: 10px; }
.tile { padding: 12px 16px; }
.tile .label { color: var(--muted); font-size: 13px; }
.tile .now { font-size: 25px; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tile .was { color: var(--muted); font-size: 13px; font-variant-numeric: tabular-nums; }
section { padding: 18px 20px; margin-top: 16px; }
section > .lead { color: var(--muted); margin-bottom: 14px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 20px; align-items: start; }
.pair > * { min-width: 0; }
.pair.program { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); }
@media (max-width: 760px) { .pair.program { grid-template-columns: minmax(0, 1fr); } }
.picture { text-align: center; }
.picture svg { max-width: 100%; max-height: 860px; height: auto; }
.strip { width: 100%; height: 18px; display: block; margin: 4px 0 16px; border-radius: 4px; }
.strip .all { fill: var(--rule); }
.strip .kept { fill: var(--mark); }
pre { background: var(--code); border: 1px solid var(--rule); border-radius: 8px; padding: 12px 14px; margin: 8px 0 0; overflow: auto; max-height: 560px; tab-size: 4; }
pre.prose { white-space: pre-wrap; overflow-wrap: anywhere; }
pre.whole { user-select: all; -webkit-user-select: all; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-size: 13px; font-weight: 600; color: var(--muted); }
th, td { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
tbody th { font-size: inherit; font-weight: 500; color: var(--ink); white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.bar { width: 22%; min-width: 90px; }
td.bar div { height: 9px; margin-top: 7px; border-radius: 3px; background: var(--accent); min-width: 2px; }
.facts tbody th { color: var(--muted); width: 190px; }
details { margin-top: 10px; }
summary { cursor: pointer; font-weight: 600; }
@media print { body { background: none; } section, .tile { break-inside: avoid; } pre { max-height: none; } }
)css";
}

}  // namespace whittle
