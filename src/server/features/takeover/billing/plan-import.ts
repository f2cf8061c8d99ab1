/** Translates one person's rows into what is to be imported. Pure: nothing is read or written. */
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { grantStream, orderStream, streamOpenedBy } from '#server/features/billing/streams/stream-names.ts';
import {
  type LicenceRow,
  personClass,
  type ReceiptRow,
  type SubscriptionRow,
} from '#server/features/takeover/source/rows.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import { dayOf } from '#shared/dates.ts';
import type { OldPlans } from './billing-plans.ts';
import {
  importedLicence,
  importedReceipt,
  importedSubscription,
  type RowNote,
  refusedState,
  writtenAt,
} from './imported-rows.ts';
import { matchLicences } from './match-licences.ts';

export interface BillingRows {
  subscriptions: readonly SubscriptionRow[];
  receipts: readonly ReceiptRow[];
  licences: readonly LicenceRow[];
}

export type ImportedEvent = Extract<
  InternalEvent,
  { type: 'subscription_imported' | 'order_imported' | 'licence_imported' }
>;

/** An event to log in a stream, unless the log says the same already. */
export interface PlannedEvent {
  /** The stream that the event would open. A subscription may belong to another one since. */
  stream: string;
  ref: PaddleRef | null;
  event: ImportedEvent;
  at: Date;
  /** The row that the event is about. */
  row: { table: RowNote['table']; id: number };
  /** The keys of its licence, the current one first. */
  keys: LicenceRow[];
}

export interface PlannedImport {
  events: PlannedEvent[];
  /** Rows that are left out. */
  skipped: RowNote[];
  /** Rows that came, and that a person has to look at. */
  findings: RowNote[];
}

interface Context {
  plans: OldPlans;
  now: Date;
}

/** Of two subscriptions with one number at Paddle, the row that changed last counts. */
function uniqueSubscriptions(rows: readonly SubscriptionRow[]): {
  kept: SubscriptionRow[];
  skipped: RowNote[];
} {
  const byPaddleId = new Map<number, SubscriptionRow>();
  const skipped: RowNote[] = [];
  const changedAt = ({ updated_at, created_at }: SubscriptionRow) =>
    (updated_at ?? created_at)?.getTime() ?? 0;
  for (const row of [...rows].sort((a, b) => changedAt(a) - changedAt(b) || a.id - b.id)) {
    const known = byPaddleId.get(row.paddle_id);
    if (known) skipped.push({ table: 'subscriptions', id: known.id, reason: 'same_paddle_id' });
    byPaddleId.set(row.paddle_id, row);
  }
  return { kept: [...byPaddleId.values()], skipped };
}

/** The newest key of its own subscription is the one that the person saw last. */
function currentFirst(keys: readonly LicenceRow[], own: readonly LicenceRow[]): LicenceRow[] {
  const current = keys.findLast((key) => own.includes(key)) ?? keys.at(-1);
  return current ? [current, ...keys.filter((key) => key !== current)] : [];
}

/** Plans the import of one person's rows; `userId` is null for rows of deleted accounts. */
export function planImport(userId: number | null, rows: BillingRows, context: Context): PlannedImport {
  const ofPerson = <T extends { billable_type: string | null }>(all: readonly T[]) =>
    all.filter(({ billable_type }) => billable_type === personClass);
  const { kept, skipped } = uniqueSubscriptions(ofPerson(rows.subscriptions));
  const receipts = ofPerson(rows.receipts);
  const matched = matchLicences(
    { subscriptions: kept, licences: rows.licences },
    context.plans,
    dayOf(context.now),
  );
  const findings: RowNote[] = matched.undecided.map(({ id }) => ({
    ...({ table: 'licence_keys', id, reason: 'undecided_licence' } as const),
  }));
  const events: PlannedEvent[] = [];

  for (const one of matched.subscriptions) {
    const { subscription, own } = one;
    const { event, at, notes } = importedSubscription(
      {
        ...one,
        receipts: receipts.filter(
          ({ paddle_subscription_id }) => paddle_subscription_id === subscription.paddle_id,
        ),
        billableId: userId,
      },
      context,
    );
    for (const note of notes) (note.reason === 'unreadable_receipt' ? skipped : findings).push(note);
    const refused = event.isRefused
      ? []
      : one.keys.filter(({ subscription_state }) => subscription_state === refusedState);
    skipped.push(...refused.map(({ id }) => ({ table: 'licence_keys', id, reason: 'refused_key' }) as const));
    events.push({
      ...{ stream: streamOpenedBy(event.ref), ref: event.ref, event, at },
      row: { table: 'subscriptions', id: subscription.id },
      keys: currentFirst(
        one.keys.filter((key) => !refused.includes(key)),
        own,
      ),
    });
  }

  const known = new Set(kept.map(({ paddle_id }) => paddle_id));
  for (const row of receipts) {
    const subscriptionId = row.paddle_subscription_id;
    if (subscriptionId !== null && known.has(subscriptionId)) continue;
    const receipt = importedReceipt(row, { planId: null, paidThrough: null });
    const note = { table: 'receipts', id: row.id } as const;
    if (!receipt) skipped.push({ ...note, reason: 'unreadable_receipt' });
    else {
      if (subscriptionId !== null) findings.push({ ...note, reason: 'without_subscription' });
      events.push({
        ...{ stream: orderStream(receipt.orderId), ref: null, at: writtenAt([row], context.now) },
        event: { type: 'order_imported', by: 'import', billableId: userId, receipt },
        ...{ row: note, keys: [] },
      });
    }
  }

  for (const row of matched.alone) {
    const imported = importedLicence(row, context);
    const about = { table: 'licence_keys', id: row.id } as const;
    if (!imported) skipped.push({ ...about, reason: 'unknown_plan' });
    else
      events.push({
        ...{ stream: grantStream(`imported-${row.id}`), ref: null, ...imported },
        ...{ row: about, keys: [row] },
      });
  }
  return { events, skipped, findings };
}
