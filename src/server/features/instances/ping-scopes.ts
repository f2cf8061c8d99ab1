/** Decides which scopes of the PHP portal's access tokens allow pings. */
import { manageKeyScope } from '#shared/instances/instances.ts';

/** Passport's scope for everything. */
const everything = '*';

/** Returns whether scopes of the PHP portal allow pings. */
export const scopesMayPing = (scopes: readonly string[]): boolean =>
  scopes.some((scope) => scope === manageKeyScope || scope === everything);
