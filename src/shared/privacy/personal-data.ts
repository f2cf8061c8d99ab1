/** Defines the export of everything the portal stores about a customer (GDPR, articles 15 and 20). */
import { z } from 'zod';
import { Locale } from '#shared/accounts/accounts.ts';
import { ApiTokenPermission } from '#shared/accounts/api-tokens.ts';
import { OptionalMail } from '#shared/accounts/mail-choices.ts';
import { AdministratorRole } from '#shared/administration/roles.ts';
import { ChangeKind, ChangeProgress } from '#shared/billing/changes.ts';
import { CountryCode } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { LicenceEnd, PauseReason } from '#shared/licences/licences.ts';
import { Money } from '#shared/money.ts';
import { ApiLicence, ApiReceipt } from '#shared/rest-api.ts';

const Instant = z.iso.datetime();

/** Maps the names of changed fields to their new values. For receipts and flags, the keys are references. */
const Changed = z.record(z.string(), z.unknown());

const TimelineEntry = z.object({
  at: Instant,
  type: z.string(),
  changes: z.object({ subscription: Changed, licence: Changed, receipts: Changed, flags: Changed }),
});

export const PersonalData = z.object({
  format: z.literal(1),
  generated_at: Instant,
  /** Explains why licence keys and secrets aren't part of the export. */
  left_out: z.object({ licence_keys: z.string(), secrets: z.string() }),
  account: z.object({
    id: z.int(),
    name: z.string(),
    email: z.string(),
    email_verified: z.boolean(),
    locale: Locale,
    is_administrator: z.boolean(),
    /** What the account may do in the administration; null for customers. */
    administrator_role: AdministratorRole.nullable(),
    /** Since when the operator has kept the account from signing in; null if it may sign in. */
    blocked_at: Instant.nullable(),
    terms_accepted_at: Instant.nullable(),
    created_at: Instant,
    changed_at: Instant,
    /** When a mail server last refused the address; null if it hasn't since the address was confirmed. */
    email_refused_at: Instant.nullable(),
  }),
  profile: z.object({
    company_name: z.string().nullable(),
    number_of_employees: z.int().nullable(),
    address_line_1: z.string().nullable(),
    address_line_2: z.string().nullable(),
    city: z.string().nullable(),
    postal_code: z.string().nullable(),
    state: z.string().nullable(),
    country: CountryCode.nullable(),
  }),
  ways_in: z.object({
    password: z.boolean(),
    authenticator: z.boolean(),
    /** Whether two-step verification is on. */
    second_step: z.boolean(),
    passkeys: z.array(
      z.object({
        name: z.string().nullable(),
        device_type: z.string(),
        created_at: Instant.nullable(),
        last_used_at: Instant.nullable(),
      }),
    ),
    /** `subject` is the provider's id for the user. */
    providers: z.array(z.object({ provider: z.string(), subject: z.string(), linked_at: Instant })),
  }),
  email_changes: z.array(
    z.object({
      old_email: z.string(),
      new_email: z.string(),
      requested_at: Instant,
      confirmed_at: Instant.nullable(),
      stopped_at: Instant.nullable(),
    }),
  ),
  /** Addresses that an administrator corrected. */
  email_corrections: z.array(
    z.object({
      old_email: z.string(),
      new_email: z.string(),
      corrected_at: Instant,
      stopped_at: Instant.nullable(),
    }),
  ),
  /** What administrators have noted about the customer, without their names. */
  notes: z.array(z.object({ note: z.string(), written_at: Instant })),
  /** Kinds of e-mail that the customer can turn off. `changed_at` is null for a choice that was never made. */
  mail_choices: z.array(z.object({ kind: OptionalMail, is_on: z.boolean(), changed_at: Instant.nullable() })),
  licences: z.array(ApiLicence),
  /**
   * When an instance last checked each licence's key, and what it was told. Licences without a recorded check are
   * missing.
   */
  last_pings: z.array(
    z.object({
      licence_id: z.int(),
      pinged_at: Instant,
      /** The day on which the instance was told to check again; null if the licence had ended. */
      next_check_at: CalendarDate.nullable(),
      end_reason: LicenceEnd.nullable(),
    }),
  ),
  subscriptions: z.array(
    z.object({
      paddle_subscription_id: z.int(),
      /**
       * References to all Paddle subscriptions that have paid for this licence. `superseded_at` is null for the current
       * one.
       */
      references: z.array(
        z.object({
          paddle_product: z.string(),
          kind: z.string(),
          id: z.string(),
          linked_at: Instant.nullable(),
          superseded_at: Instant.nullable(),
        }),
      ),
      paddle_user_id: z.int().nullable(),
      contact_email: z.string().nullable(),
      status: z.enum(['trialing', 'active', 'past_due', 'paused', 'deleted']),
      quantity: z.int(),
      started_on: CalendarDate.nullable(),
      trial_ends_on: CalendarDate.nullable(),
      next_bill_on: CalendarDate.nullable(),
      next_charge: Money.nullable(),
      period_price: Money.nullable(),
      first_charge: z.object({ amount: Money, on: CalendarDate }).nullable(),
      next_retry_on: CalendarDate.nullable(),
      paused_from: CalendarDate.nullable(),
      paused_reason: PauseReason.nullable(),
      ends_on: CalendarDate.nullable(),
    }),
  ),
  receipts: z.array(ApiReceipt),
  /** Companies and VAT numbers that the customer gave for payments, oldest first, whether or not they then paid. */
  billing_details: z.array(z.object({ company_name: z.string(), vat_number: z.string(), given_at: Instant })),
  /** What the customer asked to change about a subscription, oldest first. */
  subscription_changes: z.array(
    z.object({
      kind: ChangeKind,
      licence_id: z.int(),
      /** The number of seats or the plan asked for; null if the change is about neither. */
      quantity: z.int().nullable(),
      plan_id: z.int().nullable(),
      /** What the portal said the change would cost; null if it said nothing. */
      shown: z
        .object({
          today: Money,
          next: z.object({ amount: Money, on: CalendarDate }).nullable(),
          source: z.enum(['paddle', 'calculated']),
        })
        .nullable(),
      /** Why the customer cancelled, in their own words. */
      reason: z.string().nullable(),
      state: ChangeProgress.shape.state,
      refusal: z.string().nullable(),
      asked_at: Instant,
      settled_at: Instant.nullable(),
      expires_at: Instant.nullable(),
    }),
  ),
  /** The history of each purchase or grant, oldest event first, with what each event changed. */
  timelines: z.array(z.object({ stream: z.string(), entries: z.array(TimelineEntry) })),
  sessions: z.array(
    z.object({
      ip_address: z.string().nullable(),
      user_agent: z.string().nullable(),
      created_at: Instant,
      last_used_at: Instant,
      expires_at: Instant,
    }),
  ),
  api_tokens: z.array(
    z.object({
      name: z.string(),
      permissions: z.array(ApiTokenPermission),
      created_at: Instant,
      expires_at: Instant.nullable(),
      last_used_at: Instant.nullable(),
    }),
  ),
  security_log: z.array(
    z.object({
      kind: z.string(),
      detail: z.string().nullable(),
      ip_address: z.string().nullable(),
      user_agent: z.string().nullable(),
      occurred_at: Instant,
    }),
  ),
});
export type PersonalData = z.infer<typeof PersonalData>;
