/**
 * Parses and formats the address of the database. Error messages never repeat any part of it, because it contains the
 * password.
 */
import { isIP } from 'node:net';
import { type Reading, read, unreadable } from './reading.ts';
import {
  completeTls,
  type DatabaseTls,
  modeNames,
  readTlsMode,
  readTlsObject,
  type TlsOptions,
} from './tls.ts';

export interface DatabaseAddress {
  host: string;
  port: number;
  user: string;
  password: string;
  /** Database name; empty to connect without selecting a database. */
  database: string;
  tls: DatabaseTls | null;
}

const defaultPort = 3_306;
const shape =
  'must be mysql://user:password@host:port/database. In the user and the password, write % as %25, # as %23, @ as %40, / as %2F, : as %3A, ? as %3F and a space as %20. Or use DB_HOST, DB_DATABASE, DB_USERNAME and DB_PASSWORD, which are used without decoding';

/**
 * Returns whether a text is a valid host: a DNS or container name, an IPv4 address, or an IPv6 address without
 * brackets.
 */
export function isHost(text: string): boolean {
  if (isIP(text) !== 0) return true;
  return (
    text.length <= 253 &&
    /^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$/.test(
      text,
    ) &&
    !/^[\d.]+$/.test(text)
  );
}

/** Decodes percent-encoding. Returns null if an escape is malformed or the bytes aren't UTF-8. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const modeOptions = new Set(['sslmode', 'tls', 'tlsmode', 'usessl']);
const caOptions = new Set(['sslca', 'sslrootcert', 'sslcafile']);
const optionName = /^[A-Za-z][A-Za-z0-9_-]{0,40}$/;

/**
 * Parses the options of a URL. The error message doesn't name unknown options, because they may be part of a password.
 */
function readOptions(query: string): Reading<TlsOptions> {
  const options: TlsOptions = { mode: null, caFile: null };
  for (const pair of query.split('&')) {
    const [, rawName = '', rawValue = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
    const [name, value] = [decoded(rawName), decoded(rawValue)];
    if (name === null || value === null || !optionName.test(name)) return unreadable(shape);
    const plain = name.toLowerCase().replaceAll(/[-_]/g, '');
    if (plain === 'ssl' || modeOptions.has(plain)) {
      const mode = plain === 'ssl' && /^\s*\{/.test(value) ? readTlsObject(value) : readTlsMode(value);
      if (mode.status === 'unreadable') return unreadable(`has an option ${name} that ${mode.problem}`);
      if (options.mode !== null) return unreadable('sets the TLS mode twice');
      options.mode = mode.value;
    } else if (caOptions.has(plain)) {
      if (value === '' || options.caFile !== null)
        return unreadable(`has an option ${name} that must name one file`);
      options.caFile = value;
    } else {
      return unreadable(
        `has an unknown option; the known options are ssl-mode (${modeNames}) and ssl-ca (a file)`,
      );
    }
  }
  return read(options);
}

export interface AddressReading extends Omit<DatabaseAddress, 'tls'> {
  tls: TlsOptions;
}

/**
 * Parses `mysql://user:password@host:port/database?options`. Rejects ambiguous URLs: an unescaped character could end
 * the password early, and the rest of the password would be taken for the host and sent over the network.
 */
export function readDatabaseUrl(text: string): Reading<AddressReading> {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text);
  if (!scheme) return unreadable(shape);
  if (!/^(mysql|mariadb)$/i.test(scheme[1] ?? ''))
    return unreadable('must begin with mysql://, because the portal supports only MySQL and MariaDB');
  // Rejects line breaks and control characters, which are usually copy-and-paste mistakes.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: matches control characters on purpose
  if (/[\s\u0000-\u001f\u007f#]/.test(text)) return unreadable(shape);
  const parts =
    /^([^/?@]*)@(\[[^\]/?@]*\]|[^/?@:[\]]*)(?::(\d{1,5}))?(?:\/([^/?@]*))?(?:\?([^@/]*|[^@]*=[^@]*))?$/.exec(
      text.slice(scheme[0].length),
    );
  if (!parts) return unreadable(shape);
  const [, userInfo = '', rawHost = '', rawPort, rawDatabase = '', query] = parts;
  const [, rawUser = '', rawPassword = ''] = /^([^:]*):?(.*)$/s.exec(userInfo) ?? [];
  const [user, password, database] = [decoded(rawUser), decoded(rawPassword), decoded(rawDatabase)];
  const host = rawHost.replace(/^\[(.*)\]$/, '$1');
  const port = rawPort === undefined ? defaultPort : Number(rawPort);
  const isBracketed = rawHost.startsWith('[');
  if (user === null || password === null || database === null) return unreadable(shape);
  if (user === '') return unreadable('contains no user');
  if (!isHost(host) || isBracketed !== (isIP(host) === 6)) return unreadable('contains no valid host');
  if (port < 1 || port > 65_535) return unreadable('has an invalid port');
  const options: Reading<TlsOptions> =
    query === undefined || query === '' ? read({ mode: null, caFile: null }) : readOptions(query);
  if (options.status === 'unreadable') return options;
  return read({ host, port, user, password, database, tls: options.value });
}

/** Formats the address as a URL for other programs. Includes the password but none of the TLS settings. */
export function writeDatabaseUrl(address: Omit<DatabaseAddress, 'tls'>): string {
  const { host, port, user, password, database } = address;
  const shownHost = isIP(host) === 6 ? `[${host}]` : host;
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `mysql://${credentials}@${shownHost}:${port}/${encodeURIComponent(database)}`;
}

/**
 * Parses a database URL and reads its CA file. If either is invalid, throws an error whose message quotes no part of
 * the URL.
 */
export function databaseAddressOf(text: string): DatabaseAddress {
  const reading = readDatabaseUrl(text);
  if (reading.status === 'unreadable') throw new Error(`The database address ${reading.problem}.`);
  const tls = completeTls(reading.value.tls);
  if (tls.status === 'unreadable') throw new Error(`The database address ${tls.problem}.`);
  return { ...reading.value, tls: tls.value };
}
