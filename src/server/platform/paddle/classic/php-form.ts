/** Parses form bodies as PHP does, and writes PHP's `serialize` format, which Paddle Classic signs. */

/**
 * Strings in this module are byte strings, one character per byte (latin1). Lengths therefore count bytes, comparison
 * is in byte order, and invalid UTF-8 is preserved.
 */
export type PhpValue = string | PhpMap;
export type PhpMap = Map<string, PhpValue>;

/** PHP itself reads at most 1,000 fields (`max_input_vars`). Real alerts have about forty, none of them nested. */
const limits = { fields: 1_000, depth: 32 } as const;

const longMax = 9_223_372_036_854_775_807n;

/** A field name that PHP neither changes nor splits into a path. */
const plainName = /^[A-Za-z_]\w*$/;

/**
 * Returns whether PHP stores an array key as an integer. That is the case for canonical decimal numbers within 64 bits;
 * "08" and "-0" stay text.
 */
function isIntegerKey(key: string): boolean {
  // Fast path: nearly all keys start with a letter, and letters sort after digits.
  if (key > ':' || !/^(?:0|-?[1-9]\d{0,18})$/.test(key)) return false;
  const value = BigInt(key);
  return value <= longMax && value >= -longMax - 1n;
}

function urlDecode(text: string): string {
  if (!/[+%]/.test(text)) return text;
  const spaced = text.replaceAll('+', ' ');
  // If all escapes are valid and ASCII, `decodeURIComponent` gives the same result faster.
  if (!/%(?![0-7][0-9a-fA-F])/.test(spaced)) return decodeURIComponent(spaced);
  return spaced.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/**
 * Splits a field name into its path: `a[b][]` becomes `['a', 'b', null]`, where null means the next free index. Returns
 * null for a name that PHP discards.
 */
function pathOf(rawName: string, naming: Naming): (string | null)[] | null {
  const [name = ''] = rawName.split('\0', 1);
  const trimmed = name.replace(/^ +/, '');
  const bracket = trimmed.indexOf('[');
  const mangle = (text: string) => (naming === 'php' ? text.replace(/[ .[]/g, '_') : text);
  if (bracket === 0 || trimmed === '') return null;
  if (bracket === -1) return [mangle(trimmed)];
  const path: (string | null)[] = [mangle(trimmed.slice(0, bracket))];
  let rest = trimmed.slice(bracket);
  while (rest.startsWith('[')) {
    const blank = /^\[[ \t\n\v\f\r]?\]/.exec(rest);
    if (blank) {
      path.push(null);
      rest = rest.slice(blank[0].length);
      continue;
    }
    const end = rest.indexOf(']', 1);
    if (end === -1) {
      // If the first bracket is unclosed, PHP keeps it as part of the name. It discards an unclosed bracket that
      // follows closed ones.
      if (path.length === 1) return [mangle(trimmed)];
      return path;
    }
    path.push(rest.slice(1, end));
    rest = rest.slice(end + 1);
  }
  return path;
}

/** The next free index for `a[]=`, one above the highest so far. Stored, so that adding many entries stays cheap. */
const nextIndexes = new WeakMap<PhpMap, bigint>();

function setField(map: PhpMap, key: string, value: PhpValue): void {
  map.set(key, value);
  if (!isIntegerKey(key)) return;
  const next = nextIndexes.get(map);
  if (next === undefined || BigInt(key) >= next) nextIndexes.set(map, BigInt(key) + 1n);
}

function put(fields: PhpMap, path: readonly (string | null)[], value: string): void {
  let map = fields;
  path.forEach((step, depth) => {
    const key = step ?? String(nextIndexes.get(map) ?? 0n);
    if (depth === path.length - 1) {
      setField(map, key, value);
      return;
    }
    const existing = map.get(key);
    const inner: PhpMap = existing instanceof Map ? existing : new Map();
    setField(map, key, inner);
    map = inner;
  });
}

/** How dots and spaces in a field name are read: `php` replaces them with `_`, as in `$_POST`; `as_sent` keeps them. */
export type Naming = 'php' | 'as_sent';

export type FormReading = { status: 'read'; fields: PhpMap } | { status: 'refused'; reason: string };

/**
 * Parses `application/x-www-form-urlencoded` in the way PHP fills `$_POST`. If a name occurs several times, the last
 * value wins. Dots and spaces in a name become `_`, and `a[b]=1` creates a nested array. A body with too many fields or
 * too many levels is refused instead of truncated; Paddle never sends one.
 */
export function readPhpForm(body: Buffer, naming: Naming = 'php'): FormReading {
  const fields: PhpMap = new Map();
  const parts = body.toString('latin1').split('&', limits.fields + 1);
  if (parts.length > limits.fields) return { status: 'refused', reason: `more than ${limits.fields} fields` };
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = urlDecode(equals === -1 ? part : part.slice(0, equals));
    // Fast path for the names that Paddle sends.
    if (plainName.test(name)) {
      fields.set(name, equals === -1 ? '' : urlDecode(part.slice(equals + 1)));
      continue;
    }
    const path = pathOf(name, naming);
    if (!path) continue;
    if (path.length > limits.depth) {
      return { status: 'refused', reason: `fields nested more than ${limits.depth} levels deep` };
    }
    put(fields, path, equals === -1 ? '' : urlDecode(part.slice(equals + 1)));
  }
  return { status: 'read', fields };
}

const numericPattern = /^[ \t\n\r\v\f]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t\n\r\v\f]*$/;

