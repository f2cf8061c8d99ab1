/** Digests of what an account has from the PHP portal, by which a later run sees what has changed where. */
import type { Deps } from '#server/deps.ts';
import { digestOf } from '#server/features/takeover/ledger/three-way.ts';
import { profileFields } from '#shared/accounts/profile.ts';
import type { MappedPerson } from './map-person.ts';
import { placeholderOf } from './placeholder.ts';

type Vault = Pick<Deps, 'keyVault'>;

/** Returns the address as it is stored. */
export const addressOf = ({ id, email }: Pick<MappedPerson, 'id' | 'email'>): string =>
  email ?? placeholderOf(id);

/** The values that are compared one by one, by their names in the ledger. */
export const detailsOf = (
  person: Pick<MappedPerson, 'name' | 'email' | 'emailVerified' | 'locale' | 'isAdministrator' | 'profile'>,
): Record<string, unknown> => ({
  name: person.name,
  address: [person.email, person.emailVerified],
  locale: person.locale,
  isAdministrator: person.isAdministrator,
  ...Object.fromEntries(profileFields.map((field) => [field, person.profile[field]])),
});

export const detailDigests = (
  { keyVault }: Vault,
  person: Parameters<typeof detailsOf>[0],
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(detailsOf(person)).map(([field, value]) => [field, digestOf(keyVault, field, value)]),
  );

/** `passwordAt` tells whether the password was set here since: a hash that was only replaced keeps its time. */
export const passwordDigests = (
  { keyVault }: Vault,
  hash: string | null,
  setAt: Date | null,
): Record<string, string> => ({
  password: digestOf(keyVault, 'password', hash),
  passwordAt: digestOf(keyVault, 'passwordAt', hash === null ? null : (setAt?.toISOString() ?? null)),
});
