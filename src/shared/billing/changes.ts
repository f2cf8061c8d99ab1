/** Schemas for changes of a subscription: what can be changed, what a change costs, and what became of it. */
import { z } from 'zod';
import {
  Frequency,
  PlanNames,
  PlanText,
  PlanTranslations,
  Product,
  Seats,
} from '#shared/catalogue/catalogue.ts';
import { DatedAmount } from '#shared/dated-amount.ts';
import { CalendarDate } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';
import { ErrorName } from './error-name.ts';
import { RandomId } from './random-id.ts';

/** `keep`: an ended subscription is continued under the same licence. All others change a running subscription. */
export const ChangeKind = z.enum(['seats', 'plan', 'cancel', 'pause', 'resume', 'keep']);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** Longest stored reason for a cancellation, in characters. The rest of a longer one is cut off. */
const maxReasonLength = 2_000;

/** What a customer wants to change. */
export const WantedChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('seats'), quantity: Seats }),
  z.object({ kind: z.literal('plan'), planId: z.int().positive() }),
  z.object({
    kind: z.literal('cancel'),
    /** Why the customer is leaving; optional. It is shortened rather than refused, because leaving must be easy. */
    reason: z
      .string()
      .transform((text) => [...text.trim()].slice(0, maxReasonLength).join(''))
      .optional(),
  }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('resume') }),
]);
export type WantedChange = z.infer<typeof WantedChange>;

/** What became of a change. */
export const ChangeProgress = z.object({
  /** Identifies the change in `billing.changes.status`. */
  changeId: z.string(),
  licenceId: z.int(),
  kind: ChangeKind,
  /** The number of seats asked for, for `seats`. */
  quantity: z.int().nullable(),
  /** The plan asked for, for `plan` and `keep`. */
  planId: z.int().nullable(),
  /**
   * - `asked`: the request to Paddle is under way.
   * - `unknown`: Paddle didn't respond in time, so the change may have been made. The portal finds out within ten
   *   minutes, or as soon as Paddle responds again. It never repeats the request.
   * - `confirmed`: Paddle made the change.
   * - `refused`: nothing was changed and nothing was charged; `refusal` says why.
   */
  state: z.enum(['asked', 'unknown', 'confirmed', 'refused']),
  refusal: ErrorName.nullable(),
  /** Whether Paddle's alert has arrived, so that the licence shows the change. */
  isVisible: z.boolean(),
  askedAt: z.date(),
  settledAt: z.date().nullable(),
});
export type ChangeProgress = z.infer<typeof ChangeProgress>;

/** Why each kind of change is forbidden at the moment; null if it is allowed. */
const Forbidden = z.object({
  seats: ErrorName.nullable(),
  plan: ErrorName.nullable(),
  cancel: ErrorName.nullable(),
  pause: ErrorName.nullable(),
  resume: ErrorName.nullable(),
});
export type Forbidden = z.infer<typeof Forbidden>;

/** A plan of the same product that the subscription could change to. */
export const PlanChoice = z.object({
  planId: z.int(),
  ...PlanText.shape,
  translations: PlanTranslations,
  frequency: Frequency,
  isPerSeat: z.boolean(),
  /** The price of one unit per period. */
  price: Money,
  /** `paddle`: tax included. `plan`: the price stored with the plan, because Paddle's isn't available. */
  priceSource: z.enum(['paddle', 'plan']),
  /** Whether a switch begins a new period today, which is charged immediately. */
  startsNewPeriod: z.boolean(),
  /** Why this plan can't be chosen; null if it can. The current plan isn't listed. */
  forbids: ErrorName.nullable(),
});
export type PlanChoice = z.infer<typeof PlanChoice>;

export const ChangeOptionsInput = z.object({ licenceId: z.int().positive() });

/**
 * Everything that a page needs to offer changes of one licence's subscription. Doesn't query Paddle, except for prices.
 */
export const ChangeOptions = z.object({
  licenceId: z.int(),
  product: Product,
  planId: z.int(),
  planName: z.string(),
  frequency: Frequency,
  quantity: z.int(),
  isPerSeat: z.boolean(),
  /** Last day that is paid for. The licence works until the end of that day if the subscription is cancelled. */
  paidThrough: CalendarDate,
  /** First day of a planned or current pause; null if there is none. */
  pausesOn: CalendarDate.nullable(),
  forbids: Forbidden,
  /** Whether pausing is possible at all for this plan. If not, pages don't mention it. */
  canBePaused: z.boolean(),
  plans: z.array(PlanChoice),
  /** The change that is still in progress; null if there is none. */
  open: ChangeProgress.nullable(),
});
export type ChangeOptions = z.infer<typeof ChangeOptions>;

