/** Whether and how the way to the database is encrypted. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Reading, read, unreadable } from './reading.ts';

/** `encrypt`: whoever answers. `ca`: a certificate that an authority we trust has signed. `host`: and made for this host. */
export interface DatabaseTls {
  verify: 'encrypt' | 'ca' | 'host';
  /** PEM of the authorities to trust; null: those that Node knows. */
  ca: string | null;
}

const modes: Readonly<Record<string, DatabaseTls['verify'] | 'off'>> = {
  disabled: 'off',
  disable: 'off',
  false: 'off',
  '0': 'off',
  required: 'encrypt',
  require: 'encrypt',
  verify_ca: 'ca',
  verify_identity: 'host',
  verify_full: 'host',
  true: 'host',
  '1': 'host',
};
export const modeNames = 'DISABLED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY';

/** How MySQL's, MariaDB's and PostgreSQL's programs write it, in any case. */
export function readTlsMode(text: string): Reading<DatabaseTls['verify'] | 'off'> {
  const name = text.trim().toLowerCase().replaceAll('-', '_');
  if (name === 'preferred' || name === 'prefer' || name === 'allow')
    return unreadable(
      `may not be ${name.toUpperCase()}, which goes on in the clear without a word where TLS is not to be had: write ${modeNames}`,
    );
  const mode = Object.hasOwn(modes, name) ? modes[name] : undefined;
  return mode === undefined ? unreadable(`must be ${modeNames}`) : read(mode);
}

/** As the driver of Node takes it: `{"rejectUnauthorized":true}`. */
export function readTlsObject(text: string): Reading<DatabaseTls['verify'] | 'off'> {
  const problem = `must be true, false or {"rejectUnauthorized":true}; better: ssl-mode=${modeNames}`;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return unreadable(problem);
  }
  if (given === null || typeof given !== 'object' || Array.isArray(given)) return unreadable(problem);
  const { rejectUnauthorized = true, verifyIdentity = false, ...rest } = given as Record<string, unknown>;
  if (
    typeof rejectUnauthorized !== 'boolean' ||
    typeof verifyIdentity !== 'boolean' ||
    Object.keys(rest).length > 0
  )
    return unreadable(problem);
  if (!rejectUnauthorized) return read('encrypt');
  return read(verifyIdentity ? 'host' : 'ca');
}

export interface TlsOptions {
  mode: DatabaseTls['verify'] | 'off' | null;
  /** A file with the authorities to trust. */
  caFile: string | null;
}

const certificate = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs;

function readAuthorities(file: string): Reading<string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return unreadable(`names a file of authorities that cannot be read${code}`);
  }
  const found = text.match(certificate) ?? [];
  try {
    for (const each of found) new X509Certificate(each);
  } catch {
    return unreadable('names a file with a certificate in it that is none');
  }
  return found.length === 0
    ? unreadable('names a file without any certificate (PEM)')
    : read(found.join('\n'));
}

/** Reads the authorities' file. Naming one means that it counts: as MySQL's own programs have it. */
export function completeTls({ mode, caFile }: TlsOptions): Reading<DatabaseTls | null> {
  if (caFile === null) return read(mode === null || mode === 'off' ? null : { verify: mode, ca: null });
  if (mode === 'off') return unreadable('names authorities for TLS, and says that there is no TLS');
  const ca = readAuthorities(caFile);
  if (ca.status === 'unreadable') return ca;
  return read({ verify: mode === null ? 'host' : mode === 'encrypt' ? 'ca' : mode, ca: ca.value });
}

/** As the driver takes it. */
export const driverTls = (tls: DatabaseTls) => ({
  rejectUnauthorized: tls.verify !== 'encrypt',
  verifyIdentity: tls.verify === 'host',
  ...(tls.ca === null ? {} : { ca: tls.ca }),
});
