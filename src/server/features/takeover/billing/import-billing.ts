/**
 * Imports purchases from the PHP portal: subscriptions, receipts, licences and their keys. Each becomes an event of the
 * log, which is folded like any other, so that later alerts, rebuilds and reconciliation end the same.
 */
import { isDeepStrictEqual } from 'node:util';
import type { BoundDeps } from '#server/deps.ts';
import { importedTypes } from '#server/features/billing/fold/imported-events.ts';
import { readInternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { applyInside } from '#server/features/billing/projections/apply-streams.ts';
import { logEvents } from '#server/features/billing/projections/log-events.ts';
import { findStreams } from '#server/features/billing/streams/find-streams.ts';
import { addSoldKeys } from '#server/features/licences/keys/sold-keys.ts';
import { secondMs } from '#shared/durations.ts';
import type { OldPlans } from './billing-plans.ts';
import type { RowNote } from './imported-rows.ts';
import { type BillingRows, type ImportedEvent, type PlannedEvent, planImport } from './plan-import.ts';

export interface PersonBilling extends BillingRows {
  /** The person's number, which is the same in both portals; null for the rows of accounts that had been deleted. */
  userId: number | null;
}

export interface BillingContext {
  plans: OldPlans;
}

export interface BillingImport {
  /** Rows that came with this run, and rows that were the same as in the one before. */
  counts: { came: number; unchanged: number; keysAdded: number; keysMoved: number };
  skipped: RowNote[];
  findings: RowNote[];
}

/** What the log knows of an earlier import of a stream. */
interface Earlier {
  event: ImportedEvent;
  at: Date;
  receipts: Map<string, unknown>;
}

const withoutReceipts = (event: ImportedEvent): unknown =>
  event.type === 'subscription_imported' ? { ...event, receipts: [] } : event;

async function earlierImports(
  { events }: Pick<BoundDeps, 'events'>,
  streams: readonly string[],
): Promise<Map<string, Earlier>> {
  const found = new Map<string, Earlier>();
  for (const { stream, type, payload, occurredAt: at } of await events.listByStreamsOfTypes(
    importedTypes,
    streams,
  )) {
    const { data } = readInternalEvent(type, payload);
    if (stream === null || !data) continue;
    const event = data as ImportedEvent;
    const receipts = found.get(stream)?.receipts ?? new Map<string, unknown>();
    if (event.type === 'subscription_imported')
      for (const receipt of event.receipts) receipts.set(receipt.orderId, receipt);
    found.set(stream, { event, at, receipts });
  }
  return found;
}

/** Returns the event with only those receipts that are news; null if nothing is. */
function news(
  planned: PlannedEvent,
  earlier: Earlier | undefined,
): { event: ImportedEvent; at: Date } | null {
  const { event, at } = planned;
  if (!earlier) return { event, at };
  const receipts =
    event.type === 'subscription_imported'
      ? event.receipts.filter((one) => !isDeepStrictEqual(earlier.receipts.get(one.orderId), one))
      : [];
  const isSame = isDeepStrictEqual(withoutReceipts(earlier.event), withoutReceipts(event));
  if (isSame && receipts.length === 0) return null;
  return {
    event: event.type === 'subscription_imported' ? { ...event, receipts } : event,
    // Rows that were changed by hand may not say when.
    at: new Date(Math.max(at.getTime(), earlier.at.getTime() + secondMs)),
  };
}

/** Whether the subscription had been imported for somebody else. */
const isOfAnother = ({ event }: PlannedEvent, earlier: Earlier | undefined): boolean =>
  event.type === 'subscription_imported' &&
  earlier?.event.type === 'subscription_imported' &&
  event.billableId !== null &&
  earlier.event.billableId !== null &&
  earlier.event.billableId !== event.billableId;

/** Reads the keys. One that can't be opened, or that is another one's too, is left out. */
function readableKeys(
  { licenceCipher }: Pick<BoundDeps, 'licenceCipher'>,
  events: readonly PlannedEvent[],
): { keys: Map<PlannedEvent, string[]>; skipped: RowNote[] } {
  const skipped: RowNote[] = [];
  const known = new Set<string>();
  const keys = new Map(
    events.map((planned) => [
      planned,
      planned.keys.flatMap(({ id, key }) => {
        const reason = known.has(key) ? 'same_key' : licenceCipher.open(key) ? null : 'unreadable_key';
        if (reason !== null) {
          skipped.push({ table: 'licence_keys', id, reason });
          return [];
        }
        known.add(key);
        return [key];
      }),
    ]),
  );
  return { keys, skipped };
}

/**
 * Imports the purchases of some people, in the caller's transaction. The same rows again change nothing. Rows of people
 * whose account isn't stored yet have no owner until it is.
 */
export async function importBilling(
  bound: BoundDeps,
  people: readonly PersonBilling[],
  { plans }: BillingContext,
): Promise<BillingImport> {
  const now = bound.now();
  const planned = people.map(({ userId, ...rows }) => planImport(userId, rows, { plans, now }));
  const result: BillingImport = {
    counts: { came: 0, unchanged: 0, keysAdded: 0, keysMoved: 0 },
    skipped: planned.flatMap(({ skipped }) => skipped),
    findings: planned.flatMap(({ findings }) => findings),
  };
  const all = planned.flatMap(({ events }) => events);
  const { streamOf } = await findStreams(
    bound,
    all.flatMap(({ ref }) => ref ?? []),
  );
  const placed = all.map((one) => ({ ...one, stream: one.ref ? streamOf(one.ref) : one.stream }));
  const earlier = await earlierImports(
    bound,
    placed.map(({ stream }) => stream),
  );
  const ours: PlannedEvent[] = [];
  for (const one of placed) {
    if (isOfAnother(one, earlier.get(one.stream)))
      result.skipped.push({ ...one.row, reason: 'of_another_person' });
    else ours.push(one);
  }
  const { keys, skipped } = readableKeys(bound, ours);
  result.skipped.push(...skipped);
  const toLog = ours.flatMap((one) => {
    const told = news(one, earlier.get(one.stream));
    return told ? [{ stream: one.stream, ...told }] : [];
  });
  result.counts.came = toLog.length;
  result.counts.unchanged = ours.length - toLog.length;
  const sold = new Map(ours.map((one) => [one.stream, keys.get(one) ?? []]));
  if (toLog.length > 0) {
    await logEvents(bound, { source: 'system', events: toLog });
    await applyInside(bound, [...new Set(toLog.map(({ stream }) => stream))].sort(), sold);
  }
  const licences = await bound.licences.listByStreams([...sold.keys()]);
  const added = await addSoldKeys(
    bound,
    [...sold].flatMap(([stream, own]) => {
      const licence = licences.get(stream);
      return licence ? own.map((key) => ({ licenceId: licence.id, key })) : [];
    }),
  );
  result.counts.keysAdded = added.added;
  result.counts.keysMoved = added.moved;
  return result;
}
