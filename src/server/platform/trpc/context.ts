/** What every procedure is handed. */
import type { AccountView } from '#shared/accounts.ts';
import type { Deps } from '../../deps.ts';

export interface Context {
  deps: Deps;
  account: AccountView | null;
  /** Of who is signed in. */
  session: { id: number; confirmedAt: Date | null; hasSecondFactor: boolean } | null;
  /** Where the request comes from, as the security log keeps it. */
  caller: { ipAddress: string | null; userAgent: string | null };
  requestId: string;
  /** The country the request seems to come from (a proxy's header), else null. */
  requestCountry: string | null;
}
