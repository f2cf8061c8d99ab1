/** "A year in the twin": customers with random lives, day by day, everything going wrong, through the real doors. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { liveAYear, type YearOptions, type YearReport } from './clients/live-a-year.ts';
import type { ShopAnswer, ShopOrder } from './clients/year-shop.ts';
import { databasePlace } from './database.ts';
import { type Proof, startTally } from './proof.ts';

/** In full: two shops of a hundred customers at the same time, each with a portal, a database and a Paddle of its own. */
const shopsOf: Record<'sample' | 'full', [YearOptions, ...YearOptions[]]> = {
  sample: [{ customers: 10, days: 90, seed: 7 }],
  full: [
    { customers: 100, days: 365, seed: 1 },
    { customers: 100, days: 365, seed: 2 },
  ],
};

/** In a process of its own, for one thread cannot use two cores; it loads while the database server starts. */
async function liveElsewhere(options: YearOptions): Promise<YearReport> {
  const shop = fork(new URL('./clients/year-shop.ts', import.meta.url));
  const ended = once(shop, 'exit').then(([code]) => {
    throw new Error(`a shop ended with ${code} before its year was over`);
  });
  // Ends in an error after the report as well: nobody listens then.
  ended.catch(() => undefined);
  const order: ShopOrder = { options, place: await databasePlace() };
  shop.send(order);
  const [answer] = (await Promise.race([once(shop, 'message'), ended])) as [ShopAnswer];
  if ('error' in answer) throw new Error(answer.error);
  return answer.report;
}

const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

function notesOf(report: YearReport): string[] {
  const { pings, reconciliations, acts, seconds } = report;
  return [
    `${count.format(report.customers)} customers with ${report.subscriptions} subscriptions, ${count.format(acts.done)} acts (${acts.refused} refused by Paddle), ${count.format(report.alerts)} alerts in the log`,
    `${count.format(pings.asked)} pings: ${count.format(pings.good)} good, ${count.format(pings.refused)} rightly refused, ${pings.unanswered} answered 503 while the database was away, ${pings.notYetKnown} paid anew and not yet known, ${pings.notYetEnded} ended and not yet known`,
    `reconciled on ${reconciliations.done} nights, impossible on ${reconciliations.impossible}`,
    `seconds (of them CPU): ${Object.entries(seconds)
      .map(([what, { clock, cpu }]) => `${what} ${clock.toFixed(1)} (${cpu.toFixed(1)})`)
      .join(', ')}`,
  ];
}

export const year: Proof = {
  name: 'year',
  async run(size) {
    const tally = startTally();
    const [here, ...elsewhere] = shopsOf[size];
    const others = elsewhere.map(liveElsewhere);
    // One here: this process has loaded all that it takes.
    const reports = await Promise.all([liveAYear(here), ...others]);
    for (const report of reports) {
      const runs = report.compared + report.pings.asked;
      const divergences = report.differences.length + report.pingProblems.count;
      const [firstDivergence = report.pingProblems.first] = report.differences;
      tally.add({ histories: report.customers, runs, divergences, firstDivergence });
    }
    return tally.result(reports.flatMap(notesOf));
  },
};
