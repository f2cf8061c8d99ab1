/** Whose a presented personal token is. */
import type { Deps } from '#server/deps.ts';
import type { ApiTokenPermission } from '#shared/accounts/api-tokens.ts';
import { minuteMs } from '#shared/durations.ts';
import { hashOfApiToken } from './api-token.ts';

interface UsedToken {
  tokenId: number;
  userId: number;
  permissions: readonly ApiTokenPermission[];
}

/** The last use is told to the minute: a busy program must not become a busy table. */
const notedEveryMs = minuteMs;

/** Notes that it was used. Null for a token that opens nothing: which of the reasons it is, nobody is told. */
export async function useApiToken(
  { apiTokens }: Pick<Deps, 'apiTokens'>,
  presented: string,
): Promise<UsedToken | null> {
  const hash = hashOfApiToken(presented);
  if (!hash) return null;
  const now = new Date();
  const live = await apiTokens.findLive(hash, now);
  if (!live) return null;
  const { id, userId, permissions, lastUsedAt } = live;
  const isNoted = lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < notedEveryMs;
  if (!isNoted) await apiTokens.noteUse(id, now);
  return { tokenId: id, userId, permissions };
}
