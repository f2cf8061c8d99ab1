/** Lists every error a user can encounter, with its HTTP status and tRPC code. */

type TrpcCode =
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_SUPPORTED'
  | 'CONFLICT'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'TOO_MANY_REQUESTS'
  | 'BAD_GATEWAY'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

interface ErrorRow {
  http: number;
  trpc: TrpcCode;
  /** In English, for API clients and the log. */
  title: string;
}

/**
 * Errors that any part of the portal may return. Each of them also has a page (`problems.ts`). The order matters: if
 * only the tRPC code of an error is known, the first row with that code is reported.
 */
export const commonErrors = {
  invalid_input: { http: 400, trpc: 'BAD_REQUEST', title: 'The request is not valid' },
  coupon_refused: { http: 400, trpc: 'BAD_REQUEST', title: 'Paddle does not accept this coupon' },
  vat_postcode_missing: { http: 400, trpc: 'BAD_REQUEST', title: 'Paddle asks for the company’s postcode' },
  email_refused: { http: 400, trpc: 'BAD_REQUEST', title: 'Paddle does not accept the e-mail address' },
  not_signed_in: { http: 401, trpc: 'UNAUTHORIZED', title: 'Sign in first' },
  forbidden: { http: 403, trpc: 'FORBIDDEN', title: 'You do not have access to this' },
  email_not_verified: { http: 403, trpc: 'FORBIDDEN', title: 'The e-mail address is not confirmed' },
  confirmation_needed: { http: 403, trpc: 'FORBIDDEN', title: 'Confirm your identity first' },
  second_factor_needed: { http: 403, trpc: 'FORBIDDEN', title: 'Two-step verification is needed first' },
  not_found: { http: 404, trpc: 'NOT_FOUND', title: 'Not found' },
  method_not_allowed: { http: 405, trpc: 'METHOD_NOT_SUPPORTED', title: 'This method is not allowed here' },
  changed_meanwhile: {
    http: 409,
    trpc: 'CONFLICT',
    title: 'This was changed in the meantime',
  },
  already_licensed: {
    http: 409,
    trpc: 'CONFLICT',
    title: 'You already have an active licence for this product',
  },
  account_changed: { http: 409, trpc: 'CONFLICT', title: 'A different account is now signed in' },
  too_many_tokens: { http: 409, trpc: 'CONFLICT', title: 'The maximum number of tokens has been reached' },
  payload_too_large: { http: 413, trpc: 'PAYLOAD_TOO_LARGE', title: 'The request is too large' },
  unsupported_media_type: {
    http: 415,
    trpc: 'UNSUPPORTED_MEDIA_TYPE',
    title: 'The format of the request is not supported',
  },
  too_many_requests: { http: 429, trpc: 'TOO_MANY_REQUESTS', title: 'Too many requests' },
  paddle_unavailable: { http: 502, trpc: 'BAD_GATEWAY', title: 'Paddle cannot be reached' },
  service_unavailable: { http: 503, trpc: 'SERVICE_UNAVAILABLE', title: 'The service is not available' },
  internal: { http: 500, trpc: 'INTERNAL_SERVER_ERROR', title: 'Something went wrong on our side' },
  key_unreadable: { http: 500, trpc: 'INTERNAL_SERVER_ERROR', title: 'This licence key cannot be shown' },
} as const satisfies Record<string, ErrorRow>;

