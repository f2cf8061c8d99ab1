/** Schemas for notices: what is wrong with a licence, or about to be, and the one thing to do about it. */
import { z } from 'zod';
import { CalendarDate } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';

/** A payment that failed. */
const FailedPayment = z.object({
  /** The amount that Paddle tries to charge; null if Paddle didn't report it. */
  amount: Money.nullable(),
  /** Day of Paddle's next attempt; null if Paddle has stopped trying, or hasn't reported an attempt. */
  retryOn: CalendarDate.nullable(),
  /**
   * Paddle's page for changing the payment method; null if Paddle sent none. The customer then contacts the operator.
   */
  cardPage: z.url().nullable(),
});

/** Why a licence isn't renewed. `fixed`: it is complimentary, or was paid for once. */
const EndCause = z.enum(['cancelled', 'paused', 'refunded', 'fixed']);

/** `through` is the last day on which the licence works, or on which it worked. The kinds are in order of urgency. */
export const LicenceNotice = z.discriminatedUnion('kind', [
  /** The licence has ended because a renewal wasn't paid. It works again as soon as the payment succeeds. */
  FailedPayment.extend({ kind: z.literal('lapsed'), dueOn: CalendarDate, through: CalendarDate }),
  /** A payment failed or is overdue. `dueOn`: when it was due; null if the days already paid for aren't over yet. */
  FailedPayment.extend({
    kind: z.literal('overdue'),
    dueOn: CalendarDate.nullable(),
    through: CalendarDate,
  }),
  /** Paddle paused the subscription, because too many charges failed. */
  FailedPayment.extend({ kind: z.literal('paused_unpaid'), through: CalendarDate, hasEnded: z.boolean() }),
  /**
   * The licence was refunded or revoked, but its subscription isn't cancelled. `chargedOn`: when Paddle charges the
   * next payment or tries again to charge an overdue one; null if that isn't known. `cancelPage`: Paddle's page for
   * cancelling; null if Paddle sent none. The customer then contacts the operator.
   */
  z.object({
    kind: z.literal('still_charged'),
    why: z.enum(['refunded', 'revoked']),
    chargedOn: CalendarDate.nullable(),
    cancelPage: z.url().nullable(),
  }),
  /** A key was replaced, for example because it leaked, and still works. `oldKeys` of the licence says until when. */
  z.object({ kind: z.literal('key_replaced') }),
  /** The customer pays for another licence of the product, without having confirmed wanting two. */
  z.object({ kind: z.literal('two_payments') }),
  /** The licence ends within days and won't be renewed. */
  z.object({ kind: z.literal('ending'), through: CalendarDate, cause: EndCause }),
]);
export type LicenceNotice = z.infer<typeof LicenceNotice>;

const kinds = LicenceNotice.options.map(({ shape }) => shape.kind.value);

/** Compares notices by urgency, the most urgent first. Of the same kind, the one whose day is earlier comes first. */
export function byUrgency(a: LicenceNotice, b: LicenceNotice): number {
  const order = kinds.indexOf(a.kind) - kinds.indexOf(b.kind);
  if (order !== 0 || !('through' in a) || !('through' in b)) return order;
  return a.through.localeCompare(b.through);
}
