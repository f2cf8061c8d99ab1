/** Gives a client a new secret. */
import type { Deps } from '#server/deps.ts';
import { hashClientSecret, newClientSecret } from './oauth/client-secret.ts';

export type RotatedSecret =
  | { status: 'rotated'; clientSecret: string; revokedTokens: number }
  | { status: 'unknown' };

/**
 * The old secret stops working at once; tokens already issued live on, for the real client caches its token
 * for 364 days. With `revokeTokens` they end too: its instances are then locked until somebody clears that cache.
 */
export function rotateClientSecret(
  deps: Pick<Deps, 'transaction'>,
  { clientId, revokeTokens }: { clientId: string; revokeTokens: boolean },
): Promise<RotatedSecret> {
  const clientSecret = newClientSecret();
  return deps.transaction(async ({ instanceClients, accessTokens }) => {
    const known = await instanceClients.replaceSecret(clientId, hashClientSecret(clientSecret));
    if (!known) return { status: 'unknown' };
    const revokedTokens = revokeTokens ? await accessTokens.revokeAllOf(clientId) : 0;
    return { status: 'rotated', clientSecret, revokedTokens };
  });
}
