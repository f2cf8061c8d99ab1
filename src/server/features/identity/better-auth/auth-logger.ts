/** better-auth's messages in the portal's log: `error` is for what the operator can fix, not for a refused request. */
import type { BetterAuthOptions } from 'better-auth';
import type { Logger } from 'pino';
import { logFailure } from '#server/platform/observability/failure-log.ts';

/** Matches messages about invalid callback URLs and origins, which come from the request. */
const invalidAddress = /^Invalid \w*(?:URL|origin)\b/i;

/** Truncates a message before the address in it. */
const withoutAddress = (message: string): string => /^[A-Za-z ]*/.exec(message)?.[0].trim() ?? '';

/** Returns a value for better-auth's `logger` option. */
export const authLogger = (log: Logger): NonNullable<BetterAuthOptions['logger']> => ({
  level: 'warn',
  disableColors: true,
  log: (level, message, ...details) => {
    const error = details.find((each) => each instanceof Error);
    const source = 'better-auth';
    // The address comes from the link: it may be of any length and may hold personal data.
    if (!error && invalidAddress.test(message)) {
      log.info({ source, reason: withoutAddress(message) }, 'an address in a link was refused');
      return;
    }
    // An error that it reports without an exception is the caller's, such as an altered link.
    const ours = level === 'error' && !error ? 'warn' : level;
    if (error) logFailure(log, error, { source, level: level === 'error' ? level : 'warn' }, message);
    else log[ours]({ source }, message);
  },
});
