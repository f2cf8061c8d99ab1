/** Authenticates requests by personal API token. */
import type { Deps } from '#server/deps.ts';
import type { ApiTokenPermission } from '#shared/accounts/api-tokens.ts';
import { minuteMs } from '#shared/durations.ts';
import { hashOfApiToken } from './api-token.ts';

interface UsedToken {
  tokenId: number;
  userId: number;
  permissions: readonly ApiTokenPermission[];
}

/** Minimum time between updates of `last_used_at`, so that a busy client doesn't cause a write with every request. */
const notedEveryMs = minuteMs;

/**
 * Returns the owner of a valid token and records its use. Returns null if the token isn't valid, without giving the
 * reason, and `blocked` if it is valid but an administrator has blocked its account.
 */
export async function useApiToken(
  { apiTokens }: Pick<Deps, 'apiTokens'>,
  presented: string,
): Promise<UsedToken | 'blocked' | null> {
  const hash = hashOfApiToken(presented);
  if (!hash) return null;
  const now = new Date();
  const live = await apiTokens.findLive(hash, now);
  if (!live) return null;
  if (live.isBlocked) return 'blocked';
  const { id, userId, permissions, lastUsedAt } = live;
  const isNoted = lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < notedEveryMs;
  if (!isNoted) await apiTokens.noteUse(id, now);
  return { tokenId: id, userId, permissions };
}
