/**
 * Imports the PHP portal's database: checks everything first, then reads it in batches. A batch is one transaction, and
 * if it fails, each of its people is tried alone, so that one bad row never stops the rest. Can be stopped at any time
 * and run again.
 */
import type { BoundDeps, Deps } from '#server/deps.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import { oldPlans } from './billing/billing-plans.ts';
import { type BillingContext, importBilling } from './billing/import-billing.ts';
import { importPlans, type ReadPlan, readPlans } from './billing/import-plans.ts';
import { importInstances } from './instances/import-instances.ts';
import { importPasswordReset } from './links/import-password-resets.ts';
import { findCollisions } from './people/addresses.ts';
import { closeDeleted } from './people/close-deleted.ts';
import { importPeople } from './people/import-people.ts';
import type { PeopleOptions } from './people/read-person.ts';
import { tombstonesOfAccounts } from './people/tombstones-of-accounts.ts';
import { checkEveryKey } from './report/check-every-key.ts';
import { Report } from './report/report.ts';
import { openedByLaravel } from './secrets/laravel-encrypter.ts';
import { ImportRefused } from './source/open-source.ts';
import type { SourcePerson, SourceRepository } from './source/source.repository.ts';

export interface ImportOptions {
  appKeys: readonly { bytes: Buffer }[];
  loginProviders: readonly LoginProviderId[];
  dryRun: boolean;
  /** Called after each batch. */
  onProgress?: (done: number, total: number) => void;
  /** People in one transaction. */
  together?: number;
}

/** How far above the highest number of there the portal begins to number accounts itself. */
const headroom = 1_000_000;

/** Ends a transaction without storing anything. */
class NothingWritten extends Error {}

/** Runs `work` in a transaction, which is undone in a dry run. */
async function inTransaction<T>(
  deps: Pick<Deps, 'transaction'>,
  dryRun: boolean,
  work: (bound: BoundDeps) => Promise<T>,
): Promise<T> {
  if (!dryRun) return deps.transaction(work);
  let result: { value: T } | null = null;
  try {
    await deps.transaction(async (bound) => {
      result = { value: await work(bound) };
      throw new NothingWritten();
    });
  } catch (error) {
    if (!(error instanceof NothingWritten)) throw error;
  }
  if (result === null) throw new Error('a dry run has no result');
  return (result as { value: T }).value;
}

/** Refuses if one of these numbers is an account here, or was one, that the import didn't make. */
async function refuseForeignNumbers(
  deps: Pick<Deps, 'accounts' | 'importedRows' | 'paddleCustomers'>,
  ids: readonly number[],
): Promise<void> {
  const imported = new Set(
    (await deps.importedRows.listOf(ids))
      .filter(({ table }) => table === 'users')
      .map((row) => row.accountId),
  );
  const rest = ids.filter((id) => !imported.has(id));
  const taken = [...(await deps.accounts.existing(rest)), ...(await tombstonesOfAccounts(deps, rest))];
  if (taken.length > 0)
    throw new ImportRefused(
      `The numbers ${taken.slice(0, 10).join(', ')} are accounts of this portal that the import did not make. The first run needs a portal without accounts; nothing was written.`,
    );
}

/** Tries each secret on a row of its kind. */
async function checkSecrets(
  deps: Pick<Deps, 'licenceCipher'>,
  source: SourceRepository,
  { appKeys }: Pick<ImportOptions, 'appKeys'>,
): Promise<void> {
  const sealed = await source.someTwoFactorSecret();
  if (sealed !== null && appKeys.length === 0)
    throw new ImportRefused('LARAVEL_APP_KEY is missing: people of the PHP portal have authenticator apps.');
  if (sealed !== null && openedByLaravel(sealed, appKeys) === null)
    throw new ImportRefused(
      'LARAVEL_APP_KEY does not open what the PHP portal has encrypted. If its APP_KEY was changed, append the earlier ones.',
    );
  const { plans } = await source.plans();
  for (const { id } of plans) {
    const [key] = await source.someKeys(id, 1);
    if (key !== undefined && !deps.licenceCipher.open(key))
      throw new ImportRefused(
        'Neither PRIVATE_KEY nor PRIVATE_KEY_PREVIOUS opens the licence keys of the PHP portal.',
      );
  }
}

async function importAllPlans(
  deps: Deps,
  source: SourceRepository,
  report: Report,
  dryRun: boolean,
): Promise<{ plans: ReadPlan[] }> {
  const { plans: rows, skipped } = await source.plans();
  report.skipped.push(...skipped);
  const keys = new Map(
    await Promise.all(
      rows.map(async ({ id }) => {
        const opened = (await source.someKeys(id, 5)).map((key) => deps.licenceCipher.open(key));
        return [id, opened.filter((entries) => entries !== null)] as const;
      }),
    ),
  );
  const read = readPlans(rows, (id) => keys.get(id) ?? []);
  report.note(read);
  const done = await inTransaction(deps, dryRun, (bound) =>
    importPlans(bound, read.plans, async () => 'ours'),
  );
  report.count('plans', 'came', done.added);
  report.count('plans', 'changed', done.changed);
  report.count('plans', 'unchanged', done.unchanged);
  report.note({ findings: done.findings });
  return { plans: read.plans };
}

interface Context {
  source: SourceRepository;
  people: PeopleOptions;
  billing: BillingContext;
  dryRun: boolean;
}

