/** Brings what has changed there for a person who was imported before. */
import type { BoundDeps } from '#server/deps.ts';
import type { StoredAccount } from '#server/features/accounts/imported-accounts.repository.ts';
import { endTwoStep } from '#server/features/identity/two-step/end-two-step.ts';
import type { ImportedRow } from '#server/features/takeover/ledger/imported-row.repository.ts';
import { chooseBetween, digestOf, isDigestOf } from '#server/features/takeover/ledger/three-way.ts';
import type { Report } from '#server/features/takeover/report/report.ts';
import { type Profile, type ProfileFields, profileFields } from '#shared/accounts/profile.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import { addLinks, addPasskeys, ledgerRow } from './add-ways-in.ts';
import { addFactors, mergeFactors } from './factors.ts';
import type { MappedPerson } from './map-person.ts';
import { detailsOf, passwordDigests } from './person-digests.ts';
import { isPlaceholder } from './placeholder.ts';
import type { ReadPerson } from './read-person.ts';

interface Known {
  account: StoredAccount;
  /** What the ledger has of the person. */
  rows: readonly ImportedRow[];
  password: { hash: string; setAt: Date } | null;
  report: Report;
}

type Digests = Record<string, string>;

function oursOf(account: StoredAccount): Record<string, unknown> {
  const isWithout = isPlaceholder(account.email);
  return detailsOf({
    ...account,
    email: isWithout ? null : account.email,
    emailVerified: !isWithout && account.emailVerified,
    locale: account.locale as MappedPerson['locale'],
    profile: account as Profile,
  });
}

/** Name, address, language, company and rights. Returns the digests of what was taken. */
async function changeDetails(
  bound: BoundDeps,
  person: MappedPerson,
  { account, report }: Known,
  digests: Digests,
): Promise<Digests> {
  const theirs = detailsOf(person);
  const ours = oursOf(account);
  const taken = new Set<string>();
  for (const [field, value] of Object.entries(theirs)) {
    const choice = chooseBetween(bound.keyVault, {
      field,
      base: digests[field],
      theirs: value,
      ours: ours[field],
    });
    if (choice === 'take') taken.add(field);
    if (choice === 'conflict') report.find('changed_in_both', 'users', person.id);
  }
  if (taken.has('name')) await bound.accounts.setName(person.id, person.name);
  if (taken.has('locale')) await bound.accounts.setLocale(person.id, person.locale);
  if (taken.has('address')) {
    const { email, emailVerified: isVerified } = person;
    const holder = email === null ? undefined : (await bound.accounts.holdersOf([email])).get(email);
    if (email === null || (holder !== undefined && holder !== person.id)) {
      taken.delete('address');
      if (email !== null) report.find('address_taken', 'users', person.id);
    } else await bound.accounts.setEmail(person.id, email, { isVerified });
  }
  if (taken.has('isAdministrator')) {
    const mayEnd = person.isAdministrator || (await bound.administrators.isAnotherLeft(person.id));
    if (mayEnd)
      await bound.administrators.setRole(person.id, person.isAdministrator ? 'administrator' : null);
    else {
      taken.delete('isAdministrator');
      report.find('changed_in_both', 'users', person.id);
    }
  }
  const profile = Object.fromEntries(
    profileFields.filter((field) => taken.has(field)).map((field) => [field, person.profile[field]]),
  ) as ProfileFields;
  if (Object.keys(profile).length > 0) await bound.accounts.saveProfile(person.id, profile);
  const news = Object.fromEntries(
    [...taken].map((field) => [field, digestOf(bound.keyVault, field, theirs[field])]),
  );
  return { ...digests, ...news };
}

/** Takes the password that was set there, unless one was set here. Signs the person out where it was taken. */
async function changePassword(
  bound: BoundDeps,
  { id, passwordHash }: MappedPerson,
  { password, report }: Known,
  digests: Digests,
): Promise<Digests> {
  if (isDigestOf(bound.keyVault, digests.password, 'password', passwordHash)) return digests;
  const setAt = password?.setAt.toISOString() ?? null;
  if (!isDigestOf(bound.keyVault, digests.passwordAt, 'passwordAt', setAt)) {
    report.find('changed_in_both', 'users', id);
    return digests;
  }
  if (passwordHash === null) await bound.signInMethods.removePassword(id);
  else await bound.signInMethods.setPasswordHash(id, passwordHash);
  await bound.sessions.endAll(id);
  await bound.verifications.discard(id, ['pending']);
  const stored = (await bound.signInMethods.listPasswords([id])).get(id);
  return { ...digests, ...passwordDigests(bound, passwordHash, stored?.setAt ?? null) };
}

