/** Schemas for the page of one customer in the administration. */
import { z } from 'zod';
import { Locale } from '#shared/accounts/accounts.ts';
import { Profile } from '#shared/accounts/profile.ts';
import { ReceiptTotal } from '#shared/billing/billing.ts';
import { Frequency } from '#shared/catalogue/catalogue.ts';
import { DatedAmount } from '#shared/dated-amount.ts';
import { CalendarDate } from '#shared/dates.ts';
import { PasskeyView } from '#shared/identity/passkeys.ts';
import { SignInMethods } from '#shared/identity/security-log.ts';
import { SessionView } from '#shared/identity/sessions.ts';
import { LicenceView, PauseReason } from '#shared/licences/licences.ts';
import { Money } from '#shared/money.ts';
import { CustomerChoice } from './administration/acts.ts';
import { AdministratorRole } from './administration/roles.ts';

/** A key in whose place the customer got another one. */
const EarlierKey = z.object({
  /** Its last characters; null if it can't be decrypted. */
  end: z.string().nullable(),
  /** When it stops or stopped working; null if it keeps working like the current one. */
  stopsAt: z.date().nullable(),
});
export type EarlierKey = z.infer<typeof EarlierKey>;

/** Why a licence is revoked. */
const Revocation = z.object({
  at: z.date(),
  /** Null for the operator, who works on the command line. The name is null if the account has been erased. */
  by: z.object({ id: z.int(), name: z.string().nullable() }).nullable(),
  reason: z.string(),
});

/** A licence as its owner sees it, but without Paddle's pages and without any part of the key but its end. */
export const AdministratorsLicence = LicenceView.omit({
  cardPage: true,
  cancelPage: true,
  keyHint: true,
}).extend({
  /** The last characters of the key, by which keys are told apart; null if there is none. */
  keyEnd: z.string().nullable(),
  /** The keys before, the newest first. */
  earlierKeys: z.array(EarlierKey),
  /** Null unless the licence is revoked. */
  revocation: Revocation.nullable(),
});
export type AdministratorsLicence = z.infer<typeof AdministratorsLicence>;

export const CustomerSubscription = z.object({
  /** The stream of the event log, which the licence shares. */
  stream: z.string(),
  licenceId: z.int().nullable(),
  /** Paddle’s ID. */
  subscriptionId: z.string(),
  paddleUserId: z.int().nullable(),
  /** Paddle’s status. */
  status: z.enum(['trialing', 'active', 'past_due', 'paused', 'deleted']),
  /** Null if the portal does not know Paddle’s plan. */
  plan: z.object({ id: z.int(), planName: z.string(), frequency: Frequency }).nullable(),
  quantity: z.int(),
  /** The buyer’s address at Paddle. */
  contactEmail: z.string().nullable(),
  startedOn: CalendarDate,
  trialEndsOn: CalendarDate.nullable(),
  nextBillOn: CalendarDate.nullable(),
  pausedFrom: CalendarDate.nullable(),
  pausedReason: PauseReason.nullable(),
  endsOn: CalendarDate.nullable(),
  failedAttempts: z.int(),
  nextRetryOn: CalendarDate.nullable(),
  price: Money.nullable(),
  nextCharge: Money.nullable(),
  firstCharge: DatedAmount.nullable(),
});
export type CustomerSubscription = z.infer<typeof CustomerSubscription>;

export const CustomerDetails = z.object({
  account: z.object({
    id: z.int(),
    name: z.string(),
    email: z.string(),
    isEmailVerified: z.boolean(),
    /** Until when the old address can stop a correction of the address; null if it can't. */
    emailHeldUntil: z.date().nullable(),
    /** Since when a mail server has refused the address; null if it works. */
    emailRefusedSince: z.date().nullable(),
    locale: Locale,
    since: z.date(),
    role: AdministratorRole.nullable(),
    /** Since when the account is blocked from signing in; null if it is not. */
    blockedAt: z.date().nullable(),
    /** Whether it is the account of the administrator who asks, on which they cannot act. */
    isSelf: z.boolean(),
  }),
  profile: Profile,
  signInMethods: SignInMethods,
  passkeys: z.array(PasskeyView),
  /** Most recently used first. */
  sessions: z.array(SessionView.omit({ isThis: true })),
  /** Newest first. */
  licences: z.array(AdministratorsLicence),
  subscriptions: z.array(CustomerSubscription),
  /** Purchases made with the address that wait for the customer to confirm it. */
  claims: z.array(z.object({ stream: z.string(), licenceId: z.int().nullable() })),
  /** What was paid, by year and currency, latest year first. */
  totals: z.array(ReceiptTotal),
});
export type CustomerDetails = z.infer<typeof CustomerDetails>;

export const mailsPerPage = 50;

/** Selects the e-mails to a customer that are older than the one with this ID. */
export const MailsOfCustomer = CustomerChoice.extend({ before: z.int().positive().optional() });

const CustomerMail = z.object({
  id: z.int(),
  /** The name of the template. */
  template: z.string(),
  /**
   * `waiting` also for those that are tried again. `suppressed`: the mail server refuses the address for good.
   * `not_needed`: it was no longer relevant. `failed`: it was refused too often.
   */
  state: z.enum(['waiting', 'sent', 'not_needed', 'suppressed', 'failed']),
  attempts: z.int(),
  /** A code, never the mail server’s own words. */
  lastError: z.string().nullable(),
  createdAt: z.date(),
  /** When it was sent or given up. */
  settledAt: z.date().nullable(),
});

export const CustomerMailPage = z.object({
  /** Newest first. E-mails that have never been composed are missing, because their recipient is not known yet. */
  mails: z.array(CustomerMail),
  /** The ID to pass as `before` for older e-mails; null if there are none. */
  next: z.int().nullable(),
});
export type CustomerMailPage = z.infer<typeof CustomerMailPage>;

/** Selects the events of a customer's security log that are older than the one with this ID. */
export const SecurityLogOfCustomer = CustomerChoice.extend({ before: z.int().positive().optional() });
