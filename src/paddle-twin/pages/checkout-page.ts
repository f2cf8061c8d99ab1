/** Renders the checkout page: price, options and payment form. */

import { addDays, type CalendarDate, startOfDay } from '#shared/dates.ts';
import { pricesOf } from '#twin/account/checkout.ts';
import type { Catalogue, Product } from '#twin/catalogue/catalogue.ts';
import { formatMoney, type Money, multiply } from '#twin/catalogue/money.ts';
import { checkoutCountries } from '#twin/catalogue/pricing.ts';
import { type Html, html } from '#twin/look/html.ts';
import { page } from '#twin/look/layout.ts';
import type { PayLink } from '#twin/state/state.ts';
import { methodChoice } from './method-choice.ts';
import { workingCard } from './test-cards.ts';
import { type Language, words } from './words.ts';

export interface CheckoutView {
  link: PayLink;
  product: Product;
  today: CalendarDate;
  language: Language;
  country: string;
  postcode: string;
  coupon: string;
  quantity: number;
  email: string;
  problem: string | null;
}

function summary(
  view: CheckoutView,
  catalogue: Catalogue,
): { lines: Html; dueToday: Money; hasTrial: boolean } {
  const { product, quantity, language } = view;
  const say = words[language];
  const { trialDays, first, list, renewal, coupon, reduction } = pricesOf({ catalogue }, product, {
    country: view.country,
    hasVatNumber: view.link.vatNumber !== '',
    coupon: view.coupon,
    terms: view.link,
  });
  const write = (money: Money) => formatMoney(money, language);
  const hasTrial = trialDays > 0;
  const dueToday = multiply(first.gross, quantity);
  const period = product.interval === 'year' ? say.perYear : say.perMonth;
  const trialEnd = startOfDay(addDays(view.today, trialDays));
  const writeDay = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const lines = html`<dl>
<dt>${say.unitPrice}</dt><dd>${write(list.net)}</dd>
<dt>${say.quantity}</dt><dd>${quantity}</dd>
<dt>${say.subtotal}</dt><dd>${write(multiply(list.net, quantity))}</dd>
${coupon && reduction && html`<dt>${coupon.recurring ? say.lastingDiscount : say.discount} (${coupon.code}, ${coupon.percent} %)</dt><dd>${write(multiply(reduction, quantity))}</dd>`}
<dt>${say.tax}</dt><dd>${write(multiply(first.tax, quantity))}</dd>
${hasTrial && html`<dt>${say.freeUntil}</dt><dd>${writeDay.format(trialEnd)}</dd>`}
<dt class="sum">${say.today}</dt><dd class="sum" data-testid="due-today">${write(dueToday)}</dd>
${product.interval && html`<dt>${say.afterwards}</dt><dd>${write(multiply(renewal.gross, quantity))} ${period}</dd>`}</dl>`;
  return { lines, dueToday, hasTrial };
}

export function checkoutPage(view: CheckoutView, catalogue: Catalogue): string {
  const { link, product, language } = view;
  const say = words[language];
  const { lines, dueToday, hasTrial } = summary(view, catalogue);
  const countryNames = new Intl.DisplayNames([language], { type: 'region' });
  const countries = [...new Set([view.country, ...checkoutCountries])].map(
    (code) =>
      html`<option value="${code}" ${code === view.country && 'selected'}>${countryNames.of(code) ?? code}</option>`,
  );
  const couponUnknown = view.coupon !== '' && !catalogue.coupon(view.coupon);
  const action = `/checkout/custom/${link.token}`;
  const body = html`<h1>${say.checkout}</h1>
${view.problem && html`<p role="alert">${view.problem}</p>`}
<section aria-labelledby="what"><h2 id="what">${product.name}</h2>${lines}
<form method="get" action="${action}"><h2>${say.details}</h2>
<label for="country">${say.country}</label><select id="country" name="country" autocomplete="country">${countries}</select>
<label for="postcode">${say.postcode}</label><input id="postcode" name="postcode" value="${view.postcode}" maxlength="32" autocomplete="postal-code">
${link.quantityVariable && html`<label for="quantity">${say.quantity}</label><input id="quantity" name="quantity" type="number" min="1" max="1000000" value="${view.quantity}">`}
<label for="coupon">${say.coupon}</label><input id="coupon" name="coupon" value="${view.coupon}" maxlength="60" autocomplete="off" ${couponUnknown && html`aria-invalid="true" aria-describedby="coupon-problem"`}>
${couponUnknown && html`<p role="alert" id="coupon-problem">${say.unknownCoupon}</p>`}
<button>${say.update}</button></form></section>
<section aria-labelledby="payment"><h2 id="payment">${say.payment}</h2>
<form method="post" action="${action}">
<input type="hidden" name="country" value="${view.country}"><input type="hidden" name="postcode" value="${view.postcode}">
<input type="hidden" name="coupon" value="${couponUnknown ? '' : view.coupon}"><input type="hidden" name="quantity" value="${view.quantity}">
<label for="email">${say.email}</label><input id="email" name="email" type="email" required maxlength="254" value="${view.email}" autocomplete="email">
<label for="name">${say.name}</label><input id="name" name="name" maxlength="100" autocomplete="cc-name">
${methodChoice(say)}<label for="card">${say.card}</label><input id="card" name="card" required inputmode="numeric" value="${workingCard}" autocomplete="off" aria-describedby="card-hint">
<p class="hint" id="card-hint">${say.cardHint}</p>
<button class="main">${hasTrial && dueToday.minor === 0 ? say.startTrial : `${say.pay} ${formatMoney(dueToday, language)}`}</button>
<button name="decline" value="1" formnovalidate>${say.decline}</button>
</form></section>`;
  return page({ title: say.checkout, language, place: say.place, note: say.banner, layout: 'two' }, body);
}
