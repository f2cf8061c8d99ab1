/**
 * Imports people with everything by which they sign in. Repeating it brings what has changed there and never overwrites
 * what has changed here.
 */
import type { BoundDeps } from '#server/deps.ts';
import { indexCustomers } from '#server/features/accounts/customer-index/index-customers.ts';
import { passwordProvider } from '#server/features/identity/sign-in-methods/password-provider.ts';
import type { Report } from '#server/features/takeover/report/report.ts';
import type { SourcePerson } from '#server/features/takeover/source/source.repository.ts';
import { addLinks, addPasskeys, ledgerRow } from './add-ways-in.ts';
import { changePerson } from './change-person.ts';
import { addFactors, factorDigests } from './factors.ts';
import { addressOf, detailDigests, passwordDigests } from './person-digests.ts';
import { type PeopleOptions, type ReadPerson, readPerson } from './read-person.ts';

async function addPeople(bound: BoundDeps, people: readonly ReadPerson[], report: Report): Promise<void> {
  if (people.length === 0) return;
  const at = bound.now();
  const holders = await bound.accounts.holdersOf(people.flatMap(({ person }) => person.email ?? []));
  const placed = people.map((read): ReadPerson => {
    const { person } = read;
    if (person.email === null || !holders.has(person.email)) return read;
    report.find('address_taken', 'users', person.id);
    return { ...read, person: { ...person, email: null, emailVerified: false } };
  });
  await bound.accounts.addImported(
    placed.map(({ person, passkeys }) => ({
      ...person.profile,
      ...{ id: person.id, name: person.name, locale: person.locale, isAdministrator: person.isAdministrator },
      ...{ email: addressOf(person), emailVerified: person.emailVerified },
      ...{ createdAt: person.createdAt ?? at, isUnreachable: person.email === null },
      hasTwoStep: person.totpSecret !== null || passkeys.length > 0,
    })),
    at,
  );
  await bound.signInMethods.addImported(
    placed.flatMap(({ person: { id, passwordHash } }) =>
      passwordHash === null
        ? []
        : [{ userId: id, provider: passwordProvider, subject: String(id), hash: passwordHash }],
    ),
    at,
  );
  const rows = await addLinks(bound, placed, report, at);
  for (const { person, passkeys } of placed) {
    rows.push(...(await addPasskeys(bound, person.id, passkeys, { report, at })));
    if (person.totpSecret !== null || passkeys.length > 0) await addFactors(bound, person.id, person);
    rows.push(
      ledgerRow('users', person.id, person.id, {
        ...detailDigests(bound, person),
        ...passwordDigests(bound, person.passwordHash, at),
        ...factorDigests(bound, person),
      }),
    );
  }
  await bound.importedRows.save(rows, at);
  report.count('users', 'came', placed.length);
}

/**
 * Imports a batch in the caller's transaction. Returns the numbers of those who have an account here, so that their
 * purchases can follow.
 */
export async function importPeople(
  bound: BoundDeps,
  sources: readonly SourcePerson[],
  options: PeopleOptions,
  report: Report,
): Promise<number[]> {
  const ids = sources.map(({ user }) => user.id);
  const ledger = await bound.importedRows.listOf(ids);
  const known = new Set(ledger.filter(({ table }) => table === 'users').map(({ accountId }) => accountId));
  const accounts = new Map(
    (await bound.accounts.findImported(ids.filter((id) => known.has(id)))).map((row) => [row.id, row]),
  );
  const passwords = await bound.signInMethods.listPasswords([...accounts.keys()]);
  const people = sources
    .filter(({ user }) => !known.has(user.id) || accounts.has(user.id))
    .map((source) => readPerson(source, options, report));
  for (const id of known)
    if (!accounts.has(id)) {
      report.find('deleted_here', 'users', id);
      await bound.importedRows.forget(id);
    }
  await addPeople(
    bound,
    people.filter(({ person }) => !known.has(person.id)),
    report,
  );
  for (const read of people) {
    const account = accounts.get(read.person.id);
    if (!account) continue;
    const rows = ledger.filter(({ accountId }) => accountId === account.id);
    await changePerson(bound, read, { account, rows, password: passwords.get(account.id) ?? null, report });
  }
  await indexCustomers(
    bound,
    people.map(({ person }) => person.id),
  );
  return people.map(({ person }) => person.id);
}