/** Links to set a new password that people of the batch may still open. */
async function resetsOf(source: SourceRepository, people: readonly SourcePerson[]) {
  const byAddress = new Map(people.map(({ user }) => [comparableAddress(user.email), user.id]));
  const rows = await source.passwordResetsFor(
    people.map(({ user }) => user.email),
    [],
  );
  return rows.flatMap((row) => {
    const userId = byAddress.get(comparableAddress(row.email));
    return userId === undefined ? [] : { userId, row };
  });
}

async function importTogether(
  deps: Deps,
  people: readonly SourcePerson[],
  context: Context,
): Promise<Report> {
  const resets = await resetsOf(context.source, people);
  let report = new Report();
  await inTransaction(deps, context.dryRun, async (bound) => {
    // The transaction may be tried again.
    report = new Report();
    const stored = new Set(await importPeople(bound, people, context.people, report));
    const billed = people
      .filter(({ user }) => stored.has(user.id))
      .map(({ user, subscriptions, receipts, licences }) => ({
        ...{ userId: user.id, subscriptions, receipts, licences },
      }));
    const { counts, ...notes } = await importBilling(bound, billed, context.billing);
    report.count('purchases', 'came', counts.came);
    report.count('purchases', 'unchanged', counts.unchanged);
    report.note(notes);
    for (const { userId, row } of resets)
      if (stored.has(userId) && (await importPasswordReset(bound, userId, row)))
        report.count('password_resets', 'came');
  });
  return report;
}

/** Imports a batch, or each of its people alone if that fails. */
async function importBatch(deps: Deps, people: readonly SourcePerson[], context: Context): Promise<Report> {
  try {
    return await importTogether(deps, people, context);
  } catch (error) {
    const [only] = people;
    if (people.length > 1) {
      const report = new Report();
      for (const person of people) report.add(await importBatch(deps, [person], context));
      return report;
    }
    if (!only || !(error instanceof Error)) throw error;
    deps.log.warn({ err: error, userId: only.user.id }, 'a person of the PHP portal could not be imported');
    const report = new Report();
    // The message may quote an address.
    report.skipped.push({ table: 'users', id: String(only.user.id), reason: error.name });
    report.find('failed', 'users', only.user.id);
    return report;
  }
}

/** Purchases of people who were deleted there, which have no owner, and those that never were a person's. */
async function importOrphans(deps: Deps, source: SourceRepository, context: Context): Promise<Report> {
  const report = new Report();
  for (let after = 0; ; ) {
    const ids = await source.orphansAfter(after, 100);
    const last = ids.at(-1);
    if (last === undefined) break;
    after = last;
    const rows = await source.purchasesOf(ids, report.skipped);
    const { counts, ...notes } = await inTransaction(deps, context.dryRun, (bound) =>
      importBilling(bound, [{ userId: null, licences: [], ...rows }], context.billing),
    );
    report.count('purchases', 'came', counts.came);
    report.count('purchases', 'unchanged', counts.unchanged);
    report.note(notes);
  }
  for (const table of ['subscriptions', 'receipts'] as const) {
    for (let after = 0; ; ) {
      const ids = await source.ofNobodyAfter(table, after, 1_000);
      const last = ids.at(-1);
      if (last === undefined) break;
      after = last;
      report.note({
        skipped: ids.map((id) => ({ table, id, reason: 'billable_type is not App\\Models\\User' })),
      });
    }
  }
  return report;
}

/** Imports everything. Throws `ImportRefused`, before anything is written, if it can't begin. */
export async function runImport(
  deps: Deps,
  source: SourceRepository,
  options: ImportOptions,
): Promise<Report> {
  const { dryRun, together = 50, onProgress } = options;
  await checkSecrets(deps, source, options);
  const { withoutAddress, highest } = await findCollisions(source, (ids) => refuseForeignNumbers(deps, ids));
  const total = await source.countPeople();
  const report = new Report();
  if (!dryRun && (await deps.importedRows.isEmpty())) await deps.accounts.numberFrom(highest + headroom);
  const { plans } = await importAllPlans(deps, source, report, dryRun);
  const context: Context = {
    source,
    people: { ...options, withoutAddress, hasConfirmation: source.hasConfirmation },
    billing: { plans: oldPlans(plans) },
    dryRun,
  };
  let done = 0;
  for (let after = 0; ; ) {
    const batch = await source.peopleAfter(after, together);
    const last = batch.ids.at(-1) ?? Number.MAX_SAFE_INTEGER;
    const there = new Set(batch.ids);
    for (let from = after; ; ) {
      const known = await deps.importedRows.accountsBetween(from, last, 1_000);
      await closeDeleted(
        deps,
        known.filter((id) => !there.has(id)),
        { report, dryRun },
      );
      const end = known.at(-1);
      if (end === undefined) break;
      from = end;
    }
    if (batch.ids.length === 0) break;
    report.skipped.push(...batch.skipped);
    if (batch.people.length > 0) report.add(await importBatch(deps, batch.people, context));
    after = last;
    done += batch.ids.length;
    onProgress?.(done, total);
  }
  report.add(await importOrphans(deps, source, context));
  // In a dry run everything is in one transaction, which is undone.
  if (dryRun) report.add(await inTransaction(deps, true, (bound) => importInstances(bound, source)));
  else {
    report.add(await importInstances(deps, source));
    report.add(await checkEveryKey(deps, source));
  }
  return report;
}
