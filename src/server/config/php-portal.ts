/**
 * Reads the settings about the PHP portal that this portal replaces: its database and its APP_KEY. Messages never
 * contain values.
 */
import { z } from 'zod';
import { type DatabaseAddress, readDatabaseUrl } from '#server/platform/database/address.ts';
import { completeTls } from '#server/platform/database/tls.ts';
import { commaSeparated } from './comma-separated.ts';

/** A key of the PHP portal's encrypter. */
export interface PhpPortalKey {
  /** As it stands in its settings. Signatures of its links are keyed with this text. */
  text: string;
  /** The bytes with which it encrypts. */
  bytes: Buffer;
}

const encoded = /^base64:([A-Za-z0-9+/]{43}=)$/;

/** Laravel also accepts 32 characters that aren't encoded. */
function keyOf(text: string): PhpPortalKey | null {
  const [, base64] = encoded.exec(text) ?? [];
  const bytes = base64 === undefined ? Buffer.from(text, 'utf8') : Buffer.from(base64, 'base64');
  return bytes.length === 32 ? { text, bytes } : null;
}

const AppKeys = z.string().transform((text, context): PhpPortalKey[] => {
  const keys = commaSeparated(text).map(keyOf);
  if (keys.every((key) => key !== null)) return keys;
  const message = 'must be APP_KEY of the PHP portal: "base64:" followed by 32 bytes in base64';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** Returns the address of the PHP portal's database, or what is wrong with it. */
export function readPhpPortalDatabase(text: string): DatabaseAddress | { problem: string } {
  const reading = readDatabaseUrl(text.trim());
  if (reading.status === 'unreadable') return reading;
  if (reading.value.database === '')
    return {
      problem: 'must name a database after the host, as in mysql://user:password@host:3306/customers',
    };
  const tls = completeTls(reading.value.tls);
  if (tls.status === 'unreadable') return { problem: `has an option ssl-ca that ${tls.problem}` };
  return { ...reading.value, tls: tls.value };
}

const Database = z.string().transform((text, context): DatabaseAddress => {
  const address = readPhpPortalDatabase(text);
  if (!('problem' in address)) return address;
  context.addIssue({ code: 'custom', message: address.problem });
  return z.NEVER;
});

export const phpPortalShape = {
  /** The PHP portal's database, from which `import:laravel` reads. */
  LARAVEL_DATABASE_URL: Database.optional(),
  /** Opens what the PHP portal has encrypted and signs its links. The current one comes first. */
  LARAVEL_APP_KEY: AppKeys.default([]),
};
