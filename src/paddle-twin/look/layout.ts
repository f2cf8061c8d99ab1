/** The layout of the demo's own pages (the twin and the mailbox), which look like the portal. */
import { Html, html } from './html.ts';
import { style } from './style.ts';

export interface PageFrame {
  title: string;
  language: 'en' | 'fr';
  /** Name of the site, rendered as a link to its start page. */
  place: string;
  /** A sentence shown next to the name. */
  note: string;
  layout?: 'one' | 'two' | 'wide' | 'two wide';
  /** Seconds after which the page reloads; omitted if it doesn't. */
  reloadSeconds?: number;
}

/** Renders a complete document that loads nothing else and runs no scripts. */
export function page(frame: PageFrame, body: Html): string {
  const { title, language, place, note, layout = 'one', reloadSeconds } = frame;
  return html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
${reloadSeconds !== undefined && html`<meta http-equiv="refresh" content="${reloadSeconds}">`}
<title>${title === place ? title : `${title} · ${place}`}</title><link rel="icon" href="data:,"><style>${new Html(style)}</style></head>
<body><header><div><a href="/">${place}</a><p>${note}</p></div></header>
<main class="${layout}">${body}</main></body></html>`.text;
}
