/** Tests that a dispute forbids keeping a licence as soon as its alert is stored. */
import { expect, it } from 'vitest';
import { applyTogether } from '#server/features/billing/inbox/apply-together.ts';
import { storeEvents } from '#server/features/billing/inbox/store-events.ts';
import { toEvent } from '#server/features/billing/inbox/to-event.ts';
import { orderStream } from '#server/features/billing/streams/stream-names.ts';
import { wholeHistory } from '#tests/support/billing/paddle-lists.ts';
import { useKeepShop } from './keep-shop.ts';

const shop = useKeepShop();

it('A purchase is an ordinary one if the alert about a dispute is stored but not applied yet', async () => {
  const key = await shop.key();
  await shop.goTo('2026-06-09');
  await shop.cancel();
  const started = await shop.start();
  if (started.status !== 'link') throw new Error('no link');
  const [payment] = shop.twin.truth().subscriptions[0]?.payments ?? [];
  shop.twin.setFaults({ lose: 1 });
  shop.twin.dispute(payment?.orderId ?? '');
  shop.twin.setFaults({ lose: 0 });
  const history = await wholeHistory(shop.deps.paddle, new Date(0));
  const disputes = history.filter(({ name }) => name === 'payment_dispute_created');
  expect(disputes).toHaveLength(1);
  await storeEvents(
    shop.deps,
    disputes.map((alert) => toEvent(shop.deps, alert, 'paddle_alert').arrived),
  );
  expect(await shop.preview()).toMatchObject({ status: 'impossible', why: 'dispute_open' });
  await shop.pay(started.url);
  await applyTogether(shop.deps, [orderStream(payment?.orderId ?? '')]);
  expect(await shop.flags()).toContainEqual(
    expect.objectContaining({
      ...{ stream: `subscription:${shop.latest().id}`, kind: 'keep_refused', detail: 'dispute_open' },
    }),
  );
  expect(await shop.stored()).toMatchObject([{ id: shop.licence.id, status: 'cancelled' }]);
  expect(await shop.key()).toBe(key);
  expect(await shop.differences()).toEqual([]);
});
