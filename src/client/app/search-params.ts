/** Schemas of each page's search parameters. Invalid values are dropped. */

import { z } from 'zod';
import { Locale } from '#shared/accounts/accounts.ts';
import { ReceiptYear } from '#shared/billing/billing.ts';
import { hadPattern } from '#shared/billing/checkout-return.ts';
import { RandomId } from '#shared/billing/random-id.ts';
import { CountryCode, Product, Seats } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { LoginProviderId, SocialOutcome } from '#shared/identity/login-providers.ts';
import { TimeCursor } from '#shared/lists/time-cursor.ts';
import { safeNext } from '#shared/next-page.ts';

const text = z.coerce.string().max(300).optional().catch(undefined);
const next = z.unknown().transform(safeNext).optional();

/** The outcome of a visit to a sign-in provider, set when the user returns from it. */
const social = SocialOutcome.optional().catch(undefined);
const provider = LoginProviderId.optional().catch(undefined);

/**
 * Set while a sign-in waits for its second factor. Only a hint: the server knows whether one is pending, and which
 * factors it accepts.
 */
const second = z
  .unknown()
  .transform((value) => (value === undefined ? undefined : true))
  .optional();

const flag = z.literal(true).optional().catch(undefined);

/**
 * `ended`: the session ended while the user was on a signed-in page. `confirmed`: their address has just been
 * confirmed. `reset`: they have just chosen a new password. `email` is the address to fill in.
 */
export const SignInSearch = z.object({
  ...{ next, social, provider, second, email: text },
  ...{ ended: flag, confirmed: flag, reset: flag },
});
export const RegisterSearch = z.object({ next });
export const SettingsSearch = z.object({ social, provider });
/** `signedUp`: the user has just signed up, so a link has been sent in any case. */
/** `broken`: the user comes from a link that doesn't work any more. */
export const EmailSearch = z.object({ email: text, next, signedUp: flag, broken: flag });
/** May be longer than other text parameters, because a confirmation token contains the e-mail address. */
const token = z.coerce.string().max(1_000).optional().catch(undefined);
/** `email`: the address to send another link to, if this one doesn't work. */
export const LinkSearch = z.object({ token, error: text, next, email: text });
/** `sent`: the address that the confirmation e-mail was sent to. */
export const FinishSearch = z.object({ next, token, sent: text });

/**
 * `checkout` is set when the customer returns from Paddle. `had` lists the licences that existed before the payment;
 * older payment links have `after` instead. `kept` identifies the change with which an ended subscription was continued
 * at Paddle. `refresh` is set if the PHP portal opened the checkout. `buy` is set if the customer wants a licence in
 * addition to a current one. `plan` and `seats` are what the customer chose before, for example on the product's own
 * website.
 */
export const ProductSearch = z.object({
  checkout: text,
  had: z.string().regex(hadPattern).optional().catch(undefined),
  after: z.int().min(0).optional().catch(undefined),
  kept: RandomId.optional().catch(undefined),
  refresh: flag,
  buy: z.literal('another').optional().catch(undefined),
  plan: z.int().min(1).optional().catch(undefined),
  seats: Seats.optional().catch(undefined),
});

const timeCursor = TimeCursor.optional().catch(undefined);

export const ReceiptsSearch = z.object({
  after: timeCursor,
  before: timeCursor,
  product: Product.optional().catch(undefined),
  year: ReceiptYear.optional().catch(undefined),
});

const accountId = z.int().positive().optional().catch(undefined);
const day = CalendarDate.optional().catch(undefined);

export const CustomersSearch = z.object({
  product: Product.optional().catch(undefined),
  plan: z.int().min(1).optional().catch(undefined),
  state: z.string().max(20).optional().catch(undefined),
  country: CountryCode.optional().catch(undefined),
  ...{ since: day, after: timeCursor, before: timeCursor },
});

const clientId = z
  .string()
  .regex(/^[\w-]{1,36}$/)
  .optional()
  .catch(undefined);

export const InstancesSearch = z.object({
  state: z.enum(['enabled', 'disabled']).optional().catch(undefined),
  product: Product.optional().catch(undefined),
  ...{ after: clientId, before: clientId },
});

/** `client` is the ID of a client, or `unknown`. */
export const OverdueChecksSearch = z.object({
  client: clientId,
  after: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}-[1-9]\d{0,14}$/)
    .optional()
    .catch(undefined),
});

/** `customer` is the number of an account, `subscription` that of a subscription at Paddle. */
export const InboxSearch = z.object({
  view: z.enum(['findings', 'flags']).optional().catch(undefined),
  type: z.string().max(64).optional().catch(undefined),
  state: z.string().max(20).optional().catch(undefined),
  kind: z.string().max(32).optional().catch(undefined),
  ...{ customer: accountId, subscription: accountId, after: timeCursor, before: timeCursor },
});

/** `actor` and `customer` are the numbers of accounts. */
export const AuditSearch = z.object({
  act: z.string().max(64).optional().catch(undefined),
  ...{ actor: accountId, customer: accountId, from: day, to: day },
  ...{ after: timeCursor, before: timeCursor },
});

/** `show` is a part of the page other than the list of e-mails; `locale` is for previews. */
export const MailsSearch = z.object({
  show: z.enum(['refusing', 'previews']).optional().catch(undefined),
  kind: z.string().max(40).optional().catch(undefined),
  state: z.string().max(20).optional().catch(undefined),
  locale: Locale.optional().catch(undefined),
  ...{ customer: accountId, after: timeCursor, before: timeCursor },
});
