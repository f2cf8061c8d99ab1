/** Tests what administrators see that says why a licence or a key doesn't work, and what becomes of a refund. */
import { expect, it } from 'vitest';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { newRequestId, useChangingCustomer } from '#tests/support/people/changing-customer.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const found = () => administrator.api.customers.find.query({ customerId: shop.userId });

it('A revoked licence says who revoked it, when and why, until it is reinstated', async () => {
  const { licenceId } = await shop.buy('Monica yearly');
  expect((await found()).licences).toMatchObject([{ id: licenceId, revocation: null, earlierKeys: [] }]);
  const act = { customerId: shop.userId, licenceId, reason: 'The key was sold' };
  await administrator.api.licences.revoke.mutate(act);
  const { licences } = await found();
  expect(licences).toMatchObject([
    {
      status: 'revoked',
      revocation: {
        ...{ by: { id: administrator.id, name: 'Ada Rootsdottir' }, reason: 'The key was sold' },
        at: expect.any(Date),
      },
    },
  ]);
  await administrator.api.licences.reinstate.mutate({ ...act, reason: 'It was a mistake' });
  expect((await found()).licences).toMatchObject([{ revocation: null }]);
});

it('A replaced key is listed by its end, with when it stopped working', async () => {
  const { licenceId } = await shop.buy('Monica yearly');
  const before = await administrator.key(licenceId);
  const about = { customerId: shop.userId, licenceId };
  const { keyId } = await administrator.api.licences.previewReissue.query(about);
  await administrator.api.licences.reissue.mutate({
    ...{ ...about, keyId: keyId ?? 0, oldKeysUntil: null, reason: 'It leaked' },
  });
  const after = await administrator.key(licenceId);
  expect((await found()).licences).toMatchObject([
    {
      keyEnd: after.slice(-16),
      earlierKeys: [{ end: before.slice(-16), stopsAt: expect.any(Date) }],
    },
  ]);
});

it('A receipt is listed with its latest refund, until and after Paddle reports it', async () => {
  await shop.buy('Monica yearly');
  const receipts = () => administrator.api.customers.receipts.query({ customerId: shop.userId });
  const [receipt] = (await receipts()).receipts;
  expect((await receipts()).refunds).toEqual([]);
  const requestId = newRequestId();
  await administrator.api.receipts.refund.mutate({
    ...{ customerId: shop.userId, orderId: receipt?.orderId ?? '', requestId },
    ...{ reason: 'Half of it', amount: { minor: 4_500, currency: 'USD' } },
  });
  expect((await receipts()).refunds).toMatchObject([{ requestId, state: 'pending' }]);
  await shop.twin.advanceDays(2);
  const { receipts: listed, refunds } = await receipts();
  expect(refunds).toMatchObject([{ requestId, state: 'done' }]);
  expect(listed).toMatchObject([{ refund: { kind: 'partial', amount: { minor: 4_500 } } }]);
});
