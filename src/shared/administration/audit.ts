/** Schemas for the audit log, which records what administrators do. */
import { z } from 'zod';
import { CalendarDate } from '#shared/dates.ts';
import { TimeCursor } from '#shared/lists/time-cursor.ts';
import { ActReason } from './acts.ts';
import { AdministratorRole } from './roles.ts';

/**
 * `asked`: the act was about to call Paddle; its outcome is in a row of its own. `refused`: the rules forbid it to this
 * administrator. `failed`: it was allowed but could not be carried out.
 */
export const AuditOutcome = z.enum(['asked', 'done', 'refused', 'failed']);
export type AuditOutcome = z.infer<typeof AuditOutcome>;

/** What an act concerned. */
export const AuditSubjectKind = z.enum([
  'account',
  'licence',
  'subscription',
  'receipt',
  'claim',
  'flag',
  'plan',
  'client',
  'event',
  'mail',
  'list',
]);
export type AuditSubjectKind = z.infer<typeof AuditSubjectKind>;

const AuditFact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
export type AuditFact = z.infer<typeof AuditFact>;

/** Facts about the subject before or after an act. Never a key, a token, a password or a secret. */
export const AuditFacts = z.record(z.string(), AuditFact);
export type AuditFacts = z.infer<typeof AuditFacts>;

/** The facts that the audit log has a word for. It shows the names of others as they are. */
export const factNames = [
  'addressRefused',
  'amount',
  'applied',
  'blocked',
  'cancellation',
  'country',
  'decision',
  'description',
  'disabled',
  'email',
  'erased',
  'events',
  'failed',
  'findings',
  'flag',
  'frequency',
  'keyId',
  'kind',
  'licence',
  'nameAtPaddle',
  'name',
  'note',
  'olderSecretUntil',
  'oldKeysUntil',
  'open',
  'order',
  'owner',
  'paddlePlan',
  'pauseAllowed',
  'plan',
  'price',
  'product',
  'quantity',
  'retired',
  'role',
  'rows',
  'seats',
  'secretNumber',
  'sessionsEnded',
  'since',
  'state',
  'subscriptions',
  'template',
  'today',
  'translations',
  'tokensRevoked',
  'twoStep',
  'unanswered',
  'until',
  'waiting',
] as const;

export const AuditEntry = z.object({
  id: z.int(),
  at: z.date(),
  /**
   * The administrator. `name` is null if the account has been erased. Null for the operator, who works on the command
   * line.
   */
  actor: z.object({ id: z.int(), name: z.string().nullable() }).nullable(),
  /** The administrator’s role at that time. */
  actorRole: AdministratorRole.nullable(),
  /** A name from the table of acts. An earlier or later release may know others. */
  act: z.string(),
  outcome: AuditOutcome,
  /** Why the act was refused or failed: a code from the error table. */
  errorCode: z.string().nullable(),
  subject: z.object({ kind: AuditSubjectKind, id: z.string() }).nullable(),
  /** The account that the act concerned. `name` is null if the account has been erased. */
  customer: z.object({ id: z.int(), name: z.string().nullable() }).nullable(),
  reason: z.string().nullable(),
  before: AuditFacts.nullable(),
  after: AuditFacts.nullable(),
  /** The ID of the entry that says what was asked; null if the act has one entry. */
  intentId: z.int().nullable(),
  requestId: z.string().nullable(),
  /** Whether the reason and the facts were removed, because the customer was erased. */
  isRedacted: z.boolean(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const auditEntriesPerPage = 50;

/** Filters are exact, and all of them must match. */
export const AuditFilter = z.object({
  actorId: z.int().positive().optional(),
  customerId: z.int().positive().optional(),
  act: z.string().max(64).optional(),
  /** The first and the last day, in UTC. */
  from: CalendarDate.optional(),
  to: CalendarDate.optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** Path to which the filter is posted for a CSV file of all selected entries. */
export const auditFilePath = '/administration/audit-log.csv';

/** What is posted to `auditFilePath`, as a form: the filter, and why the file is needed. */
export const AuditFileRequest = AuditFilter.extend({ reason: ActReason });

export const AuditQuestion = AuditFilter.extend({
  /** Lists the entries that are older than this one. */
  after: TimeCursor.optional(),
  /** Lists the entries that are newer than this one, those next to it. */
  before: TimeCursor.optional(),
});
export type AuditQuestion = z.infer<typeof AuditQuestion>;

export const AuditPage = z.object({
  /** Newest first. */
  entries: z.array(AuditEntry),
  /** The cursor to pass as `before` for newer entries; null if there are none. */
  newer: TimeCursor.nullable(),
  /** The cursor to pass as `after` for older entries; null if there are none. */
  older: TimeCursor.nullable(),
});
export type AuditPage = z.infer<typeof AuditPage>;
