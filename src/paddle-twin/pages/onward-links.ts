/** Links from the twin's pages back to the portal. Paddle's real pages have no such links. */
import type { RequestHandler } from 'express';
import { type Html, html } from '#twin/look/html.ts';
import { page } from '#twin/look/layout.ts';
import type { PayLink } from '#twin/state/state.ts';
import { isOwnMachine } from './guard.ts';
import { languageOf, type Words, words } from './words.ts';

const webOrigin = (address: string | null): string | null => {
  const url = address !== null && URL.canParse(address) ? new URL(address) : null;
  return url && /^https?:$/.test(url.protocol) ? url.origin : null;
};

/**
 * Derives the seller's URL from the URLs that the twin knows; null if that isn't possible. The webhook's URL is used
 * only if it is on this machine, where the browser can reach it too. Otherwise, the return URL of the newest pay link
 * that has one is used.
 */
export function sellerUrlOf(known: {
  webhookUrl: string | null;
  payLinks: readonly Pick<PayLink, 'returnUrl'>[];
}): string | null {
  const alerted = webOrigin(known.webhookUrl);
  if (alerted !== null && isOwnMachine(new URL(alerted).hostname)) return alerted;
  const returning = known.payLinks.findLast(({ returnUrl }) => returnUrl !== null);
  return webOrigin(returning?.returnUrl ?? null);
}

/**
 * Renders buttons back to the seller and to the page of a subscription, omitting those whose target is null. The first
 * one leads to the customer's own page, because the seller's first page greets strangers.
 */
export const onwardLinks = (say: Words, seller: string | null, subscriptionId: number | null): Html =>
  html`<nav class="row">${seller !== null && html`<a class="button" href="${seller}/dashboard">${say.toPortal}</a>`}
${subscriptionId !== null && html`<a class="button" href="/control/subscription/${subscriptionId}">${say.toSubscription}</a>`}</nav>`;

/** Responds with 404 to unknown URLs: a page for browsers, JSON for programs. */
export const nothingHere =
  (sellerUrl: () => string | null): RequestHandler =>
  (request, response) => {
    response.status(404);
    if (request.accepts(['json', 'html']) !== 'html') {
      response.json({ error: 'there is nothing at this address' });
      return;
    }
    const language = languageOf(request.get('accept-language'), null);
    const say = words[language];
    const frame = { title: say.notFound, language, place: say.place, note: say.banner };
    response.send(page(frame, html`<h1>${say.notFound}</h1>${onwardLinks(say, sellerUrl(), null)}`));
  };
