/** Ensures that the database and the Paddle twin contain the prepared history. The history is played only once. */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrateUp } from '#db/migrate.ts';
import { jobs } from '#server/features/billing/reconcile/jobs.ts';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import { hashOfPassword } from '#server/features/identity/passwords/password-hashes.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { jobRepository } from '#server/platform/scheduling/job.repository.ts';
import { type Customer, customerRepository } from './customer.repository.ts';
import type { LogIn, Person } from './history.ts';
import { historyPlans } from './history-plans.ts';
import { instantOf, type PlayOptions, playHistory } from './play-history.ts';

export interface HistoryOptions extends Omit<PlayOptions, 'folder'> {
  /** The demo's data folder. */
  folder: string;
  passwords: Readonly<Record<LogIn, string>>;
}

type Database = ReturnType<typeof openDatabase>;

/** Returns the folder that contains the twin's state. */
export const twinFolderIn = (folder: string): string => join(folder, 'paddle-twin');
const draftIn = (folder: string): string => join(folder, 'paddle-twin.new');
const noteIn = (twinFolder: string): string => join(twinFolder, 'history.json');

/** Returns true if the history has already been played on the twin whose state is in the demo's data folder. */
export const isPlayed = (folder: string): boolean => existsSync(noteIn(twinFolderIn(folder)));

/**
 * Plays the history into a draft folder next to the twin's current state. Does nothing if the history has been played
 * already. Needs no database.
 */
export async function draftHistory({ folder, ...options }: HistoryOptions): Promise<void> {
  if (isPlayed(folder)) return;
  const draft = draftIn(folder);
  rmSync(draft, { recursive: true, force: true });
  await playHistory({ ...options, folder: draft });
  writeFileSync(noteIn(draft), `${JSON.stringify({ people: options.people.length })}\n`);
}

async function customersOf({ people, passwords, now }: HistoryOptions): Promise<Customer[]> {
  return Promise.all(
    people.map(async ({ registered, ...person }, index) => ({
      ...person,
      // This id must be the same as the customer id in the passthrough of the customer's alerts.
      id: index + 1,
      registeredAt: instantOf(registered, now),
      passwordHash: person.logIn ? await hashOfPassword(passwords[person.logIn]) : null,
    })),
  );
}

async function openMigrated(url: string): Promise<Database> {
  const db = openDatabase({ url, poolSize: 2 });
  try {
    await migrateUp(db);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

/**
 * Compares the database with the history. `empty`: no accounts or events. `begun`: the history's accounts, but no
 * events yet. `there`: both. `other`: data that doesn't belong to the history.
 */
async function relation(
  db: Database,
  people: readonly Person[],
): Promise<'empty' | 'begun' | 'there' | 'other'> {
  const { emails, hasEvents } = await customerRepository(db).usage();
  // All accounts were inserted in one transaction, so finding one is enough. Some may have been deleted since.
  if (people.some(({ email }) => emails.has(email))) return hasEvents ? 'there' : 'begun';
  return hasEvents || emails.size > 0 ? 'other' : 'empty';
}

/**
 * Marks the reconciliation jobs as recently run. Otherwise the portal would query Paddle for alerts that are still
 * being delivered.
 */
async function leaveUnasked(db: Database, now: Date): Promise<void> {
  const schedule = jobRepository(db);
  for (const { name, next } of jobs) {
    const dueAt = next(now);
    if (await schedule.take(name, now, dueAt)) await schedule.finish(name, dueAt, { dueAt, failures: 0 });
  }
  for (const name of ['lost_alerts', 'reconcile']) await schedule.noteProgress(name, now.toISOString());
}

/**
 * Installs the history that `draftHistory` has drafted. The accounts and plans go into the database. The events go into
 * the twin, with their alerts still unsent. If the database doesn't match the twin's state, for example after a
 * different demo, `clear` is called and must empty the database or throw.
 */
export async function ensureHistory(
  options: HistoryOptions & { databaseUrl: string; clear: () => Promise<void> },
): Promise<void> {
  const { folder, people, databaseUrl } = options;
  let db = await openMigrated(databaseUrl);
  try {
    const found = await relation(db, people);
    if (isPlayed(folder) && (found === 'there' || found === 'begun')) return;
    if (isPlayed(folder)) {
      // The twin's state refers to customers that don't exist in this database.
      rmSync(noteIn(twinFolderIn(folder)));
      await draftHistory(options);
    }
    if (found === 'there' || found === 'other') {
      await db.close();
      await options.clear();
      db = await openMigrated(databaseUrl);
    }
    const plans = planRepository(db);
    for (const plan of Object.values(historyPlans)) await plans.save(plan);
    await leaveUnasked(db, options.now);
    if (found !== 'begun') await customerRepository(db).insertAll(await customersOf(options));
    rmSync(twinFolderIn(folder), { recursive: true, force: true });
    renameSync(draftIn(folder), twinFolderIn(folder));
  } finally {
    await db.close();
  }
}
