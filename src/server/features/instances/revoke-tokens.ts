/** Revokes the access tokens of a client, whoever issued them. */
import type { BoundDeps } from '#server/deps.ts';

/** Revokes the portal's tokens of a client and those of the PHP portal. Returns how many were still valid. */
export async function revokeTokens(
  { accessTokens, legacyTokens }: Pick<BoundDeps, 'accessTokens' | 'legacyTokens'>,
  clientId: string,
): Promise<number> {
  const own = await accessTokens.revokeAllOf(clientId);
  return own + (await legacyTokens.revokeAllOf(clientId));
}
