/** Tests changes of the plan through the portal's API, against the Paddle twin. */
import { describe, expect, it } from 'vitest';
import { someOf } from '#tests/support/cases/some-of.ts';
import { type PlanName, useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';
import { followCharges } from './follow-charges.ts';

const customer = useChangingCustomer();
const usd = (minor: number) => ({ minor, currency: 'USD' });

it('A switch from monthly to yearly bills at once, less the unused part of the month', async () => {
  const { changes, twin } = customer;
  const { licenceId, subscriptionId } = await customer.buy('Monica monthly');
  await twin.advanceDays(10);
  const change = { kind: 'plan', planId: customer.plan('Monica yearly').id } as const;
  const preview = await changes.preview.query({ licenceId, change });
  expect(preview).toMatchObject({
    ...{ today: usd(9_000 - 600), startsNewPeriod: true, isCredited: true },
    before: {
      planName: 'Monica monthly',
      frequency: 'Monthly',
      next: { amount: usd(900), on: '2027-05-01' },
    },
    after: { planName: 'Monica yearly', frequency: 'Annual', next: { amount: usd(9_000), on: '2028-04-11' } },
  });
  const asked = await customer.request({ licenceId, change, shown: preview.today });
  await twin.drain();
  expect(await changes.status.query({ changeId: asked.changeId })).toMatchObject({
    ...{ kind: 'plan', state: 'confirmed', isVisible: true, planId: change.planId },
  });
  expect(await customer.licence(licenceId)).toEqual({
    ...{ planId: change.planId, quantity: 1, status: 'active', validUntil: '2028-04-11' },
  });
  expect(customer.charges(subscriptionId)).toEqual([900, 8_400]);
  expect(await customer.receipts()).toEqual([900, 8_400]);
});

it('A switch from yearly to monthly also begins a new period today, and credits what was paid', async () => {
  const { twin } = customer;
  const { licenceId, subscriptionId } = await customer.buy('Monica yearly');
  await twin.advanceDays(10);
  const change = { kind: 'plan', planId: customer.plan('Monica monthly').id } as const;
  const preview = await customer.changes.preview.query({ licenceId, change });
  expect(preview).toMatchObject({ today: usd(0), startsNewPeriod: true, isCredited: true });
  expect(preview.after.next).toEqual({ amount: usd(0), on: '2027-05-11' });
  await customer.confirm(licenceId, change);
  await twin.drain();
  expect(await customer.licence(licenceId)).toMatchObject({ planId: change.planId });
  await twin.advanceDays(31);
  // The credit covers the next payments, so Paddle charges nothing.
  expect(customer.charges(subscriptionId)).toEqual([9_000, 0]);
  expect(await customer.receipts()).toEqual([9_000, 0]);
});

describe('What changes money without forbidding the change is said and computed', () => {
  it('a recurring coupon ends, and the next payment is without it', async () => {
    const { changes, twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly', {
      ...{ quantity: 4, coupon: 'ALWAYS' },
    });
    for (const preview of ['answers', 'error_120'] as const) {
      twin.setFaults({ preview });
      expect(
        await changes.preview.query({ licenceId, change: { kind: 'seats', quantity: 5 } }),
      ).toMatchObject({
        ...{ endsCoupon: true, before: { next: { amount: usd(1_800) } } },
        after: { next: { amount: usd(3_000) } },
      });
    }
    twin.setFaults({ preview: 'answers' });
    await customer.confirm(licenceId, { kind: 'seats', quantity: 5 });
    await twin.advanceDays(30);
    expect(customer.charges(subscriptionId).at(-1)).toBe(3_000);
  });

  it('a modifier is kept, and is no part of the difference', async () => {
    const { changes, twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife large');
    twin.addModifier(subscriptionId, { minor: -1_000, currency: 'USD' });
    const change = { kind: 'seats', quantity: 2 } as const;
    const preview = await changes.preview.query({ licenceId, change });
    expect(preview).toMatchObject({ today: usd(5_000), after: { next: { amount: usd(9_000) } } });
    await customer.confirm(licenceId, change);
    await twin.advanceDays(30);
    expect(customer.charges(subscriptionId)).toEqual([5_000, 5_000, 9_000]);
    expect(await customer.receipts()).toEqual([5_000, 5_000, 9_000]);
  });

  it('seats added to a yearly plan are paid for the rest of the year', async () => {
    const { changes, twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife yearly', { quantity: 5 });
    await twin.advanceDays(293);
    const change = { kind: 'seats', quantity: 10 } as const;
    const preview = await changes.preview.query({ licenceId, change });
    // 73 of the 366 days until 1 April 2028 are left.
    const rest = Math.round((5 * 12_000 * 73) / 366);
    expect(preview).toMatchObject({ today: usd(rest), after: { next: { amount: usd(120_000) } } });
    await customer.confirm(licenceId, change);
    await twin.drain();
    expect(customer.charges(subscriptionId)).toEqual([60_000, rest]);
    expect(await customer.receipts()).toEqual([60_000, rest]);
  });

  it('nothing to pay today is no error and no receipt', async () => {
    const { changes, twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly');
    twin.addModifier(subscriptionId, { minor: -600, currency: 'USD' });
    await twin.advanceDays(29);
    const change = { kind: 'seats', quantity: 2 } as const;
    expect(await changes.preview.query({ licenceId, change })).toMatchObject({ today: usd(0) });
    expect(await customer.confirm(licenceId, change)).toMatchObject({ state: 'confirmed' });
    await twin.drain();
    expect(await customer.licence(licenceId)).toMatchObject({ quantity: 2 });
    expect(await customer.receipts()).toEqual([600]);
  });
});

describe('What the page says about the next charges is what the dialog said, and what Paddle charges', () => {
  const seats = (quantity: number) => ({ seats: quantity });
  const plan = (name: PlanName) => ({ plan: name });
  interface Case {
    what: string;
    buy: PlanName;
    quantity: number;
    coupon?: string;
    country?: string;
    modifier?: number;
    isRecurring?: boolean;
    steps: readonly ({ seats: number } | { plan: PlanName })[];
    /** The price of a period afterward, and the next charges. */
    price: number;
    charges: readonly number[];
  }
  const cases: readonly Case[] = [
    {
      what: 'yearly to monthly',
      ...{ buy: 'Monica yearly', quantity: 1, steps: [plan('Monica monthly')] },
      ...{ price: 900, charges: [0, 0, 0, 0, 0, 0, 0, 0, 246, 900] },
    },
    {
      what: 'monthly to yearly',
      ...{ buy: 'OfficeLife monthly', quantity: 3, steps: [plan('OfficeLife yearly')] },
      ...{ price: 36_000, charges: [36_000] },
    },
    {
      what: 'fewer seats',
      ...{ buy: 'OfficeLife monthly', quantity: 5, steps: [seats(4)] },
      ...{ price: 2_400, charges: [2_000, 2_400] },
    },
    {
      what: 'more seats',
      ...{ buy: 'OfficeLife monthly', quantity: 3, steps: [seats(6)] },
      ...{ price: 3_600, charges: [3_600, 3_600] },
    },
    {
      what: 'far fewer seats',
      ...{ buy: 'OfficeLife monthly', quantity: 50, steps: [seats(5)] },
      ...{ price: 3_000, charges: [0, 0, 0, 0, 0, 0, 3_000] },
    },
    {
      what: 'fewer seats, then more',
      ...{ buy: 'OfficeLife monthly', quantity: 5, steps: [seats(2), seats(3)] },
      ...{ price: 1_800, charges: [1_000, 1_800] },
    },
    {
      what: 'yearly to monthly with seats, tax and another currency',
      ...{ buy: 'OfficeLife yearly', quantity: 2, country: 'FR', steps: [plan('OfficeLife monthly')] },
      ...{ price: 1_324, charges: [0, 0] },
    },
    {
      what: 'with a recurring coupon, which ends',
      ...{ buy: 'OfficeLife monthly', quantity: 4, coupon: 'ALWAYS', steps: [seats(5)] },
      ...{ price: 3_000, charges: [3_000, 3_000] },
    },
    {
      what: 'with a discount on every payment, which is kept',
      ...{ buy: 'OfficeLife monthly', quantity: 5, modifier: -300, isRecurring: true, steps: [seats(4)] },
      ...{ price: 2_100, charges: [1_700, 2_100] },
    },
    {
      what: 'with a discount on the next payment',
      ...{ buy: 'OfficeLife monthly', quantity: 5, modifier: -300, isRecurring: false, steps: [seats(6)] },
      ...{ price: 3_600, charges: [3_300, 3_600] },
    },
  ];

  it.each(someOf(cases, 3))('$what', async ({ what: _, buy, steps, price, charges, ...given }) => {
    const { twin, changes, database } = customer;
    const { modifier, isRecurring, country = 'US', ...purchase } = given;
    await database.db.query('UPDATE users SET country = ?', { replacements: [country] });
    const { licenceId, subscriptionId } = await customer.buy(buy, { ...purchase, country });
    if (modifier !== undefined && isRecurring !== undefined)
      twin.addModifier(subscriptionId, { minor: modifier, currency: 'USD' }, { isRecurring });
    await twin.advanceDays(10);
    for (const step of steps) {
      const change =
        'plan' in step
          ? ({ kind: 'plan', planId: customer.plan(step.plan).id } as const)
          : ({ kind: 'seats', quantity: step.seats } as const);
      const { today, after, firstCharge, usesEarlierCredit } = await changes.preview.query({
        ...{ licenceId, change },
      });
      expect(usesEarlierCredit).toBe((twin.truthOf(subscriptionId)?.carriedMinor ?? 0) < 0);
      await customer.request({ licenceId, change, shown: today });
      await twin.drain();
      const shown = await customer.view(licenceId);
      expect(shown).toMatchObject({ renewsOn: after.next?.on, nextCharge: after.next?.amount, firstCharge });
      expect(shown.price).toEqual(after.price);
    }
    const view = await customer.view(licenceId);
    expect(view.price?.minor).toBe(price);
    // Cancelling says what becomes of a credit, and of nothing else.
    const { lapses } = await changes.preview.query({ licenceId, change: { kind: 'cancel' } });
    expect(lapses !== null).toBe((view.nextCharge?.minor ?? price) < price);
    expect(lapses === 'credit').toBe(view.firstCharge !== null);
    expect(await followCharges(customer, { licenceId, subscriptionId }, charges.length)).toEqual(charges);
  });
});

describe('A customer who paid in another country than that of the account', () => {
  const subscribed = async (name: PlanName) => {
    const bought = await customer.buy(name, { country: 'GB' });
    const { price } = await customer.view(bought.licenceId);
    expect(price?.currency).toBe('GBP');
    return { ...bought, price };
  };

  it('is told the price and the first payment after the credit in the currency of the payments', async () => {
    const { changes } = customer;
    const { licenceId } = await subscribed('Monica yearly');
    await customer.twin.advanceDays(1);
    const change = { kind: 'plan', planId: customer.plan('Monica monthly').id } as const;
    const { plans } = await changes.options.query({ licenceId });
    const offer = plans.find(({ planId }) => planId === change.planId);
    const preview = await changes.preview.query({ licenceId, change });
    expect(offer?.price.currency).toBe('GBP');
    expect(preview.after.price).toEqual(offer?.price);
    expect(preview.firstCharge?.amount.currency).toBe('GBP');
    await customer.request({ licenceId, change, shown: preview.today });
    await customer.twin.drain();
    const told = { price: offer?.price, firstCharge: preview.firstCharge };
    expect(await customer.view(licenceId)).toMatchObject({ ...told, nextCharge: { minor: 0 } });
    await customer.twin.advanceDays(31);
    await customer.twin.drain();
    expect(await customer.view(licenceId)).toMatchObject({ ...told, nextCharge: { minor: 0 } });
  });

  it('is told the price of a year before a switch from monthly to yearly', async () => {
    const { licenceId } = await subscribed('Monica monthly');
    const change = { kind: 'plan', planId: customer.plan('Monica yearly').id } as const;
    const { after } = await customer.changes.preview.query({ licenceId, change });
    expect(after.price).toMatchObject({ currency: 'GBP' });
    expect(after.price).toEqual(after.next?.amount);
  });

  it('is told prices of the account’s country if the alerts name none, unless the currency differs', async () => {
    const { database, changes } = customer;
    const { licenceId } = await subscribed('Monica yearly');
    await database.db.query("UPDATE billing_events SET payload = JSON_REPLACE(payload, '$.country', '')");
    const change = { kind: 'plan', planId: customer.plan('Monica monthly').id } as const;
    const unknown = await changes.preview.query({ licenceId, change });
    expect(unknown).toMatchObject({ source: 'paddle', firstCharge: null, after: { price: null } });
    await database.db.query("UPDATE users SET country = 'GB'");
    const known = await changes.preview.query({ licenceId, change });
    expect(known.after.price?.currency).toBe('GBP');
    expect(known.firstCharge).not.toBeNull();
  });
});

describe('Without a preview by Paddle', () => {
  it.each(someOf(['error_120', 'html', 'other_shape'] as const, 1))(
    'the cost is calculated if Paddle answers %s, and what is charged is what was shown',
    async (preview) => {
      const { twin, changes } = customer;
      twin.setFaults({ preview });
      const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly', { quantity: 3 });
      await twin.advanceDays(10);
      const change = { kind: 'seats', quantity: 4 } as const;
      const shown = await changes.preview.query({ licenceId, change });
      expect(shown).toMatchObject({ today: usd(400), source: 'calculated' });
      await customer.request({ licenceId, change, shown: shown.today });
      expect(customer.charges(subscriptionId)).toEqual([1_800, 400]);
    },
  );

  it('the fallback country is used for a customer whose country is unknown, if their payments fit its prices', async () => {
    const { twin, changes, database } = customer;
    await database.db.query('UPDATE users SET country = NULL');
    const fewer = { kind: 'seats', quantity: 2 } as const;
    const { licenceId: american } = await customer.buy('OfficeLife monthly', { quantity: 3 });
    // What is special about Paddle's amounts follows from the calculation.
    expect(await changes.preview.query({ licenceId: american, change: fewer })).toMatchObject({
      ...{ source: 'paddle', isCredited: true },
    });
    const { licenceId: french } = await customer.buy('OfficeLife monthly', { quantity: 3, country: 'FR' });
    // Without the country, the alerts don't say where the customer pays.
    await database.db.query("UPDATE billing_events SET payload = JSON_REPLACE(payload, '$.country', '')");
    twin.setFaults({ preview: 'error_120' });
    expect(await changes.preview.query({ licenceId: american, change: fewer })).toMatchObject({
      ...{ source: 'calculated', isCredited: true, after: { next: { amount: usd(600) } } },
    });
    expect(await codeOf(changes.preview.query({ licenceId: french, change: fewer }))).toBe(
      'paddle_unavailable',
    );
  });

  it('nothing is shown and nothing is asked for if the cost cannot be calculated either', async () => {
    const { twin, changes } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly');
    twin.setFaults({ down: true });
    const change = { kind: 'seats', quantity: 2 } as const;
    expect(await codeOf(changes.preview.query({ licenceId, change }))).toBe('paddle_unavailable');
    const shown = usd(600);
    expect(await codeOf(customer.request({ licenceId, change, shown }))).toBe('paddle_unavailable');
    expect(customer.calls('/subscription/users/update')).toBe(0);
    twin.setFaults({ down: false });
    // The failed request doesn't block the next one.
    expect(await customer.confirm(licenceId, change)).toMatchObject({ state: 'confirmed' });
    expect(customer.charges(subscriptionId)).toEqual([600, 600]);
  });
});
