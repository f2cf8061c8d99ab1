/** Translates Paddle's refusals of pay links. */
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { PayLinkRequest } from '#server/platform/paddle/port.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';

/**
 * Returns the error for the form field that Paddle rejected; null if Paddle refused the pay link for another reason.
 */
function refusedEntry({ reason }: PaddleRefusal, vat: PayLinkRequest['vat']): ErrorCode | null {
  if (reason === 'coupon_refused' || reason === 'email_refused') return reason;
  // Of the fields that Paddle can require, only a company's postcode may be left empty by customers here, so it must be
  // the missing one.
  if (reason === 'field_missing' && vat && !vat.postcode) return 'vat_postcode_missing';
  return null;
}

/**
 * Returns the error to throw if no pay link could be created:
 * - `coupon_refused`, `vat_postcode_missing` or `email_refused` if Paddle rejected that field
 * - `paddle_unavailable` if Paddle returned no link for any other reason
 * - the given error if it doesn't come from Paddle
 */
export function payLinkError(error: unknown, vat: PayLinkRequest['vat']): unknown {
  const entry = error instanceof PaddleRefusal ? refusedEntry(error, vat) : null;
  if (entry) return new AppError(entry, 'Paddle refused a value in the order', { cause: error });
  if (error instanceof PaddleUnavailable || error instanceof PaddleRefusal)
    return new AppError('paddle_unavailable', 'Paddle did not return a pay link', { cause: error });
  return error;
}
