/** What every procedure is handed. */

import type { Deps } from '#server/deps.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';

/** What asks Paddle, which is slow, not ours, and counts who asks too often. */
type AskingPaddle = 'paddle' | 'prices';

/** What a procedure may touch as it is. What asks Paddle comes with a limit only (`limited`). */
export type ProcedureDeps = Omit<Deps, AskingPaddle>;

export interface Context {
  deps: ProcedureDeps;
  account: AccountView | null;
  /** Of who is signed in. */
  session: { id: number; reauthenticatedAt: Date | null; hasSecondFactor: boolean } | null;
  /** The caller's pages are somebody else's than `account`. */
  showsAnother: boolean;
  /** Where the request comes from, as the security log keeps it. */
  caller: { ipAddress: string | null; userAgent: string | null };
  requestId: string;
  /** The country the request seems to come from (a proxy's header), else null. */
  requestCountry: string | null;
}

const wholes = new WeakMap<ProcedureDeps, Deps>();

/** The share of `deps` that every procedure may touch. */
export function withoutPaddle(deps: Deps): ProcedureDeps {
  const { paddle: _, prices: __, ...share } = deps;
  wholes.set(share, deps);
  return share;
}

/** All of what `share` is a share of. */
export function withPaddle(share: ProcedureDeps): Deps {
  const whole = wholes.get(share);
  if (!whole) throw new TypeError('these deps were not made by withoutPaddle');
  return whole;
}
