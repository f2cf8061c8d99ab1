/** PHP's reading of a form body and PHP's `serialize`: what Paddle Classic signs. */

/**
 * Every text in here is a byte string: one character per byte (latin1). So lengths are byte lengths, comparison is
 * byte order, and invalid UTF-8 survives.
 */
export type PhpValue = string | PhpMap;
export type PhpMap = Map<string, PhpValue>;

/** PHP itself reads 1,000 fields (`max_input_vars`); real alerts have some forty, none of them nested. */
const limits = { fields: 1_000, depth: 32 } as const;

const longMax = 9_223_372_036_854_775_807n;

/** Letters and what else makes a name: nothing that PHP reads in another way. */
const plainName = /^[A-Za-z_]\w*$/;

/** Whether PHP keeps an array key as an integer: canonical decimal digits within 64 bits ("08" and "-0" stay text). */
function isIntegerKey(key: string): boolean {
  // The letters, which nearly all keys begin with, come behind the digits.
  if (key > ':' || !/^(?:0|-?[1-9]\d{0,18})$/.test(key)) return false;
  const value = BigInt(key);
  return value <= longMax && value >= -longMax - 1n;
}

function urlDecode(text: string): string {
  if (!/[+%]/.test(text)) return text;
  const spaced = text.replaceAll('+', ' ');
  // Where every sign is ASCII and well written, the language's own way is the same, and fast.
  if (!/%(?![0-7][0-9a-fA-F])/.test(spaced)) return decodeURIComponent(spaced);
  return spaced.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** Paths of a field name: `a[b][]=…` is `['a', 'b', null]`; null takes the next free index. Null for a name PHP drops. */
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
      // An unclosed bracket belongs to the name when it is the first one, and is dropped behind closed ones.
      if (path.length === 1) return [mangle(trimmed)];
      return path;
    }
    path.push(rest.slice(1, end));
    rest = rest.slice(end + 1);
  }
  return path;
}

/** The index `a[]=` gets: one above the greatest so far. Remembered, so that many of them stay cheap. */
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

/** `php`: `.` and space in a name become `_`, as in `$_POST`. `as_sent`: they stay, as where nobody parsed them. */
export type Naming = 'php' | 'as_sent';

export type FormReading = { status: 'read'; fields: PhpMap } | { status: 'refused'; reason: string };

/**
 * Reads `application/x-www-form-urlencoded` as PHP fills `$_POST`: the last of equal names wins, `.` and space in a
 * name become `_`, `a[b]=1` nests. Bodies no Paddle would send (too many fields, too deep) are refused, not cut.
 */
export function readPhpForm(body: Buffer, naming: Naming = 'php'): FormReading {
  const fields: PhpMap = new Map();
  const parts = body.toString('latin1').split('&', limits.fields + 1);
  if (parts.length > limits.fields) return { status: 'refused', reason: `more than ${limits.fields} fields` };
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = urlDecode(equals === -1 ? part : part.slice(0, equals));
    // The names Paddle sends need none of what follows.
    if (plainName.test(name)) {
      fields.set(name, equals === -1 ? '' : urlDecode(part.slice(equals + 1)));
      continue;
    }
    const path = pathOf(name, naming);
    if (!path) continue;
    if (path.length > limits.depth) {
      return { status: 'refused', reason: `fields nested more than ${limits.depth} deep` };
    }
    put(fields, path, equals === -1 ? '' : urlDecode(part.slice(equals + 1)));
  }
  return { status: 'read', fields };
}

const numericPattern = /^[ \t\n\r\v\f]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t\n\r\v\f]*$/;

/** PHP 8's comparison of two array keys: two numbers by value, anything else by bytes. */
function compareKeys(left: string, right: string): number {
  if (isIntegerKey(left) && isIntegerKey(right)) {
    const difference = BigInt(left) - BigInt(right);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  if (numericPattern.test(left) && numericPattern.test(right)) return Number(left) - Number(right);
  return compareBytes(left, right);
}

/** Whether a key could be a number to PHP; none of Paddle's own can. */
const mayBeNumeric = (key: string): boolean => /^[\d\s+.-]/.test(key);

const compareBytes = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** PHP's `ksort`: the top level only. */
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

/** Each field by its name as PHP's `serialize` writes it. */
export const phpEntries = (fields: PhpMap): Map<string, string> =>
  new Map(Array.from(fields, ([key, value]) => [key, writeEntry(key, value)]));

/** PHP's `serialize` of an array of such entries, in the order they have. */
export const phpArray = (entries: ReadonlyMap<string, string>): Buffer =>
  Buffer.from(`a:${entries.size}:{${[...entries.values()].join('')}}`, 'latin1');

const asciiPattern = /^[\0-\x7f]*$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a byte string: UTF-8 where it is, else one character per byte, so that nothing is lost. */
function toText(bytes: string): string {
  if (asciiPattern.test(bytes)) return bytes;
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return bytes;
  }
}

/** The byte string of a text. */
export const toBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** The fields as plain data that can be stored as JSON. Names such as `__proto__` become ordinary own properties. */
export function toPlain(fields: PhpMap): Record<string, unknown> {
  return Object.fromEntries(
    [...fields].map(([key, value]) => [
      toText(key),
      typeof value === 'string' ? toText(value) : toPlain(value),
    ]),
  );
}
