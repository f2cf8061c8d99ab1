/** The page at `/`: what is sold, what was sent, and buttons that move the clock. */
import { formatMoney, multiply } from '#shared/money.ts';
import type { Faults } from './faults.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import type { Delivery, TwinSubscription } from './state.ts';

export interface ControlView {
  now: Date;
  webhookUrl: string | null;
  faults: Faults;
  subscriptions: readonly (TwinSubscription & { updateUrl: string; cancelUrl: string })[];
  deliveries: readonly Delivery[];
}

const steps = [
  [1, 'A day'],
  [7, 'A week'],
  [31, 'A month'],
  [366, 'A year'],
] as const;

const deliveriesShown = 50;
const written = (instant: number | Date) => new Date(instant).toISOString().slice(0, 19).replace('T', ' ');

function table(caption: string, heads: readonly string[], rows: readonly Html[]): Html {
  if (rows.length === 0) return html`<section><h2>${caption}</h2><p class="hint">None yet.</p></section>`;
  return html`<section><h2>${caption}</h2><div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function choice<T extends string>(
  name: string,
  label: string,
  current: T,
  options: readonly (readonly [T, string])[],
): Html {
  return html`<div><label for="${name}">${label}</label><select id="${name}" name="${name}">${options.map(
    ([value, text]) => html`<option value="${value}" ${value === current && 'selected'}>${text}</option>`,
  )}</select></div>`;
}

function faultForm(faults: Faults): Html {
  const yesNo = (no: string, yes: string) => [['false', no] as const, ['true', yes] as const];
  return html`<section><h2>Faults</h2><form method="post" action="/control/faults"><div class="row">
${choice('hold', 'Alerts', String(faults.hold), yesNo('are sent', 'are held back'))}
${choice('down', 'Vendor API', String(faults.down), yesNo('answers', 'is down (503)'))}
${choice('duplicate', 'Duplicates', faults.duplicate, [
  ['no', 'none'],
  ['same_id', 'same alert_id'],
  ['new_id', 'new alert_id'],
])}
${choice('order', 'Order', faults.order, [
  ['as_happened', 'as it happened'],
  ['payment_first', 'payment first'],
  ['reversed', 'reversed'],
])}
<button>Apply</button></div></form></section>`;
}

export function controlPage(view: ControlView): string {
  const subscriptions = view.subscriptions.map(
    (
      subscription,
    ) => html`<tr><td>${subscription.id}</td><td>${subscription.planName}</td><td>${subscription.email}</td>
<td>${subscription.quantity}</td><td>${formatMoney(multiply(subscription.unitPrice, subscription.quantity), 'en')}</td>
<td>${subscription.status}</td><td>${subscription.nextBillDate ?? `ends ${subscription.endsOn}`}</td>
<td><a href="${subscription.updateUrl}">card</a> · <a href="${subscription.cancelUrl}">cancel</a></td></tr>`,
  );
  const deliveries = view.deliveries
    .slice(-deliveriesShown)
    .reverse()
    .map((delivery) => {
      const last = delivery.attempts.at(-1);
      return html`<tr><td>${delivery.alertId}</td><td>${delivery.name}</td><td>${delivery.subscriptionId}</td>
<td>${written(delivery.createdAt)}</td><td>${delivery.state}</td><td>${delivery.attempts.length}</td>
<td>${last ? (last.status ?? last.problem) : '–'}</td></tr>`;
    });
  const body = html`<h1>Paddle twin</h1>
<section><h2>Clock</h2><p data-testid="now">${written(view.now)} UTC</p><div class="row">${steps.map(
    ([
      days,
      label,
    ]) => html`<form method="post" action="/clock/advance"><input type="hidden" name="days" value="${days}">
<button>${label} later</button></form>`,
  )}<form method="post" action="/control/drain"><button>Send what is due</button></form></div></section>
${faultForm(view.faults)}
<section><h2>Webhook</h2><form method="post" action="/control/webhook"><label for="url">Alerts are sent to</label>
<input id="url" name="url" type="url" value="${view.webhookUrl ?? ''}"><button>Save</button></form></section>
${table('Subscriptions', ['Id', 'Plan', 'E-mail', 'Quantity', 'Renews for', 'Status', 'Next bill', 'Pages'], subscriptions)}
${table(`Alerts, the last ${deliveriesShown}`, ['Alert', 'Name', 'Subscription', 'Made', 'State', 'Attempts', 'Last answer'], deliveries)}`;
  const banner = 'This is the Paddle twin: a local stand-in for Paddle. Nobody is charged.';
  return page({ title: 'Control', language: 'en', banner, layout: 'wide' }, body);
}
