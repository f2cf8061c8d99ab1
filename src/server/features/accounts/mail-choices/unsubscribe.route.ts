/**
 * Serves the link with which e-mails of one kind are turned off. It needs neither a session nor scripts: mail programs
 * post to it when their own button is used (RFC 8058), and a browser shows a page with a button. Opening the page
 * changes nothing, because programs that scan e-mails open every link.
 */
import type { RequestHandler } from 'express';
import type { Deps } from '#server/deps.ts';
import { sendPage } from '#server/platform/documents/send-page.ts';
import { preferredLocale } from '#server/platform/http/request/preferred-locale.ts';
import { type Html, html } from '#server/platform/mail/mail-layout.ts';
import { pages } from '#shared/pages.ts';
import { unsubscribeTexts } from './unsubscribe-texts.ts';

/** Fragment of the settings section in which the e-mails can be turned on again. */
const settingsFragment = 'e-mails';

/** Responds with 200 however often it is asked, and with 400 if the token is unknown or its customer was erased. */
export function unsubscribePage(deps: Pick<Deps, 'accounts' | 'mailChoices'>): RequestHandler {
  return async (req, res) => {
    const { token } = req.query;
    const choice = typeof token === 'string' ? await deps.mailChoices.findByToken(token) : null;
    const account = choice && (await deps.accounts.findById(choice.userId));
    const locale = preferredLocale({
      asked: undefined,
      ofAccount: account?.locale,
      cookies: req.headers.cookie,
      acceptLanguage: req.headers['accept-language'],
    });
    const texts = unsubscribeTexts[locale];
    const settings = html`<a class="button" href="${pages.settings}#${settingsFragment}">${texts.settings}</a>`;
    const show = (status: number, title: string, rest: Html, { hasForm = false } = {}) =>
      sendPage(res, status, { locale, title, hasForm, main: html`<h1>${title}</h1>\n${rest}` });
    // The URL contains the token, so it isn't passed on to the pages that this one links to.
    res.set('Referrer-Policy', 'no-referrer').vary('Accept-Language');
    if (!choice) {
      return show(400, texts.unknown, html`<p>${texts.unknownText}</p>\n<p class="actions">${settings}</p>`);
    }
    const { kind, userId } = choice;
    if (req.method === 'POST') await deps.mailChoices.set(userId, { kind, isOn: false });
    else if (choice.isOn) {
      return show(
        200,
        texts.ask[kind],
        html`<p>${texts.explanation}</p>
<form method="post" class="actions"><button class="button">${texts.action}</button></form>`,
        { hasForm: true },
      );
    }
    return show(200, texts.done[kind], html`<p>${texts.doneText}</p>\n<p class="actions">${settings}</p>`);
  };
}
