/**
 * The stylesheet of the demo's own pages, the twin and the mailbox. Duplicates the colors and sizes of the portal's
 * `tokens.css`, which the twin must not import; a test compares them.
 */

const lightColours = `
--bg:#faf9f7;--surface:#ffffff;--sunken:#f3f1ed;--line:#e5e1da;--control:#8a8378;
--ink:#211e1a;--ink-2:#555047;--ink-3:#6b645a;--on-ink:#ffffff;--focus:#211e1a;
--ok:#2c6b3b;--ok-tint:#edf5ee;--warn-tint:#fbf3e2;--danger:#b3261e;--danger-tint:#fcefed;--qr-paper:#ffffff;
`;

const darkColours = `
--bg:#151412;--surface:#1c1a18;--sunken:#242220;--line:#35322e;--control:#7f786e;
--ink:#f3f0eb;--ink-2:#c2bbb0;--ink-3:#a19a8f;--on-ink:#151412;--focus:#f3f0eb;
--ok:#86c795;--ok-tint:#1d2c20;--warn-tint:#33291a;--danger:#f2938a;--danger-tint:#3a2220;
`;

const measures = `
--sans:-apple-system,BlinkMacSystemFont,"Segoe UI Variable Text","Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,"Cascadia Mono",Consolas,"Liberation Mono",monospace;
--t-xs:0.75rem;--t-sm:0.8125rem;--t-md:0.9375rem;--t-lg:1.0625rem;--t-2xl:1.625rem;--t-3xl:2.5rem;
--s2:0.5rem;--s3:0.75rem;--s4:1rem;--s5:1.5rem;--s7:3rem;
--r-sm:6px;--r-md:10px;--ctl-h:2.25rem;
`;

