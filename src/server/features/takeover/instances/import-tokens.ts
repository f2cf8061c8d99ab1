/** Imports which access tokens the PHP portal issued. Those that the instances hold are verified against this list. */
import { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import { canonicalClientId } from '#server/features/instances/client-id.ts';
import type { LegacyToken } from '#server/features/instances/oauth/legacy-tokens/legacy-token.repository.ts';
import { scopesMayPing } from '#server/features/instances/ping-scopes.ts';
import type { AccessTokenRow } from '#server/features/takeover/source/rows.ts';
import { secondMs } from '#shared/durations.ts';
import { accessTokenSeconds } from '#shared/instances/instances.ts';

export interface ImportedTokens {
  /** `changed`: it was revoked since. `unchanged`: also one that was revoked here. */
  counts: Record<'came' | 'changed' | 'unchanged' | 'skipped', number>;
  /** Rows that can't be imported, by ID. */
  skipped: { id: string; reason: 'unusable_id' | 'unknown_client' }[];
}

const Scopes = z.array(z.string());

/** Returns the scopes of a row; none if they can't be read, so that the token opens nothing. */
function scopesOf(text: string | null): string[] {
  try {
    return Scopes.safeParse(JSON.parse(text ?? '[]')).data ?? [];
  } catch {
    return [];
  }
}

/** Returns when a token ends. Passport always says so; without it, a token lived for a year. */
function endOf({ expires_at, created_at }: AccessTokenRow, now: Date): Date {
  return expires_at ?? new Date((created_at ?? now).getTime() + accessTokenSeconds * secondMs);
}

const toToken = (row: AccessTokenRow, now: Date): LegacyToken => ({
  ...{ id: row.id, clientId: canonicalClientId(row.client_id) },
  ...{ mayPing: scopesMayPing(scopesOf(row.scopes)), expiresAt: endOf(row, now) },
  revokedAt: row.revoked ? (row.updated_at ?? now) : null,
});

/**
 * Imports the rows in one transaction; the caller passes a batch of them, after the clients. May be repeated. A token
 * that was revoked, there or here, stays so.
 */
export function importTokens(
  deps: Pick<Deps, 'transaction'>,
  rows: readonly AccessTokenRow[],
): Promise<ImportedTokens> {
  return deps.transaction(async ({ instanceClients, legacyTokens }) => {
    const now = new Date();
    const counts = { came: 0, changed: 0, unchanged: 0, skipped: 0 };
    const skipped: ImportedTokens['skipped'] = [];
    const readable = rows.filter(({ id, client_id: clientId }) => {
      const isReadable = /^[\x21-\x7e]{1,100}$/.test(id) && /^[\x21-\x7e]{1,36}$/.test(clientId);
      if (!isReadable) skipped.push({ id, reason: 'unusable_id' });
      return isReadable;
    });
    const tokens = readable.map((row) => toToken(row, now));
    const clients = await instanceClients.namesOf([...new Set(tokens.map(({ clientId }) => clientId))]);
    const stored = await legacyTokens.listStored(tokens.map(({ id }) => id));
    const owned = tokens.filter(({ id, clientId }) => {
      const isOwned = clients.has(clientId);
      if (!isOwned) skipped.push({ id, reason: 'unknown_client' });
      return isOwned;
    });
    for (const { id, revokedAt } of owned) {
      const known = stored.get(id);
      if (!known) counts.came += 1;
      else if (revokedAt !== null && !known.isRevoked) counts.changed += 1;
      else counts.unchanged += 1;
    }
    await legacyTokens.store(owned);
    return { counts: { ...counts, skipped: skipped.length }, skipped };
  });
}
