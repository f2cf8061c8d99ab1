/**
 * Tests that the figures agree with the event log: with random histories, with two processes at once, beside a process
 * of the release before, and after a rebuild.
 */
import { ConnectionRefusedError, QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { seededDice } from '#proofs/dice.ts';
import { type Moment, randomLife } from '#proofs/histories/random-life.ts';
import { type Cast, castOf } from '#proofs/shop/cast.ts';
import { day, startLife } from '#proofs/shop/life.ts';
import { startPortal } from '#proofs/shop/portal.ts';
import { delivered } from '#proofs/shop/received-alerts.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { contributionOf } from '#server/features/administration/figures/contribution.ts';
import { type Figure, startSum } from '#server/features/administration/figures/figure.ts';
import { markUnfigured } from '#server/features/administration/figures/mark-unfigured.ts';
import { rebuildFigures } from '#server/features/administration/figures/rebuild-figures.ts';
import { figuresContext, updateFigures } from '#server/features/administration/figures/update-figures.ts';
import { datedFacts, readEvent } from '#server/features/billing/event-log/read-event.ts';
import { sweep } from '#server/features/billing/inbox/sweep.ts';
import { recordEvent } from '#server/features/billing/projections/record-event.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { createLogger } from '#server/platform/observability/logger.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { numbers } from '#tests/support/database/numbers.ts';
import { statementsOf } from '#tests/support/database/statements.ts';

const test = useDatabase();
/** Two processes of the same portal. */
let one: Deps;
let other: Deps;

beforeEach(async () => {
  const portal = await startPortal({ databaseUrl: test.url, at: '2026-11-10T09:14:00Z' });
  await portal.stop();
  await seedPlansOnSale(test.db);
  const log = createLogger('silent');
  const clock = { now: () => new Date('2026-11-10T09:14:00Z') };
  one = buildDeps({ config: portal.config, db: test.db, log, clock });
  other = buildDeps({ config: portal.config, db: test.db, log, clock });
});

/** Stores and applies what happened. */
async function play(deps: Deps, cast: Cast, index: number, moment: Moment): Promise<void> {
  if (moment.what === 'alert')
    await deps.inbox.ingest(delivered(moment.form, cast.subscriptionId * 100 + index));
  else
    await recordEvent(deps, { stream: moment.stream, source: 'system', event: moment.event, at: moment.at });
}

/** Calculates the sums of all streams from the log, without what is stored about any stream. */
async function fromLog(): Promise<Figure[]> {
  const rows = await test.db.query<{ stream: string }>(
    'SELECT DISTINCT stream FROM billing_events WHERE stream IS NOT NULL',
    { type: QueryTypes.SELECT },
  );
  const context = await figuresContext(one);
  const sum = startSum();
  for (const [stream, events] of await one.events.listByStreams(rows.map((row) => row.stream))) {
    const facts = events.flatMap((event) => datedFacts(event, readEvent(one.paddle, event)));
    for (const figure of contributionOf(stream, facts, context)) sum.add(figure);
  }
  return sum.list();
}

const stored = () => one.figures.listAllDays();
const unfigured = () => one.streams.countUnfigured(1_000);

const seeds = Array.from({ length: 20 }, (_, seed) => seed);

describe('The figures', () => {
  it.each(someOf(seeds, 3))('agree with the log, whenever they are updated (%i)', async (seed) => {
    const dice = seededDice(seed);
    const customers = [await addCustomer(test.db), await addCustomer(test.db), await addCustomer(test.db)];
    const lives = customers.map((id, n) => ({
      cast: castOf(seed * 10 + n, id),
      moments: randomLife(castOf(seed * 10 + n, id), dice).map((moment, index) => ({ moment, index })),
    }));
    while (lives.some(({ moments }) => moments.length > 0)) {
      const life = dice.pick([lives[0], lives[1], lives[2]]);
      // Alerts arrive in any order.
      const [next] = life?.moments.splice(dice.whole(0, life.moments.length - 1), 1) ?? [];
      if (life && next) await play(one, life.cast, next.index, next.moment);
      if (dice.chance(0.3)) await updateFigures(dice.chance(0.5) ? one : other);
    }
    await updateFigures(one);
    expect(await unfigured()).toBe(0);
    expect((await stored()).length).toBeGreaterThan(0);
    expect(await stored()).toEqual(await fromLog());
    expect(await rebuildFigures(one)).toMatchObject({ changed: 0, corrected: [], failures: [] });
  });

  it('are right when two processes update them at once, while events arrive', async () => {
    const dice = seededDice(7);
    const casts = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => castOf(n, await addCustomer(test.db))),
    );
    const lives = casts.map((cast) => ({ cast, moments: randomLife(cast, dice) }));
    await Promise.all([
      ...lives.map(async ({ cast, moments }) => {
        for (const [index, moment] of moments.entries()) await play(one, cast, index, moment);
      }),
      ...[one, other, one, other].map(updateFiguresTwice),
    ]);
    // In a burst, alerts are acknowledged as soon as they are stored, and applied when it is over.
    await one.inbox.settled();
    await sweep(one);
    await Promise.all([updateFigures(one), updateFigures(other)]);
    expect(await stored()).toEqual(await fromLog());
  });

  async function updateFiguresTwice(deps: Deps): Promise<void> {
    await updateFigures(deps);
    await updateFigures(deps);
  }

  it('include what a process of the release before has changed, which doesn’t know of them', async () => {
    const cast = castOf(1, await addCustomer(test.db));
    for (const [index, moment] of randomLife(cast, seededDice(1)).entries())
      await play(one, cast, index, moment);
    await updateFigures(one);
    expect(await unfigured()).toBe(0);
    await test.db.query('UPDATE event_streams SET version = version + 1 ORDER BY stream LIMIT 1');
    await markUnfigured(one);
    expect(await unfigured()).toBe(1);
    await updateFigures(one);
    expect(await stored()).toEqual(await fromLog());
  });

  it('are corrected by a rebuild, which says what differed', async () => {
    const cast = castOf(1, await addCustomer(test.db));
    for (const [index, moment] of randomLife(cast, seededDice(1)).entries())
      await play(one, cast, index, moment);
    await updateFigures(one);
    const right = await stored();
    await test.db.query("UPDATE daily_figures SET amount = amount + 100 WHERE kind = 'licences'");
    await test.db.query("DELETE FROM stream_figures WHERE stream LIKE 'subscription:%'");
    expect(await rebuildFigures(one)).toMatchObject({
      changed: 1,
      corrected: expect.arrayContaining([expect.objectContaining({ kind: 'licences' })]),
    });
    expect(await stored()).toEqual(right);
    expect(await rebuildFigures(one)).toMatchObject({ changed: 0, corrected: [] });
  });

  it('leave out a stream whose events can’t be read, and count the others', async () => {
    const casts = [castOf(1, await addCustomer(test.db)), castOf(2, await addCustomer(test.db))];
    for (const cast of casts)
      for (const [index, moment] of randomLife(cast, seededDice(cast.subscriptionId)).entries())
        await play(one, cast, index, moment);
    const broken = `subscription:${casts[0]?.subscriptionId}`;
    await test.db.query('UPDATE billing_events SET payload = ? WHERE stream = ? ORDER BY id LIMIT 1', {
      replacements: ['{', broken],
    });
    await updateFigures(one);
    expect(await unfigured()).toBe(0);
    const streams = (await one.figures.listStreams({ after: '', limit: 100 })).map(({ stream }) => stream);
    expect(streams).toContain(`subscription:${casts[1]?.subscriptionId}`);
    expect(streams).not.toContain(broken);
    expect(await rebuildFigures(one)).toMatchObject({ failures: [{ stream: broken }] });
  });

  it('stay out of date if the database can’t be reached while events are read', async () => {
    const cast = castOf(1, await addCustomer(test.db));
    for (const [index, moment] of randomLife(cast, seededDice(1)).entries())
      await play(one, cast, index, moment);
    const before = await unfigured();
    expect(before).toBeGreaterThan(0);
    const outage = new ConnectionRefusedError(new Error('connect ECONNREFUSED'));
    const cutOff = { ...one, events: { ...one.events, listByStreams: () => Promise.reject(outage) } };
    await expect(updateFigures(cutOff)).rejects.toBe(outage);
    expect(await unfigured()).toBe(before);
    await updateFigures(one);
    expect(await stored()).toEqual(await fromLog());
  });

  it('follow a plan that is changed while they are updated', async () => {
    const cast = castOf(1, await addCustomer(test.db));
    const life = startLife(cast).created().paid();
    for (const [index, form] of life.alerts.entries()) await play(one, cast, index, { what: 'alert', form });
    let isChanged = false;
    const listUnfigured = async (limit: number) => {
      if (!isChanged)
        await test.db.query("UPDATE plans SET frequency = IF(frequency = 'Annual', 'Monthly', 'Annual')");
      isChanged = true;
      return one.streams.listUnfigured(limit);
    };
    await updateFigures({ ...one, streams: { ...one.streams, listUnfigured } });
    expect(await stored()).toEqual(await fromLog());
  });

  it('stay as they are when a customer is erased, and hold nothing about a person', async () => {
    const accountId = await addCustomer(test.db, {
      email: 'nora.lindqvist@example.test',
      name: 'Nora Lindqvist',
    });
    const cast = { ...castOf(1, accountId), email: 'nora.lindqvist@example.test' };
    const life = startLife(cast).created().paid().at('2026-01-20 10:00:00').cancelled(day('2026-02-12'));
    for (const [index, form] of life.alerts.entries()) await play(one, cast, index, { what: 'alert', form });
    await updateFigures(one);
    const before = await stored();
    expect(before.length).toBeGreaterThan(0);
    expect(await eraseDataSubject(one, { accountId, reason: 'asked' })).toMatchObject({ status: 'erased' });
    await updateFigures(one);
    expect(await stored()).toEqual(before);
    const rows = await test.db.query('SELECT stream, figures FROM stream_figures', {
      type: QueryTypes.SELECT,
    });
    expect(JSON.stringify(rows)).not.toMatch(/lindqvist/i);
  });

  it('find what is out of date by an index, and take one query if nothing is', async () => {
    for (const table of ['subscription', 'order'])
      await test.db.query(
        `INSERT INTO event_streams (stream, version, figured_version, is_unfigured)
         SELECT CONCAT('${table}:', seq), 1, 1, NULL FROM ${numbers} AS n`,
      );
    await test.db.query('ANALYZE TABLE event_streams');
    const statements = await statementsOf(() => updateFigures(one));
    const listed = statements.filter((sql) => sql.includes('is_unfigured'));
    expect(listed).toHaveLength(1);
    const explained = async () => {
      const [plan] = await test.db.query<{ key: string; rows: number; Extra: string }>(
        `EXPLAIN ${listed[0]}`,
        { type: QueryTypes.SELECT },
      );
      return plan;
    };
    const plan = await explained();
    expect(plan).toMatchObject({ key: 'event_streams_unfigured_index' });
    expect(plan?.Extra).not.toContain('filesort');
    // The estimate counts the deleted rows of earlier tests until the database has purged them.
    await expect.poll(async () => Number((await explained())?.rows)).toBeLessThan(5);
  });
});
