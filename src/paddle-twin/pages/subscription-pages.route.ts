/** Serves the pages that alerts link to: updating the card, cancelling, and the receipt. */
import express, { type Request, type Response, Router } from 'express';
import type { Account } from '#twin/account/account.ts';
import { cancelSubscription } from '#twin/account/cancel.ts';
import { setCard } from '#twin/account/cards.ts';
import { paymentFieldsOf } from '#twin/account/checkout.ts';
import { refundable } from '#twin/account/refunds.ts';
import { less } from '#twin/alerts/common-fields.ts';
import { formatMoney } from '#twin/catalogue/money.ts';
import { type Html, html } from '#twin/look/html.ts';
import { page } from '#twin/look/layout.ts';
import type { TwinSubscription } from '#twin/state/state.ts';
import { methodChoice } from './method-choice.ts';
import { onwardLinks } from './onward-links.ts';
import { readCard, workingCard } from './test-cards.ts';
import { languageOf, words } from './words.ts';

/** `sellerUrl` returns the address for links back to the seller, or null if it isn't known. */
export function subscriptionPages(account: Account, sellerUrl: () => string | null): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false });

  const frame = (request: Request, country: string | null) => {
    const language = languageOf(request.get('accept-language'), country);
    return { language, say: words[language] };
  };

  function show(
    request: Request,
    response: Response,
    country: string | null,
    title: string,
    body: Html,
  ): void {
    const { language, say } = frame(request, country);
    response.send(
      page({ title, language, place: say.place, note: say.banner }, html`<h1>${title}</h1>${body}`),
    );
  }

  function notFound(request: Request, response: Response): void {
    const { say } = frame(request, null);
    response.status(404);
    show(
      request,
      response,
      null,
      say.subscription,
      html`<p role="alert">${say.notFound}</p>${onwardLinks(say, sellerUrl(), null)}`,
    );
  }

  const subscriptionIn = ({ params }: Request): TwinSubscription | null => {
    const subscription = account.subscription(Number(params.id));
    return subscription?.token === params.token ? subscription : null;
  };

  function cardPage(
    request: Request,
    response: Response,
    subscription: TwinSubscription,
    notice: Html | null,
  ): void {
    const { say } = frame(request, subscription.country);
    const body = html`${notice}<section><h2>${subscription.planName}</h2>
<p>${subscription.paysBy === 'paypal' ? say.currentPaypal : `${say.currentCard} ${subscription.cardLastFour} (${say.expires} ${subscription.cardExpires})`}</p>
<form method="post">${methodChoice(say)}<label for="card">${say.card}</label>
<input id="card" name="card" required inputmode="numeric" autocomplete="off" aria-describedby="card-hint" value="${workingCard}">
<p class="hint" id="card-hint">${say.cardHint}</p><button class="main">${say.saveCard}</button></form></section>${onwardLinks(say, sellerUrl(), subscription.id)}`;
    show(request, response, subscription.country, say.updateCard, body);
  }

  const cardPath = '/subscription/:id/hash/:token/update-payment-information';
  router.get(cardPath, (request, response) => {
    const subscription = subscriptionIn(request);
    if (!subscription) return notFound(request, response);
    cardPage(request, response, subscription, null);
  });
  router.post(cardPath, form, (request, response) => {
    const subscription = subscriptionIn(request);
    if (!subscription) return notFound(request, response);
    const { say } = frame(request, subscription.country);
    const card = readCard(String(request.body?.method || (request.body?.card ?? '')));
    if (card.status === 'works') {
      const paidBefore = subscription.payments;
      Object.assign(subscription, paymentFieldsOf(card.method));
      setCard(account, subscription, card.method.paysRenewals);
      const notice = subscription.payments > paidBefore ? say.cardCharged : say.cardSaved;
      return cardPage(request, response, subscription, html`<p role="status">${notice}</p>`);
    }
    response.status(card.status === 'declined' ? 402 : 422);
    const problem = card.status === 'declined' ? say.declined : say.wrongCard;
    cardPage(request, response, subscription, html`<p role="alert">${problem}</p>`);
  });

  function cancelPage(request: Request, response: Response, subscription: TwinSubscription): void {
    const { say } = frame(request, subscription.country);
    const section = subscription.endsOn
      ? html`<p role="status">${say.cancelled} ${subscription.endsOn}.</p><section><h2>${subscription.planName}</h2><dl>
<dt>${say.email}</dt><dd>${subscription.email}</dd><dt>${say.quantity}</dt><dd>${subscription.quantity}</dd></dl></section>`
      : html`<section><h2>${subscription.planName}</h2><p>${say.cancelQuestion} ${subscription.paidThrough}.</p>
<form method="post"><button class="main">${say.cancel}</button></form></section>`;
    const body = html`${section}${onwardLinks(say, sellerUrl(), subscription.id)}`;
    const title = subscription.endsOn ? say.subscription : say.cancel;
    show(request, response, subscription.country, title, body);
  }

  const cancelPath = '/subscription/:id/hash/:token/cancel';
  router.get(cancelPath, (request, response) => {
    const subscription = subscriptionIn(request);
    if (!subscription) return notFound(request, response);
    cancelPage(request, response, subscription);
  });
  router.post(cancelPath, (request, response) => {
    const subscription = subscriptionIn(request);
    if (!subscription) return notFound(request, response);
    cancelSubscription(account, subscription);
    cancelPage(request, response, subscription);
  });

  router.get('/receipt/:orderId/:checkoutId', (request, response) => {
    const order = account.order(request.params.orderId);
    if (order?.checkoutId !== request.params.checkoutId) return notFound(request, response);
    const { language, say } = frame(request, null);
    const paidOn = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
      order.paidAt,
    );
    const body = html`<section><h2>${order.planName}</h2><dl>
<dt>${say.order}</dt><dd>${order.orderId}</dd><dt>${say.paidOn}</dt><dd>${paidOn}</dd>
<dt>${say.paidBy}</dt><dd>${order.customerName || order.email}</dd><dt>${say.quantity}</dt><dd>${order.quantity}</dd>
<dt>${say.tax}</dt><dd>${formatMoney(order.tax, language)}</dd>
<dt class="sum">${say.total}</dt><dd class="sum">${formatMoney(order.gross, language)}</dd>
${order.refunds.length > 0 && html`<dt>${say.isRefunded}</dt><dd>${formatMoney(less(order.gross, refundable(order)), language)}</dd>`}</dl></section>
${onwardLinks(say, sellerUrl(), order.subscriptionId)}`;
    show(request, response, null, say.receipt, body);
  });
  return router;
}