export const CardInput = z.object({
  licenceId: z.int().positive(),
  /** Queries Paddle even if the card is cached. For customers who return from Paddle's page. */
  refresh: z.boolean().default(false),
});

/** The payment method that renewals are charged to. */
export const CardOnFile = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('card'),
    /** In lower case with underscores, such as `visa` or `american_express`; `unknown` if Paddle doesn't report it. */
    brand: z.string(),
    lastFour: z.string(),
    /** The last month in which the card is valid (`month` is 1 to 12); null if Paddle doesn't report it. */
    expires: z.object({ year: z.int(), month: z.int() }).nullable(),
    /** Whether that month is over, or the card expires before the next charge. */
    expiresBeforeRenewal: z.boolean(),
  }),
  z.object({ kind: z.literal('paypal') }),
  /** Paddle doesn't report it, or can't be reached. */
  z.object({ kind: z.literal('unknown') }),
]);
export type CardOnFile = z.infer<typeof CardOnFile>;

export const PreviewInput = z.object({ licenceId: z.int().positive(), change: WantedChange });
export type PreviewInput = z.input<typeof PreviewInput>;

const Terms = z.object({
  planId: z.int(),
  planName: z.string(),
  planNames: PlanNames,
  frequency: Frequency,
  quantity: z.int(),
  /** The next payment, tax included; null if there is none, or if it is unknown. */
  next: DatedAmount.nullable(),
  /** The price of a period once no credit is left, tax included; null if it is unknown. */
  price: Money.nullable(),
});

/** What a change would do. Nothing has been changed yet. */
export const ChangePreview = z.object({
  kind: ChangeKind,
  before: Terms,
  after: Terms,
  /**
   * Charged today, tax included; zero if nothing is charged. Has to be passed to `billing.changes.request` as it is.
   */
  today: Money,
  /** The first charge above 0, about, if a credit covers `after.next`; null if none does or if it is unknown. */
  firstCharge: DatedAmount.nullable(),
  /** Last day that is paid for. No change moves it back, even if it comes after the next payment. */
  paidThrough: CalendarDate,
  /**
   * `paddle`: the amounts are Paddle's. `calculated`: the portal calculated them, so pages say "about". A zero for
   * `cancel`, `pause` and an undone pause is always exact.
   */
  source: z.enum(['paddle', 'calculated']),
  /** Whether an amount that is too small to be charged today is added to the next payment. */
  isCarriedOver: z.boolean(),
  /** Whether money already paid is credited against the next payments. */
  isCredited: z.boolean(),
  /** Whether what is left of a credit for an earlier change lowers `today` or `after.next`. */
  usesEarlierCredit: z.boolean(),
  /**
   * What lowers the next payments and has nothing left to lower once the subscription is cancelled: a `credit` for a
   * change, or a `reduction` that may be a credit or a discount. Null if there is none, and for other changes.
   */
  lapses: z.enum(['credit', 'reduction']).nullable(),
  /** Whether a coupon for every renewal ends with this change. `after.next` is then without it. */
  endsCoupon: z.boolean(),
  /** Whether a new period begins today. What is left of the old one is deducted from `today`, or credited. */
  startsNewPeriod: z.boolean(),
  /**
   * Last day on which the licence is sure to work without further payments, for `cancel` and `pause`; otherwise null.
   * It has passed if a payment is overdue.
   */
  worksThrough: CalendarDate.nullable(),
  /** Whether `billing.changes.request` requires re-authentication in the last 15 minutes. */
  needsReauthentication: z.boolean(),
  /** Whether `billing.changes.request` requires the number of seats to be typed a second time. */
  needsTypedQuantity: z.boolean(),
});
export type ChangePreview = z.infer<typeof ChangePreview>;

/** A preview without what only concerns the customer's own dialog. */
export const SharedPreview = ChangePreview.omit({ needsReauthentication: true });
export type SharedPreview = z.infer<typeof SharedPreview>;

export const RequestInput = z.object({
  licenceId: z.int().positive(),
  /**
   * Made by the dialog, once for each time the customer sees a preview. A request that is sent again with the same ID
   * isn't carried out a second time.
   */
  requestId: RandomId,
  change: WantedChange,
  /** `today` of the preview that the customer confirmed. May be null if the change charges nothing. */
  shown: Money.nullable().default(null),
  /** The number of seats, typed a second time. */
  typedQuantity: z.int().optional(),
});
export type RequestInput = z.input<typeof RequestInput>;

export const StatusInput = z.object({ changeId: RandomId });