/** Links that were added or removed there. */
async function changeLinks(
  bound: BoundDeps,
  read: ReadPerson,
  { rows, report }: Known,
  at: Date,
): Promise<ImportedRow[]> {
  const known = rows.filter(({ table, state }) => table === 'user_tokens' && state === 'came');
  const there = new Set(read.links.map(({ rowId }) => String(rowId)));
  const gone = known.filter(({ id }) => !there.has(id));
  for (const { digests } of gone) {
    const provider = LoginProviderId.safeParse(digests.provider).data;
    const ours = (await bound.signInMethods.listIdentities(read.person.id)).find(
      (identity) => identity.provider === provider,
    );
    if (!provider || !ours || !isDigestOf(bound.keyVault, digests.subject, 'subject', ours.subject)) continue;
    await bound.signInMethods.unlinkProvider(read.person.id, provider);
    report.count('user_tokens', 'removed');
  }
  const links = read.links.filter(({ rowId }) => !known.some(({ id }) => id === String(rowId)));
  const added = await addLinks(bound, [{ ...read, links }], report, at);
  report.count('user_tokens', 'unchanged', read.links.length - links.length);
  return [...gone.map((row): ImportedRow => ({ ...row, state: 'gone' })), ...added];
}

/** Passkeys that were added or removed there. */
async function changePasskeys(
  bound: BoundDeps,
  { person, passkeys }: ReadPerson,
  { account, rows, report }: Known,
  at: Date,
): Promise<ImportedRow[]> {
  const known = rows.filter(({ table }) => table === 'webauthn_keys');
  const there = new Set(passkeys.map(({ rowId }) => String(rowId)));
  const gone = known.filter(({ id, state }) => state === 'came' && !there.has(id));
  const stored = await bound.passkeys.credentialsOf(person.id);
  for (const { digests } of gone) {
    const ours = stored.find(({ credentialId }) =>
      isDigestOf(bound.keyVault, digests.credential, 'credential', credentialId),
    );
    if (!ours) continue;
    await bound.passkeys.remove(ours.id, person.id);
    report.count('webauthn_keys', 'removed');
  }
  const news = passkeys.filter(({ rowId }) => !known.some(({ id }) => id === String(rowId)));
  const added = await addPasskeys(bound, person.id, news, { report, at });
  report.count('webauthn_keys', 'unchanged', passkeys.length - news.length);
  if (added.length > 0 && !account.hasTwoStep) {
    if (!(await bound.twoFactors.find(person.id)))
      await addFactors(bound, person.id, { totpSecret: null, recoveryCodes: [] });
    await bound.accounts.turnTwoStepOn(person.id);
  }
  return [...gone.map((row): ImportedRow => ({ ...row, state: 'gone' })), ...added];
}

/** Changes a person in the caller's transaction. */
export async function changePerson(bound: BoundDeps, read: ReadPerson, known: Known): Promise<void> {
  const { person } = read;
  const at = bound.now();
  const before = known.rows.find(({ table }) => table === 'users')?.digests ?? {};
  const details = await changeDetails(bound, person, known, before);
  const digests = await changePassword(bound, person, known, details);
  const rows = [
    ...(await changeLinks(bound, read, known, at)),
    ...(await changePasskeys(bound, read, known, at)),
  ];
  const passkeysLeft = (await bound.passkeys.credentialsOf(person.id)).length;
  const factors = await mergeFactors(bound, person, digests, { report: known.report, passkeysLeft });
  const left = await bound.signInMethods.find(person.id);
  if (rows.length > 0 && left.hasTwoStep && !left.hasAuthenticator && left.passkeys === 0)
    await endTwoStep(bound, person.id);
  const after = { ...digests, ...factors };
  const hasChanged = JSON.stringify(after) !== JSON.stringify(before);
  if (hasChanged) rows.push(ledgerRow('users', person.id, person.id, after));
  await bound.importedRows.save(rows, at);
  known.report.count('users', hasChanged ? 'changed' : 'unchanged');
}
