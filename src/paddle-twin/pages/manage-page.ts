/** Renders the page of one subscription, with all actions of its buyer, its seller and Paddle. */

import type { Plan } from '#twin/catalogue/catalogue.ts';
import { formatMoney } from '#twin/catalogue/money.ts';
import { type Html, html } from '#twin/look/html.ts';
import { page } from '#twin/look/layout.ts';
import type { TruePayment, TrueSubscription } from '#twin/state/truth.ts';
import type { ListedSubscription } from './control-page.ts';
import { type ControlWords, controlWords } from './control-words.ts';
import { button, choice, input } from './parts.ts';
import type { Language } from './words.ts';

export interface ManageView {
  language: Language;
  subscription: ListedSubscription;
  payments: TrueSubscription['payments'];
  plans: readonly Plan[];
}

function facts(one: ListedSubscription, say: ControlWords): Html {
  const rows: (readonly [string, string | number | null])[] = [
    [say.email, one.email],
    [say.user, one.userId],
    [say.plan, one.planName],
    [say.quantity, one.quantity],
    [say.status, say.statuses[one.status]],
    [say.paidThrough, one.paidThrough],
    [say.nextBill, one.nextBillDate],
    [say.pausedFrom, one.pausedFrom],
    [say.ends, one.endsOn],
  ];
  return html`<section><h2>${say.subscription}</h2><dl>${rows
    .filter(([, value]) => value !== null)
    .map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
}

function actions({ subscription: one, plans }: ManageView, say: ControlWords): Html {
  const to = (action: string) => `/control/subscription/${one.id}/${action}`;
  const when = (id: string) =>
    html`<div><label for="${id}">${say.billNow}</label><select id="${id}" name="billImmediately">
<option value="true">${say.now}</option><option value="false">${say.nextTime}</option></select></div>`;
  return html`<section><h2>${say.theCard}</h2><div class="row">
${button(to('card'), say.works, { works: 'true' })}${button(to('card'), say.fails, { works: 'false' })}</div>
<form method="post" action="${to('fail')}"><div class="row">${input('attempts', say.failNext, one.failNext, { type: 'number' })}
<button>${say.apply}</button></div></form></section>
<section><h2>${say.changePlan}</h2><form method="post" action="${to('plan')}"><div class="row">
${choice(
  'planId',
  say.plan,
  String(one.planId),
  plans.map(({ id, name }) => [String(id), name] as const),
)}${when('bill-plan')}
<button>${say.apply}</button></div></form></section>
<section><h2>${say.changeQuantity}</h2><form method="post" action="${to('quantity')}"><div class="row">
${input('quantity', say.quantity, one.quantity, { type: 'number' })}${when('bill-quantity')}
<button>${say.apply}</button></div></form></section>
<section><h2>${say.status}</h2><div class="row">${button(to('pause'), say.pause)}
${button(to('resume'), say.resume)}${button(to('cancel'), say.cancel)}</div></section>
<section><h2>${say.email}</h2><form method="post" action="${to('email')}"><div class="row">
${input('email', say.newEmail, one.email, { type: 'email' })}<button>${say.apply}</button></div></form>
<div class="row">${button(to('audience'), say.join)}</div></section>`;
}

function paymentEntry(payment: TruePayment, say: ControlWords, language: Language): Html {
  const to = (action: string) => `/control/order/${payment.orderId}/${action}`;
  const part = `part-${payment.orderId}`;
  const facts = [
    payment.paidAt.toISOString().slice(0, 10),
    formatMoney(payment.amount, language),
    `${say.orderId} ${payment.orderId}`,
    say.refundStates[payment.refunded],
  ];
  return html`<div class="entry"><p>${facts.join(' · ')}</p><div class="row">
${button(to('refund'), say.refund, { kind: 'full' })}${button(to('refund'), say.refundVat, { kind: 'vat' })}
${payment.dispute === 'open' ? button(to('close-dispute'), say.closeDispute) : button(to('dispute'), say.dispute)}
${button(to('suspect'), say.suspect)}</div>
<form method="post" action="${to('refund')}"><input type="hidden" name="kind" value="partial"><div class="row">
${input('amount', say.amount, '', { type: 'number', id: part })}<button>${say.refundPart}</button></div></form></div>`;
}

export function managePage(view: ManageView): string {
  const { language, subscription } = view;
  const say = controlWords[language];
  const title = `${say.subscription} ${subscription.id}`;
  const body = html`<h1>${title}</h1><p class="whole"><a class="way" href="/">${say.back}</a></p>
${facts(subscription, say)}
${subscription.status !== 'deleted' && actions(view, say)}
<section class="whole"><h2>${say.payments}</h2>
${view.payments.length === 0 && html`<p class="hint">${say.none}</p>`}
${[...view.payments].reverse().map((payment) => paymentEntry(payment, say, language))}</section>`;
  return page({ title, language, place: say.title, note: say.banner, layout: 'two wide' }, body);
}

/** Renders the page for an action that Paddle refuses, with a link back. */
export function refusedPage(language: Language, sentence: string, back: string): string {
  const say = controlWords[language];
  const body = html`<h1>${say.refusedBy}</h1><p role="alert">${sentence}</p><p><a class="way" href="${back}">${say.back}</a></p>`;
  return page({ title: say.refusedBy, language, place: say.title, note: say.banner }, body);
}
