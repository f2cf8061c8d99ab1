/** Reads the TLS settings of the database connection. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Reading, read, unreadable } from './reading.ts';

/**
 * `encrypt` accepts any certificate, `ca` requires one signed by a trusted CA, and `host` also requires it to match the
 * host.
 */
export interface DatabaseTls {
  verify: 'encrypt' | 'ca' | 'host';
  /** Trusted CA certificates (PEM); null to use Node's default CAs. */
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

/** Parses the mode names used by MySQL, MariaDB and PostgreSQL tools, in upper or lower case. */
export function readTlsMode(text: string): Reading<DatabaseTls['verify'] | 'off'> {
  const name = text.trim().toLowerCase().replaceAll('-', '_');
  if (name === 'preferred' || name === 'prefer' || name === 'allow')
    return unreadable(
      `may not be ${name.toUpperCase()}, which silently continues unencrypted if TLS is not available: use ${modeNames}`,
    );
  const mode = Object.hasOwn(modes, name) ? modes[name] : undefined;
  return mode === undefined ? unreadable(`must be ${modeNames}`) : read(mode);
}

/** Parses the format of the Node driver: `{"rejectUnauthorized":true}`. */
export function readTlsObject(text: string): Reading<DatabaseTls['verify'] | 'off'> {
  const problem = `must be true, false or {"rejectUnauthorized":true}; preferably use ssl-mode=${modeNames}`;
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
  /** Path of a file with the trusted CA certificates. */
  caFile: string | null;
}

const certificate = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs;

function readAuthorities(file: string): Reading<string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return unreadable(`names a CA file that cannot be read${code}`);
  }
  const found = text.match(certificate) ?? [];
  try {
    for (const each of found) new X509Certificate(each);
  } catch {
    return unreadable('names a file that contains an invalid certificate');
  }
  return found.length === 0
    ? unreadable('names a file that contains no certificate (PEM)')
    : read(found.join('\n'));
}

/** Reads the CA file and returns the complete settings. As in MySQL's tools, naming a CA file turns on verification. */
export function completeTls({ mode, caFile }: TlsOptions): Reading<DatabaseTls | null> {
  if (caFile === null) return read(mode === null || mode === 'off' ? null : { verify: mode, ca: null });
  if (mode === 'off') return unreadable('names a CA file but turns TLS off');
  const ca = readAuthorities(caFile);
  if (ca.status === 'unreadable') return ca;
  return read({ verify: mode === null ? 'host' : mode === 'encrypt' ? 'ca' : mode, ca: ca.value });
}

/** Returns the TLS options in the driver's format. */
export const driverTls = (tls: DatabaseTls) => ({
  rejectUnauthorized: tls.verify !== 'encrypt',
  verifyIdentity: tls.verify === 'host',
  ...(tls.ca === null ? {} : { ca: tls.ca }),
});