/** Compares two array keys as PHP 8 does: by value if both are numbers, otherwise by their bytes. */
function compareKeys(left: string, right: string): number {
  if (isIntegerKey(left) && isIntegerKey(right)) {
    const difference = BigInt(left) - BigInt(right);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  if (numericPattern.test(left) && numericPattern.test(right)) return Number(left) - Number(right);
  return compareBytes(left, right);
}

/** Returns whether PHP might treat the key as a number. None of Paddle's keys is a number. */
const mayBeNumeric = (key: string): boolean => /^[\d\s+.-]/.test(key);

const compareBytes = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Sorts the fields as PHP's `ksort` does. Nested arrays keep their order. */
export function sortByKey(fields: PhpMap): PhpMap {
  const entries = [...fields];
  const compare = entries.some(([key]) => mayBeNumeric(key)) ? compareKeys : compareBytes;
  return new Map(entries.sort(([left], [right]) => compare(left, right)));
}

const writeString = (text: string): string => `s:${text.length}:"${text}";`;

function writeEntry(key: string, value: PhpValue): string {
  const writtenKey = isIntegerKey(key) ? `i:${key};` : writeString(key);
  if (typeof value === 'string') return writtenKey + writeString(value);
  const entries = Array.from(value, ([innerKey, inner]) => writeEntry(innerKey, inner));
  return `${writtenKey}a:${value.size}:{${entries.join('')}}`;
}

/** Serializes each field with its key as PHP does. */
export const phpEntries = (fields: PhpMap): Map<string, string> =>
  new Map(Array.from(fields, ([key, value]) => [key, writeEntry(key, value)]));

/** Joins serialized entries into PHP's serialized array, keeping their order. */
export const phpArray = (entries: ReadonlyMap<string, string>): Buffer =>
  Buffer.from(`a:${entries.size}:{${[...entries.values()].join('')}}`, 'latin1');

const asciiPattern = /^[\0-\x7f]*$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes a byte string as UTF-8. If it isn't valid UTF-8, returns it with one character per byte, so that nothing is
 * lost.
 */
function toText(bytes: string): string {
  if (asciiPattern.test(bytes)) return bytes;
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return bytes;
  }
}

/** Encodes text as a byte string. */
export const toBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/**
 * Converts the fields to plain data that can be stored as JSON. Names such as `__proto__` become ordinary own
 * properties.
 */
export function toPlain(fields: PhpMap): Record<string, unknown> {
  return Object.fromEntries(
    [...fields].map(([key, value]) => [
      toText(key),
      typeof value === 'string' ? toText(value) : toPlain(value),
    ]),
  );
}
