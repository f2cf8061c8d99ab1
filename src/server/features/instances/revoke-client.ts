/** Revokes a client and its access tokens. */
import type { Deps } from '#server/deps.ts';
import { revokeTokens } from './revoke-tokens.ts';

export type RevokedClient = { status: 'revoked'; revokedTokens: number } | { status: 'unknown' };

/**
 * Disables the client and revokes its tokens. Every process rejects its secrets and its tokens within two seconds. If
 * the client is enabled again, its tokens stay revoked.
 */
export function revokeClient(deps: Pick<Deps, 'transaction'>, clientId: string): Promise<RevokedClient> {
  return deps.transaction(async (inside) => {
    if (!(await inside.instanceClients.revoke(clientId))) return { status: 'unknown' };
    return { status: 'revoked', revokedTokens: await revokeTokens(inside, clientId) };
  });
}
