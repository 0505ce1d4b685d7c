import { dark, light, properties } from './plot-colours.ts';

/** The page's looks: light or dark as the reader has it, and on paper, where it begins a page only where that reads well. */
export const styles = `
:root{color-scheme:light dark;${properties(light)}}
@media (prefers-color-scheme:dark){:root{${properties(dark)}}}
:root[data-theme=light]{color-scheme:light;${properties(light)}}
:root[data-theme=dark]{color-scheme:dark;${properties(dark)}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.5 Inter,system-ui,'Segoe UI','DejaVu Sans',sans-serif}
main{max-width:1120px;margin:0 auto;padding:36px 32px 80px}
h1{margin:0;font-size:27px;line-height:1.25;font-weight:650;letter-spacing:-.01em}
h2{margin:52px 0 12px;padding-top:18px;border-top:1px solid var(--line);font-size:19px;font-weight:650}
h3{margin:0;font-size:13.5px;font-weight:600}
h3.of-run{margin:22px 0 8px}
p{margin:0 0 10px}
a{color:var(--accent)}
.project{margin:0 0 2px;color:var(--mute);font-weight:600}
.facts,.note,figcaption{color:var(--mute);font-size:12.5px}
.note b{color:var(--warn)}
.note{max-width:88ch}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:10px;font-size:13px}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
.outcome{margin:22px 0 6px;font-size:16px}
.warn{color:var(--warn)}
.bar-above{display:flex;gap:12px;align-items:baseline;justify-content:space-between;margin-bottom:6px}
.save{display:inline-flex;gap:10px;font-size:11.5px}
.save a{color:var(--mute);text-decoration:none;border-bottom:1px dotted var(--line-strong)}
.save a:hover{color:var(--accent)}
.table{margin:16px 0 22px}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:8px}
table{width:100%;border-collapse:collapse;font-size:12.5px}
th,td{padding:5px 12px;text-align:left;vertical-align:top;overflow-wrap:break-word}
thead th{background:var(--panel);color:var(--mute);font-weight:500;vertical-align:bottom}
tbody th{font-weight:500;min-width:104px;overflow-wrap:break-word}
.even table{table-layout:fixed}
.even th:first-child{width:214px}
.dense th,.dense td{padding-top:2.5px;padding-bottom:2.5px}
tbody tr>*{border-top:1px solid var(--line)}
.figure{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
th.figure{white-space:normal}
td.best{font-weight:650}
.star{font-size:9px;vertical-align:1px}
.bar{display:inline-block;width:56px;height:6px;margin-right:8px;border-radius:3px;background:var(--line);vertical-align:1px;overflow:hidden}
.bar i{display:block;height:100%;background:var(--accent)}
figure{margin:0}
.plot{margin:14px 0 22px}
.plot svg{display:block;width:100%;height:auto}
.plot figcaption{margin-top:6px}
.side-by-side{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:18px 26px}
.plot.half{max-width:480px;margin:6px 0 0}
.samples{display:grid;grid-template-columns:repeat(6,1fr);gap:10px}
.cases{display:grid;grid-template-columns:repeat(4,1fr);gap:14px 12px}
.samples svg,.case svg{display:block;width:100%;border-radius:6px}
.case figcaption,.sample figcaption{margin-top:4px;line-height:1.35}
.case figcaption{display:flex;flex-wrap:wrap;gap:0 8px}
.case .name{overflow-wrap:anywhere;flex:1}
.case b{color:var(--ink);font-weight:600}
.case.worst b{color:var(--danger)}
.case.best b{color:var(--ok)}
.truth-mark{stroke:#ff3b42}
.truth-line{stroke:#ff3b42;stroke-opacity:.55}
.pred-mark{fill:#3d84ff}
.legend span{margin-right:14px;white-space:nowrap}
.key{width:12px;height:12px;vertical-align:-1px}
.all-filters{display:flex;flex-wrap:wrap;gap:16px 22px}
.filters img{display:block;max-width:100%;height:128px;object-fit:contain;object-position:left;image-rendering:pixelated;border-radius:4px}
.filters figcaption{margin-top:4px}
details{margin:6px 0;font-size:12.5px}
summary{cursor:pointer;color:var(--mute)}
pre{margin:8px 0;padding:12px;overflow-x:auto;background:var(--panel);border:1px solid var(--line);border-radius:8px;font:11.5px/1.45 ui-monospace,'DejaVu Sans Mono',monospace}
ul{padding-left:20px;font-size:13px}
@media (max-width:760px){main{padding:22px 16px 60px}.cases{grid-template-columns:repeat(2,1fr)}.samples{grid-template-columns:repeat(3,1fr)}}
@page{size:A4;margin:14mm 13mm}
@media print{
:root,:root[data-theme]{color-scheme:light;${properties(light)}}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:10.5px}
main{max-width:none;padding:0}
h1{font-size:21px}
h2{margin-top:22px;padding-top:10px;font-size:15px}
h2,h3,.bar-above{break-after:avoid}
h3{font-size:11.5px}
.facts,.note,figcaption,table,ul{font-size:9.5px}
.outcome{font-size:12.5px}
nav,.save,details{display:none}
table{width:100%}
th,td{padding:2.5px 7px}
tbody th{min-width:70px}
.even th:first-child{width:142px}
.short{break-inside:avoid}
.wide{overflow:visible;border-radius:0}
.bar{width:34px}
thead{display:table-header-group}
tr,figure,.note{break-inside:avoid}
#errors .note,tbody tr:nth-child(-n+3){break-after:avoid}
.dense .bar{display:none}
.table{margin:8px 0 12px}
.side-by-side{grid-template-columns:repeat(2,1fr)}
.cases{grid-template-columns:repeat(4,1fr);gap:8px}
.samples{grid-template-columns:repeat(6,1fr);gap:6px}
.filters img{height:84px}
}
`;
