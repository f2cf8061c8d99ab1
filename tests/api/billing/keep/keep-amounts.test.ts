/**
 * Tests that a continued subscription costs what was said before, in the customer's currency: with tax, and without the
 * discounts or the VAT number of the subscription that ended.
 */
import { expect, it } from 'vitest';
import { someOf } from '#tests/support/cases/some-of.ts';
import { newRequestId, useChangingCustomer } from '#tests/support/people/changing-customer.ts';

const customer = useChangingCustomer();
const email = 'nora.lindqvist@example.test';

/** Cancels, looks at the offer, accepts it and pays the link. Returns what was said. */
async function keep(licenceId: number, country: string) {
  const { changes, twin } = customer;
  const offer = await changes.keep.preview.query({ licenceId });
  if (offer.status !== 'possible') throw new Error(`impossible: ${offer.why}`);
  const { payment, today, next } = offer.preview;
  const started = await changes.keep.start.mutate({
    ...{ licenceId, requestId: newRequestId(), shown: { payment, today } },
  });
  if (started.status !== 'link') throw new Error('the terms have changed');
  expect(await twin.pay(started.url, { email, country })).toMatchObject({ status: 'paid' });
  await twin.drain();
  const latest = twin.truth().subscriptions.at(-1);
  if (!latest) throw new Error('there is no subscription at Paddle');
  return { payment, today, next, subscriptionId: latest.id };
}

it.each(someOf(['FR', 'JP', 'HU', 'US'] as const, 2))(
  'A licence kept in %s is charged on the day and with the amount that were said',
  async (country) => {
    const { database, twin } = customer;
    await database.db.query('UPDATE users SET country = ?', { replacements: [country] });
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly', {
      ...{ quantity: 3, coupon: 'ALWAYS', country },
    });
    await customer.confirm(licenceId, { kind: 'cancel' });
    await twin.drain();
    const { payment, today, next, subscriptionId: kept } = await keep(licenceId, country);
    expect({ payment, today: today.minor, on: next.on }).toEqual({
      ...{ payment: 'later', today: 0, on: '2027-05-01' },
    });
    const [discounted = 0] = customer.charges(subscriptionId);
    expect(next.amount.minor).toBeGreaterThan(discounted);
    expect(customer.charges(kept)).toEqual([]);
    await twin.advanceDays(31);
    expect(twin.truthOf(kept)?.payments.map(({ amount }) => amount)).toEqual([next.amount]);
    expect(await customer.receipts()).toEqual([discounted, next.amount.minor]);
  },
);

it('A customer who comes back pays today what was said, and the same amount at the renewal', async () => {
  const { database, twin } = customer;
  await database.db.query("UPDATE users SET country = 'FR'");
  const { licenceId } = await customer.buy('OfficeLife monthly', { quantity: 2, country: 'FR' });
  await customer.confirm(licenceId, { kind: 'cancel' });
  await twin.advanceDays(60);
  const { payment, today, next, subscriptionId } = await keep(licenceId, 'FR');
  expect(payment).toBe('today');
  const amounts = () => twin.truthOf(subscriptionId)?.payments.map(({ amount }) => amount);
  expect(amounts()).toEqual([today]);
  await twin.advanceDays(31);
  expect(amounts()).toEqual([today, next.amount]);
  expect(next.amount).toEqual(today);
});
