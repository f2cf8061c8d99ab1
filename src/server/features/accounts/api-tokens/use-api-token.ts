/** Whose a presented personal token is. */
import type { Deps } from '#server/deps.ts';
import type { PersonalTokenPermission } from '#shared/accounts/api-tokens.ts';
import { hashOfPersonalToken } from './api-token.ts';

interface UsedToken {
  tokenId: number;
  userId: number;
  permissions: readonly PersonalTokenPermission[];
}

/** The last use is told to the minute: a busy program must not become a busy table. */
const notedEveryMilliseconds = 60_000;

/** Notes that it was used. Null for a token that opens nothing: which of the reasons it is, nobody is told. */
export async function usePersonalToken(
  { personalTokens }: Pick<Deps, 'personalTokens'>,
  presented: string,
): Promise<UsedToken | null> {
  const hash = hashOfPersonalToken(presented);
  if (!hash) return null;
  const now = new Date();
  const live = await personalTokens.findLive(hash, now);
  if (!live) return null;
  const { id, userId, permissions, lastUsedAt } = live;
  const isNoted = lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < notedEveryMilliseconds;
  if (!isNoted) await personalTokens.noteUse(id, now);
  return { tokenId: id, userId, permissions };
}
