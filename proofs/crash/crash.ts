/**
 * Kills a portal at each database statement that it runs to apply an alert: once before the statement is sent, and once
 * after the database has answered. Another portal then starts on the same database, and Paddle retries the alerts that
 * weren't acknowledged. Afterwards, the tables must look as if no portal had crashed.
 */

import { firstDifference } from '#proofs/difference.ts';
import { factsOf } from '#proofs/histories/random-life.ts';
import { type Proof, type Size, startTally, type Tally } from '#proofs/proof.ts';
import type { Cast } from '#proofs/shop/cast.ts';
import type { AlertForm } from '#proofs/shop/life.ts';
import { openScene, type Scene } from './scene.ts';
import type { Victim } from './victims.ts';
import type { Order } from './words.ts';
import { type Work, works } from './works.ts';

/** Upper bound. A work item that runs more statements than this must be in a loop. */
const maxStatements = 300;
/** A sample run is limited to these work items (by index) and these statements. */
const sampled = { works: [0], statements: [2, 9] };

const alertsOf = ({ history, settledBefore, inFlight }: Work, cast: Cast): AlertForm[] =>
  history.play(cast).alerts.slice(0, settledBefore + inFlight);

const streamsOf = (alerts: readonly AlertForm[]): string[] => [
  ...factsOf(alerts.map((form) => ({ what: 'alert', form }))).keys(),
];

const idOf = (cast: Cast, index: number): number => cast.subscriptionId * 100 + index;

interface Ended {
  /** False if the portal survived because the work took fewer statements than ordered. */
  killed: boolean;
  statements: number;
  wrong: string | null;
}

/**
 * Sends the work to a portal that kills itself at the ordered statement. Then starts another portal to finish the work.
 */
async function playAndKill(scene: Scene, work: Work, order: Order, expected: unknown): Promise<Ended> {
  const cast = await scene.enrol();
  const alerts = alertsOf(work, cast);
  const victim = await scene.victims.next();
  const before = alerts.slice(0, work.settledBefore);
  for (const [index, form] of before.entries()) await mustPost(scene, victim, idOf(cast, index), form);
  await victim.order(order);
  const answered = await Promise.all(
    alerts
      .slice(work.settledBefore)
      .map((form, index) => scene.post(victim.url, idOf(cast, work.settledBefore + index), form)),
  );
  const lives = answered.every(Boolean) && (await isAlive(victim, order));
  const statements = lives ? await victim.count() : order.statement;
  if (lives) scene.victims.keep(victim);
  else if ((await victim.died) !== 'SIGKILL')
    throw new Error(`${work.name}: the portal ended for another reason`);

  const unanswered = alerts.flatMap((form, index) =>
    index >= work.settledBefore && !answered[index - work.settledBefore] ? [{ form, index }] : [],
  );
  const waiting = await scene.restart(streamsOf(alerts), async (url) => {
    for (const { form, index } of unanswered) await scene.post(url, idOf(cast, index), form);
  });
  const difference = waiting ?? firstDifference(expected, await scene.stored(cast, streamsOf(alerts)));
  const where = `killed ${order.moment} statement ${order.statement}, ${unanswered.length} of ${work.inFlight} unanswered`;
  return { killed: !lives, statements, wrong: difference && `${work.name}, ${where}: ${difference}` };
}

async function mustPost(scene: Scene, victim: Victim, alertId: number, form: AlertForm): Promise<void> {
  if (!(await scene.post(victim.url, alertId, form))) throw new Error('a portal ended before it was killed');
}

/**
 * Checks that the portal is alive because it ran fewer statements than ordered. The portal's response alone doesn't
 * prove this, because more statements may follow the response.
 */
async function isAlive(victim: Victim, { statement }: Order): Promise<boolean> {
  const end = Promise.race([victim.died.then(() => 'dead' as const), victim.count()]);
  const count = await end.catch(() => 'dead' as const);
  return count !== 'dead' && count < statement;
}

/** Returns the stored state after the same work was done without a crash. */
async function cleanEnd(scene: Scene, work: Work): Promise<unknown> {
  const cast = await scene.enrol();
  const alerts = alertsOf(work, cast);
  const victim = await scene.victims.next();
  for (const [index, form] of alerts.entries()) await mustPost(scene, victim, idOf(cast, index), form);
  scene.victims.keep(victim);
  const waiting = await scene.restart(streamsOf(alerts), () => Promise.resolve());
  if (waiting) throw new Error(`${work.name}, without a crash: ${waiting}`);
  return scene.stored(cast, streamsOf(alerts));
}

/**
 * Kills a portal at the first statement, another one at the second, and so on until the work takes fewer statements
 * than that. Returns the number of kills.
 */
async function tryWork(
  scene: Scene,
  { work, moment, statements }: { work: Work; moment: Order['moment']; statements: readonly number[] },
  tally: Tally,
): Promise<number> {
  const expected = await cleanEnd(scene, work);
  let kills = 0;
  for (const statement of statements) {
    const { killed, wrong } = await playAndKill(scene, work, { statement, moment }, expected);
    tally.ran(wrong);
    if (!killed) return kills;
    kills += 1;
  }
  return kills;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

export const crash: Proof = {
  name: 'crash',
  async run(size: Size) {
    const scene = await openScene({ spare: 2 });
    try {
      const tally = startTally();
      const chosen = size === 'full' ? works : works.filter((_, index) => sampled.works.includes(index));
      const statements = size === 'full' ? upTo(maxStatements) : sampled.statements;
      const told: string[] = [];
      for (const work of chosen) {
        tally.history();
        const tries = (['before', 'after'] as const).map((moment) =>
          tryWork(scene, { work, moment, statements }, tally),
        );
        // If one of the attempts fails, the other one must finish before the scene is closed.
        await Promise.allSettled(tries);
        const kills = await Promise.all(tries);
        told.push(`${work.name} ${kills.join(' + ')}`);
      }
      return tally.result([`kills before + after a statement: ${told.join('; ')}`]);
    } finally {
      await scene.close();
    }
  },
};
