/** Reads a person of the PHP portal with all their ways to sign in. */
import type { Report } from '#server/features/takeover/report/report.ts';
import type { SourcePerson } from '#server/features/takeover/source/source.repository.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import { type MapOptions, type MappedPerson, mapPerson } from './map-person.ts';
import { type ReadPasskey, readPasskey } from './passkeys-of.ts';

export interface PeopleOptions extends MapOptions {
  /** People whose address another one of there keeps. */
  withoutAddress: ReadonlySet<number>;
  loginProviders: readonly LoginProviderId[];
}

/** A person as they are to be stored. */
export interface ReadPerson {
  person: MappedPerson;
  passkeys: ReadPasskey[];
  links: { rowId: number; provider: LoginProviderId; subject: string }[];
}

const maxSubjectLength = 255;

/** Reads everything of a person, and notes what can't be taken over. */
export function readPerson(source: SourcePerson, options: PeopleOptions, report: Report): ReadPerson {
  const mapped = mapPerson(source.user, options);
  const person = options.withoutAddress.has(mapped.id)
    ? { ...mapped, email: null, emailVerified: false }
    : mapped;
  if (person.email === null && mapped.email !== null) report.find('address_taken', 'users', person.id);
  for (const kind of mapped.findings) report.find(kind, 'users', person.id);
  const passkeys = source.passkeys.flatMap((row) => {
    const passkey = readPasskey(row);
    if (!passkey) report.find('passkey_unreadable', 'webauthn_keys', row.id);
    return passkey ?? [];
  });
  const links = source.userTokens.flatMap((row) => {
    const provider = LoginProviderId.safeParse(row.driver.trim().toLowerCase()).data;
    if (!provider || row.driver_id === '' || row.driver_id.length > maxSubjectLength) {
      report.find('provider_unknown', 'user_tokens', row.id);
      return [];
    }
    if (!options.loginProviders.includes(provider)) report.find('provider_not_set_up', 'user_tokens', row.id);
    return { rowId: row.id, provider, subject: row.driver_id };
  });
  return { person, passkeys, links };
}
