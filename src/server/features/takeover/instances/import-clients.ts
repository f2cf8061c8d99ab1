/**
 * Imports the OAuth clients of the PHP portal with their IDs and secrets, whatever Passport took them for: clients for
 * passwords and personal tokens were given tokens for pings, too.
 */
import { createHash } from 'node:crypto';
import type { BoundDeps, Deps } from '#server/deps.ts';
import { canonicalClientId } from '#server/features/instances/client-id.ts';
import type { InstanceClient } from '#server/features/instances/instance-client.repository.ts';
import { hashClientSecret, newClientSecret } from '#server/features/instances/secrets/client-secret.ts';
import type { ClientRow } from '#server/features/takeover/source/rows.ts';
import type { LegacyClient } from './legacy-client.repository.ts';

/** What became of a row. `kept`: it was changed there and here, and ours stays. */
export type ImportOutcome = 'came' | 'changed' | 'unchanged' | 'kept' | 'skipped';

export interface ImportedClients {
  counts: Record<ImportOutcome, number>;
  /** Rows that can't be imported, by ID. */
  skipped: { id: string; reason: 'unusable_id' }[];
  /** Clients that were changed there and here; ours stay as they are. */
  kept: { id: string; fields: ('secret' | 'disabled')[] }[];
}

const isPossibleId = (id: string): boolean => /^[\x21-\x7e]{1,36}$/.test(id);
const bcryptHash = /^\$2[aby]\$\d{2}\$[./A-Za-z0-9]{53}$/;
const maxNameLength = 255;
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Returns what is stored of a secret. Passport can be told not to hash secrets; a client without one, which only
 * browsers use, gets one that nobody knows.
 */
function hashOf(secret: string | null): string {
  if (secret === null || secret === '') return hashClientSecret(newClientSecret());
  return bcryptHash.test(secret) ? secret : hashClientSecret(secret);
}

const baseOf = (clientId: string, row: ClientRow): LegacyClient => ({
  ...{ clientId, nameDigest: digestOf(row.name), secretDigest: digestOf(row.secret ?? '') },
  isDisabled: row.revoked,
});

/** Takes over what changed there since the last import, unless it was changed here as well. */
async function update(
  { instanceClients }: Pick<BoundDeps, 'instanceClients'>,
  { row, ours, base, now }: { row: ClientRow; ours: InstanceClient; base: LegacyClient; now: LegacyClient },
): Promise<{ changed: boolean; kept: ('secret' | 'disabled')[] }> {
  const kept: ('secret' | 'disabled')[] = [];
  let changed = false;
  if (!now.nameDigest.equals(base.nameDigest)) {
    await instanceClients.rename(ours.id, row.name.slice(0, maxNameLength));
    changed = true;
  }
  if (!now.secretDigest.equals(base.secretDigest)) {
    // A secret that was replaced here has another number. One that was only hashed anew has not.
    if (ours.secretNumber > 1) kept.push('secret');
    else {
      const { secretNumber: number, secretMadeAt: madeAt } = ours;
      const newest = { number, madeAt, hash: hashOf(row.secret) };
      await instanceClients.saveSecrets(ours.id, { newest, older: null });
      changed = true;
    }
  }
  const isDisabled = ours.revokedAt !== null;
  if (now.isDisabled !== base.isDisabled && isDisabled !== now.isDisabled) {
    if (isDisabled !== base.isDisabled) kept.push('disabled');
    else {
      if (now.isDisabled) await instanceClients.revoke(ours.id);
      else await instanceClients.enable(ours.id);
      changed = true;
    }
  }
  return { changed, kept };
}

/** Imports the rows, each in a transaction of its own. May be repeated with the same rows and with later ones. */
export async function importClients(
  deps: Pick<Deps, 'transaction'>,
  rows: readonly ClientRow[],
): Promise<ImportedClients> {
  const result: ImportedClients = {
    counts: { came: 0, changed: 0, unchanged: 0, kept: 0, skipped: 0 },
    ...{ skipped: [], kept: [] },
  };
  for (const row of rows) {
    const id = canonicalClientId(row.id);
    if (!isPossibleId(id)) {
      result.skipped.push({ id: row.id, reason: 'unusable_id' });
      result.counts.skipped += 1;
      continue;
    }
    const { outcome, kept } = await deps.transaction((inside) => importClient(inside, id, row));
    result.counts[outcome] += 1;
    if (kept.length > 0) result.kept.push({ id, fields: kept });
  }
  return result;
}

async function importClient(
  inside: Pick<BoundDeps, 'instanceClients' | 'legacyClients'>,
  id: string,
  row: ClientRow,
): Promise<{ outcome: ImportOutcome; kept: ('secret' | 'disabled')[] }> {
  const now = baseOf(id, row);
  const ours = await inside.instanceClients.lock(id);
  const base = await inside.legacyClients.find(id);
  if (!ours) {
    const name = row.name.slice(0, maxNameLength);
    await inside.instanceClients.add({ id, name, product: null, secretHash: hashOf(row.secret) });
    if (row.revoked) await inside.instanceClients.revoke(id);
    await inside.legacyClients.save(now);
    return { outcome: 'came', kept: [] };
  }
  // A client that was made here with the same ID is left alone.
  if (!base) return { outcome: 'kept', kept: [] };
  const { changed, kept } = await update(inside, { row, ours, base, now });
  await inside.legacyClients.save(now);
  return { outcome: kept.length > 0 ? 'kept' : changed ? 'changed' : 'unchanged', kept };
}
