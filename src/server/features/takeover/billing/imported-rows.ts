/** Translates rows of the PHP portal into events. Pure: nothing is read or written. */
import { ImportedReceipt, type LicenceImported } from '#server/features/billing/fold/imported-events.ts';
import type { ImportedSubscription } from '#server/features/billing/fold/internal-events.ts';
import type { LicenceRow, ReceiptRow, SubscriptionRow } from '#server/features/takeover/source/rows.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { monthsOf } from '#shared/catalogue/catalogue.ts';
import { addMonths, type CalendarDate, dayOf, latestDay } from '#shared/dates.ts';
import { parseDecimal } from '#shared/money.ts';
import type { OldPlans } from './billing-plans.ts';
import type { MatchedSubscription } from './match-licences.ts';

/** A row that can't be taken over, or something about it that a person has to decide. */
export interface RowNote {
  table: 'subscriptions' | 'licence_keys' | 'receipts' | 'plans';
  id: number;
  reason: RowReason;
}

export type RowReason =
  /** The receipt's amount, currency or order can't be read. */
  | 'unreadable_receipt'
  /** Two subscriptions have the same number at Paddle. The row that changed last counts. */
  | 'same_paddle_id'
  /** The subscription had been imported for another person. */
  | 'of_another_person'
  /** A status that Paddle doesn't have. It was read from the dates. */
  | 'unknown_status'
  /** A plan that the PHP portal doesn't have. */
  | 'unknown_plan'
  /** The licence could belong to more than one subscription. */
  | 'undecided_licence'
  /** No PRIVATE_KEY opens the key. */
  | 'unreadable_key'
  /** The key is the same as another one's. */
  | 'same_key'
  /** The key was refused there, unlike another key of the same subscription. */
  | 'refused_key'
  /** Paddle still charges, although the account had been deleted. */
  | 'charged_after_deletion'
  /** The subscription runs, but had no licence. It gets one here. */
  | 'without_licence'
  /** The receipt names a subscription that isn't there. It is kept as a payment of its own. */
  | 'without_subscription';

/** The PHP portal's ping refuses this state, which its own code never writes. */
export const refusedState = 'subscription_canceled';

const pageUrl = (text: string | null): string | null =>
  text !== null && text.length <= 2_048 && URL.canParse(text) ? text : null;

/** Returns null if the receipt can't be read. */
export function importedReceipt(
  row: ReceiptRow,
  { planId, paidThrough }: Pick<ImportedReceipt, 'planId' | 'paidThrough'>,
): ImportedReceipt | null {
  const currency = row.currency.trim().toUpperCase();
  const amount = parseDecimal(row.amount, currency);
  const checkoutId = row.checkout_id.length > 0 && row.checkout_id.length <= 64 ? row.checkout_id : null;
  const read = ImportedReceipt.safeParse({
    ...{ orderId: row.order_id, checkoutId, planId, amount, paidThrough },
    tax: parseDecimal(row.tax, currency),
    quantity: Math.max(1, row.quantity),
    receiptUrl: pageUrl(row.receipt_url),
    paidAt: row.paid_at.toISOString(),
  });
  return read.data ?? null;
}

type Status = ImportedSubscription['status'];
const statuses: ReadonlySet<string> = new Set<Status>([
  'trialing',
  'active',
  'past_due',
  'paused',
  'deleted',
]);
const isStatus = (text: string): text is Status => statuses.has(text);

/** Reads a status that Paddle doesn't have from the dates, so that nobody who pays is locked out. */
function statusOf({ paddle_status, ends_at, paused_from }: SubscriptionRow, today: CalendarDate): Status {
  if (isStatus(paddle_status)) return paddle_status;
  if (ends_at !== null) return 'deleted';
  return paused_from !== null && dayOf(paused_from) <= today ? 'paused' : 'active';
}

const dayOrNull = (at: Date | null): CalendarDate | null => at && dayOf(at);

/** When the rows were last written: all that Paddle had reported until then is in them. */
export function writtenAt(
  rows: readonly { created_at?: Date | null | undefined; updated_at?: Date | null | undefined }[],
  now: Date,
): Date {
  const times = rows.flatMap(({ created_at, updated_at }) => [
    created_at?.getTime() ?? 0,
    updated_at?.getTime() ?? 0,
  ]);
  const last = Math.max(0, ...times);
  return last === 0 ? now : new Date(Math.min(last, now.getTime()));
}

/** When the purchase was made: when its first row was written, or when it was first paid, if that was earlier. */
function firstKnown(
  rows: readonly { created_at?: Date | null | undefined; updated_at?: Date | null | undefined }[],
  receipts: readonly ReceiptRow[],
  now: Date,
): Date {
  const written = rows.flatMap(({ created_at, updated_at }) => created_at ?? updated_at ?? []);
  const times = [...written, ...receipts.map(({ paid_at }) => paid_at)].map((at) => at.getTime());
  return new Date(Math.min(now.getTime(), ...times));
}

export interface SubscriptionInput extends MatchedSubscription {
  receipts: readonly ReceiptRow[];
  /** The account's number; null if the account had been deleted. */
  billableId: number | null;
}

interface Context {
  plans: OldPlans;
  now: Date;
}

const lastDay = (licences: readonly LicenceRow[]): CalendarDate | null =>
  latestDay(...licences.map(({ valid_until_at }) => dayOf(valid_until_at)));

/**
 * Returns the day through which the newest payment must have paid, if the PHP portal didn't move the licence by it: the
 * payment is of its last day or later, or the plan was changed at Paddle, after which renewals don't reach the licence.
 */
