/**
 * Simulates a year of one shop in a separate process. Receives the options from the proof and sends back the report.
 */
import { once } from 'node:events';
import { liveAYear, type YearOptions, type YearReport } from './live-a-year.ts';

export type ShopAnswer = { report: YearReport } | { error: string };

async function answer(options: YearOptions): Promise<ShopAnswer> {
  try {
    return { report: await liveAYear(options) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

// If the parent process has gone, nothing is waiting for the report.
process.once('disconnect', () => process.exit(1));
const [options] = (await once(process, 'message')) as [YearOptions];
const given = await answer(options);
process.send?.(given, () => process.exit(0));
