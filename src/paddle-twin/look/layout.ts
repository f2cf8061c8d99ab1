/** The frame of the pages that a demo has beside the portal: theirs and its are one family. */
import { Html, html } from './html.ts';
import { style } from './style.ts';

export interface PageFrame {
  title: string;
  language: 'en' | 'fr';
  /** Whose page it is; leads to the first one. */
  place: string;
  /** One sentence beside it. */
  note: string;
  layout?: 'one' | 'two' | 'wide' | 'two wide';
  /** The page loads itself again after so many seconds. */
  reloadSeconds?: number;
}

/** A whole document that needs nothing from elsewhere and runs no script. */
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
