/** Applies decisions and raises flags, in the same way for every kind of stream. */
import type { FlagKind } from '#shared/billing/flags.ts';
import { type CalendarDate, latestDay } from '#shared/dates.ts';
import { type Money, toDecimal } from '#shared/money.ts';
import type { InternalEvent } from './internal-events.ts';
import type { FlagProjection, Projection } from './projection.ts';

export interface Decisions {
  /** When the licence was revoked; null if it isn't. */
  revokedAt: Date | null;
  extendedThrough: CalendarDate | null;
  claim: Projection['claim'];
  flags: Map<string, FlagProjection>;
}

export const noDecisions = (): Decisions => ({
  revokedAt: null,
  extendedThrough: null,
  claim: null,
  flags: new Map(),
});

/** Raises a flag, or updates the existing one. A resolved flag stays resolved unless `anew` is set. */
export function raise(
  { flags }: Pick<Decisions, 'flags'>,
  flag: {
    reference: string;
    kind: FlagKind;
    orderId?: string | null;
    detail: string;
    at: Date;
    anew?: boolean;
  },
): void {
  const found = flags.get(flag.reference);
  const known = found?.resolvedAt && flag.anew ? undefined : found;
  flags.set(flag.reference, {
    reference: flag.reference,
    kind: flag.kind,
    orderId: flag.orderId ?? known?.orderId ?? null,
    raisedAt: known?.raisedAt ?? flag.at,
    detail: flag.detail,
    resolvedAt: known?.resolvedAt ?? null,
    wantedAt: known?.wantedAt ?? null,
  });
}

/**
 * Raises a flag for a partial refund, because a person must decide whether it ends the licence. Every further refund
 * raises the flag again. `about` must differ between streams, because a flag belongs to one stream only and Paddle may
 * report the same order both for a subscription and on its own.
 */
export function raisePartialRefund(
  decisions: Pick<Decisions, 'flags'>,
  { about, orderId, amount, at }: { about: string; orderId: string; amount: Money; at: Date },
): void {
  raise(decisions, {
    reference: `partial_refund:${about}`,
    kind: 'partial_refund',
    orderId,
    detail: `${toDecimal(amount)} ${amount.currency}`,
    at,
    anew: true,
  });
}

/** Resolves a flag if it is open. */
export function resolve({ flags }: Pick<Decisions, 'flags'>, reference: string, at: Date): void {
  const flag = flags.get(reference);
  if (flag && flag.resolvedAt === null) flags.set(reference, { ...flag, resolvedAt: at });
}

/** Notes on a flag that the customer wants both licences. The flag stays open until a person resolves it. */
function answer({ flags }: Pick<Decisions, 'flags'>, reference: string, at: Date): void {
  const flag = flags.get(reference);
  if (flag && flag.wantedAt === null) flags.set(reference, { ...flag, wantedAt: at });
}

/**
 * Strength of the evidence for each kind of claim to a purchase. The strongest claim wins, whatever the order of
 * arrival; among equally strong claims, the newest wins.
 */
const strengthOf = { verified_email: 0, granted: 1, administrator: 2 } as const;

export function claim(decisions: Decisions, next: NonNullable<Projection['claim']>): void {
  const known = decisions.claim;
  if (!known || strengthOf[next.how] >= strengthOf[known.how]) decisions.claim = next;
}

/** Returns the reference of the flag that marks a purchase for an account that doesn't exist. */
export const missingAccountFlag = (stream: string, isErased: boolean): string =>
  `${isErased ? 'paid_after_deletion' : 'unknown_account'}:${stream}`;

/** Applies a decision. Returns whether it can change the licence. */
export function decide(decisions: Decisions, event: InternalEvent, at: Date, stream: string): boolean {
  switch (event.type) {
    case 'licence_extended':
      decisions.extendedThrough = latestDay(decisions.extendedThrough, event.until);
      return true;
    case 'licence_revoked':
      decisions.revokedAt ??= at;
      return true;
    case 'licence_reinstated':
      decisions.revokedAt = null;
      return true;
    case 'licence_claimed':
      // `paddle_user` occurs only in events from earlier releases and is ignored. Several people may share a Paddle
      // user ID, so it doesn't prove ownership.
      if (event.how === 'paddle_user') return false;
      claim(decisions, { userId: event.userId, how: event.how });
      resolve(decisions, missingAccountFlag(stream, false), at);
      return false;
    case 'account_missing':
      raise(decisions, {
        reference: missingAccountFlag(stream, event.isErased),
        kind: event.isErased ? 'paid_after_deletion' : 'unknown_account',
        detail: `account ${event.account}`,
        at,
      });
      return false;
    case 'second_licence_found':
      raise(decisions, {
        reference: `second_licence:${stream}+${event.other}`,
        kind: 'second_licence',
        detail: event.other,
        at,
      });
      return false;
    case 'second_licence_withdrawn':
      decisions.flags.delete(`second_licence:${stream}+${event.other}`);
      return false;
    case 'second_licence_wanted':
      answer(decisions, `second_licence:${stream}+${event.other}`, at);
      return false;
    case 'subscription_missing':
      raise(decisions, {
        reference: `missing:${stream}`,
        kind: 'missing_at_paddle',
        detail: stream,
        at,
        anew: true,
      });
      return false;
    case 'keep_refused':
      raise(decisions, {
        reference: `keep_refused:${stream}`,
        kind: 'keep_refused',
        detail: event.why,
        at,
      });
      return false;
    case 'flag_resolved':
      resolve(decisions, event.flag, at);
      return false;
    // These types don't change the decisions. Keys are stored in their own table, and the other types are handled by
    // the folds of their own streams.
    case 'licence_reissued':
    case 'next_charge_found':
    case 'licence_key_updated':
    case 'licence_granted':
    case 'subscription_found':
    case 'payment_found':
    case 'subscription_linked':
    case 'subscription_imported':
    case 'order_imported':
    case 'licence_imported':
      return false;
  }
}
