/** Adds passkeys and links to providers that nobody has here yet. */
import type { BoundDeps } from '#server/deps.ts';
import type { ImportedRow } from '#server/features/takeover/ledger/imported-row.repository.ts';
import { digestOf } from '#server/features/takeover/ledger/three-way.ts';
import type { Report } from '#server/features/takeover/report/report.ts';
import type { ReadPasskey } from './passkeys-of.ts';
import type { ReadPerson } from './read-person.ts';

/** Returns the row of the ledger for a row that was imported. */
export const ledgerRow = (
  table: string,
  id: number,
  accountId: number,
  digests: Record<string, string>,
): ImportedRow => ({ table, id: String(id), accountId, digests, state: 'came' });

/** Adds the links that nobody has yet, one for each provider. Returns their rows for the ledger. */
export async function addLinks(
  bound: BoundDeps,
  people: readonly ReadPerson[],
  report: Report,
  at: Date,
): Promise<ImportedRow[]> {
  const all = people.flatMap(({ person, links }) => links.map((link) => ({ userId: person.id, ...link })));
  const taken = await bound.signInMethods.linkedAmong(all);
  const own = new Set<string>();
  const free = all.filter(({ userId, provider, subject, rowId }) => {
    const isFree = !taken.has(`${provider} ${subject}`) && !own.has(`${userId} ${provider}`);
    if (!isFree) report.find('provider_taken', 'user_tokens', rowId);
    taken.add(`${provider} ${subject}`);
    own.add(`${userId} ${provider}`);
    return isFree;
  });
  await bound.signInMethods.addImported(
    free.map((link) => ({ ...link, hash: null })),
    at,
  );
  report.count('user_tokens', 'came', free.length);
  return free.map(({ rowId, userId, provider, subject }) =>
    ledgerRow('user_tokens', rowId, userId, {
      provider,
      subject: digestOf(bound.keyVault, 'subject', subject),
    }),
  );
}

/** Adds passkeys that nobody has yet. Returns their rows for the ledger. */
export async function addPasskeys(
  bound: BoundDeps,
  userId: number,
  passkeys: readonly ReadPasskey[],
  { report, at }: { report: Report; at: Date },
): Promise<ImportedRow[]> {
  const rows: ImportedRow[] = [];
  for (const { rowId, addedAt, ...passkey } of passkeys) {
    if (await bound.passkeys.findCredential(passkey.credentialId)) {
      report.find('passkey_taken', 'webauthn_keys', rowId);
      continue;
    }
    await bound.passkeys.add({
      ...passkey,
      userId,
      deviceType: 'singleDevice',
      isSynced: false,
      // Not known there. It is noted once the passkey has verified its user.
      signsInAlone: false,
      addedAt: addedAt ?? at,
    });
    report.count('webauthn_keys', 'came');
    rows.push(
      ledgerRow('webauthn_keys', rowId, userId, {
        credential: digestOf(bound.keyVault, 'credential', passkey.credentialId),
      }),
    );
  }
  return rows;
}
