/** What every procedure is handed. */
import type { AccountView } from '#shared/accounts.ts';
import type { Deps } from '../../deps.ts';

export interface Context {
  deps: Deps;
  account: AccountView | null;
  requestId: string;
  /** The country the request seems to come from (a proxy's header), else null. */
  requestCountry: string | null;
}
