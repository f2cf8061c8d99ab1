/** Tests what administrators do with plans, and what customers can buy and switch to afterwards. */
import { expect, it } from 'vitest';
import type { PlanDetails } from '#shared/catalogue/plan-details.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { passthroughOf } from '#tests/support/billing/alerts.ts';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { newRequestId, type PlanName, useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const reason = 'Decided on Monday';
const plans = () => administrator.api.plans;
const idOf = (name: PlanName) => shop.plan(name).id;
const listed = async (name: string) => {
  const found = (await plans().list.query()).find(({ friendlyName }) => friendlyName === name);
  if (!found) throw new Error(`${name} is not listed`);
  return found;
};
/** Returns what the page of a product sells, in its order. */
const sold = async (product: 'Monica' | 'OfficeLife') => {
  const { offers } = await shop.portal.trpc(shop.cookie).catalogue.offers.query({ product });
  return offers.map(({ plan }) => plan.friendlyName);
};
const detailsOf = async (name: string): Promise<PlanDetails> => {
  const { id: _, version: __, retiredAt: ___, running: ____, isUsed: _____, ...details } = await listed(name);
  return { ...details, description: 'Everything' } as PlanDetails;
};
const retire = (planId: number) => plans().retire.mutate({ planId, reason });
const restore = (planId: number) => plans().restore.mutate({ planId, reason });

it('A plan is added once, and sold at once as the last one of its product', async () => {
  const details: PlanDetails = { ...(await detailsOf('Monica yearly')), friendlyName: 'Every year' };
  expect(await codeOf(plans().add.mutate({ details, reason }))).toBe('plan_known');
  await shop.database.db.query('DELETE FROM plans WHERE plan_id_on_paddle = 24750');
  expect(await sold('Monica')).toEqual(['Monica monthly']);
  const french = { friendlyName: 'Chaque année', description: 'Tout' };
  await plans().add.mutate({ details: { ...details, translations: { fr: french } }, reason });
  expect(await sold('Monica')).toEqual(['Monica monthly', 'Every year']);
  expect(await listed('Every year')).toMatchObject({
    ...{ translations: { fr: french }, version: 1, running: 0, isUsed: false, retiredAt: null },
  });
  expect((await administrator.audit()).slice(-2)).toMatchObject([
    { act: 'plan.add', outcome: 'failed', code: 'plan_known', subject: 'plan 24750', reason },
    {
      ...{ act: 'plan.add', outcome: 'done', subject: 'plan 24750', reason, before: null },
      after: {
        ...{ product: 'Monica', plan: 'Every year', price: '$90.00', frequency: 'Annual' },
        ...{ pauseAllowed: false, translations: ['fr: Chaque année. Tout'] },
      },
    },
  ]);
});

it('Of two people who edit a plan, the second is told, and nothing of the first is lost', async () => {
  const details = await detailsOf('Monica monthly');
  const { id: planId, version } = await listed('Monica monthly');
  const first = { ...details, friendlyName: 'Every month' };
  await plans().edit.mutate({ planId, version, details: first, reason });
  const second = { ...details, price: { minor: 1_000, currency: 'USD' } };
  expect(await codeOf(plans().edit.mutate({ planId, version, details: second, reason }))).toBe(
    'changed_meanwhile',
  );
  expect(await listed('Every month')).toMatchObject({ version: version + 1, price: { minor: 900 } });
  expect((await administrator.audit()).at(-2)).toMatchObject({
    ...{ act: 'plan.edit', subject: 'plan 24749', before: { plan: 'Monica monthly', description: '' } },
    after: { plan: 'Every month', description: 'Everything' },
  });
  const retry = { ...first, price: second.price };
  await plans().edit.mutate({ planId, version: version + 1, details: retry, reason });
  expect(await listed('Every month')).toMatchObject({ price: { minor: 1_000 } });
  // Neither a text nor the price that is shown without Paddle has anything to do with stored licences.
  expect(await shop.deps.plans.changedIds()).toEqual([]);
});

it('What licences refer to a plan by can change only until somebody has bought it', async () => {
  await shop.buy('OfficeLife monthly', { quantity: 3 });
  const details = await detailsOf('OfficeLife monthly');
  const { id: planId, version, isUsed, running } = await listed('OfficeLife monthly');
  expect({ isUsed, running }).toEqual({ isUsed: true, running: 1 });
  const edit = (change: Partial<PlanDetails>) =>
    plans().edit.mutate({ planId, version, details: { ...details, ...change }, reason });
  expect(await codeOf(edit({ product: 'Monica' }))).toBe('plan_in_use');
  expect(await codeOf(edit({ paddlePlanId: 99_999 }))).toBe('plan_in_use');
  // A wrong interval can be corrected; everything that refers to the plan is then calculated again.
  await edit({ frequency: 'Annual' });
  expect(await shop.deps.plans.changedIds()).toEqual([planId]);

  const other = await detailsOf('With a trial');
  const unused = await listed('With a trial');
  const change = (paddlePlanId: number, current: number) =>
    plans().edit.mutate({
      ...{ planId: unused.id, version: current, reason },
      details: { ...other, product: 'Monica', paddlePlanId },
    });
  expect(await codeOf(change(24_749, unused.version))).toBe('plan_known');
  await change(99_999, unused.version);
  expect(await listed('With a trial')).toMatchObject({ product: 'Monica', paddlePlanId: 99_999 });
});

