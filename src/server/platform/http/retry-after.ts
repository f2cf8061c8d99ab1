/** Reads how long another server asks to wait. */
import { secondMs } from '#shared/durations.ts';

/**
 * Parses `Retry-After`, which is a number of seconds or a date (RFC 9110, section 10.2.3). Returns milliseconds, or
 * null if the header is missing or invalid.
 */
export function retryAfterIn(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * secondMs : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
