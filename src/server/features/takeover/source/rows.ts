/**
 * The rows of the PHP portal's database, as its migrations make them. Columns that older versions of it don't have are
 * optional. Dates are read as text in UTC (`openSource` makes the server send them so), and a date of zeros is no date:
 * null where the column may be null, else the row can't be read.
 */
import { z } from 'zod';

const datePattern = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}:\d{2}:\d{2})(?:\.\d+)?)?$/;
const isZero = (text: string): boolean => text.startsWith('0000-00-00');

/** A `TIMESTAMP` or `DATETIME` as text in UTC. Fractions of a second are dropped: the PHP portal stores none. */
const instant = z.string().transform((text, context) => {
  const [, year, month, day, time = '00:00:00'] = datePattern.exec(text) ?? [];
  const at = new Date(`${year}-${month}-${day}T${time}Z`);
  if (!isZero(text) && !Number.isNaN(at.getTime())) return at;
  context.addIssue({ code: 'custom', message: isZero(text) ? 'a date of zeros' : 'not a date' });
  return z.NEVER;
});
const instantOrNull = z.preprocess(
  (value) => (typeof value === 'string' && isZero(value) ? null : value),
  instant.nullable(),
);
/** Numbers come as text, so that none is rounded. Every id of the PHP portal fits into a safe integer. */
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const flag = z.coerce.number().transform((value) => value !== 0);
const text = z.string();
const written = { created_at: instantOrNull.optional(), updated_at: instantOrNull.optional() };
/** Whose row it is, as Laravel notes it: a class and a number. */
const billable = {
  billable_id: z.coerce.number().int().nonnegative().nullable(),
  billable_type: text.nullable(),
};

/** The class whose numbers are people. Every other text names nobody. */
export const personClass = 'App\\Models\\User';

export const UserRow = z.object({
  id,
  name: text,
  email: text,
  email_verified_at: instantOrNull,
  password: text.nullable(),
  two_factor_secret: text.nullable().default(null),
  two_factor_recovery_codes: text.nullable().default(null),
  two_factor_confirmed_at: instantOrNull.default(null),
  locale: text.nullable().default(null),
  instance_administrator: flag.default(false),
  company_name: text.nullable().default(null),
  total_number_of_employees: z.coerce.number().int().nullable().default(null),
  address_line_1: text.nullable().default(null),
  address_line_2: text.nullable().default(null),
  city: text.nullable().default(null),
  postal_code: text.nullable().default(null),
  country: text.nullable().default(null),
  state: text.nullable().default(null),
  invoice_comment: text.nullable().default(null),
  ...written,
});

export const PasskeyRow = z.object({
  id,
  user_id: id,
  name: text,
  /** Base64 or base64url, with or without padding, like `credentialPublicKey`. */
  credentialId: text,
  credentialPublicKey: text,
  type: text,
  /** A JSON array. */
  transports: text,
  aaguid: text,
  counter: z.coerce.number().int().nonnegative(),
  ...written,
});

/** A link to an account of a social provider. */
export const UserTokenRow = z.object({
  id,
  user_id: id,
  driver: text,
  driver_id: text,
  email: text.nullable().default(null),
  ...written,
});

export const PlanRow = z.object({
  id,
  product: text,
  friendly_name: text,
  description: text,
  plan_name: text,
  plan_id_on_paddle: id,
  ...written,
});

export const SubscriptionRow = z.object({
  id,
  ...billable,
  name: text,
  paddle_id: id,
  paddle_status: text,
  paddle_plan: id,
  quantity: z.coerce.number().int(),
  trial_ends_at: instantOrNull,
  paused_from: instantOrNull,
  ends_at: instantOrNull,
  ...written,
});

export const ReceiptRow = z.object({
  id,
  ...billable,
  paddle_subscription_id: id.nullable(),
  checkout_id: text,
  order_id: text,
  /** As Paddle sent it: `1200` (JPY), `744.09` (HUF), `0.00`. */
  amount: text,
  tax: text,
  currency: text,
  quantity: z.coerce.number().int(),
  receipt_url: text,
  paid_at: instant,
  ...written,
});

export const LicenceRow = z.object({
  id,
  plan_id: id,
  user_id: id,
  key: text,
  subscription_state: text,
  /** Midnight of the day on which the PHP portal stops answering 200. */
  valid_until_at: instant,
  paddle_cancel_url: text.nullable().default(null),
  paddle_update_url: text.nullable().default(null),
  ...written,
});

export const ClientRow = z.object({
  id: text,
  name: text,
  /** A bcrypt hash, or the secret itself where Passport was told not to hash it. */
  secret: text.nullable(),
  personal_access_client: flag,
  password_client: flag,
  revoked: flag,
  ...written,
});

export const AccessTokenRow = z.object({
  /** The `jti` of the token. */
  id: text,
  client_id: text,
  /** A JSON array. */
  scopes: text.nullable(),
  revoked: flag,
  expires_at: instantOrNull,
  ...written,
});

export const PasswordResetRow = z.object({ email: text, token: text, created_at: instantOrNull });

export type UserRow = z.infer<typeof UserRow>;
export type PasskeyRow = z.infer<typeof PasskeyRow>;
export type UserTokenRow = z.infer<typeof UserTokenRow>;
export type PlanRow = z.infer<typeof PlanRow>;
export type SubscriptionRow = z.infer<typeof SubscriptionRow>;
export type ReceiptRow = z.infer<typeof ReceiptRow>;
export type LicenceRow = z.infer<typeof LicenceRow>;
export type ClientRow = z.infer<typeof ClientRow>;
export type AccessTokenRow = z.infer<typeof AccessTokenRow>;
export type PasswordResetRow = z.infer<typeof PasswordResetRow>;
