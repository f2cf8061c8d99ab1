/** The frame of every page of the twin: its own look, light and dark, so that nobody takes it for the portal. */
import { Html, html } from './html.ts';
import type { Language } from './words.ts';

const css = `
:root{color-scheme:light dark;--bg:#eef3f4;--card:#fff;--ink:#14211f;--dim:#47575a;--line:#cfdadb;--edge:#6d7f82;--act:#0b5d57;--on:#fff;--bad:#a3231b;--good:#17613a}
@media (prefers-color-scheme:dark){:root{--bg:#0f1516;--card:#182122;--ink:#e9f1f0;--dim:#adbdbd;--line:#2d3a3b;--edge:#7d9092;--act:#74d6c9;--on:#04201d;--bad:#ff9c92;--good:#86d7a4}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
.banner{background:#ffdf7e;color:#3a2a00;padding:8px 16px;text-align:center;font-size:14px;font-weight:600}
main{max-width:880px;margin:24px auto;padding:0 16px;display:grid;gap:16px}
main.two{grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));align-items:start}
main.wide{max-width:1200px}
h1{font-size:24px;margin:0;grid-column:1/-1}
h2{font-size:17px;margin:0 0 12px}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px;min-width:0}
dl{margin:0;display:grid;grid-template-columns:1fr auto;gap:6px 16px}
dt{color:var(--dim)}dd{margin:0;text-align:right}
dl .sum{font-weight:600;color:var(--ink);border-top:1px solid var(--line);padding-top:8px}
label{display:block;font-weight:600;font-size:14px;margin:12px 0 4px}
input,select{width:100%;min-height:44px;padding:8px 10px;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:8px}
button{min-height:44px;padding:8px 16px;font:inherit;font-weight:600;border-radius:8px;border:1px solid var(--edge);background:var(--card);color:inherit;cursor:pointer}
section>form>button{margin-top:16px;width:100%}
button.main{background:var(--act);color:var(--on);border-color:var(--act)}
:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
.hint{color:var(--dim);font-size:14px;margin:4px 0 0}
[role=alert]{color:var(--bad);font-weight:600;margin:0;grid-column:1/-1}
[role=status]{color:var(--good);font-weight:600;margin:0}
a{color:var(--act)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;padding:8px;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
.row{display:flex;flex-wrap:wrap;gap:8px;align-items:end}
.row form{margin:0}
.row+form,form+.row,.row+.row{margin-top:12px}
.long{flex:1 1 300px}
.whole{grid-column:1/-1}
.entry{border-top:1px solid var(--line);padding:12px 0}
.entry p{margin:0 0 8px}
`;

export interface PageFrame {
  title: string;
  language: Language;
  banner: string;
  layout?: 'one' | 'two' | 'wide' | 'two wide';
}

export function page({ title, language, banner, layout = 'one' }: PageFrame, body: Html): string {
  return html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · Paddle twin</title><link rel="icon" href="data:,"><style>${new Html(css)}</style></head>
<body><header class="banner">${banner}</header>
<main class="${layout}">${body}</main></body></html>`.text;
}
