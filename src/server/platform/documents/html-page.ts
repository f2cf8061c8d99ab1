/** Pages that the server writes itself, for readers who may have neither an account nor JavaScript. */
import type { Response } from 'express';
import { nonceOf } from '../http/security-headers.ts';
import { type Html, html } from '../mail/mail-layout.ts';

/** The colours and measures of the portal's other pages. */
const styles = `
  :root { color-scheme: light dark; --ink: #211E1A; --quiet: #555047; --paper: #FAF9F7; --sunken: #F3F1ED; --line: #DDD8CF; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #F3F0EB; --quiet: #C2BBB0; --paper: #151412; --sunken: #24211E; --line: #35322E; }
  }
  body { margin: 0; background: var(--paper); color: var(--ink);
    font: 1rem/1.6 -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
  header, main, footer { max-width: 46rem; margin: 0 auto; padding: 1.25rem; }
  header { display: flex; justify-content: space-between; gap: 1rem; border-bottom: 1px solid var(--line); }
  h1 { font-size: 1.75rem; line-height: 1.25; margin: 1rem 0; }
  h2 { font-size: 1.25rem; line-height: 1.3; margin: 2rem 0 .5rem; }
  h3 { font-size: 1.0625rem; margin: 1.5rem 0 .5rem; }
  a { color: inherit; text-underline-offset: .2em; }
  a:focus-visible { outline: 2px solid var(--ink); outline-offset: 3px; }
  code { font: .875em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
  pre { background: var(--sunken); border: 1px solid var(--line); border-radius: 6px; padding: .875rem; overflow-x: auto; }
  pre code { overflow-wrap: normal; }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; font-size: .9375rem; }
  th, td { border: 1px solid var(--line); padding: .375rem .625rem; text-align: left; vertical-align: top; }
  th { background: var(--sunken); }
  footer { color: var(--quiet); }`;

export interface PageParts {
  language: string;
  /** The portal's name, which leads to its first page. */
  portal: string;
  title: string;
  main: Html;
  /** A link beside the portal's name. */
  beside?: Html;
}

/** Writes a page of ours; what changes between two requests is kept by nobody. */
export function sendPage(res: Response, status: number, parts: PageParts): void {
  const nonce = nonceOf(res);
  const page = html`<!doctype html>
<html lang="${parts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${parts.title} · ${parts.portal}</title>
<style nonce="${nonce}">${{ markup: styles }}
</style>
</head>
<body>
<header><a href="/">${parts.portal}</a>${parts.beside ?? ''}</header>
<main>
${parts.main}
</main>
</body>
</html>
`;
  res
    .status(status)
    .set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': parts.language,
      'Cache-Control': 'no-store',
    })
    .send(page.markup);
}
