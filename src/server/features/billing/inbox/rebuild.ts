/** Folds the whole log again and compares the result with the tables. */

import { isDeepStrictEqual } from 'node:util';
import type { BoundDeps, Deps } from '#server/deps.ts';
import { applyInside } from '#server/features/billing/projections/apply-streams.ts';
import {
  diffProjections,
  type ProjectionDiff,
  rowKey,
} from '#server/features/billing/projections/projection-diff.ts';
import { messageOf } from '#server/platform/observability/message-of.ts';
import { refKey } from '#server/platform/paddle/reference.ts';

export interface Difference {
  stream: string;
  table:
    | 'subscriptions'
    | 'licences'
    | 'receipts'
    | 'flags'
    | 'paddle_customers'
    | 'event_streams'
    | 'subscription_refs';
  /** Names the row and the fields that differ. */
  what: string;
}

/** A stream that couldn't be folded. Its rows are left unchanged. */
interface Failure {
  stream: string;
  problem: string;
}

export interface Rebuilt {
  streams: number;
  differences: Difference[];
  failures: Failure[];
}

const page = 100;

/**
 * Folds every stream in the log and reports differences from the tables. Unless `dryRun` is set, also corrects the
 * tables, one page of streams per transaction. If a page fails, each of its streams gets its own transaction, so that
 * one failure doesn't affect the others. Rows of streams without any event are reported but never removed. Safe to run
 * while the portal is in use.
 */
export async function rebuild(
  deps: Pick<Deps, 'transaction' | 'streams'>,
  { dryRun, report }: { dryRun: boolean; report?: (difference: Difference) => void },
): Promise<Rebuilt> {
  const result: Rebuilt = { streams: 0, differences: [], failures: [] };
  const fold = (streams: readonly string[]) =>
    deps.transaction(async (bound) => {
      const found = await differencesOf(bound, await diffProjections(bound, streams));
      if (!dryRun) await applyInside(bound, streams);
      return found;
    });
  for (let after = ''; ; ) {
    const streams = await deps.streams.listAfter(after, page);
    const last = streams.at(-1);
    if (last === undefined) break;
    const { differences, failures } = await foldEach(fold, streams);
    result.failures.push(...failures);
    for (const difference of differences) report?.(difference);
    result.differences.push(...differences);
    result.streams += streams.length;
    after = last;
  }
  for (let from: string | null = ''; from !== null; ) {
    const { streams, next }: Awaited<ReturnType<Deps['streams']['pageWithoutEvents']>> =
      await deps.streams.pageWithoutEvents({ after: from, limit: page });
    for (const stream of streams) {
      const difference: Difference = {
        stream,
        table: 'licences',
        what: 'no event in the log accounts for it',
      };
      report?.(difference);
      result.differences.push(difference);
    }
    from = next;
  }
  return result;
}

/** Folds the streams in one transaction, or individually if that fails. */
async function foldEach(
  fold: (streams: readonly string[]) => Promise<Difference[]>,
  streams: readonly string[],
): Promise<Pick<Rebuilt, 'differences' | 'failures'>> {
  try {
    return { differences: await fold(streams), failures: [] };
  } catch (error) {
    const [stream] = streams;
    if (stream !== undefined && streams.length === 1) {
      return { differences: [], failures: [{ stream, problem: messageOf(error) }] };
    }
  }
  const each: Pick<Rebuilt, 'differences' | 'failures'> = { differences: [], failures: [] };
  for (const stream of streams) {
    const { differences, failures } = await foldEach(fold, [stream]);
    each.differences.push(...differences);
    each.failures.push(...failures);
  }
  return each;
}

function fieldsThatDiffer(stored: object | null | undefined, wanted: object): string {
  if (!stored) return 'missing';
  const old: Record<string, unknown> = { ...stored };
  return Object.entries(wanted)
    .flatMap(([name, value]) =>
      isDeepStrictEqual(old[name], value)
        ? []
        : [`${name}: ${JSON.stringify(old[name])} should be ${JSON.stringify(value)}`],
    )
    .join(', ');
}

async function differencesOf(deps: BoundDeps, writes: ProjectionDiff): Promise<Difference[]> {
  const streams = writes.folded.map(({ stream }) => stream);
  const subscriptions = await deps.subscriptions.listByStreams(streams);
  const licences = await deps.licences.listByStreams(streams);
  const receipts = new Map((await deps.receipts.listByStreams(streams)).map((row) => [rowKey(row), row]));
  const references = [...writes.references.added, ...writes.references.changed];
  const refs = await deps.subscriptionRefs.find(references.map(({ ref }) => ref));
  const storedRefs = new Map(refs.map((row) => [refKey(row.ref), row]));
  const flags = new Map((await deps.flags.listByStreams(streams)).map((row) => [rowKey(row), row]));
  return [
    ...writes.folded.flatMap(({ stream, head, owner, events }): Difference[] => {
      // A stream that has only malformed events was never applied, so it is correct that it has no head.
      if (!head && events.every(({ meaning }) => meaning.status !== 'facts')) return [];
      const what = fieldsThatDiffer(head, owner);
      return what === '' ? [] : [{ stream, table: 'event_streams', what }];
    }),
    ...writes.subscriptions.map(
      (row): Difference => ({
        stream: row.stream,
        table: 'subscriptions',
        what: fieldsThatDiffer(subscriptions.get(row.stream), row),
      }),
    ),
    ...writes.licences.issued.map(
      ({ state }): Difference => ({
        stream: state.stream,
        table: 'licences',
        what: 'missing',
      }),
    ),
    ...writes.licences.changed.map((state): Difference => {
      const stored = licences.get(state.stream);
      return {
        stream: state.stream,
        table: 'licences',
        what: fieldsThatDiffer(stored && { ...stored, planId: stored.plan.id }, state),
      };
    }),
    ...writes.receipts.map(
      (row): Difference => ({
        stream: row.stream,
        table: 'receipts',
        what: `${row.reference}: ${fieldsThatDiffer(receipts.get(rowKey(row)), row)}`,
      }),
    ),
    ...writes.removedReceipts.map(
      ({ stream, reference }): Difference => ({
        stream,
        table: 'receipts',
        what: `${reference}: should not be there`,
      }),
    ),
    ...writes.flags.map(
      (row): Difference => ({
        stream: row.stream,
        table: 'flags',
        what: `${row.reference}: ${fieldsThatDiffer(flags.get(rowKey(row)), row)}`,
      }),
    ),
    ...writes.removedFlags.map(
      ({ stream, reference }): Difference => ({
        stream,
        table: 'flags',
        what: `${reference}: should not be there`,
      }),
    ),
    ...references.map(
      (row): Difference => ({
        stream: row.stream,
        table: 'subscription_refs',
        what: `${row.ref.id}: ${fieldsThatDiffer(storedRefs.get(refKey(row.ref)), row)}`,
      }),
    ),
    ...writes.references.misplaced.map(
      ({ ref, from, to }): Difference => ({
        stream: from,
        table: 'subscription_refs',
        what: `${ref.id}: its events belong to ${to}`,
      }),
    ),
    ...writes.contacts.map(
      (contact): Difference => ({
        stream: `customer:${contact.paddleUserId}`,
        table: 'paddle_customers',
        what: 'the address differs',
      }),
    ),
  ];
}
