/** The mailbox's pages: plain HTML without scripts, styled like the twin's. */
import { type Html, html } from '#twin/look/html.ts';
import { type PageFrame, page } from '#twin/look/layout.ts';
import type { Letter } from './letter.ts';

/** Renders a page with the mailbox's heading and note. */
export const mailboxPage = (
  title: string,
  body: Html,
  more: Pick<PageFrame, 'layout' | 'reloadSeconds'> = {},
): string =>
  page(
    {
      title,
      language: 'en',
      place: 'Mailbox',
      note: 'E-mails sent by the portal. Nothing leaves this machine.',
      ...more,
    },
    body,
  );

/** Formats a timestamp: 2026-11-23T10:20:30.000Z → 2026-11-23 10:20:30 UTC */
const instant = (iso: string): Html =>
  html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;

const subjectOf = (letter: Letter): string => letter.subject || 'No subject';

const row = (letter: Letter): Html =>
  html`<li><a href="/messages/${letter.id}"><strong>${subjectOf(letter)}</strong>
<span>to ${letter.to.join(', ')} · ${instant(letter.receivedAt)}</span></a></li>`;

/** Renders the list of messages. `to` is the address to which they were sent, if the list is limited to one. */
export function listPage(letters: readonly Letter[], to?: string): string {
  const whose = to ? html`To ${to}. <a class="way" href="/">Show all</a>` : 'Newest first.';
  const list =
    letters.length === 0
      ? html`<section><p>There are no e-mails yet. Reload the page to check again.</p></section>`
      : html`<section class="letters"><ul class="letters">${letters.map(row)}</ul></section>`;
  return mailboxPage('Mailbox', html`<h1>E-mails</h1><p class="quiet">${whose}</p>${list}`, {
    layout: 'wide',
  });
}

export function letterPage(letter: Letter): string {
  const text = html`<pre>${letter.text}</pre>`;
  const content = letter.html
    ? html`<iframe title="E-mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${letter.id}/html"></iframe>
<details><summary>As plain text</summary><section>${text}</section></details>`
    : html`<section>${text}</section>`;
  const title = subjectOf(letter);
  return mailboxPage(
    title,
    html`<p><a class="way" href="/">All e-mails</a></p><h1>${title}</h1>
<dl class="about"><dt>From</dt><dd>${letter.from}</dd><dt>To</dt><dd>${letter.to.join(', ')}</dd>
<dt>Sent</dt><dd>${instant(letter.receivedAt)}</dd></dl>${content}`,
    { layout: 'wide' },
  );
}

export const notFoundPage = (): string =>
  mailboxPage(
    'E-mail not found',
    html`<h1>E-mail not found</h1><p>The oldest e-mails are deleted when many arrive.</p><p><a class="way" href="/">All e-mails</a></p>`,
  );
