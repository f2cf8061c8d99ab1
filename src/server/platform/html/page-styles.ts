/** Styles of server-rendered documents, with the colors and sizes of the client (`client/ui/styles/tokens.css`). */
import type { ColorScheme } from '#shared/first-answer.ts';

const light = `
  --bg: #faf9f7; --surface: #ffffff; --sunken: #f3f1ed; --line: #e5e1da; --control: #8a8378;
  --ink: #211e1a; --ink-2: #555047; --ink-3: #6b645a; --monica: #93325f; --office: #17607f;`;
const dark = `
  --bg: #151412; --surface: #1c1a18; --sunken: #242220; --line: #35322e; --control: #7f786e;
  --ink: #f3f0eb; --ink-2: #c2bbb0; --ink-3: #a19a8f; --monica: #e395bb; --office: #7dbbd6;`;

const followingTheSystem = `:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }`;

const colours: Readonly<Record<ColorScheme, string>> = {
  light: `:root { color-scheme: light; ${light} }`,
  dark: `:root { color-scheme: dark; ${dark} }`,
};

const measures = `
:root { --mono: ui-monospace, SFMono-Regular, Menlo, "Cascadia Mono", Consolas, "Liberation Mono", monospace; }
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font-variant-numeric: tabular-nums;
  font: 400 .9375rem/1.6 -apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Roboto,
    "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif; -webkit-text-size-adjust: 100%; }
.column { max-width: 46rem; margin: 0 auto; padding: 0 1.5rem; }
header { border-bottom: 1px solid var(--line); }
header .column { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between;
  gap: 0 1rem; min-height: 4rem; }
header a { display: inline-flex; align-items: center; min-height: 2.75rem; }
.name { gap: .625rem; font-weight: 600; letter-spacing: -.01em; text-decoration: none; }
.marks { display: flex; gap: .1875rem; }
.marks svg, .marks img { display: block; flex: none; height: 1.25rem; max-width: 8rem; object-fit: contain; }
.monica { color: var(--monica); }
.office { color: var(--office); }
main.column { padding-top: 2rem; padding-bottom: 4rem; }
h1, h2, h3 { font-weight: 600; text-wrap: balance; }
h1 { font-size: 1.625rem; line-height: 1.25; letter-spacing: -.018em; margin: 0 0 .75rem; }
h2 { font-size: 1.25rem; line-height: 1.35; letter-spacing: -.012em; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1.0625rem; line-height: 1.4; letter-spacing: -.008em; margin: 1.75rem 0 .5rem; }
p, ul, ol { margin: 0 0 .875rem; }
ul, ol { padding-left: 1.25rem; }
li { margin: .25rem 0; }
p { text-wrap: pretty; }
a { color: inherit; text-decoration-color: var(--control); text-decoration-thickness: 1px; text-underline-offset: .2em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; border-radius: 2px; }
.quiet { color: var(--ink-2); }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0 0; }
.button { display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: 0 1.25rem;
  border: 1px solid var(--control); border-radius: 6px; background: var(--surface); font-weight: 500;
  color: inherit; font-family: inherit; font-size: inherit; text-decoration: none; cursor: pointer; }
.button:hover { background: var(--sunken); }
.button:first-child { border-color: var(--ink); background: var(--ink); color: var(--bg); }
.button:first-child:hover { background: var(--ink); }
.number { margin: 2rem 0 0; font-size: .8125rem; color: var(--ink-2); overflow-wrap: anywhere; }
code { font: .875em var(--mono); overflow-wrap: anywhere; }
pre { background: var(--sunken); border: 1px solid var(--line); border-radius: 6px; padding: .875rem; overflow-x: auto;
  line-height: 1.5; }
pre code { overflow-wrap: normal; }
.wide { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.5; }
th, td { border-bottom: 1px solid var(--line); padding: .5rem .75rem .5rem 0; text-align: left; vertical-align: top;
  min-width: 6rem; }
td:last-child, th:last-child { padding-right: 0; }
th { color: var(--ink-2); font-weight: 500; }
td code { overflow-wrap: normal; }
@media (max-width: 30em) { .column, main.column { padding-left: 1rem; padding-right: 1rem; } main.column { padding-top: 1.5rem; }
  .actions .button { flex: 1 1 100%; } }
`;

/**
 * Returns a style sheet that works without scripts. If `scheme` is null, the colors follow the system's light or dark
 * mode.
 */
export const stylesFor = (scheme: ColorScheme | null): string =>
  `${scheme === null ? followingTheSystem : colours[scheme]}${measures}`;
