/** The context passed to every tRPC procedure. */

import type { RegisteredDeps } from '#server/platform/registered-deps.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';

/** Dependencies that query Paddle, which is slow and rate-limited. */
type AskingPaddle = 'paddle' | 'prices';

/** The dependencies of every procedure. Paddle is only available in procedures with a limit (`limited`). */
export type ProcedureDeps = Omit<RegisteredDeps, AskingPaddle>;

/** The session of the browser that sent the request. */
export interface BrowserSession {
  id: number;
  /** When the customer last signed in or re-authenticated in this session; null if unknown. */
  reauthenticatedAt: Date | null;
  /** Whether two-step verification is on. Sessions that started before it was turned on have ended. */
  hasSecondFactor: boolean;
  /** Signs the browser in again after this session was ended along with all others of the account. */
  restart: (caller: Context['caller']) => Promise<void>;
  /** Starts a round trip to a provider that is only valid for this session. Returns the URL to open. */
  visitProvider: (provider: LoginProviderId, purpose: 'link' | 'confirm') => Promise<string>;
}

export interface Context {
  deps: ProcedureDeps;
  account: AccountView | null;
  /** The session of `account`. */
  session: BrowserSession | null;
  /** Whether the page was loaded for an account other than `account`. */
  showsAnother: boolean;
  /** The client's address and browser, for the security log. */
  caller: { ipAddress: string | null; userAgent: string | null };
  requestId: string;
  /** The country from a proxy's header; null if unknown. */
  requestCountry: string | null;
}

const wholes = new WeakMap<ProcedureDeps, RegisteredDeps>();

/** Returns `deps` without Paddle, for every procedure. */
export function withoutPaddle(deps: RegisteredDeps): ProcedureDeps {
  const { paddle: _, prices: __, ...share } = deps;
  wholes.set(share, deps);
  return share;
}

/** Returns the `deps` that `share` was made from. Throws if it wasn't made by `withoutPaddle`. */
export function withPaddle(share: ProcedureDeps): RegisteredDeps {
  const whole = wholes.get(share);
  if (!whole) throw new TypeError('these deps were not made by withoutPaddle');
  return whole;
}
