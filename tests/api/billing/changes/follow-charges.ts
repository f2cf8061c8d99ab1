/** Lets time pass, and checks that each charge is the one that the page named before. */
import { expect } from 'vitest';
import { dayOf, daysBetween } from '#shared/dates.ts';
import type { ChangingCustomer } from '#tests/support/people/changing-customer.ts';

/**
 * Advances the clock to the next `count` charges. Returns their amounts. If the page names the first charge after a
 * credit, checks its day and amount as well.
 */
export async function followCharges(
  customer: ChangingCustomer,
  { licenceId, subscriptionId }: { licenceId: number; subscriptionId: number },
  count: number,
): Promise<number[]> {
  const { twin } = customer;
  const amounts: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const { renewsOn, nextCharge, firstCharge, price } = await customer.view(licenceId);
    if (renewsOn === null || nextCharge === null) throw new Error('the page names no next charge');
    const before = customer.charges(subscriptionId).length;
    await twin.advanceDays(daysBetween(dayOf(twin.now()), renewsOn));
    expect(customer.charges(subscriptionId).slice(before)).toEqual([nextCharge.minor]);
    amounts.push(nextCharge.minor);
    const after = await customer.view(licenceId);
    // A charge uses up what is left of a credit. From then on, the price is charged.
    if (nextCharge.minor > 0) expect(after).toMatchObject({ price: after.nextCharge, firstCharge: null });
    else expect(after.price).toEqual(price);
    if (firstCharge !== null && firstCharge.on === after.renewsOn)
      expect(after.nextCharge).toEqual(firstCharge.amount);
  }
  return amounts;
}
