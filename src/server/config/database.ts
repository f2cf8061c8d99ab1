/** Reads the database settings, either from DATABASE_URL or from the separate `DB_*` settings. */
import {
  type AddressReading,
  type DatabaseAddress,
  isHost,
  readDatabaseUrl,
} from '#server/platform/database/address.ts';
import { completeTls, readTlsMode, type TlsOptions } from '#server/platform/database/tls.ts';

type Variables = Record<string, string | undefined>;

export type DatabaseSettings =
  | { status: 'read'; address: DatabaseAddress }
  | { status: 'wrong'; problems: readonly string[] };

const wrong = (...problems: string[]): DatabaseSettings => ({ status: 'wrong', problems });

/** Reads the separate settings verbatim, because their values aren't percent-encoded as they would be in a URL. */
function fromParts(given: Variables): AddressReading | string {
  const { DB_HOST: host, DB_DATABASE: database, DB_USERNAME: user, DB_PASSWORD: password = '' } = given;
  if (host === undefined || database === undefined || user === undefined)
    return 'DATABASE_URL is missing (or DB_HOST, DB_DATABASE and DB_USERNAME)';
  const bare = host.trim().replace(/^\[(.*)\]$/, '$1');
  if (!isHost(bare)) return 'DB_HOST must be a single host name or IP address';
  const port = Number(given.DB_PORT ?? 3_306);
  return { host: bare, port, user, password, database, tls: { mode: null, caFile: null } };
}

function fromAddress(text: string): AddressReading | string {
  const reading = readDatabaseUrl(text.trim());
  if (reading.status === 'unreadable') return `DATABASE_URL ${reading.problem}`;
  if (reading.value.database === '')
    return 'DATABASE_URL must name a database after the host, as in mysql://user:password@host:3306/portal';
  return reading.value;
}

/** Maps each separate setting to the same part of the URL. */
const partsOf = {
  DB_HOST: ({ host }: AddressReading) => host,
  DB_PORT: ({ port }: AddressReading) => String(port),
  DB_DATABASE: ({ database }: AddressReading) => database,
  DB_USERNAME: ({ user }: AddressReading) => user,
  DB_PASSWORD: ({ password }: AddressReading) => password,
};
type Part = keyof typeof partsOf;

/** Converts values that are written differently but mean the same to one form. */
const inOneForm: Partial<Record<Part, (text: string) => string>> = {
  DB_HOST: (text) =>
    text
      .trim()
      .replace(/^\[(.*)\]$/, '$1')
      .toLowerCase(),
  DB_PORT: (text) => String(Number(text)),
};

/**
 * Reports settings that contradict DATABASE_URL. Otherwise one of the two would silently take precedence, and the
 * portal might use the wrong database.
 */
function contradictions(given: Variables, address: AddressReading): string[] {
  return (Object.keys(partsOf) as Part[]).flatMap((name) => {
    const part = given[name];
    const form = inOneForm[name] ?? ((text: string) => text);
    return part === undefined || form(part) === form(partsOf[name](address))
      ? []
      : [`${name} contradicts DATABASE_URL: set either DATABASE_URL or the separate settings, not both`];
  });
}

/**
 * Merges the TLS settings with the TLS options of DATABASE_URL. Returns an error message if a setting is invalid or
 * contradicts the URL.
 */
function tlsOf(given: Variables, { mode, caFile }: TlsOptions): TlsOptions | string {
  const own = given.DB_SSL_MODE === undefined ? null : readTlsMode(given.DB_SSL_MODE);
  if (own?.status === 'unreadable') return `DB_SSL_MODE ${own.problem}`;
  if (own && mode !== null && own.value !== mode)
    return 'DB_SSL_MODE contradicts the TLS options in DATABASE_URL';
  if (given.DB_SSL_CA !== undefined && caFile !== null && given.DB_SSL_CA !== caFile)
    return 'DB_SSL_CA names a different file from DATABASE_URL';
  return { mode: own?.value ?? mode, caFile: given.DB_SSL_CA ?? caFile };
}

/**
 * Validates all database settings except `DB_PORT`, which config.ts checks with the other numbers. Messages never
 * contain values.
 */
export function readDatabaseSettings(given: Variables): DatabaseSettings {
  const reading = given.DATABASE_URL === undefined ? fromParts(given) : fromAddress(given.DATABASE_URL);
  const options = tlsOf(given, typeof reading === 'string' ? { mode: null, caFile: null } : reading.tls);
  if (typeof reading === 'string' || typeof options === 'string')
    return wrong(...[reading, options].filter((each) => typeof each === 'string'));
  const contradicting = given.DATABASE_URL === undefined ? [] : contradictions(given, reading);
  if (contradicting.length > 0) return wrong(...contradicting);
  const tls = completeTls(options);
  if (tls.status === 'unreadable') {
    const where = given.DB_SSL_CA === undefined ? 'DATABASE_URL has an option ssl-ca that' : 'DB_SSL_CA';
    return wrong(`${where} ${tls.problem}`);
  }
  return { status: 'read', address: { ...reading, tls: tls.value } };
}
