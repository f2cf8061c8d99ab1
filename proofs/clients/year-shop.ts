/** One shop's year in a process of its own: started by the proof, told its options, and answers with its report. */
import { once } from 'node:events';
import type { Place } from '../database.ts';
import { liveAYear, type YearOptions, type YearReport } from './live-a-year.ts';

export interface ShopOrder {
  options: YearOptions;
  /** Where its database is to be. */
  place: Place;
}

export type ShopAnswer = { report: YearReport } | { error: string };

async function answer(options: YearOptions): Promise<ShopAnswer> {
  try {
    return { report: await liveAYear(options) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

// Whoever started it is gone: nobody waits for the answer.
process.once('disconnect', () => process.exit(1));
const [{ options, place }] = (await once(process, 'message')) as [ShopOrder];
process.env.TEST_DATABASE_SERVER = place.address;
process.env.TEST_DATABASE_PREFIX = place.prefix;
const given = await answer(options);
process.send?.(given, () => process.exit(0));
