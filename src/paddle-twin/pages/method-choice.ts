/** Renders the list of test cards and PayPal. A choice from the list takes precedence over a typed card number. */
import { type Html, html } from '#twin/look/html.ts';
import { offeredMethods } from './test-cards.ts';
import type { Words } from './words.ts';

export const methodChoice = (say: Words): Html =>
  html`<label for="method">${say.method}</label><select id="method" name="method"><option value="">${say.typedCard}</option>${offeredMethods.map(
    (method) => html`<option value="${method}">${method}</option>`,
  )}</select>`;
