/**
 * Tests changes of seats and plans on random days, in several currencies and with random numbers of seats: what the
 * preview says is what Paddle charges and what the receipts and the e-mail show, today and at the next payment.
 */
import { expect, it } from 'vitest';
import { type Dice, seededDice } from '#proofs/dice.ts';
import type { WantedChange } from '#shared/billing/changes.ts';
import { dayOf, daysBetween } from '#shared/dates.ts';
import { someRuns } from '#tests/support/cases/some-of.ts';
import { type PlanName, useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { followCharges } from './follow-charges.ts';
import { mailAboutChange } from './mail-about-change.ts';

const customer = useChangingCustomer();
const seatPlans = [
  'OfficeLife monthly',
  'OfficeLife yearly',
  'OfficeLife large',
] as const satisfies PlanName[];

function anyChange(dice: Dice, plan: PlanName, quantity: number): WantedChange {
  const wantedPlan = dice.pick(seatPlans);
  if (wantedPlan !== plan && dice.chance(0.5)) return { kind: 'plan', planId: customer.plan(wantedPlan).id };
  const wanted = dice.whole(1, 30);
  return { kind: 'seats', quantity: wanted === quantity ? wanted + 1 : wanted };
}

it.each(Array.from({ length: someRuns(40) }, (_, index) => index + 1))(
  'Change %i costs what was said',
  async (seed) => {
    const { twin, changes, database } = customer;
    const dice = seededDice(seed);
    const country = dice.pick(['US', 'FR', 'JP', 'HU', 'GB', 'IN'] as const);
    await database.db.query('UPDATE users SET country = ?', { replacements: [country] });
    const plan = dice.pick(seatPlans);
    const quantity = dice.whole(1, 20);
    const { licenceId, subscriptionId } = await customer.buy(plan, { quantity, country });
    await twin.advanceDays(dice.whole(0, plan === 'OfficeLife yearly' ? 300 : 29));
    const before = customer.charges(subscriptionId);

    twin.setFaults({ preview: dice.pick(['answers', 'error_120', 'html', 'other_shape'] as const) });
    const change = anyChange(dice, plan, quantity);
    const { today, after, firstCharge, needsTypedQuantity } = await changes.preview.query({
      licenceId,
      change,
    });
    const typedQuantity = needsTypedQuantity && change.kind === 'seats' ? change.quantity : undefined;
    const asked = await customer.request({ licenceId, change, shown: today, typedQuantity });
    expect(asked).toMatchObject({ state: 'confirmed', refusal: null });
    await twin.drain();
    const charged = customer.charges(subscriptionId).slice(before.length);
    expect(charged).toEqual(today.minor === 0 ? [] : [today.minor]);
    expect(await customer.receipts()).toEqual([...before, ...charged]);
    const { next } = after;
    if (!next) throw new Error('the preview names no next payment');
    // The page and the e-mail say the same as the dialog before.
    expect(await customer.view(licenceId)).toMatchObject({
      ...{ renewsOn: next.on, nextCharge: next.amount, price: after.price, firstCharge },
    });
    const mail = await mailAboutChange(customer);
    expect(mail).toMatchObject({
      ...{ renewsOn: next.on, nextCharge: next.amount, price: after.price, firstCharge },
      paid: today.minor === 0 ? null : { amount: today, on: dayOf(twin.now()) },
    });
    await twin.advanceDays(daysBetween(dayOf(twin.now()), next.on));
    expect(customer.charges(subscriptionId).at(-1)).toBe(next.amount.minor);
    expect((await customer.receipts()).at(-1)).toBe(next.amount.minor);
    await followCharges(customer, { licenceId, subscriptionId }, next.amount.minor > 0 ? 1 : 2);
  },
);
