/** Tests the rules that forbid a change, Paddle's and the portal's own. Each is refused with its own error code. */
import { describe, expect, it } from 'vitest';
import type { WantedChange } from '#shared/billing/changes.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { messagesIn } from '#tests/support/i18n/sentences.ts';
import {
  type ChangingCustomer,
  type PlanName,
  useChangingCustomer,
} from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const customer = useChangingCustomer();
const usd = (minor: number) => ({ minor, currency: 'USD' });
const updates = '/subscription/users/update';

type Bought = Awaited<ReturnType<ChangingCustomer['buy']>>;

interface Case {
  name: string;
  plan: PlanName;
  /** Brings the subscription into its state. */
  given?: (bought: Bought) => Promise<unknown>;
  change: () => WantedChange;
  code: string;
}

const toSeats = (quantity: number) => (): WantedChange => ({ kind: 'seats', quantity });
const toPlan = (name: PlanName) => (): WantedChange => ({ kind: 'plan', planId: customer.plan(name).id });
const pause = (): WantedChange => ({ kind: 'pause' });
const resume = (): WantedChange => ({ kind: 'resume' });

const pastDue = async ({ subscriptionId }: Bought) => {
  customer.twin.failNextRenewals(subscriptionId, 3);
  await customer.twin.advanceDays(31);
};
const paused = async ({ subscriptionId }: Bought) => {
  customer.twin.pause(subscriptionId);
  await customer.twin.advanceDays(31);
};
const refunded = async ({ subscriptionId }: Bought) => {
  const [payment] = customer.twin.truthOf(subscriptionId)?.payments ?? [];
  customer.twin.refund(payment?.orderId ?? '', 'full');
  await customer.twin.drain();
};
const revoked = ({ licenceId }: Bought) =>
  customer.database.db.query("UPDATE licences SET status = 'revoked' WHERE id = ?", {
    replacements: [licenceId],
  });

const cases: readonly Case[] = [
  { name: 'seats in a trial', plan: 'With a trial', change: toSeats(2), code: 'change_while_trialing' },
  {
    name: 'seats while past due',
    plan: 'OfficeLife monthly',
    given: pastDue,
    change: toSeats(2),
    code: 'change_while_past_due',
  },
  {
    name: 'seats while paused',
    plan: 'OfficeLife monthly',
    given: paused,
    change: toSeats(2),
    code: 'change_while_paused',
  },
  {
    name: 'the plan in a trial',
    plan: 'With a trial',
    change: toPlan('OfficeLife monthly'),
    code: 'change_while_trialing',
  },
  {
    name: 'the plan while past due',
    plan: 'Monica monthly',
    given: pastDue,
    change: toPlan('Monica yearly'),
    code: 'change_while_past_due',
  },
  {
    name: 'the plan while paused',
    plan: 'Monica monthly',
    given: paused,
    change: toPlan('Monica yearly'),
    code: 'change_while_paused',
  },
  {
    name: 'a pause while paused',
    plan: 'Monica monthly',
    given: paused,
    change: pause,
    code: 'change_while_paused',
  },
  { name: 'resuming what runs', plan: 'Monica monthly', change: resume, code: 'not_paused' },
  { name: 'the same number of seats', plan: 'OfficeLife monthly', change: toSeats(1), code: 'same_seats' },
  { name: 'the same plan', plan: 'Monica monthly', change: toPlan('Monica monthly'), code: 'same_plan' },
  { name: 'seats of a plan without', plan: 'Monica monthly', change: toSeats(2), code: 'plan_without_seats' },
  {
    name: 'a plan with seats to one without',
    plan: 'OfficeLife monthly',
    change: toPlan('Monica monthly'),
    code: 'plan_needs_seats',
  },
  {
    name: 'a plan of another product',
    plan: 'Monica monthly',
    change: toPlan('OfficeLife monthly'),
    code: 'plan_of_other_product',
  },
  {
    name: 'seats of a refunded licence',
    plan: 'OfficeLife monthly',
    given: refunded,
    change: toSeats(2),
    code: 'licence_refunded',
  },
  {
    name: 'seats of a revoked licence',
    plan: 'OfficeLife monthly',
    given: revoked,
    change: toSeats(2),
    code: 'licence_revoked',
  },
];

