/** Schemas of the inbox: the events of the log, what became of them, and whether anything needs a person. */
import { z } from 'zod';
import { ActReason } from '#shared/administration/acts.ts';
import { AlertState, JobState, maxCounted } from '#shared/administration/overview.ts';
import { FlagKind } from '#shared/billing/flags.ts';
import { TimeCursor } from '#shared/lists/time-cursor.ts';

/** Who reported or decided it. Alerts that Paddle had sent in vain are found by reconciliation. */
const EventSource = z.enum(['paddle_alert', 'reconciliation', 'customer', 'administrator', 'system']);

const eventId = z.int().positive();

/**
 * Why an event was not applied. `unknown_plan`: the catalogue lacks the plan. `waiting`: an event that must come first
 * is missing. `malformed`: its fields make no sense; it isn't tried again. `other`: applying it failed.
 */
const EventProblem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown_plan'), paddlePlanId: z.string() }),
  z.object({ kind: z.literal('waiting') }),
  z.object({ kind: z.literal('malformed') }),
  z.object({ kind: z.literal('other') }),
]);
export type EventProblem = z.infer<typeof EventProblem>;

export const ListedEvent = z.object({
  id: eventId,
  source: EventSource,
  /** Paddle’s name of the alert, or the portal’s name of its own event. */
  type: z.string(),
  state: AlertState,
  receivedAt: z.date(),
  problem: EventProblem.nullable(),
  /** When it is tried again; null if it isn’t. */
  nextAttemptAt: z.date().nullable(),
  /** The subscription at Paddle that pays for the purchase now; null if there is none. */
  subscriptionId: z.string().nullable(),
  licenceId: z.int().nullable(),
  /** The owner of the purchase; null if nobody owns it. */
  customer: z.object({ id: z.int(), name: z.string() }).nullable(),
});
export type ListedEvent = z.infer<typeof ListedEvent>;

export const eventsPerPage = 50;

/** Filters are exact, and all of them must match. */
export const EventFilter = z.object({
  /** The events that reconciliation has logged. Not combined with other filters. */
  findings: z.literal(true).optional(),
  type: z.string().min(1).max(64).optional(),
  state: AlertState.optional(),
  customerId: z.int().positive().optional(),
  /** Paddle’s number of a subscription. All events of its licence are listed. */
  subscription: z
    .string()
    .regex(/^[\x21-\x7e]{1,48}$/)
    .optional(),
});
export type EventFilter = z.infer<typeof EventFilter>;

/** The cursors hold when an event was received and its ID. */
export const EventQuestion = EventFilter.extend({
  after: TimeCursor.optional(),
  before: TimeCursor.optional(),
});
export type EventQuestion = z.infer<typeof EventQuestion>;

export const EventPage = z.object({
  /** Newest first. */
  events: z.array(ListedEvent),
  newer: TimeCursor.nullable(),
  older: TimeCursor.nullable(),
});
export type EventPage = z.infer<typeof EventPage>;

/** A field of the payload. The value of a personal field is null until it is unfolded. */
const PayloadField = z.object({ name: z.string(), value: z.string().nullable(), isPersonal: z.boolean() });
export type PayloadField = z.infer<typeof PayloadField>;

/** What an event changed: a field of the subscription or of the licence, a receipt, or a flag. */
const EventChange = z.object({
  part: z.enum(['subscription', 'licence', 'receipt', 'flag']),
  /** The field; for receipts and flags, its reference. */
  name: z.string(),
  value: z.string(),
});
export type EventChange = z.infer<typeof EventChange>;

export const EventDetails = ListedEvent.extend({
  occurredAt: z.date(),
  attempts: z.int(),
  /** Paddle’s ID of the alert; null for other events. */
  alertId: z.string().nullable(),
  /** The wrong fields of a malformed event, without their values. */
  wrongFields: z.string().nullable(),
  fields: z.array(PayloadField),
  /** Empty if it changed nothing, or was not applied. */
  changes: z.array(EventChange),
});
export type EventDetails = z.infer<typeof EventDetails>;

export const EventChoice = z.object({ id: eventId });
export const UnfoldChoice = EventChoice.extend({ reason: ActReason });

/** The whole payload, and the message of the error, which may quote from it. */
export const UnfoldedPayload = z.object({
  fields: z.array(PayloadField),
  error: z.string().nullable(),
});
export type UnfoldedPayload = z.infer<typeof UnfoldedPayload>;

/** The most events that are replayed at once. */
export const maxReplayed = 200;

export const ReplayChoice = z.object({ ids: z.array(eventId).min(1).max(maxReplayed), reason: ActReason });

export const ReplayableQuestion = z.object({ type: z.string().min(1).max(64) });

/** The failed events of a kind, the oldest first. */
export const Replayable = z.object({
  ids: z.array(eventId).max(maxReplayed),
  /** All of them; counting ends at `maxCounted`. */
  total: z.int().max(maxCounted),
});
export type Replayable = z.infer<typeof Replayable>;

const count = z.int().nonnegative();

export const ReplayResult = z.object({
  applied: count,
  waiting: count,
  failed: count,
  malformed: count,
  /** Events that concern no licence. */
  ignored: count,
  /** Events of a kind that this release doesn’t know. */
  unknown: count,
});
export type ReplayResult = z.infer<typeof ReplayResult>;

/** What reconciliation found. Counting ends at `maxCounted`. */
const Found = z.object({
  /** Alerts that had not arrived. */
  alerts: count,
  /** Differences between Paddle and the portal. */
  differences: count,
  /** Those of both that are not applied. */
  unapplied: count,
});

/** Whether everything is in order. Counts end at `maxCounted`. */
export const InboxSummary = z.object({
  /** When Paddle last delivered an alert; null if it never did. */
  lastAlertAt: z.date().nullable(),
  failed: count,
  waiting: count,
  /** Due for more than five minutes. */
  late: count,
  flags: count,
  /** The search for alerts that never arrived, every 15 minutes, and what it and the comparison found in 24 hours. */
  search: JobState.extend({ found: Found }),
  /** The nightly comparison of all subscriptions, and what the last one found. */
  comparison: JobState.extend({ found: Found }),
});
export type InboxSummary = z.infer<typeof InboxSummary>;

export const flagsPerPage = 50;

/** An open flag of any customer. */
export const ListedFlag = z.object({
  id: z.int(),
  reference: z.string(),
  kind: FlagKind,
  orderId: z.string().nullable(),
  raisedAt: z.date(),
  detail: z.string(),
  wantedAt: z.date().nullable(),
  licenceId: z.int().nullable(),
  customer: z.object({ id: z.int(), name: z.string() }).nullable(),
});
export type ListedFlag = z.infer<typeof ListedFlag>;

export const FlagQuestion = z.object({
  kind: FlagKind.optional(),
  after: TimeCursor.optional(),
  before: TimeCursor.optional(),
});

export const FlagPage = z.object({
  /** Newest first. */
  flags: z.array(ListedFlag),
  newer: TimeCursor.nullable(),
  older: TimeCursor.nullable(),
});
export type FlagPage = z.infer<typeof FlagPage>;
