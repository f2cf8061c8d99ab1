/** Tests that changes are part of the data download, are erased with the account, and are deleted after a while. */
import { expect, it } from 'vitest';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { purgeExpired } from '#server/platform/database/purge-expired.ts';
import { retention } from '#server/retention.ts';
import { dayMs } from '#shared/durations.ts';
import { PersonalData } from '#shared/privacy/personal-data.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const customer = useChangingCustomer();
const reason = 'My cat Pixel prefers paper';

async function live() {
  const { licenceId } = await customer.buy('OfficeLife monthly');
  await customer.confirm(licenceId, { kind: 'seats', quantity: 2 });
  expect(await codeOf(customer.request({ licenceId, change: { kind: 'pause' } }))).toBe('pause_not_allowed');
  await customer.request({ licenceId, change: { kind: 'cancel', reason } });
  await customer.twin.drain();
  return licenceId;
}

it('Changes are in the data download, with the reason for a cancellation and what was shown', async () => {
  const licenceId = await live();
  const answer = await fetch(`${customer.portal.url}/user/data.json`, {
    headers: { cookie: customer.cookie },
  });
  const { subscription_changes: changes } = PersonalData.parse(await answer.json());
  expect(changes).toMatchObject([
    {
      ...{
        kind: 'seats',
        licence_id: licenceId,
        quantity: 2,
        state: 'confirmed',
        refusal: null,
        reason: null,
      },
      shown: { today: { minor: 600, currency: 'USD' }, source: 'paddle' },
    },
    { kind: 'pause', state: 'refused', refusal: 'pause_not_allowed', shown: null },
    { kind: 'cancel', state: 'confirmed', reason },
  ]);
});

it('Changes are erased with the account', async () => {
  await live();
  expect(
    await eraseDataSubject(customer.deps, { accountId: customer.userId, reason: 'asked' }),
  ).toMatchObject({
    status: 'erased',
  });
  expect(await customer.stored()).toEqual([]);
});

it('Refused changes are deleted after 90 days, all others stay with the account', async () => {
  await live();
  const real = new Date('2020-01-01T00:00:00Z');
  const purgeAfter = (days: number) => {
    const business = new Date(customer.twin.now().getTime() + days * dayMs);
    return purgeExpired(customer.database.db, retention, { real, business });
  };
  expect(await purgeAfter(89)).toMatchObject({ subscription_changes: 0 });
  expect(await purgeAfter(91)).toMatchObject({ subscription_changes: 1 });
  expect((await customer.stored()).map(({ state }) => state)).toEqual(['confirmed', 'confirmed']);
});
