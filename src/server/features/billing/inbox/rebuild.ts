/** Folds the whole log anew and compares it with the tables. */
import { isDeepStrictEqual } from 'node:util';
import type { BoundDeps, Deps } from '#server/deps.ts';
import { applyInside } from './apply-streams.ts';
import { planWrites, rowKey, type Writes } from './projection-diff.ts';

export interface Difference {
  subject: string;
  table: 'subscriptions' | 'licences' | 'receipts' | 'flags' | 'paddle_customers' | 'billing_subjects';
  /** Which row, and which of its fields. */
  what: string;
}

/** A subject that could not be folded: it is left as it is. */
interface Failure {
  subject: string;
  problem: string;
}

export interface Rebuilt {
  subjects: number;
  differences: Difference[];
  failures: Failure[];
}

const page = 100;

/**
 * Goes through every subject of the log. `dryRun` only tells what differs from a fresh fold; otherwise the tables
 * are brought in line, a page in one transaction; where one of a page cannot be folded, each in its own, so that it
 * keeps no other from being looked at. May run beside a working portal.
 */
export async function rebuild(
  deps: Pick<Deps, 'transaction' | 'subjects'>,
  { dryRun, report }: { dryRun: boolean; report?: (difference: Difference) => void },
): Promise<Rebuilt> {
  const result: Rebuilt = { subjects: 0, differences: [], failures: [] };
  const fold = (subjects: readonly string[]) =>
    deps.transaction(async (bound) => {
      const found = await differencesOf(bound, await planWrites(bound, subjects));
      if (!dryRun) await applyInside(bound, subjects);
      return found;
    });
  for (let after = ''; ; ) {
    const subjects = await deps.subjects.listAfter(after, page);
    const last = subjects.at(-1);
    if (last === undefined) break;
    const { differences, failures } = await foldEach(fold, subjects);
    result.failures.push(...failures);
    for (const difference of differences) report?.(difference);
    result.differences.push(...differences);
    result.subjects += subjects.length;
    after = last;
  }
  for (let from: string | null = ''; from !== null; ) {
    const { subjects, next }: Awaited<ReturnType<Deps['subjects']['pageWithoutEvents']>> =
      await deps.subjects.pageWithoutEvents({ after: from, limit: page });
    for (const subject of subjects) {
      const difference: Difference = { subject, table: 'licences', what: 'no event of the log tells of it' };
      report?.(difference);
      result.differences.push(difference);
    }
    from = next;
  }
  return result;
}

/** All together; where that fails, one by one. */
async function foldEach(
  fold: (subjects: readonly string[]) => Promise<Difference[]>,
  subjects: readonly string[],
): Promise<Pick<Rebuilt, 'differences' | 'failures'>> {
  try {
    return { differences: await fold(subjects), failures: [] };
  } catch (error) {
    const [subject] = subjects;
    if (subject !== undefined && subjects.length === 1) {
      return { differences: [], failures: [{ subject, problem: messageOf(error) }] };
    }
  }
  const each: Pick<Rebuilt, 'differences' | 'failures'> = { differences: [], failures: [] };
  for (const subject of subjects) {
    const { differences, failures } = await foldEach(fold, [subject]);
    each.differences.push(...differences);
    each.failures.push(...failures);
  }
  return each;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function fieldsThatDiffer(stored: object | null | undefined, wanted: object): string {
  if (!stored) return 'not there';
  const old: Record<string, unknown> = { ...stored };
  return Object.entries(wanted)
    .flatMap(([name, value]) =>
      isDeepStrictEqual(old[name], value)
        ? []
        : [`${name}: ${JSON.stringify(old[name])} should be ${JSON.stringify(value)}`],
    )
    .join(', ');
}

async function differencesOf(deps: BoundDeps, writes: Writes): Promise<Difference[]> {
  const subjects = writes.folded.map(({ subject }) => subject);
  const subscriptions = await deps.subscriptions.listBySubjects(subjects);
  const licences = await deps.licences.listBySubjects(subjects);
  const receipts = new Map((await deps.receipts.listBySubjects(subjects)).map((row) => [rowKey(row), row]));
  const flags = new Map((await deps.flags.listBySubjects(subjects)).map((row) => [rowKey(row), row]));
  return [
    ...writes.folded.flatMap(({ subject, head, owner, events }): Difference[] => {
      // What could not be read was never applied: it is in the log, and nobody's.
      if (!head && events.every(({ meaning }) => meaning.status !== 'fact')) return [];
      const what = fieldsThatDiffer(head, owner);
      return what === '' ? [] : [{ subject, table: 'billing_subjects', what }];
    }),
    ...writes.subscriptions.map(
      (row): Difference => ({
        subject: row.subject,
        table: 'subscriptions',
        what: fieldsThatDiffer(subscriptions.get(row.subject), row),
      }),
    ),
    ...writes.licences.issued.map(
      ({ state }): Difference => ({
        subject: state.subject,
        table: 'licences',
        what: 'not there',
      }),
    ),
    ...writes.licences.changed.map((state): Difference => {
      const stored = licences.get(state.subject);
      return {
        subject: state.subject,
        table: 'licences',
        what: fieldsThatDiffer(stored && { ...stored, planId: stored.plan.id }, state),
      };
    }),
    ...writes.receipts.map(
      (row): Difference => ({
        subject: row.subject,
        table: 'receipts',
        what: `${row.reference}: ${fieldsThatDiffer(receipts.get(rowKey(row)), row)}`,
      }),
    ),
    ...writes.removedReceipts.map(
      ({ subject, reference }): Difference => ({
        subject,
        table: 'receipts',
        what: `${reference}: should not be there`,
      }),
    ),
    ...writes.flags.map(
      (row): Difference => ({
        subject: row.subject,
        table: 'flags',
        what: `${row.reference}: ${fieldsThatDiffer(flags.get(rowKey(row)), row)}`,
      }),
    ),
    ...writes.removedFlags.map(
      ({ subject, reference }): Difference => ({
        subject,
        table: 'flags',
        what: `${reference}: should not be there`,
      }),
    ),
    ...writes.contacts.map(
      (contact): Difference => ({
        subject: `customer:${contact.paddleUserId}`,
        table: 'paddle_customers',
        what: 'the address is another one',
      }),
    ),
  ];
}