export const style = `
:root{color-scheme:light dark;${lightColours}${measures}}
@media (prefers-color-scheme:dark){:root{${darkColours}}}
@media (max-width:48em),(pointer:coarse){:root{--ctl-h:2.75rem;}}

*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:400 var(--t-md)/1.5 var(--sans);font-variant-numeric:tabular-nums}
h1,h2,p,ul,dl,dd,pre{margin:0;padding:0}
h1{font-size:var(--t-2xl);line-height:1.25;font-weight:600;letter-spacing:-.018em;overflow-wrap:anywhere}
h2{font-size:var(--t-lg);line-height:1.4;font-weight:600;letter-spacing:-.008em;margin-bottom:var(--s3)}
form+h2,dl+form>h2{margin-top:var(--s5)}
a{color:inherit;text-decoration-color:var(--control);text-underline-offset:.2em;text-decoration-thickness:1px}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
code,pre{font-family:var(--mono);overflow-wrap:anywhere}

header{border-bottom:1px solid var(--line)}
header>div{max-width:76rem;margin:0 auto;padding:var(--s3) 2.5rem;display:flex;flex-wrap:wrap;align-items:center;gap:0 var(--s5)}
header a{display:inline-flex;align-items:center;min-height:var(--ctl-h);font-weight:600;letter-spacing:-.01em;text-decoration:none}
header p{font-size:var(--t-sm);color:var(--ink-2)}
main{max-width:40rem;margin:0 auto;padding:2.25rem 2.5rem 4rem;display:grid;grid-template-columns:minmax(0,1fr);gap:var(--s4)}
main.wide{max-width:76rem}
main.two{max-width:65rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));align-items:start}
main.two.wide{max-width:76rem}
h1,.whole,main>[role]{grid-column:1/-1}

section{background:var(--surface);border:1px solid var(--line);border-radius:var(--r-md);padding:var(--s5);min-width:0}
section>p+form,section>p+p,section>p+.row{margin-top:var(--s3)}
dl{display:grid;grid-template-columns:minmax(0,auto) minmax(0,auto);justify-content:space-between;gap:.375rem var(--s4)}
dt{color:var(--ink-2)}
dd{text-align:right;overflow-wrap:anywhere}
dl .sum{font-weight:600;color:var(--ink);padding-top:var(--s2)}
label{display:block;font-weight:500;font-size:.875rem;margin-bottom:.375rem}
form>label:not(h2+label){margin-top:var(--s3)}
input,select{width:100%;height:var(--ctl-h);padding:.375rem .75rem;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--control);border-radius:var(--r-sm)}
select{padding-left:.5rem}
input::placeholder{color:var(--ink-3);opacity:1}
input[aria-invalid]{border-color:var(--danger)}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:var(--ctl-h);padding:.375rem .875rem;font:500 .875rem/1.25 var(--sans);color:inherit;text-decoration:none;background:var(--surface);border:1px solid var(--control);border-radius:var(--r-sm);cursor:pointer}
button:hover,.button:hover{background:var(--sunken)}
section>form>button{margin-top:var(--s4);width:100%;min-height:2.75rem;font-size:var(--t-md)}
section>form>button+button{margin-top:var(--s2)}
button.main{background:var(--ink);border-color:var(--ink);color:var(--on-ink)}
button.main:hover{background:var(--ink-2);border-color:var(--ink-2)}
.hint,.quiet{color:var(--ink-2)}
.hint{font-size:var(--t-sm);margin-top:.375rem}
[role=alert],[role=status]{border:1px solid var(--line);border-radius:var(--r-md);padding:var(--s3) var(--s4);background:var(--ok-tint)}
[role=alert]{background:var(--danger-tint)}
section [role=alert]{margin-top:.375rem;padding:0;border:0;background:none;color:var(--danger);font-size:var(--t-sm)}

.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th{font-weight:500;color:var(--ink-2)}
th,td{text-align:left;padding:.625rem var(--s4) .625rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th,time{white-space:nowrap}
tr:last-child td{border-bottom:0}
td{overflow-wrap:anywhere}
.row{display:flex;flex-wrap:wrap;gap:var(--s3) var(--s2);align-items:end}
.row form{margin:0}
.row>div{flex:1 1 9rem}
.row>.long{flex:1 1 20rem}
.row+form,form+.row,.row+.row{margin-top:var(--s3)}
.fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:var(--s3) var(--s4);align-items:end}
.fields+.row{margin-top:var(--s4)}
.entry{border-top:1px solid var(--line);padding:var(--s3) 0}
.entry p{margin-bottom:var(--s2)}

.letters{list-style:none;padding:0;overflow:hidden}
.letters li+li{border-top:1px solid var(--line)}
.letters a{display:block;padding:var(--s3) var(--s5);text-decoration:none;overflow-wrap:anywhere}
.letters a:hover{background:var(--sunken)}
.letters a:focus-visible{outline-offset:-2px}
.letters strong{display:block;font-weight:500}
.letters span{font-size:var(--t-sm);color:var(--ink-2)}
.about{justify-content:start}
.about dd{text-align:left}
iframe{display:block;width:100%;height:44rem;max-height:80vh;border:1px solid var(--line);border-radius:var(--r-md);background:var(--qr-paper)}
pre{white-space:pre-wrap;font-size:.875rem}
summary{cursor:pointer;min-height:var(--ctl-h);display:list-item;padding:.375rem 0}
.code{font:var(--t-3xl)/1.2 var(--mono);letter-spacing:.06em}

@media (max-width:48em){
h1{font-size:1.5rem}
header>div{padding:var(--s2) var(--s4) var(--s3)}
main{padding:1.25rem var(--s4) 2.5rem}
section{padding:1.25rem var(--s4)}
section.letters{padding:0}
.letters a{padding:var(--s3) var(--s4)}
input,select{font-size:1rem}
.way{display:inline-flex;align-items:center;min-height:2.75rem}
.row>button,.row>form{flex:1 1 auto}
.row>form>button{width:100%}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody{display:block}
tr{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:var(--s2) var(--s4);padding:var(--s4) 0;border-bottom:1px solid var(--line)}
tr:first-child{padding-top:0}
tr:last-child{border-bottom:0;padding-bottom:0}
td,tr:last-child td{display:block;padding:0;border:0}
td:empty{display:none}
td::before{content:attr(data-head);display:block;font-size:var(--t-xs);color:var(--ink-2)}
td:has(.row){grid-column:1/-1}
td .way{min-width:2.75rem}
}
`;
