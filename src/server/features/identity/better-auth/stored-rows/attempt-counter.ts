/** How better-auth's attempt counters of pending sign-ins are told apart from other rows of `verifications`. */
import { createHash } from 'node:crypto';

/** Begins the stored identifier of a counter. */
export const attemptsPrefix = 'attempts:';

/**
 * Stores identifiers as hashes. Those of attempt counters are marked, because a counter's value is a bare number like
 * the account ID by which a customer's rows are found and discarded.
 */
export const storedIdentifiers = {
  default: 'hashed',
  overrides: {
    '2fa-attempts-': {
      hash: async (identifier: string) =>
        `${attemptsPrefix}${createHash('sha256').update(identifier).digest('base64url')}`,
    },
  },
} as const;
