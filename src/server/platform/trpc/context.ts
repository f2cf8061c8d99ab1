/** What every procedure is handed. */

import type { RegisteredDeps } from '#server/platform/registered-deps.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';

/** Asks Paddle, which is slow and limits how often it may be asked. */
type AskingPaddle = 'paddle' | 'prices';

/** What every procedure may touch. Paddle is only reached through a procedure with a limit (`limited`). */
export type ProcedureDeps = Omit<RegisteredDeps, AskingPaddle>;

/** The session that a request carries, in the browser that sent it. */
export interface BrowserSession {
  id: number;
  /** When the customer last signed in or re-authenticated in it; null where that is not known. */
  reauthenticatedAt: Date | null;
  /** Whether two-step verification is on. Sessions from before it was turned on have ended. */
  hasSecondFactor: boolean;
  /** Signs the browser in again, once this session has ended with all others of the account. */
  restart: (caller: Context['caller']) => Promise<void>;
  /** Begins a round trip to a provider, which counts for this session alone. Answers the address to open. */
  visitProvider: (provider: LoginProviderId, purpose: 'link' | 'confirm') => Promise<string>;
}

export interface Context {
  deps: ProcedureDeps;
  account: AccountView | null;
  /** The session of `account`. */
  session: BrowserSession | null;
  /** The pages that ask were loaded for another account than `account`. */
  showsAnother: boolean;
  /** Where the request comes from, as the security log keeps it. */
  caller: { ipAddress: string | null; userAgent: string | null };
  requestId: string;
  /** The country the request seems to come from (a proxy's header), else null. */
  requestCountry: string | null;
}

const wholes = new WeakMap<ProcedureDeps, RegisteredDeps>();

/** The share of `deps` that every procedure may touch. */
export function withoutPaddle(deps: RegisteredDeps): ProcedureDeps {
  const { paddle: _, prices: __, ...share } = deps;
  wholes.set(share, deps);
  return share;
}

/** The deps that `share` was made from. Throws where `withoutPaddle` did not make it. */
export function withPaddle(share: ProcedureDeps): RegisteredDeps {
  const whole = wholes.get(share);
  if (!whole) throw new TypeError('these deps were not made by withoutPaddle');
  return whole;
}