it('A retired plan is neither sold nor switched to, and those who have it keep it', async () => {
  const { licenceId, subscriptionId } = await shop.buy('Monica monthly');
  await retire(idOf('Monica monthly'));
  await retire(idOf('Monica yearly'));
  expect(await codeOf(retire(idOf('Monica yearly')))).toBe('changed_meanwhile');
  expect(await sold('Monica')).toEqual([]);
  const order = { planId: idOf('Monica monthly'), quantity: 1, another: true };
  const { billing } = shop.portal.trpc(shop.cookie);
  expect(await codeOf(billing.startCheckout.mutate(order))).toBe('plan_not_sold');
  expect(await shop.changes.options.query({ licenceId })).toMatchObject({ plans: [] });
  const change = { kind: 'plan', planId: idOf('Monica yearly') } as const;
  expect(await codeOf(shop.changes.preview.query({ licenceId, change }))).toBe('plan_not_sold');
  // Not even while Paddle's prices are unknown.
  shop.twin.setFaults({ down: true });
  expect(await codeOf(shop.request({ licenceId, change, shown: null }))).toBe('plan_not_sold');
  shop.twin.setFaults({ down: false });

  await shop.twin.advanceDays(31);
  await shop.twin.drain();
  expect(shop.charges(subscriptionId)).toEqual([900, 900]);
  expect(await shop.licence(licenceId)).toMatchObject({ status: 'active', planId: idOf('Monica monthly') });
  expect(await listed('Monica monthly')).toMatchObject({ running: 1, retiredAt: expect.any(Date) });

  // A pay link from before is still honoured.
  const { paddlePlanId: planId } = shop.plan('Monica yearly');
  const passthrough = passthroughOf(shop.userId);
  const late = shop.twin.subscribe({ planId, email: 'nora.lindqvist@example.test', passthrough });
  await shop.twin.drain();
  expect(await shop.deps.licences.findByStream(`subscription:${late}`)).toMatchObject({ status: 'active' });

  await restore(idOf('Monica monthly'));
  expect(await codeOf(restore(idOf('Monica monthly')))).toBe('changed_meanwhile');
  expect(await sold('Monica')).toEqual(['Monica monthly']);
  expect((await administrator.audit()).at(-2)).toMatchObject({
    ...{ act: 'plan.restore', before: { plan: 'Monica monthly', retired: true }, after: { retired: false } },
  });
});

it('Who cancelled a retired plan keeps the licence, and can then go on with a plan that is sold', async () => {
  const { licenceId, subscriptionId } = await shop.buy('Monica monthly');
  const key = await administrator.key(licenceId);
  shop.twin.cancel(subscriptionId);
  await shop.twin.drain();
  const { preview, start } = shop.changes.keep;
  expect(await preview.query({ licenceId })).toMatchObject({ status: 'possible' });
  await retire(idOf('Monica monthly'));
  expect(await preview.query({ licenceId })).toEqual({ status: 'impossible', why: 'plan_retired' });

  await shop.twin.advanceDays(40);
  await shop.twin.drain();
  const offer = await preview.query({ licenceId });
  if (offer.status !== 'possible') throw new Error(offer.why);
  const { planId, payment, today } = offer.preview;
  expect(offer.preview).toMatchObject({
    ...{ planId: idOf('Monica yearly'), replacesPlan: true, payment: 'today', today: { minor: 9_000 } },
  });
  // Nothing else is sold under the name of a plan that was asked for.
  expect(await preview.query({ licenceId, planId: idOf('Monica monthly') })).toEqual({
    ...{ status: 'impossible', why: 'plan_not_sold' },
  });
  const shown = { payment, today };
  const started = await start.mutate({ licenceId, planId, shown, requestId: newRequestId() });
  if (started.status !== 'link') throw new Error(started.status);
  const paid = await shop.twin.pay(started.url, { email: 'nora.lindqvist@example.test', country: 'US' });
  expect(paid).toMatchObject({ status: 'paid' });
  await shop.twin.drain();
  expect(await shop.licence(licenceId)).toMatchObject({ status: 'active', planId: idOf('Monica yearly') });
  expect(await administrator.key(licenceId)).toBe(key);
  expect(await shop.rows('SELECT id FROM licences')).toHaveLength(1);
});

it('Without any plan of the product on sale, there is nothing to go on with', async () => {
  const { licenceId, subscriptionId } = await shop.buy('Monica monthly');
  shop.twin.cancel(subscriptionId);
  await retire(idOf('Monica monthly'));
  await retire(idOf('Monica yearly'));
  await shop.twin.drain();
  const offer = () => shop.changes.keep.preview.query({ licenceId });
  expect(await offer()).toEqual({ status: 'impossible', why: 'plan_not_sold' });
  await shop.twin.advanceDays(40);
  expect(await offer()).toEqual({ status: 'impossible', why: 'plan_not_sold' });
});