function unreachedThrough(
  { subscription, receipts, own }: SubscriptionInput,
  { plans }: Context,
  byLicence: CalendarDate | null,
): CalendarDate | null {
  const newest = receipts.reduce<ReceiptRow | null>(
    (last, row) => (last === null || row.paid_at > last.paid_at ? row : last),
    null,
  );
  const plan = plans.byPaddleId.get(subscription.paddle_plan);
  if (!newest || !plan) return null;
  const isOtherPlan = own.length > 0 && own.every(({ plan_id }) => plan_id !== plan.id);
  const isMissed = byLicence === null || dayOf(newest.paid_at) >= byLicence || isOtherPlan;
  return isMissed ? addMonths(dayOf(newest.paid_at), monthsOf[plan.frequency]) : null;
}

/** Returns the orders that may have paid for the day: those of the last period, or else the newest one. */
function paidByOf(
  receipts: readonly ReceiptRow[],
  through: CalendarDate | null,
  months: number,
): ReadonlySet<string> {
  if (through === null) return new Set();
  const since = addMonths(through, -months);
  const paid = [...receipts].sort((a, b) => a.paid_at.getTime() - b.paid_at.getTime());
  const within = paid.filter(({ paid_at }) => dayOf(paid_at) >= since);
  return new Set((within.length > 0 ? within : paid.slice(-1)).map(({ order_id }) => order_id));
}

/** Translates a subscription with its licences and receipts. The notes are about rows that need a person. */
export function importedSubscription(
  input: SubscriptionInput,
  context: Context,
): { event: ImportedSubscription; at: Date; notes: RowNote[] } {
  const { subscription, own, keys, receipts, billableId } = input;
  const { plans, now } = context;
  const notes: RowNote[] = [];
  const note = (reason: RowReason, table: RowNote['table'] = 'subscriptions', id = subscription.id) =>
    notes.push({ table, id, reason });
  const today = dayOf(now);
  const status = statusOf(subscription, today);
  if (status !== subscription.paddle_status) note('unknown_status');
  const sold = [...own, ...keys];
  const plan =
    plans.byPaddleId.get(subscription.paddle_plan) ??
    sold.map(({ plan_id }) => plans.byId.get(plan_id)).find(Boolean);
  if (plan?.paddlePlanId !== subscription.paddle_plan) note('unknown_plan');
  const planId = plan?.paddlePlanId ?? subscription.paddle_plan;
  const isOrphan = billableId === null;
  const isEnded = status === 'deleted';
  const isLicensed = !isOrphan && (keys.length > 0 || !isEnded);
  if (isLicensed && keys.length === 0) note('without_licence');
  const isCharging = !isEnded && status !== 'paused';
  if (isOrphan && isCharging) note('charged_after_deletion');

  const refused = keys.filter(({ subscription_state }) => subscription_state === refusedState);
  const isRefused = refused.length > 0 && refused.length === keys.length;
  const good = isRefused ? keys : keys.filter((licence) => !refused.includes(licence));
  const ownThrough = lastDay(own);
  const missed = status === 'active' ? unreachedThrough(input, context, ownThrough) : null;
  const validUntil = latestDay(lastDay(good), missed);
  const months = plan ? monthsOf[plan.frequency] : 1;
  const paidBy = status === 'trialing' ? new Set<string>() : paidByOf(receipts, validUntil, months);
  const read = receipts.flatMap((row) => {
    const receipt = importedReceipt(row, {
      planId,
      // An earlier payment paid for a period of its own, which counts if the later ones are refunded.
      paidThrough: paidBy.has(row.order_id)
        ? validUntil
        : plan
          ? addMonths(dayOf(row.paid_at), months)
          : null,
    });
    if (!receipt) note('unreadable_receipt', 'receipts', row.id);
    return receipt ?? [];
  });
  const shown = own.at(-1) ?? keys.at(-1);
  return {
    event: {
      type: 'subscription_imported',
      by: 'import',
      ref: classicRef('subscription', subscription.paddle_id),
      ...{ billableId, isOrphan, planId, status },
      quantity: Math.max(1, subscription.quantity),
      signedUpOn: dayOf(firstKnown([subscription, ...sold], receipts, now)),
      trialEndsOn: dayOrNull(subscription.trial_ends_at),
      pausedFrom: isEnded ? null : dayOrNull(subscription.paused_from),
      endsOn: isEnded ? (dayOrNull(subscription.ends_at) ?? dayOf(subscription.updated_at ?? now)) : null,
      nextBillOn: isEnded || status === 'paused' ? null : (latestDay(ownThrough, missed) ?? validUntil),
      ...{ validUntil, isLicensed, isRefused },
      paidBy: [...paidBy].filter((orderId) => read.some((receipt) => receipt.orderId === orderId)),
      state: shown?.subscription_state.slice(0, 64) || 'subscription_imported',
      updateUrl: pageUrl(shown?.paddle_update_url ?? null),
      cancelUrl: pageUrl(shown?.paddle_cancel_url ?? null),
      receipts: read,
    },
    at: writtenAt([subscription, ...own, ...keys, ...receipts], now),
    notes,
  };
}

/** Translates a licence that was made by hand. Returns null if the portal doesn't have its plan. */
export function importedLicence(
  row: LicenceRow,
  { plans, now }: Context,
): { event: LicenceImported; at: Date } | null {
  const plan = plans.byId.get(row.plan_id);
  if (!plan) return null;
  return {
    event: {
      type: 'licence_imported',
      by: 'import',
      userId: row.user_id,
      planId: plan.paddlePlanId,
      startedOn: dayOf(firstKnown([row], [], now)),
      until: dayOf(row.valid_until_at),
      quantity: 1,
      isRefused: row.subscription_state === refusedState,
      state: row.subscription_state.slice(0, 64) || 'licence_imported',
    },
    at: writtenAt([row], now),
  };
}
