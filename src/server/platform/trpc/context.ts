/** The context passed to every tRPC procedure. */

import type { RegisteredDeps } from '#server/platform/registered-deps.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';

/** Dependencies that query Paddle, which is slow and rate-limited. */
type AskingPaddle = 'paddle' | 'prices' | 'cards';

/**
 * The dependencies available to every procedure. Only procedures with a limit (`limited`) also have access to Paddle.
 */
export type ProcedureDeps = Omit<RegisteredDeps, AskingPaddle>;

/** The session of the browser that sent the request. */
export interface BrowserSession {
  id: number;
  /** When the customer last signed in or re-authenticated in this session; null if unknown. */
  reauthenticatedAt: Date | null;
  /** Whether two-step verification is on. Turning it on ends all sessions that were started before. */
  hasSecondFactor: boolean;
  /** Signs the browser in again after this session was ended along with all others of the account. */
  restart: (caller: Context['caller']) => Promise<void>;
  /**
   * Starts a visit to a provider, and returns the URL that the browser has to open. The visit is only valid in this
   * session.
   */
  visitProvider: (provider: LoginProviderId, purpose: 'link' | 'confirm') => Promise<string>;
}

/** A request that reads a customer's pages for an administrator. */
export interface Viewing {
  /** The customer. */
  account: AccountView;
  /** A session without any rights. */
  session: BrowserSession;
  /** Whether a procedure may be called. */
  allows: (path: string) => boolean;
  /** Returns the part of a procedure's answer that is shown. */
  shown: (path: string, answer: unknown) => unknown;
}

export interface Context {
  deps: ProcedureDeps;
  account: AccountView | null;
  /** The session in which `account` is signed in; null if no account is. */
  session: BrowserSession | null;
  /**
   * The view that the request belongs to. `account` and `session` are still the administrator's; the base procedures
   * replace them. `over`: the request names a view that isn't valid, so nothing may be answered. Null for all others.
   */
  viewing: Viewing | 'over' | null;
  /** Whether the page was loaded for another account. */
  showsAnother: boolean;
  /** The client's address and browser, for the security log. */
  caller: { ipAddress: string | null; userAgent: string | null };
  requestId: string;
  /** The country from a proxy's header; null if unknown. */
  requestCountry: string | null;
}

const wholes = new WeakMap<ProcedureDeps, RegisteredDeps>();

/** Returns `deps` without Paddle. Every procedure gets the result. */
export function withoutPaddle(deps: RegisteredDeps): ProcedureDeps {
  const { paddle: _, prices: __, cards: ___, ...share } = deps;
  wholes.set(share, deps);
  return share;
}

/** Returns the complete `deps` from which `withoutPaddle` made `share`. Throws if `share` was made otherwise. */
export function withPaddle(share: ProcedureDeps): RegisteredDeps {
  const whole = wholes.get(share);
  if (!whole) throw new TypeError('these deps were not made by withoutPaddle');
  return whole;
}
