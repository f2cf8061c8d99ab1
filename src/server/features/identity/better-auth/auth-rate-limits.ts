/**
 * Limits attempts per authentication endpoint: by network, by account, and by both together (OWASP ASVS 5.0, 6.3.1;
 * NIST SP 800-63B, 5.2.2; docs/decisions/0024-tries-are-counted-in-the-database.md). better-auth 1.7 only counts by IP
 * address, by default in the memory of one process.
 */
import { networkOf } from '#server/platform/http/request/network.ts';
import type { Counted, Limit, Limiter } from '#server/platform/rate-limits/limiter.ts';

export interface Attempt {
  endpoint: string;
  /** The validated body. */
  body: Record<string, unknown>;
  /** The client's IP address. */
  address: string | null | undefined;
  /** The `Cookie` header. */
  cookies: string | undefined;
}

interface Rule {
  byNetwork: Limit;
  /** Limits attempts for one account from one network. */
  byAccountAndNetwork?: Limit;
  /** Limits attempts for one account from anywhere. Browsers that have signed in to the account before are exempt. */
  byAccount?: Limit;
  /** The body field that identifies the account in place of the e-mail address. */
  subject?: 'token';
  /**
   * If set, a successful attempt isn't counted for the network and resets the account's counters, because it wasn't a
   * guess.
   */
  forgives?: true;
}

const minutes = 60;
const hour = 60 * minutes;

/**
 * For endpoints where each attempt sends an e-mail. If an attacker uses up the attempts, those e-mails have reached the
 * address's owner anyway.
 */
const mailing: Rule = {
  byNetwork: { tries: 30, seconds: hour },
  byAccount: { tries: 5, seconds: hour },
};

/**
 * For endpoints that check a second factor or a passkey. Each sign-in accepts five codes, and ten wrong ones in a row
 * lock the account's factor (`two-step`). This additional limit is against an attacker who guesses at many accounts.
 */
const guessing: Rule = { byNetwork: { tries: 60, seconds: 15 * minutes }, forgives: true };

const rules: Readonly<Record<string, Rule | null>> = {
  '/sign-in/email': {
    byNetwork: { tries: 60, seconds: 15 * minutes },
    byAccountAndNetwork: { tries: 10, seconds: 15 * minutes },
    byAccount: { tries: 50, seconds: hour },
    forgives: true,
  },
  '/sign-up/email': mailing,
  '/request-password-reset': mailing,
  '/send-verification-email': mailing,
  '/first-sign-in/finish': mailing,
  '/reset-password': { byNetwork: { tries: 30, seconds: 15 * minutes } },
  '/reset-password/check': { byNetwork: { tries: 30, seconds: 15 * minutes } },
  '/confirm-address': {
    byNetwork: { tries: 30, seconds: 15 * minutes },
    byAccount: { tries: 10, seconds: hour },
    subject: 'token',
  },
  '/confirm/passkey': guessing,
  '/two-factor/verify-totp': guessing,
  '/two-factor/verify-backup-code': guessing,
  // There is nothing to guess at this endpoint, and signing out must always work.
  '/sign-out': null,
};

const anyOther: Rule = { byNetwork: { tries: 120, seconds: minutes } };

export interface Admission {
  /** Seconds that the client has to wait; null if the attempt is allowed. */
  waitSeconds: number | null;
  /** Call this after the attempt succeeds. It may reset the counters. */
  succeeded: () => Promise<void>;
}

export type AuthRateLimits = (attempt: Attempt) => Promise<Admission>;

const always: Admission = { waitSeconds: null, succeeded: async () => undefined };

/** Allows every attempt. Used in tests that sign in often. */
export const noAuthRateLimits: AuthRateLimits = async () => always;

/** Creates the rate limits. A check rejects if the limiter can't reach its database. */
export function authRateLimits({
  limiter,
  knownBrowserOf,
}: {
  limiter: Limiter;
  /**
   * Returns the ID of a browser that has signed in to the account with this address before; null for any other browser.
   */
  knownBrowserOf: (cookies: string | undefined, email: string) => string | null;
}): AuthRateLimits {
  function countersOf(rule: Rule, attempt: Attempt): { network: Counted[]; account: Counted[] } {
    const network = networkOf(attempt.address);
    const subject = attempt.body[rule.subject ?? 'email'];
    const counted = (name: string, limit: Limit | undefined, of: string[]): Counted[] =>
      limit ? [{ name: `${attempt.endpoint}:${name}`, of, limit }] : [];
    const ofNetwork = counted('network', rule.byNetwork, [network]);
    if (typeof subject !== 'string') return { network: ofNetwork, account: [] };
    const browser = rule.subject ? null : knownBrowserOf(attempt.cookies, subject);
    if (browser !== null) {
      const limit = rule.byAccountAndNetwork ?? rule.byAccount;
      return { network: [], account: counted('browser', limit, [browser, subject]) };
    }
    const pair = counted('pair', rule.byAccountAndNetwork, [subject, network]);
    return { network: ofNetwork, account: [...pair, ...counted('account', rule.byAccount, [subject])] };
  }

  return async (attempt) => {
    const { [attempt.endpoint]: rule = anyOther } = rules;
    if (!rule) return always;
    const { network, account } = countersOf(rule, attempt);
    return {
      waitSeconds: await limiter.take([...network, ...account]),
      async succeeded() {
        if (rule.forgives) await limiter.release({ giveBack: network, forget: account });
      },
    };
  };
}
