/** Decisions about a stream and the flags raised for a person to look at: the same for every kind of stream. */
import { type CalendarDate, latestDay } from '#shared/dates.ts';
import { type Money, toDecimal } from '#shared/money.ts';
import type { InternalEvent } from './internal-events.ts';
import type { FlagKind, FlagProjection, Projection } from './projection.ts';

export interface Decisions {
  isRevoked: boolean;
  extendedThrough: CalendarDate | null;
  claim: Projection['claim'];
  flags: Map<string, FlagProjection>;
}

export const noDecisions = (): Decisions => ({
  isRevoked: false,
  extendedThrough: null,
  claim: null,
  flags: new Map(),
});

/** Raises a flag, or updates the one that exists. A resolved flag stays resolved, unless `anew` says to raise it again. */
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
  });
}

/**
 * Part of a payment was refunded: a person decides whether that ends anything, for each refund again. `about` names the
 * order as the stream does: Paddle may report one order as a subscription's and as one of its own, and a flag belongs to
 * one stream only.
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

/** Resolves a flag that is open. */
export function resolve({ flags }: Pick<Decisions, 'flags'>, reference: string, at: Date): void {
  const flag = flags.get(reference);
  if (flag && flag.resolvedAt === null) flags.set(reference, { ...flag, resolvedAt: at });
}

/** The stronger kind of knowledge wins, in whatever order it arrived; of two equal ones, the newer. */
const strengthOf = { verified_email: 0, granted: 1, administrator: 2 } as const;

export function claim(decisions: Decisions, next: NonNullable<Projection['claim']>): void {
  const known = decisions.claim;
  if (!known || strengthOf[next.how] >= strengthOf[known.how]) decisions.claim = next;
}

/** Returns the reference of the flag for a purchase whose account doesn't exist. */
export const missingAccountFlag = (stream: string, isErased: boolean): string =>
  `${isErased ? 'paid_after_deletion' : 'unknown_account'}:${stream}`;

/** Applies a decision. Returns whether it moves the licence. */
export function decide(decisions: Decisions, event: InternalEvent, at: Date, stream: string): boolean {
  switch (event.type) {
    case 'licence_extended':
      decisions.extendedThrough = latestDay(decisions.extendedThrough, event.until);
      return true;
    case 'licence_revoked':
      decisions.isRevoked = true;
      return true;
    case 'licence_reinstated':
      decisions.isRevoked = false;
      return true;
    case 'licence_claimed':
      // Only in events from earlier releases, and ignored: several people may share a Paddle user ID, so it doesn't
      // prove ownership.
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
    case 'subscription_missing':
      raise(decisions, {
        reference: `missing:${stream}`,
        kind: 'missing_at_paddle',
        detail: stream,
        at,
        anew: true,
      });
      return false;
    case 'flag_resolved':
      resolve(decisions, event.flag, at);
      return false;
    // Keys are stored in their own table, and the other types are handled by the folds of their own streams.
    case 'licence_reissued':
    case 'licence_granted':
    case 'subscription_found':
    case 'payment_found':
    case 'subscription_linked':
      return false;
  }
}
