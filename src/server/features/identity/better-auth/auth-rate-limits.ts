/**
 * Limits attempts per authentication endpoint: by network, by account, and by both together (OWASP ASVS 5.0, 6.3.1;
 * NIST SP 800-63B, 5.2.2; docs/decisions/0024-tries-are-counted-in-the-database.md). better-auth 1.7 only counts by IP
 * address, by default in the memory of one process.
 */
import { createHash } from 'node:crypto';
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
  /** For one account from one network. */
  byAccountAndNetwork?: Limit;
  /** One account from anywhere, except by browsers that have signed in to it before. */
  byAccount?: Limit;
  /** What is counted in place of the e-mail address. */
  subjectsOf?: (attempt: Attempt) => string[];
  /** A try that succeeds was no guess: it is given back, and the counters of its account end. */
  forgives?: true;
}

const minutes = 60;
const hour = 60 * minutes;

/** Each try sends a mail: using them up for another person still sends that person the mail they want. */
const mailing: Rule = {
  byNetwork: { tries: 30, seconds: hour },
  byAccount: { tries: 5, seconds: hour },
};

const ofSessions = /^(?:__Secure-)?portal\.(?:session_token|two_factor)$/;
const sessionsAtMost = 4;

/**
 * Guesses of a browser that has given one factor, or both, are counted by its session, not by its network. All cookies
 * count, because it is not known here which of two with the same name is read.
 */
function bySession({ cookies }: Attempt): string[] {
  const held = cookiesNamed(cookies ?? '', ofSessions).map((value) =>
    createHash('sha256')
      .update(tokenIn(unescaped(value)))
      .digest('base64url'),
  );
  return held.length > sessionsAtMost ? ['more than any browser has'] : [...new Set(held)];
}

/** As better-auth's parser reads them, spaces and quotes included, so that another spelling is the same session. */
const cookiesNamed = (cookies: string, name: RegExp): string[] =>
  cookies.split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    const value = pair.slice(at + 1).trim();
    if (at < 1 || !name.test(pair.slice(0, at).trim())) return [];
    return [value.startsWith('"') ? value.slice(1, -1) : value];
  });

/** Strips the signature, because several spellings of it are valid for the same token. */
const tokenIn = (value: string): string => value.slice(0, value.lastIndexOf('.'));

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Cookies of the portal are well encoded: any other text counts as it is.
    return text;
  }
}

const guessing: Rule = {
  byNetwork: { tries: 60, seconds: 15 * minutes },
  byAccount: { tries: 10, seconds: 15 * minutes },
  subjectsOf: bySession,
  forgives: true,
};

const rules: Readonly<Record<string, Rule>> = {
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
    subjectsOf: ({ body }) => (typeof body.token === 'string' ? [body.token] : []),
  },
};

const anyOther: Rule = { byNetwork: { tries: 120, seconds: minutes } };
/** Nothing can be guessed there, and signing out must always work. */
const unlimited: ReadonlySet<string> = new Set(['/sign-out']);

function ruleFor(endpoint: string): Rule | null {
  if (unlimited.has(endpoint)) return null;
  const known = rules[endpoint];
  if (known) return known;
  return /^\/(confirm|two-factor)\//.test(endpoint) ? guessing : anyOther;
}

export interface Admission {
  /** How long the caller has to wait; null where it need not. */
  waitSeconds: number | null;
  /** Must be called after the attempt succeeds. */
  succeeded: () => Promise<void>;
}

export type AuthRateLimits = (attempt: Attempt) => Promise<Admission>;

const always: Admission = { waitSeconds: null, succeeded: async () => undefined };

/** For tests that sign in often. */
export const noAuthRateLimits: AuthRateLimits = async () => always;

/** Creates the rate limits. Checks reject if the limiter can't reach its database. */
export function authRateLimits({
  limiter,
  knownBrowserOf,
}: {
  limiter: Limiter;
  /** The id of a browser that has signed in to the account of an address; null for any other. */
  knownBrowserOf: (cookies: string | undefined, email: string) => string | null;
}): AuthRateLimits {
  const emailsOf = ({ body }: Attempt): string[] => (typeof body.email === 'string' ? [body.email] : []);

  function countersOf(rule: Rule, attempt: Attempt): { network: Counted[]; account: Counted[] } {
    const network = networkOf(attempt.address);
    const subjects = (rule.subjectsOf ?? emailsOf)(attempt);
    const counted = (name: string, limit: Limit | undefined, of: string[]): Counted[] =>
      limit ? [{ name: `${attempt.endpoint}:${name}`, of, limit }] : [];
    const [email] = subjects;
    const browser = rule.subjectsOf || email === undefined ? null : knownBrowserOf(attempt.cookies, email);
    if (browser !== null) {
      const limit = rule.byAccountAndNetwork ?? rule.byAccount;
      return { network: [], account: counted('browser', limit, [browser, ...subjects]) };
    }
    return {
      network: counted('network', rule.byNetwork, [network]),
      account: subjects.flatMap((subject) => [
        ...counted('pair', rule.byAccountAndNetwork, [subject, network]),
        ...counted('account', rule.byAccount, [subject]),
      ]),
    };
  }

  return async (attempt) => {
    const rule = ruleFor(attempt.endpoint);
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
