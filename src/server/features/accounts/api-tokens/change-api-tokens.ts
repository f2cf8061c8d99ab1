/**
 * Creates, changes and deletes customers' API tokens. Each change is recorded in the security log in the same
 * transaction.
 */
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { ApiTokenEdit, ApiTokenView, NewApiToken } from '#shared/accounts/api-tokens.ts';
import { dayMs } from '#shared/durations.ts';
import { AppError } from '#shared/errors.ts';
import type { SecurityEventKind } from '#shared/identity/security-log.ts';
import { newApiToken } from './api-token.ts';

interface By {
  userId: number;
  caller: { ipAddress: string | null; userAgent: string | null };
}

type CreatedToken = { status: 'created'; view: ApiTokenView; token: string } | { status: 'too_many' };

const expiryOf = (days: number | null, now: Date): Date | null =>
  days === null ? null : new Date(now.getTime() + days * dayMs);

const note = (bound: BoundDeps, { userId, caller }: By, kind: SecurityEventKind, name: string, at: Date) =>
  bound.securityEvents.add({ userId, kind, detail: name, ...caller, at });

/** Creates a token. Its plain text is only in the result; the database stores its hash. */
export async function createApiToken(
  deps: Pick<Deps, 'transaction'>,
  by: By,
  { name, permissions, expiresInDays }: NewApiToken,
): Promise<CreatedToken> {
  const { token, hash } = newApiToken();
  const at = new Date();
  const expiresAt = expiryOf(expiresInDays, at);
  const id = await deps.transaction(async (bound) => {
    const added = await bound.apiTokens.add({
      userId: by.userId,
      ...{ name, hash, permissions, expiresAt, at },
    });
    if (added !== null) await note(bound, by, 'token_created', name, at);
    return added;
  });
  if (id === null) return { status: 'too_many' };
  return {
    status: 'created',
    view: { id, name, permissions, createdAt: at, expiresAt, lastUsedAt: null },
    token,
  };
}

const listed = (permissions: readonly string[]): string => [...permissions].sort().join(' ');

/** Returns true if the token still has the values the page showed. */
const isAsShown = (
  { name, permissions, expiresAt }: ApiTokenView,
  shown: NonNullable<ApiTokenEdit['expected']>,
): boolean =>
  name === shown.name &&
  listed(permissions) === listed(shown.permissions) &&
  (expiresAt?.toISOString() ?? null) === shown.expiresAt;

/**
 * Changes a token. Returns null if the customer has no such token. Throws `changed_meanwhile` if the token no longer
 * matches `expected`, unless it already has the requested values.
 */
export function editApiToken(
  deps: Pick<Deps, 'transaction'>,
  by: By,
  { id, name, permissions, expiresInDays, expected }: ApiTokenEdit,
): Promise<ApiTokenView | null> {
  const at = new Date();
  return deps.transaction(async (bound) => {
    // Two tabs may edit the token at the same time. The lock serializes the edits, so that the second one sees what the
    // first saved.
    await bound.accounts.lock(by.userId);
    const known = await bound.apiTokens.findForUser(by.userId, id);
    if (!known) return null;
    if (expected && !isAsShown(known, expected)) {
      const isStored =
        known.name === name &&
        listed(known.permissions) === listed(permissions) &&
        expiresInDays === undefined;
      if (isStored) return known;
      throw new AppError('changed_meanwhile', 'the token was changed in another tab');
    }
    await bound.apiTokens.change(by.userId, id, {
      ...{ name, permissions },
      expiresAt: expiresInDays === undefined ? known.expiresAt : expiryOf(expiresInDays, at),
    });
    await note(bound, by, 'token_changed', name, at);
    return bound.apiTokens.findForUser(by.userId, id);
  });
}

/**
 * Deletes a token, which stops working immediately on all processes. Returns false if the customer has no such token.
 */
export function deleteApiToken(deps: Pick<Deps, 'transaction'>, by: By, id: number): Promise<boolean> {
  return deps.transaction(async (bound) => {
    const found = await bound.apiTokens.findForUser(by.userId, id);
    if (!found || !(await bound.apiTokens.remove(by.userId, id))) return false;
    await note(bound, by, 'token_deleted', found.name, new Date());
    return true;
  });
}
