/**
 * Proves "a year in the twin": customers live random lives through the real endpoints, one day after another and with
 * every kind of fault.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BundledProgram, bundleProgram } from '#proofs/bundled-program.ts';
import { type Proof, startTally } from '#proofs/proof.ts';
import { databasePlace } from '#proofs/shop/database.ts';
import { gateThread } from '#proofs/world/gate.ts';
import { liveAYear, type YearOptions, type YearReport } from './live-a-year.ts';
import type { ShopAnswer } from './year-shop.ts';

/**
 * The full proof runs two shops with 100 customers each, in parallel. Each shop has its own portal, database and Paddle
 * twin.
 */
const shopsOf: Record<'sample' | 'full', YearOptions[]> = {
  sample: [{ customers: 10, days: 90, seed: 7 }],
  full: [
    { customers: 100, days: 365, seed: 1 },
    { customers: 100, days: 365, seed: 2 },
  ],
};

/** Runs a shop's year in a separate process, because a single thread can't use two cores. */
async function liveElsewhere(program: BundledProgram, options: YearOptions): Promise<YearReport> {
  const { address, prefix } = await databasePlace();
  const shop = fork(program.path, {
    execArgv: [],
    env: { ...process.env, TEST_DATABASE_SERVER: address, TEST_DATABASE_PREFIX: prefix },
  });
  const ended = once(shop, 'exit').then(([code]) => {
    throw new Error(`a shop exited with status ${code} before its year was over`);
  });
  // The process also exits after it has sent its report. By then, this promise isn't awaited, and its rejection must
  // not count as unhandled.
  ended.catch(() => undefined);
  shop.send(options);
  const [answer] = (await Promise.race([once(shop, 'message'), ended])) as [ShopAnswer];
  if ('error' in answer) throw new Error(answer.error);
  return answer.report;
}

async function liveBeside(shops: readonly YearOptions[]): Promise<YearReport[]> {
  // The database server starts while the program is being bundled, to save time.
  const [program] = await Promise.all([
    bundleProgram('year-shop', 'proofs/year/year-shop.ts'),
    databasePlace(),
  ]);
  // A worker thread is loaded from a separate file, which isn't part of the bundle.
  copyFileSync(gateThread, join(program.folder, basename(gateThread.pathname)));
  try {
    return await Promise.all(shops.map((shop) => liveElsewhere(program, shop)));
  } finally {
    program.remove();
  }
}

const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

function notesOf(report: YearReport): string[] {
  const { pings, reconciliations, acts, seconds } = report;
  return [
    `${count.format(report.customers)} customers with ${report.subscriptions} subscriptions, ${count.format(acts.done)} actions (${acts.refused} refused by Paddle), ${count.format(report.alerts)} alerts in the log`,
    `${count.format(pings.asked)} pings: ${count.format(pings.good)} good, ${count.format(pings.refused)} correctly refused, ${pings.unanswered} answered with 503 while the database was down, ${pings.notYetKnown} refused because a new payment was not known yet, ${pings.notYetEnded} good because the end was not known yet`,
    `reconciled on ${reconciliations.done} nights, not possible on ${reconciliations.impossible}`,
    `seconds (CPU seconds): ${Object.entries(seconds)
      .map(([what, { clock, cpu }]) => `${what} ${clock.toFixed(1)} (${cpu.toFixed(1)})`)
      .join(', ')}`,
  ];
}

export const year: Proof = {
  name: 'year',
  async run(size) {
    const tally = startTally();
    const shops = shopsOf[size];
    const [only, ...others] = shops;
    const reports = only && others.length === 0 ? [await liveAYear(only)] : await liveBeside(shops);
    for (const report of reports) {
      const runs = report.compared + report.pings.asked;
      const divergences = report.differences.length + report.pingProblems.count;
      const [firstDivergence = report.pingProblems.first] = report.differences;
      tally.add({ histories: report.customers, runs, divergences, firstDivergence });
    }
    return tally.result(reports.flatMap(notesOf));
  },
};