/** Errors returned only by sign-in and by changes to sign-in methods. */
const identityErrors = {
  registration_password_wrong: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    title: 'The password does not match the registration',
  },
  invalid_credentials: {
    http: 401,
    trpc: 'UNAUTHORIZED',
    title: 'The e-mail address or the password is wrong',
  },
  password_wrong: { http: 401, trpc: 'UNAUTHORIZED', title: 'The password is wrong' },
  recovery_code_wrong: { http: 401, trpc: 'UNAUTHORIZED', title: 'The recovery code is wrong' },
  mail_code_wrong: { http: 401, trpc: 'UNAUTHORIZED', title: 'The code is wrong' },
  passkey_refused: { http: 401, trpc: 'UNAUTHORIZED', title: 'The passkey was not accepted' },
  sign_in_again: { http: 401, trpc: 'UNAUTHORIZED', title: 'Start signing in again' },
  code_wrong: { http: 400, trpc: 'BAD_REQUEST', title: 'The code is wrong' },
  mail_code_expired: { http: 400, trpc: 'BAD_REQUEST', title: 'The code has expired' },
  too_many_codes: { http: 400, trpc: 'BAD_REQUEST', title: 'Too many wrong codes' },
  passkey_late: { http: 400, trpc: 'BAD_REQUEST', title: 'The passkey challenge has expired' },
  passkey_known: { http: 400, trpc: 'BAD_REQUEST', title: 'The passkey has already been added' },
  link_invalid: { http: 400, trpc: 'BAD_REQUEST', title: 'The link is not valid' },
  already_confirmed: { http: 400, trpc: 'BAD_REQUEST', title: 'The e-mail address is already confirmed' },
  password_too_short: { http: 400, trpc: 'BAD_REQUEST', title: 'The password is too short' },
  password_too_long: { http: 400, trpc: 'BAD_REQUEST', title: 'The password is too long' },
  password_same: { http: 400, trpc: 'BAD_REQUEST', title: 'This is the current password' },
  password_common: { http: 400, trpc: 'BAD_REQUEST', title: 'The password is too common' },
  password_breached: { http: 400, trpc: 'BAD_REQUEST', title: 'The password has appeared in a data breach' },
  refused: { http: 400, trpc: 'BAD_REQUEST', title: 'The request was refused' },
  another_way_needed: {
    http: 403,
    trpc: 'FORBIDDEN',
    title: 'Confirm your identity with your password or a passkey',
  },
  first_sign_in_gone: { http: 404, trpc: 'NOT_FOUND', title: 'The sign-up has expired' },
  email_taken: { http: 409, trpc: 'CONFLICT', title: 'An account with this e-mail address already exists' },
  already_signed_in: { http: 409, trpc: 'CONFLICT', title: 'You are already signed in' },
  factor_unreadable: { http: 409, trpc: 'CONFLICT', title: 'The stored second factor cannot be read' },
  last_way_in: { http: 409, trpc: 'CONFLICT', title: 'This is the last sign-in method' },
  outdated: { http: 409, trpc: 'CONFLICT', title: 'This was changed in another window' },
} as const satisfies Record<string, ErrorRow>;

/**
 * Errors returned only by changes of a subscription. Each is a rule that forbids the change, or a refusal by Paddle.
 */
