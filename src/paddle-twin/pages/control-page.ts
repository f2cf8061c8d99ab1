/** Renders the control page at `/`: clock, faults, webhook, subscriptions and alerts. */

import type { PageUrls } from '#twin/alerts/common-fields.ts';
import { formatMoney, multiply } from '#twin/catalogue/money.ts';
import type { Faults } from '#twin/faults.ts';
import { type Html, html, type Part } from '#twin/look/html.ts';
import { page } from '#twin/look/layout.ts';
import type { Delivery, RiskCase, TwinSubscription } from '#twin/state/state.ts';
import { type ControlWords, controlWords } from './control-words.ts';
import { button, choice, input, table, written } from './parts.ts';
import type { Language } from './words.ts';

export type ListedSubscription = TwinSubscription & PageUrls;

export interface ControlView {
  language: Language;
  now: Date;
  webhookUrl: string | null;
  faults: Faults;
  subscriptions: readonly ListedSubscription[];
  deliveries: readonly Delivery[];
  riskCases: readonly RiskCase[];
}

const deliveriesShown = 50;

/** Formats the calls per path as the form expects them, for example `subscription/users/update: 1`. */
const writeCalls = (calls: Readonly<Record<string, number>>): string =>
  Object.entries(calls)
    .filter(([, count]) => count > 0)
    .map(([path, count]) => `${path}: ${count}`)
    .join(', ');

function faultForm(faults: Faults, say: ControlWords): Html {
  const yesNo = (no: string, yes: string) => [['false', no] as const, ['true', yes] as const];
  return html`<section><h2>${say.faults}</h2><form method="post" action="/control/faults"><div class="fields">
${choice('hold', say.alerts, String(faults.hold), yesNo(say.areSent, say.areHeld))}
${choice('duplicate', say.duplicates, faults.duplicate, [
  ['no', say.noDuplicates],
  ['same_id', say.sameId],
  ['new_id', say.newId],
])}
${choice('order', say.order, faults.order, [
  ['as_happened', say.asHappened],
  ['payment_first', say.paymentFirst],
  ['reversed', say.reversed],
  ['shuffled', say.shuffled],
])}
${input('delayDays', say.delayDays, faults.delayDays, { type: 'number' })}
${input('lose', say.lose, faults.lose, { type: 'number' })}
${choice('nonsense', say.nonsense, String(faults.nonsense), yesNo(say.no, say.yes))}
${choice('down', say.vendorApi, String(faults.down), yesNo(say.answers, say.isDown))}
${input('slowMs', say.slowMs, faults.slowMs, { type: 'number' })}
${input('rateLimited', say.rateLimited, faults.rateLimited, { type: 'number' })}
${choice('preview', say.preview, faults.preview, [
  ['answers', say.previewAnswers],
  ['error_120', say.previewFails],
  ['html', say.previewIsHtml],
  ['other_shape', say.previewIsOther],
])}
${choice('invoiceInProgress', say.invoiceInProgress, String(faults.invoiceInProgress), yesNo(say.no, say.yes))}
${choice('zeroInitialPrice', say.zeroInitialPrice, faults.zeroInitialPrice, [
  ['accepted', say.isAccepted],
  ['refused_118', `${say.isRefused} (118)`],
  ['refused_150', `${say.isRefused} (150)`],
])}
${input('actThenSilence', say.actThenSilence, writeCalls(faults.actThenSilence), { hint: say.callsHint })}
${input('silence', say.silence, writeCalls(faults.silence), { hint: say.callsHint })}
${input('errors', say.errors, faults.errors.join(', '), { hint: say.errorsHint })}
</div><div class="row"><button>${say.apply}</button></div></form></section>`;
}

const whenNext = (one: ListedSubscription, say: ControlWords): string =>
  one.endsOn === null ? (one.nextBillDate ?? '–') : `${say.ends} ${one.endsOn}`;

const subscriptionRow = (one: ListedSubscription, say: ControlWords, language: Language): readonly Part[] => [
  one.id,
  one.planName,
  one.email,
  one.quantity,
  formatMoney(multiply(one.unitPrice, one.quantity), language),
  say.statuses[one.status],
  whenNext(one, say),
  html`<div class="row"><a class="way" href="/control/subscription/${one.id}">${say.manage}</a><a class="way" href="${one.updateUrl}">${say.card}</a><a class="way" href="${one.cancelUrl}">${say.cancelPage}</a></div>`,
];

function deliveryRow(delivery: Delivery, say: ControlWords): readonly Part[] {
  const last = delivery.attempts.at(-1);
  return [
    delivery.alertId,
    delivery.name,
    delivery.subscriptionId ?? '–',
    written(delivery.createdAt),
    say.deliveryStates[delivery.state],
    delivery.attempts.length,
    last ? (last.status ?? last.problem) : '–',
  ];
}

const caseRow = ({ id, orderId, score, verdict }: RiskCase, say: ControlWords): readonly Part[] => [
  id,
  orderId,
  score,
  say.verdicts[verdict],
  verdict === 'pending' &&
    html`<div class="row">${button(`/control/case/${id}`, say.accept, { verdict: 'accepted' })}${button(`/control/case/${id}`, say.reject, { verdict: 'rejected' })}</div>`,
];

export function controlPage(view: ControlView): string {
  const { language } = view;
  const say = controlWords[language];
  const steps = [
    ['1', say.aDay],
    ['7', say.aWeek],
    ['31', say.aMonth],
    ['366', say.aYear],
  ] as const;
  const deliveries = view.deliveries
    .slice(-deliveriesShown)
    .reverse()
    .map((delivery) => deliveryRow(delivery, say));
  const body = html`<h1>${say.title}</h1>
<section><h2>${say.clock}</h2><p data-testid="now">${written(view.now)} UTC</p><div class="row">
${steps.map(([days, label]) => button('/clock/advance', label, { days }))}
${button('/control/drain', say.sendDue)}${button('/control/pay-out', say.payOut)}</div></section>
${faultForm(view.faults, say)}
<section><h2>${say.webhook}</h2><form method="post" action="/control/webhook"><div class="row">
<div class="long">${input('url', say.sentTo, view.webhookUrl ?? '', { type: 'url' })}</div><button>${say.save}</button></div></form></section>
${table(
  say.subscriptions,
  [say.id, say.plan, say.email, say.quantity, say.renewsFor, say.status, say.nextBill, say.pages],
  view.subscriptions.map((one) => subscriptionRow(one, say, language)),
  say.none,
)}
${
  view.riskCases.length > 0 &&
  table(
    say.cases,
    [say.id, say.orderId, say.score, say.state, say.decision],
    view.riskCases.map((one) => caseRow(one, say)),
    say.none,
  )
}
${table(
  `${say.lastAlerts} ${deliveriesShown}`,
  [say.alert, say.name, say.subscription, say.made, say.state, say.attempts, say.lastAnswer],
  deliveries,
  say.none,
)}`;
  return page({ title: say.control, language, place: say.title, note: say.banner, layout: 'wide' }, body);
}
