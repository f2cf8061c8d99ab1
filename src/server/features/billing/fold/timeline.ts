/** Lists what each event of a stream changed, in enough detail to rebuild the state. */
import { isDeepStrictEqual } from 'node:util';
import { stepsOf } from './fold-stream.ts';
import type { BillingEvent, FoldContext, Projection, TimedEvent } from './projection.ts';
import { nothing } from './step.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * New values by field name. For receipts and flags, new values by reference. Anything that isn't listed is unchanged.
 */
export interface Changes {
  subscription: Fields;
  entitlement: Fields;
  receipts: Fields;
  flags: Fields;
  laterFlags: Fields;
  rest: Fields;
}

export interface TimelineEntry {
  at: Date;
  type: BillingEvent['type'];
  fact: BillingEvent;
  changes: Changes;
}

function changed(before: Fields, after: Fields): Fields {
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(before[name], value)),
  );
}

const byReference = <T extends { reference: string }>(items: readonly T[]): Record<string, T> =>
  Object.fromEntries(items.map((item) => [item.reference, item]));

/** Returns the items that differ, by reference. A removed item has the value null. */
function changedItems<T extends { reference: string }>(before: readonly T[], after: readonly T[]): Fields {
  const [old, now] = [byReference(before), byReference(after)];
  const gone = Object.keys(old).filter((reference) => !(reference in now));
  return { ...changed(old, now), ...Object.fromEntries(gone.map((reference) => [reference, null])) };
}

function changesBetween(before: Projection, after: Projection): Changes {
  const restOf = ({ subscription, entitlement, receipts, flags, laterFlags, ...rest }: Projection) => rest;
  return {
    subscription: changed({ ...before.subscription }, { ...after.subscription }),
    entitlement: changed({ ...before.entitlement }, { ...after.entitlement }),
    receipts: changedItems(before.receipts, after.receipts),
    flags: changedItems(before.flags, after.flags),
    laterFlags: changedItems(before.laterFlags, after.laterFlags),
    rest: changed(restOf(before), restOf(after)),
  };
}

/** Returns the events of a stream in order, each with what it changed. */
export function timelineOf(
  stream: string,
  facts: readonly TimedEvent[],
  context: FoldContext,
): TimelineEntry[] {
  let before = nothing(null);
  const entries: TimelineEntry[] = [];
  for (const { dated, project } of stepsOf(stream, facts, context)) {
    const after = project();
    entries.push({
      at: dated.occurredAt,
      type: dated.fact.type,
      fact: dated.fact,
      changes: changesBetween(before, after),
    });
    before = after;
  }
  return entries;
}

function mergeItems<T extends { reference: string }>(items: readonly T[], changes: Fields): T[] {
  const merged = { ...byReference(items), ...(changes as Record<string, T | null>) };
  return Object.values(merged).filter((item) => item !== null);
}

const inOrderOf =
  <T>(of: (item: T) => string) =>
  (a: T, b: T) =>
    of(a) < of(b) ? -1 : 1;

/** Rebuilds the final state from the changes alone. */
export function replayTimeline(entries: readonly Pick<TimelineEntry, 'changes'>[]): Projection {
  let state = nothing(null);
  for (const { changes } of entries) {
    const merge = <T>(part: T | null, fields: Fields): T | null =>
      part === null && Object.keys(fields).length === 0 ? null : ({ ...part, ...fields } as T);
    state = {
      ...state,
      ...changes.rest,
      subscription: merge(state.subscription, changes.subscription),
      entitlement: merge(state.entitlement, changes.entitlement),
      receipts: mergeItems(state.receipts, changes.receipts).sort(
        inOrderOf((receipt) => `${receipt.paidAt.toISOString()} ${receipt.reference}`),
      ),
      flags: mergeItems(state.flags, changes.flags),
      laterFlags: mergeItems(state.laterFlags, changes.laterFlags),
    };
  }
  return state;
}