export const changeErrors = {
  no_subscription: { http: 409, trpc: 'CONFLICT', title: 'No subscription pays for this licence' },
  subscription_ended: { http: 409, trpc: 'CONFLICT', title: 'The subscription has been cancelled' },
  licence_revoked: { http: 409, trpc: 'CONFLICT', title: 'The licence has been revoked' },
  licence_refunded: { http: 409, trpc: 'CONFLICT', title: 'The last payment was refunded' },
  change_while_trialing: { http: 409, trpc: 'CONFLICT', title: 'Not possible during the trial' },
  change_while_past_due: { http: 409, trpc: 'CONFLICT', title: 'Not possible while a payment is overdue' },
  change_while_paused: {
    http: 409,
    trpc: 'CONFLICT',
    title: 'Not possible while the subscription is paused',
  },
  change_while_pausing: { http: 409, trpc: 'CONFLICT', title: 'Not possible while a pause is planned' },
  not_paused: { http: 409, trpc: 'CONFLICT', title: 'The subscription is not paused' },
  pause_not_allowed: { http: 409, trpc: 'CONFLICT', title: 'This plan cannot be paused' },
  change_in_progress: { http: 409, trpc: 'CONFLICT', title: 'Another change is still in progress' },
  invoice_in_progress: { http: 409, trpc: 'CONFLICT', title: 'Paddle is processing a payment' },
  same_seats: { http: 409, trpc: 'CONFLICT', title: 'This is already the number of seats' },
  same_plan: { http: 409, trpc: 'CONFLICT', title: 'This is already the plan' },
  plan_without_seats: { http: 409, trpc: 'CONFLICT', title: 'This plan has no seats' },
  plan_needs_seats: {
    http: 409,
    trpc: 'CONFLICT',
    title: 'A plan with seats cannot become one without seats',
  },
  plan_of_other_product: { http: 409, trpc: 'CONFLICT', title: 'The plan belongs to another product' },
  plan_not_sold: { http: 409, trpc: 'CONFLICT', title: 'The plan is not for sale at the moment' },
  plan_retired: { http: 409, trpc: 'CONFLICT', title: 'The plan is no longer sold' },
  other_currency: { http: 409, trpc: 'CONFLICT', title: 'The currency of a subscription cannot change' },
  interval_refused: { http: 409, trpc: 'CONFLICT', title: 'Paddle does not allow this change of the period' },
  amount_too_low: { http: 409, trpc: 'CONFLICT', title: 'The amount is too low for Paddle' },
  card_declined: { http: 409, trpc: 'CONFLICT', title: 'The payment failed' },
  amount_changed: { http: 409, trpc: 'CONFLICT', title: 'The amount to pay today has changed' },
  keep_not_ended: { http: 409, trpc: 'CONFLICT', title: 'The subscription has not been cancelled' },
  keep_after_trial: { http: 409, trpc: 'CONFLICT', title: 'A cancelled trial cannot be continued' },
  keep_link_expired: { http: 409, trpc: 'CONFLICT', title: 'The link for continuing was not used in time' },
  dispute_open: { http: 409, trpc: 'CONFLICT', title: 'A payment is disputed' },
  change_refused: { http: 409, trpc: 'CONFLICT', title: 'Paddle refused the change' },
  change_not_made: { http: 409, trpc: 'CONFLICT', title: 'Paddle did not make the change' },
  quantity_not_typed: { http: 400, trpc: 'BAD_REQUEST', title: 'Type the number of seats again' },
} as const satisfies Record<string, ErrorRow>;

/** Errors returned only when a customer asks for another licence key. `licence_revoked` is among the errors above. */
export const keyErrors = {
  licence_ended: { http: 409, trpc: 'CONFLICT', title: 'The licence has ended' },
  key_replaced: { http: 409, trpc: 'CONFLICT', title: 'The key has already been replaced' },
  key_dispute_open: { http: 409, trpc: 'CONFLICT', title: 'A payment for the licence is disputed' },
  key_end_changed: { http: 409, trpc: 'CONFLICT', title: 'The time at which the old key stops has changed' },
} as const satisfies Record<string, ErrorRow>;

/** Errors of accounts on which administrators have acted, and of pages that an administrator views. */
const accessErrors = {
  account_blocked: { http: 403, trpc: 'FORBIDDEN', title: 'The account is blocked from signing in' },
  email_corrected: {
    http: 403,
    trpc: 'FORBIDDEN',
    title: 'The e-mail address was corrected less than 24 hours ago',
  },
  view_only: { http: 403, trpc: 'FORBIDDEN', title: 'Not possible while viewing a customer’s pages' },
  view_ended: { http: 403, trpc: 'FORBIDDEN', title: 'The view of the customer’s pages has ended' },
} as const satisfies Record<string, ErrorRow>;