/** Expects that both languages have a sentence for this error and for no other one. */
async function expectOwnSentence(code: string): Promise<void> {
  for (const locale of ['en', 'fr'] as const) {
    const sentences = Object.entries((await messagesIn(locale)).changeErrors);
    const own = sentences.find(([name]) => name === code)?.[1];
    expect(own, `${code} in ${locale}`).toMatch(/^[^{}]+\.$/);
    expect(sentences.filter(([, sentence]) => sentence === own)).toHaveLength(1);
  }
}

describe('A rule forbids', () => {
  it.each(someOf(cases, 7).map((one) => [one.name, one] as const))(
    '%s: in the preview and the request, without a call that changes anything at Paddle',
    async (_name, { plan, given, change: wanted, code }) => {
      const bought = await customer.buy(plan);
      const { licenceId } = bought;
      await given?.(bought);
      const before = await customer.licence(licenceId);
      const change = wanted();
      expect(await codeOf(customer.changes.preview.query({ licenceId, change }))).toBe(code);
      expect(await codeOf(customer.request({ licenceId, change, shown: usd(0) }))).toBe(code);
      expect(customer.calls(updates)).toBe(0);
      expect(await customer.licence(licenceId)).toEqual(before);
      expect(await customer.stored()).toEqual([
        { kind: change.kind, state: 'refused', refusal: code, reason: null },
      ]);
      await expectOwnSentence(code);
    },
  );
});

