/** What every procedure is handed. */

import type { RegisteredDeps } from '#server/platform/registered-deps.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';

/** Asks Paddle, which is slow and limits how often it may be asked. */
type AskingPaddle = 'paddle' | 'prices';

/** What every procedure may touch. Paddle is only reached through a procedure with a limit (`limited`). */
export type ProcedureDeps = Omit<RegisteredDeps, AskingPaddle>;

export interface Context {
  deps: ProcedureDeps;
  account: AccountView | null;
  /** The session of `account`. */
  session: { id: number; reauthenticatedAt: Date | null; hasSecondFactor: boolean } | null;
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
