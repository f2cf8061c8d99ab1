/**
 * Tests flags that are raised because time has passed. The tables must match a rebuild, whichever process folds last
 * and however slow its clock is.
 */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Dice, seededDice } from '#proofs/dice.ts';
import { type Cast, castOf, subscriptionStream } from '#proofs/shop/cast.ts';
import { type AlertForm, day, startLife } from '#proofs/shop/life.ts';
import { startPortal } from '#proofs/shop/portal.ts';
import { delivered } from '#proofs/shop/received-alerts.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Config } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { sweep } from '#server/features/billing/inbox/sweep.ts';
import { applyStreams } from '#server/features/billing/projections/apply-streams.ts';
import { createLogger } from '#server/platform/observability/logger.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
const hour = 3_600_000;
let config: Config;
/** The current time in each of two processes of the same portal. */
let clocks: { fast: Date; slow: Date };
let fast: Deps;
let slow: Deps;

beforeEach(async () => {
  const portal = await startPortal({ databaseUrl: test.url, at: '2026-11-10T09:14:00Z' });
  ({ config } = portal);
  await portal.stop();
  await seedPlansOnSale(test.db);
  clocks = { fast: new Date('2026-11-10T09:14:00Z'), slow: new Date('2026-11-10T09:14:00Z') };
  const log = createLogger('silent');
  fast = buildDeps({ config, db: test.db, log, clock: { now: () => clocks.fast } });
  slow = buildDeps({ config, db: test.db, log, clock: { now: () => clocks.slow } });
});

const flagsOf = (stream: string) =>
  test.db.query<{ kind: string; resolved_at: Date | null }>(
    'SELECT kind, resolved_at FROM flags WHERE stream = ?',
    { type: QueryTypes.SELECT, replacements: [stream] },
  );
const differences = async () => (await rebuild(fast, { dryRun: true })).differences;
const ingest = (deps: Deps, cast: Cast, index: number, form: AlertForm) =>
  deps.inbox.ingest(delivered(form, cast.subscriptionId * 100 + index));

/**
 * A subscription that is paid for one month and whose next charge is then postponed by a month. The portal flags it
 * after three days without a payment.
 */
const movedLife = (cast: Cast) =>
  startLife(cast)
    .at('2026-11-10 09:14:00')
    .created()
    .paid()
    .at('2026-11-20 10:00:00')
    .updated({ nextBillOn: day('2027-01-10') });

describe('A raised flag', () => {
  it('stays raised when a process whose clock is behind folds its stream again', async () => {
    const cast = castOf(1, await addCustomer(test.db));
    const stream = subscriptionStream(cast.subscriptionId);
    for (const [index, form] of movedLife(cast).alerts.entries()) await ingest(slow, cast, index, form);
    expect(await flagsOf(stream)).toEqual([]);
    clocks.fast = new Date('2026-11-23T10:00:00.000Z');
    clocks.slow = new Date('2026-11-23T09:59:59.999Z');
    await sweep(slow);
    expect(await flagsOf(stream)).toEqual([]);
    await sweep(fast);
    expect(await flagsOf(stream)).toMatchObject([{ kind: 'charge_moved' }]);
    await applyStreams(slow, [stream]);
    expect(await flagsOf(stream)).toMatchObject([{ kind: 'charge_moved' }]);
    expect(await differences()).toEqual([]);
  });

  it('is withdrawn by a payment, even when the applying process’s clock is behind', async () => {
    const cast = castOf(1, await addCustomer(test.db));
    const stream = subscriptionStream(cast.subscriptionId);
    const life = movedLife(cast)
      .at('2026-11-22 10:00:00')
      .paid({ through: day('2027-01-10') });
    const [created, paid, moved, second] = life.alerts;
    if (!created || !paid || !moved || !second) throw new Error('its life has four alerts');
    clocks.fast = new Date('2026-11-25T10:00:00Z');
    for (const [index, form] of [created, paid, moved].entries()) await ingest(fast, cast, index, form);
    expect(await flagsOf(stream)).toMatchObject([{ kind: 'charge_moved' }]);
    await ingest(slow, cast, 3, second);
    expect(await flagsOf(stream)).toEqual([]);
    expect(await differences()).toEqual([]);
  });
});

it('A stream that is due now isn’t postponed to the time its flag will be raised', async () => {
  const cast = castOf(1, await addCustomer(test.db));
  const stream = subscriptionStream(cast.subscriptionId);
  for (const [index, form] of movedLife(cast).alerts.entries()) await ingest(fast, cast, index, form);
  const later = new Date(clocks.fast.getTime() + 100 * hour);
  await fast.transaction(async ({ streams }) => {
    await streams.makeDue([stream], clocks.fast);
    await streams.refoldAt([{ stream, at: later }]);
  });
  expect(await fast.streams.claimDue(clocks.fast, later, 10)).toEqual([stream]);
});

/** Returns the alerts of a `movedLife` that continues in a random way. */
function randomLife(cast: Cast, dice: Dice): readonly AlertForm[] {
  const life = movedLife(cast);
  const ending = dice.pick(['unpaid', 'paid in time', 'paid late', 'moved again', 'cancelled'] as const);
  if (ending === 'paid in time') life.at('2026-11-23 09:59:59').paid({ through: day('2027-01-10') });
  if (ending === 'paid late') life.at('2026-11-23 10:00:01').paid({ through: day('2027-01-10') });
  if (ending === 'moved again') life.at('2026-11-21 10:00:00').updated({ nextBillOn: day('2027-02-10') });
  if (ending === 'cancelled') life.at('2026-11-21 10:00:00').cancelled(day('2027-01-10'));
  return life.alerts;
}

const seeds = Array.from({ length: 12 }, (_, seed) => seed);

it.each(someOf(seeds, 3))(
  'Two processes with different clocks produce the same tables as a rebuild (%i)',
  async (seed) => {
    const dice = seededDice(seed);
    const cast = castOf(seed, await addCustomer(test.db));
    const stream = subscriptionStream(cast.subscriptionId);
    const alerts = randomLife(cast, dice).map((form, index) => ({ form, index }));
    // Delivers one of the alerts twice.
    const left = [...alerts, ...alerts.slice(dice.whole(0, alerts.length - 1)).slice(0, 1)];
    while (left.length > 0 || clocks.fast < new Date('2026-11-26T00:00:00Z')) {
      clocks.fast = new Date(clocks.fast.getTime() + dice.whole(1, 40) * hour);
      clocks.slow = new Date(clocks.fast.getTime() - dice.whole(0, 100) * hour);
      const deps = dice.chance(0.5) ? fast : slow;
      const [next] = dice.chance(0.7) ? left.splice(dice.whole(0, left.length - 1), 1) : [];
      if (next) await ingest(deps, cast, next.index, next.form);
      else await sweep(deps);
    }
    await sweep(fast);
    await applyStreams(slow, [stream]);
    expect(await differences()).toEqual([]);
  },
);
