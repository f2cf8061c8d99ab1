/** The kinds of e-mails, and schemas for the lists of e-mails and of addresses that refuse them. */
import { z } from 'zod';
import { EmailAddress } from '#shared/identity/email-address.ts';
import { TimeCursor } from '#shared/lists/time-cursor.ts';
import { ActReason } from './acts.ts';
import { AdministratorRole } from './roles.ts';

/** The kinds of e-mails that the portal sends: the names of their templates. */
export const mailKinds = [
  'verify-email',
  'reset-password',
  'already-registered',
  'confirm-code',
  'new-sign-in',
  'password-changed',
  'factor-added',
  'factor-removed',
  'recovery-codes-renewed',
  'email-change',
  'address-taken',
  'email-change-asked',
  'email-changed',
  'email-corrected',
  'licence-bought',
  'licence-granted',
  'claim-waiting',
  'key-reissued',
  'renewal-ahead',
  'licence-renewed',
  'payment-failed',
  'payment-failed-last',
  'last-warning',
  'licence-ended',
  'subscription-changed',
  'subscription-cancelled',
  'licence-continues',
  'payment-refunded',
  'two-payments',
  'account-deleted',
  'second-licence',
  'paid-after-deletion',
  'unknown-account',
] as const;

/**
 * `waiting` also for those that are tried again. `not_needed`: it was no longer relevant or had no recipient.
 * `suppressed`: the mail server refuses the address for good. `failed`: it was refused too often.
 */
export const MailState = z.enum(['waiting', 'sent', 'not_needed', 'suppressed', 'failed']);
export type MailState = z.infer<typeof MailState>;

export const ListedMail = z.object({
  id: z.int(),
  /** The name of the template. Later releases may have others. */
  template: z.string(),
  state: MailState,
  /** Attempts to send it. */
  attempts: z.int(),
  /** Why the last attempt failed: a code, never the mail server’s own words. */
  lastError: z.string().nullable(),
  createdAt: z.date(),
  /** When it is tried next; null if it isn’t waiting. */
  nextAttemptAt: z.date().nullable(),
  /** When it was sent or given up. */
  settledAt: z.date().nullable(),
  /**
   * The account that it went to. Null if no account has the address, or if it was never composed. `name` is null if the
   * account has been erased.
   */
  customer: z.object({ id: z.int(), name: z.string().nullable() }).nullable(),
});
export type ListedMail = z.infer<typeof ListedMail>;

/** Selects e-mails. All conditions must be met. */
export const MailSelection = z.object({
  template: z.string().min(1).max(40).optional(),
  state: MailState.optional(),
  customerId: z.int().positive().optional(),
});
export type MailSelection = z.infer<typeof MailSelection>;

/** Without a cursor, the newest are listed. If both cursors are given, `before` is ignored. */
const cursors = {
  /** Lists those that are older than this one. */
  after: TimeCursor.optional(),
  /** Lists those that are newer than this one, next to it. */
  before: TimeCursor.optional(),
};

export const MailQuestion = MailSelection.extend(cursors);
export type MailQuestion = z.infer<typeof MailQuestion>;

export const mailsPerPage = 50;

/** The cursors to pass for the pages beside this one; null at an end of the list. */
const beside = { newer: TimeCursor.nullable(), older: TimeCursor.nullable() };

export const MailPage = z.object({ mails: z.array(ListedMail), ...beside });
export type MailPage = z.infer<typeof MailPage>;

/** Path to which the selection is posted for a CSV file of all selected e-mails. */
export const mailsFilePath = '/administration/mails.csv';

/** What is posted to `mailsFilePath`, as a form: the selection, and why the file is needed. */
export const MailsFileRequest = MailSelection.extend({ reason: ActReason });

/** What is typed to find e-mails to an address that may have no account. */
export const AddressQuestion = z.object({ address: EmailAddress });

/** The newest e-mails to the buyer with an address, apart from those to an account. */
export const MailsToAddress = z.object({
  /** The account with the address, whose e-mails are selected by its ID; null if there is none. */
  customer: z.object({ id: z.int(), name: z.string() }).nullable(),
  /** About purchases with the address, newest first. */
  mails: z.array(ListedMail).max(mailsPerPage),
  /** Whether there are older ones. */
  hasMore: z.boolean(),
});
export type MailsToAddress = z.infer<typeof MailsToAddress>;

export const RefusingQuestion = z.object(cursors);
export type RefusingQuestion = z.infer<typeof RefusingQuestion>;

/** An account whose address a mail server has refused for good. */
export const RefusingAddress = z.object({
  customerId: z.int(),
  name: z.string(),
  email: z.string(),
  since: z.date(),
  isEmailVerified: z.boolean(),
  /** Null for an account that is no administrator’s. */
  role: AdministratorRole.nullable(),
});
export type RefusingAddress = z.infer<typeof RefusingAddress>;

export const RefusingPage = z.object({ addresses: z.array(RefusingAddress), ...beside });
export type RefusingPage = z.infer<typeof RefusingPage>;