it('A retired plan can still be granted', async () => {
  await retire(idOf('Monica yearly'));
  const { licenceId } = await administrator.api.licences.grant.mutate({
    ...{ customerId: shop.userId, planId: idOf('Monica yearly'), until: addDays(dayOf(shop.twin.now()), 30) },
    ...{ seats: 1, requestId: newRequestId(), reason },
  });
  expect(await shop.licence(licenceId)).toMatchObject({ status: 'granted', planId: idOf('Monica yearly') });
});

it('The order of plans is stored as a whole, and not over an order that nobody has seen', async () => {
  const names = ['OfficeLife monthly', 'With a trial', 'OfficeLife large', 'OfficeLife yearly'] as const;
  expect(await sold('OfficeLife')).toEqual(names);
  const seen = names.map(idOf);
  const arrange = (wanted: number[], from = seen) =>
    plans().arrange.mutate({ product: 'OfficeLife', seen: [...from], wanted: [...wanted], reason });
  const wanted = seen.toReversed();
  await arrange(wanted);
  expect(await sold('OfficeLife')).toEqual(names.toReversed());
  const { licenceId } = await shop.buy('OfficeLife large', { quantity: 1 });
  const choices = await shop.changes.options.query({ licenceId });
  expect(choices.plans.map(({ friendlyName }) => friendlyName)).toEqual([
    ...['OfficeLife yearly', 'With a trial', 'OfficeLife monthly'],
  ]);
  expect((await administrator.audit()).at(-1)).toMatchObject({
    ...{ act: 'plan.arrange', subject: 'list plans of OfficeLife', reason },
    before: { product: 'OfficeLife', order: names },
    after: { order: names.toReversed() },
  });
  expect(await codeOf(arrange(seen))).toBe('changed_meanwhile');
  expect(await codeOf(arrange(wanted.slice(1), wanted))).toBe('changed_meanwhile');
  expect(await codeOf(arrange([idOf('Monica monthly'), ...wanted.slice(1)], wanted))).toBe(
    'changed_meanwhile',
  );
  expect(await sold('OfficeLife')).toEqual(names.toReversed());
  // What comes back, and what is new, comes last.
  await retire(idOf('OfficeLife yearly'));
  await restore(idOf('OfficeLife yearly'));
  expect((await sold('OfficeLife')).at(-1)).toBe('OfficeLife yearly');
});

it('All plans are compared with Paddle’s own, field by field, and Paddle is asked once a minute', async () => {
  const { id: planId, version } = await listed('Monica yearly');
  const details: PlanDetails = { ...(await detailsOf('Monica yearly')), planName: 'Monica every year' };
  await plans().edit.mutate({
    ...{ planId, version, reason },
    details: { ...details, frequency: 'Monthly', price: { minor: 9_900, currency: 'USD' } },
  });
  await shop.database.db.query("UPDATE plans SET price_currency = 'EUR' WHERE plan_id_on_paddle = 24749");
  await shop.database.db.query('UPDATE plans SET plan_id_on_paddle = 1 WHERE plan_id_on_paddle = 24754');
  const viewer = await administrator.another('viewer');
  const compare = (refresh = false) => viewer.api.plans.compare.query({ refresh });
  const found = await compare();
  if (found.status !== 'compared') throw new Error(found.status);
  const differences = new Map(found.plans.map((each) => [each.planId, each]));
  const monthly = { unit: 'month', count: 1 };
  expect(differences.get(idOf('OfficeLife monthly'))).toEqual({
    ...{ planId: idOf('OfficeLife monthly'), differences: [] },
    theirs: {
      ...{ planId: 24_751, name: 'OfficeLife monthly', interval: monthly },
      prices: [{ minor: 600, currency: 'USD' }],
    },
  });
  expect(differences.get(planId)?.differences).toEqual([
    { field: 'name', ours: 'Monica every year', theirs: 'Monica yearly' },
    { field: 'interval', ours: 'Monthly', theirs: { unit: 'year', count: 1 } },
    {
      ...{ field: 'price', ours: { minor: 9_900, currency: 'USD' } },
      theirs: { minor: 9_000, currency: 'USD' },
    },
  ]);
  expect(differences.get(idOf('Monica monthly'))?.differences).toEqual([
    { field: 'price', ours: { minor: 900, currency: 'EUR' }, theirs: null },
  ]);
  expect(differences.get(idOf('With a trial'))).toMatchObject({ theirs: null, differences: [] });
  expect(found.others).toMatchObject([{ planId: 24_754, name: 'With a trial' }]);

  await compare();
  expect(shop.calls('/subscription/plans')).toBe(1);
  shop.twin.setFaults({ down: true });
  expect(await compare(true)).toEqual({ status: 'unavailable' });
  shop.twin.setFaults({ down: false, errors: [102] });
  expect(await compare(true)).toEqual({ status: 'refused' });
  expect(await compare(true)).toMatchObject({ status: 'compared' });
});