describe('Paddle refuses', () => {
  it('changes while it processes an invoice: later they are possible', async () => {
    const { twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly');
    twin.setFaults({ invoiceInProgress: true });
    const change = { kind: 'seats', quantity: 2 } as const;
    expect(await codeOf(customer.changes.preview.query({ licenceId, change }))).toBe('invoice_in_progress');
    expect(await codeOf(customer.request({ licenceId, change, shown: usd(600) }))).toBe(
      'invoice_in_progress',
    );
    expect(await codeOf(customer.request({ licenceId, change: { kind: 'cancel' } }))).toBe(
      'invoice_in_progress',
    );
    twin.setFaults({ invoiceInProgress: false });
    expect(await customer.confirm(licenceId, change)).toMatchObject({ state: 'confirmed' });
    expect(customer.charges(subscriptionId)).toEqual([600, 600]);
    await expectOwnSentence('invoice_in_progress');
    expect((await messagesIn('en')).changeErrors.invoice_in_progress).toContain(
      'Try again in a few minutes.',
    );
    expect((await messagesIn('fr')).changeErrors.invoice_in_progress).toContain(
      'Réessayez dans quelques minutes.',
    );
  });

  it.each(
    someOf(
      [
        [109, 'other_currency'],
        [141, 'plan_not_sold'],
        [143, 'amount_too_low'],
        [149, 'interval_refused'],
        [119, 'subscription_ended'],
      ] as const,
      2,
    ),
  )('with error %i: the preview says %s, and nothing is charged', async (error, code) => {
    const { twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly');
    twin.setFaults({ errors: Array.from({ length: 10 }, () => error) });
    const change = { kind: 'plan', planId: customer.plan('OfficeLife large').id } as const;
    expect(await codeOf(customer.changes.preview.query({ licenceId, change }))).toBe(code);
    expect(customer.charges(subscriptionId)).toEqual([600]);
    expect(customer.calls(updates)).toBe(0);
    await expectOwnSentence(code);
  });

  it('a change whose charge fails: nothing has changed', async () => {
    const { twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly');
    twin.setCard(subscriptionId, false);
    expect(await codeOf(customer.confirm(licenceId, { kind: 'seats', quantity: 2 }))).toBe('card_declined');
    await twin.drain();
    expect(twin.truthOf(subscriptionId)?.quantity).toBe(1);
    expect(await customer.stored()).toMatchObject([{ state: 'refused', refusal: 'card_declined' }]);
    expect(await customer.licence(licenceId)).toMatchObject({ quantity: 1, status: 'active' });
  });

  it('a change of a state that the portal does not know of yet', async () => {
    const { twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly');
    twin.setFaults({ hold: true });
    twin.cancel(subscriptionId);
    const change = { kind: 'seats', quantity: 2 } as const;
    expect(await codeOf(customer.changes.preview.query({ licenceId, change }))).toBe('subscription_ended');
  });
});

describe('What is needed to confirm', () => {
  it.each(['seats', 'plan'] as const)('%s: an authentication within 15 minutes', async (kind) => {
    const { licenceId } = await customer.buy('OfficeLife monthly');
    await customer.forgetConfirmation();
    const planId = customer.plan('OfficeLife yearly').id;
    const change = kind === 'seats' ? ({ kind, quantity: 2 } as const) : ({ kind, planId } as const);
    expect(await codeOf(customer.confirm(licenceId, change))).toBe('confirmation_needed');
    expect(customer.calls(updates)).toBe(0);
    // Nothing is stored, so the same dialog can go on after the authentication.
    expect(await customer.stored()).toEqual([]);
  });

  it('more than ten times as many seats: the number, typed again', async () => {
    const { licenceId } = await customer.buy('OfficeLife monthly');
    const change = { kind: 'seats', quantity: 11 } as const;
    const { today, needsTypedQuantity } = await customer.changes.preview.query({ licenceId, change });
    expect(needsTypedQuantity).toBe(true);
    expect(await codeOf(customer.request({ licenceId, change, shown: today }))).toBe('quantity_not_typed');
    const mistyped = { licenceId, change, shown: today, typedQuantity: 1 };
    expect(await codeOf(customer.request(mistyped))).toBe('quantity_not_typed');
    expect(customer.calls(updates)).toBe(0);
    const ten = { kind: 'seats', quantity: 10 } as const;
    expect(await customer.changes.preview.query({ licenceId, change: ten })).toMatchObject({
      needsTypedQuantity: false,
    });
    const typed = { licenceId, change, shown: today, typedQuantity: 11 };
    expect(await customer.request(typed)).toMatchObject({ state: 'confirmed' });
  });

  it('the amount of today: a preview that is out of date is refused, and nothing is charged', async () => {
    const { twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife large');
    const change = { kind: 'seats', quantity: 2 } as const;
    const { today } = await customer.changes.preview.query({ licenceId, change });
    await twin.advanceDays(1);
    for (const shown of [today, null, { ...today, currency: 'EUR' }])
      expect(await codeOf(customer.request({ licenceId, change, shown }))).toBe('amount_changed');
    expect(customer.calls(updates)).toBe(0);
    expect(customer.charges(subscriptionId)).toEqual([5_000]);
    expect(await customer.confirm(licenceId, change)).toMatchObject({ state: 'confirmed' });
    expect(customer.charges(subscriptionId)).toEqual([5_000, 4_833]);
  });

  it('fewer than ten changes in the last hour that may charge something; leaving has no such limit', async () => {
    const { licenceId } = await customer.buy('OfficeLife monthly');
    const change = { kind: 'seats', quantity: 2 } as const;
    // An amount that was never shown: each attempt is refused, but counts.
    for (let attempt = 1; attempt <= 10; attempt += 1)
      expect(await codeOf(customer.request({ licenceId, change, shown: usd(1) }))).toBe('amount_changed');
    expect(await codeOf(customer.confirm(licenceId, change))).toBe('too_many_requests');
    expect(await customer.request({ licenceId, change: { kind: 'cancel' } })).toMatchObject({
      state: 'confirmed',
    });
  });
});

describe('Options', () => {
  it('list the other plans of the product with their own names and prices', async () => {
    const { licenceId } = await customer.buy('OfficeLife monthly', { quantity: 3 });
    const options = await customer.changes.options.query({ licenceId });
    expect(options).toMatchObject({
      ...{ planName: 'OfficeLife monthly', quantity: 3, isPerSeat: true, paidThrough: '2027-05-01' },
      ...{ pausesOn: null, open: null, canBePaused: false },
      forbids: { seats: null, plan: null, cancel: null, pause: 'pause_not_allowed', resume: 'not_paused' },
    });
    expect(options.plans).toMatchObject([
      { friendlyName: 'With a trial', price: usd(600), startsNewPeriod: false, forbids: null },
      { friendlyName: 'OfficeLife large', price: usd(5_000), startsNewPeriod: false, forbids: null },
      { friendlyName: 'OfficeLife yearly', price: usd(12_000), startsNewPeriod: true, forbids: null },
    ]);
  });

  it('show the card on file, cached, and unknown if Paddle cannot be reached', async () => {
    const { twin, changes } = customer;
    const { licenceId } = await customer.buy('Monica monthly');
    const card = await changes.card.query({ licenceId });
    expect(card).toMatchObject({ kind: 'card', lastFour: expect.stringMatching(/^\d{4}$/) });
    const asked = customer.calls('/subscription/users');
    twin.setFaults({ down: true });
    expect(await changes.card.query({ licenceId })).toEqual(card);
    expect(customer.calls('/subscription/users')).toBe(asked);
    expect(await changes.card.query({ licenceId, refresh: true })).toEqual({ kind: 'unknown' });
  });
});
