/** Rotates a client's secret. */
import type { Deps } from '#server/deps.ts';
import { hashClientSecret, newClientSecret } from './oauth/client-secret.ts';

export type RotatedSecret =
  | { status: 'rotated'; clientSecret: string; revokedTokens: number }
  | { status: 'unknown' };

/**
 * Replaces the secret; the old one stops working immediately. Tokens that were already issued stay valid, because
 * deployed instances cache their token for 364 days. With `revokeTokens`, they are revoked too; the instances are then
 * locked until an operator clears their token cache.
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
