/** The mailbox's pages: plain HTML without a script. */
import type { Letter } from './mailbox.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const style = `
  :root { color-scheme: light dark; --ink: #1c2433; --soft: #5a6478; --line: #dfe4ec; --ground: #f6f7fa; --sheet: #fff; --accent: #1f5fbf }
  @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf2; --soft: #a0abbf; --line: #2d3647; --ground: #11161f; --sheet: #1a212d; --accent: #8ab4f8 } }
  * { box-sizing: border-box }
  body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
  main { max-width: 56rem; margin: 0 auto; padding: 2rem 1rem 4rem }
  h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere }
  p { color: var(--soft); margin: 0 0 1.5rem }
  a { color: var(--accent) }
  a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .25rem }
  ul { list-style: none; margin: 0; padding: 0; background: var(--sheet); border: 1px solid var(--line); border-radius: .75rem; overflow: hidden }
  li + li { border-top: 1px solid var(--line) }
  li a { display: block; padding: .9rem 1.1rem; color: inherit; text-decoration: none }
  li a:hover { background: var(--ground) }
  li strong { display: block; overflow-wrap: anywhere }
  li span, dd { color: var(--soft); font-size: .9rem; overflow-wrap: anywhere }
  dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1rem 0 1.5rem; font-size: .95rem }
  dt { font-weight: 600 } dd { margin: 0 }
  iframe { width: 100%; height: 70vh; border: 1px solid var(--line); border-radius: .75rem; background: #fff }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1.1rem; background: var(--sheet); border: 1px solid var(--line); border-radius: .75rem; font: .9rem/1.55 ui-monospace, monospace }
  .code { font: 3rem/1.2 ui-monospace, monospace; letter-spacing: .1em; color: var(--ink) }
  summary { cursor: pointer; margin: 1.5rem 0 .75rem }
`;

export const layout = (title: string, content: string, reloadSeconds?: number): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${reloadSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${reloadSeconds}">\n`}<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body><main>${content}</main></body>
</html>
`;

/** 2026-11-23T10:20:30.000Z → 2026-11-23 10:20:30 UTC */
const instant = (iso: string): string =>
  `<time datetime="${escapeHtml(iso)}">${escapeHtml(iso.slice(0, 19).replace('T', ' '))} UTC</time>`;

const row = (letter: Letter): string =>
  `<li><a href="/messages/${letter.id}"><strong>${escapeHtml(letter.subject || 'No subject')}</strong>` +
  `<span>to ${escapeHtml(letter.to.join(', '))} · ${instant(letter.receivedAt)}</span></a></li>`;

/** All letters, or those to one address. */
export function listPage(letters: readonly Letter[], to?: string): string {
  const whose = to
    ? ` to ${escapeHtml(to)}. <a href="/">Show all</a>`
    : ', newest first. Nothing leaves this machine';
  const list =
    letters.length === 0
      ? '<p>Nothing has come yet. Reload to look again.</p>'
      : `<ul>${letters.map(row).join('')}</ul>`;
  return layout('Mailbox', `<h1>Mailbox</h1><p>Mails that the portal sent${whose}.</p>${list}`);
}

export function letterPage(letter: Letter): string {
  const text = `<pre>${escapeHtml(letter.text)}</pre>`;
  const content = letter.html
    ? `<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${letter.id}/html"></iframe>` +
      `<details><summary>As plain text</summary>${text}</details>`
    : text;
  const title = letter.subject || 'No subject';
  return layout(
    title,
    `<p><a href="/">All mails</a></p><h1>${escapeHtml(title)}</h1>` +
      `<dl><dt>From</dt><dd>${escapeHtml(letter.from)}</dd><dt>To</dt><dd>${escapeHtml(letter.to.join(', '))}</dd>` +
      `<dt>Sent</dt><dd>${instant(letter.receivedAt)}</dd></dl>${content}`,
  );
}

export const notFoundPage = (): string =>
  layout(
    'Not here',
    '<h1>This mail is not here</h1><p>The oldest ones go when many come. <a href="/">All mails</a></p>',
  );
