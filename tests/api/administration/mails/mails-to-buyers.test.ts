/** Tests that e-mails to people without an account are found by the address, which is written down nowhere. */
import { expect, it } from 'vitest';
import { numbers } from '#tests/support/database/numbers.ts';
import { statementsOf } from '#tests/support/database/statements.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const find = (address: string) => administrator.api.mails.findByAddress.mutate({ address });
const settled = () =>
  expect.poll(() => shop.rows("SELECT id FROM outbox WHERE state = 'waiting'")).toEqual([]);

/** Lets somebody buy at Paddle whom the portal doesn't know. */
async function buyAsGuest(email: string): Promise<void> {
  const { paddlePlanId: planId } = shop.plan('Monica monthly');
  shop.twin.subscribe({ planId, email, passthrough: '' });
  await shop.twin.drain();
  await settled();
}

it('The e-mails to a buyer without an account are found by the address, in any spelling', async () => {
  await buyAsGuest('guest@else.test');
  await buyAsGuest('other@else.test');
  const found = await find(' Guest@ELSE.test ');
  expect(found).toMatchObject({ customer: null, hasMore: false, mails: [{ template: 'claim-waiting' }] });
  expect(found.mails[0]).toMatchObject({ state: 'sent', customer: null });
  expect((await find('nobody@else.test')).mails).toEqual([]);
  const viewer = await administrator.another('viewer');
  expect((await viewer.api.mails.findByAddress.mutate({ address: 'guest@else.test' })).mails).toHaveLength(1);
  expect(await codeOf(find('no address'))).toBe('invalid_input');
});

it('The e-mails to an account are found through the account, not among those to its address', async () => {
  await shop.buy('Monica monthly');
  await settled();
  const found = await find('nora.lindqvist@example.test');
  expect(found).toMatchObject({ customer: { id: shop.userId }, mails: [] });
  const { mails } = await administrator.api.mails.list.query({ customerId: found.customer?.id });
  expect(mails.map(({ template }) => template)).toContain('licence-bought');
});

it('A purchase that was assigned to a customer keeps what its buyer was told', async () => {
  await buyAsGuest('guest@else.test');
  const [head] = await shop.deps.streams.listByBuyerEmail('guest@else.test');
  const claim = {
    customerId: shop.userId,
    stream: head?.stream ?? '',
    reason: 'She wrote from both addresses',
  };
  await administrator.api.settling.settleClaim.mutate(claim);
  const { mails } = await find('guest@else.test');
  expect(mails.map(({ template, state }) => [template, state])).toEqual([['claim-waiting', 'sent']]);
});

it('What is typed stands in no address, log line, metric or stored text', async () => {
  const { portal } = shop;
  await find('very.secret.name@else.test');
  expect(await portal.metrics()).not.toMatch(/very\.secret/);
  expect((await everyStoredText(shop.database.db)).join('\n')).not.toMatch(/very\.secret/);
});

it('One index has the e-mails of an address, however many others there are', async () => {
  await buyAsGuest('guest@else.test');
  await shop.database.db.query(
    `INSERT INTO outbox (idempotency_key, template, ids, state, priority, attempts, created_at)
     SELECT CONCAT('mail ', seq), 'verify-email', '{}', 'sent', 1, 1, NOW(3)
     FROM ${numbers} AS numbers WHERE seq < 2000`,
  );
  const all = ['subscription:1', 'subscription:2'];
  const statements = await statementsOf(() => shop.deps.listedMails.listToBuyers({ all, unowned: all }, 51));
  const [sql = ''] = statements.filter((each) => each.includes('FROM outbox'));
  const [plan] = await shop.rows<{ key: string; type: string }>(`EXPLAIN ${sql}`);
  expect(plan).toMatchObject({ key: 'outbox_stream_index', type: 'range' });
});