/** Errors returned only to administrators, by what they do. */
const actErrors = {
  own_account: { http: 403, trpc: 'FORBIDDEN', title: 'Administrators cannot act on their own account' },
  administrators_account: {
    http: 403,
    trpc: 'FORBIDDEN',
    title: 'The account is an administrator’s',
  },
  customer_not_confirmed: {
    http: 409,
    trpc: 'CONFLICT',
    title: 'The customer has not confirmed the e-mail address',
  },
  day_over: { http: 409, trpc: 'CONFLICT', title: 'The day is over' },
  not_an_extension: { http: 409, trpc: 'CONFLICT', title: 'The licence works until that day anyway' },
  refund_open: { http: 409, trpc: 'CONFLICT', title: 'Another refund of this payment is in progress' },
  refund_too_high: { http: 409, trpc: 'CONFLICT', title: 'Less than this is left of the payment' },
  nothing_to_refund: { http: 409, trpc: 'CONFLICT', title: 'Nothing is left of the payment' },
  refund_refused: { http: 409, trpc: 'CONFLICT', title: 'Paddle refused the refund' },
  refund_not_made: { http: 409, trpc: 'CONFLICT', title: 'Paddle did not make the refund' },
  two_secrets: { http: 409, trpc: 'CONFLICT', title: 'Two secrets of the client are valid' },
  last_secret: { http: 409, trpc: 'CONFLICT', title: 'This is the only secret of the client' },
  last_administrator: { http: 409, trpc: 'CONFLICT', title: 'No other administrator would be left' },
  email_in_use: { http: 409, trpc: 'CONFLICT', title: 'Another account has this e-mail address' },
  mail_waiting: { http: 409, trpc: 'CONFLICT', title: 'The e-mail has not been sent yet' },
  mail_once: { http: 409, trpc: 'CONFLICT', title: 'The e-mail was meant for one occasion' },
  mail_outdated: { http: 409, trpc: 'CONFLICT', title: 'The e-mail is no longer news' },
  mail_refused: { http: 409, trpc: 'CONFLICT', title: 'The mail server refuses the e-mail address' },
  mail_turned_off: { http: 409, trpc: 'CONFLICT', title: 'The customer has turned off these e-mails' },
  plan_known: { http: 409, trpc: 'CONFLICT', title: 'There is already a plan with this number at Paddle' },
  plan_in_use: {
    http: 409,
    trpc: 'CONFLICT',
    title: 'The product and the number at Paddle of a plan that was bought cannot change',
  },
} as const satisfies Record<string, ErrorRow>;

export type KeyErrorCode = keyof typeof keyErrors;

export const isKeyError = (code: string): code is KeyErrorCode => Object.hasOwn(keyErrors, code);

export type ActErrorCode = keyof typeof actErrors;

export const isActError = (code: string): code is ActErrorCode => Object.hasOwn(actErrors, code);

export type ChangeErrorCode = keyof typeof changeErrors;

export const isChangeError = (code: string): code is ChangeErrorCode => Object.hasOwn(changeErrors, code);

/** All errors a user can encounter. The HTTP handlers, the tRPC procedures and the client all use this table. */
export const errorTable = {
  ...commonErrors,
  ...identityErrors,
  ...changeErrors,
  ...keyErrors,
  ...accessErrors,
  ...actErrors,
} as const;

export type ErrorCode = keyof typeof errorTable;
export type CommonErrorCode = keyof typeof commonErrors;

/**
 * Returns the error to report where only common errors are known: the error itself if it is a common one, otherwise the
 * first common error with the same HTTP status.
 */
export function commonCodeOf(code: ErrorCode): CommonErrorCode {
  if (isCommonError(code)) return code;
  const { http } = errorTable[code];
  const codes = Object.keys(commonErrors) as CommonErrorCode[];
  return codes.find((each) => commonErrors[each].http === http) ?? 'forbidden';
}

export const isCommonError = (code: string): code is CommonErrorCode => Object.hasOwn(commonErrors, code);

/** An invalid field: its path in the input, and the problem in English. */
export interface Issue {
  path: string;
  message: string;
}

const isIssue = (value: unknown): value is Issue =>
  typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string';

/** Returns the paths of the invalid fields listed in an error response's `issues`; empty if it lists none. */
export function wrongEntriesIn(answer: unknown): string[] {
  const issues =
    typeof answer === 'object' && answer !== null && 'issues' in answer ? answer.issues : undefined;
  return Array.isArray(issues) ? issues.filter(isIssue).map(({ path }) => path) : [];
}

/**
 * An error from the error table. `message` is for the log; users see the translated text for `code`.
 * `retryAfterSeconds` becomes a `Retry-After` header in HTTP responses. `issues` are sent to the client, which shows
 * them at the fields of a form.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | undefined;
  readonly issues: readonly Issue[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; retryAfterSeconds?: number; issues?: readonly Issue[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.issues = options.issues ?? [];
  }
}
