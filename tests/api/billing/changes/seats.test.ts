/** Tests changes of the number of seats through the portal's API, against the Paddle twin. */
import { describe, expect, it } from 'vitest';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';

const customer = useChangingCustomer();
const usd = (minor: number) => ({ minor, currency: 'USD' });
const toSeats = (quantity: number) => ({ kind: 'seats', quantity }) as const;

describe('More seats', () => {
  it('cost today what the preview says, and the licence gets them by the alert', async () => {
    const { changes, twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly', { quantity: 3 });
    await twin.advanceDays(10);
    const preview = await changes.preview.query({ licenceId, change: toSeats(6) });
    expect(preview).toMatchObject({
      ...{ kind: 'seats', today: usd(1_200), source: 'paddle', needsReauthentication: true },
      ...{ isCarriedOver: false, isCredited: false, endsCoupon: false, startsNewPeriod: false },
      before: { quantity: 3, next: { amount: usd(1_800), on: '2027-05-01' } },
      after: { quantity: 6, next: { amount: usd(3_600), on: '2027-05-01' } },
    });
    twin.setFaults({ hold: true });
    const asked = await customer.request({ licenceId, change: toSeats(6), shown: preview.today });
    expect(asked).toMatchObject({ state: 'confirmed', isVisible: false, quantity: 6 });
    expect(await customer.licence(licenceId)).toMatchObject({ quantity: 3 });
    twin.setFaults({ hold: false });
    await twin.drain();
    expect(await changes.status.query({ changeId: asked.changeId })).toMatchObject({ isVisible: true });
    expect(await customer.licence(licenceId)).toMatchObject({ quantity: 6 });
    expect(customer.charges(subscriptionId)).toEqual([1_800, 1_200]);
    expect(await customer.receipts()).toEqual([1_800, 1_200]);
  });

  it('cost nothing today if the amount is too low, and the renewal says so before', async () => {
    const { changes, twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly', { quantity: 3 });
    await twin.advanceDays(28);
    const preview = await changes.preview.query({ licenceId, change: toSeats(4) });
    expect(preview).toMatchObject({
      today: usd(0),
      isCarriedOver: true,
      after: { next: { amount: usd(2_440) } },
    });
    await customer.request({ licenceId, change: toSeats(4), shown: preview.today });
    await twin.advanceDays(2);
    expect(customer.charges(subscriptionId)).toEqual([1_800, 2_440]);
  });
});

describe('Fewer seats', () => {
  it('reduce the next payment, and the licence gets fewer seats', async () => {
    const { twin } = customer;
    const { licenceId, subscriptionId } = await customer.buy('OfficeLife monthly', { quantity: 5 });
    await twin.advanceDays(10);
    const preview = await customer.changes.preview.query({ licenceId, change: toSeats(2) });
    expect(preview).toMatchObject({ today: usd(0), isCredited: true, after: { next: { amount: usd(0) } } });
    expect(await customer.confirm(licenceId, toSeats(2))).toMatchObject({ state: 'confirmed' });
    await twin.drain();
    expect(await customer.licence(licenceId)).toMatchObject({ quantity: 2 });
    expect(customer.charges(subscriptionId)).toEqual([3_000]);
  });
});
