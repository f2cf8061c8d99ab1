/** Disables a client and what it holds. */
import type { Deps } from '#server/deps.ts';

export type RevokedClient = { status: 'revoked'; revokedTokens: number } | { status: 'unknown' };

/** For good: within two seconds no process accepts its secret or its tokens. */
export function revokeClient(deps: Pick<Deps, 'transaction'>, clientId: string): Promise<RevokedClient> {
  return deps.transaction(async ({ instanceClients, accessTokens }) => {
    if (!(await instanceClients.revoke(clientId))) return { status: 'unknown' };
    return { status: 'revoked', revokedTokens: await accessTokens.revokeAllOf(clientId) };
  });
}
