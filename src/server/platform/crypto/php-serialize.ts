/**
 * Reads and writes PHP's serialize format, limited to scalars and nested arrays. Objects and references are rejected.
 */

/** A PHP array with its entries in order. As in PHP, a text key that looks like an integer is stored as an integer. */
export type PhpArray = ReadonlyMap<string | number, PhpValue>;
/** A value of PHP's serialize format. Integers beyond 2^53 are `bigint`. */
export type PhpValue = null | boolean | number | bigint | string | PhpArray;

const maxDepth = 16;
const maxBytes = 65_536;
const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 63n - 1n;
const integerKey = /^(?:0|-?[1-9]\d*)$/;

const isPhpInteger = (value: bigint): boolean => value >= minInteger && value <= maxInteger;
const isIntegerText = (text: string): boolean => integerKey.test(text) && isPhpInteger(BigInt(text));

function writeString(text: string): string {
  if (!text.isWellFormed())
    throw new TypeError('a text with an unpaired surrogate cannot be encoded as UTF-8');
  return `s:${Buffer.byteLength(text)}:"${text}";`;
}

function writeNumber(value: number): string {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return `i:${value};`;
  if (Number.isNaN(value)) return 'd:NAN;';
  if (!Number.isFinite(value)) return value > 0 ? 'd:INF;' : 'd:-INF;';
  if (Object.is(value, -0)) return 'd:-0;';
  // For the same float, PHP writes 1.0E+25 and JavaScript writes 1e+25.
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return `d:${mantissa};`;
  return `d:${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent};`;
}

function write(value: PhpValue, depth: number): string {
  if (value === null) return 'N;';
  switch (typeof value) {
    case 'boolean':
      return `b:${value ? 1 : 0};`;
    case 'string':
      return writeString(value);
    case 'number':
      return writeNumber(value);
    case 'bigint':
      if (!isPhpInteger(value)) throw new RangeError('a PHP integer has at most 64 bits');
      return `i:${value};`;
    default: {
      if (depth >= maxDepth) throw new RangeError(`arrays may be nested at most ${maxDepth} levels deep`);
      const entries = Array.from(value, ([key, each]) => {
        if (typeof key === 'string' && isIntegerText(key))
          throw new TypeError('PHP would convert this key to an integer');
        return write(key, depth + 1) + write(each, depth + 1);
      });
      return `a:${value.size}:{${entries.join('')}}`;
    }
  }
}

/** Returns what PHP's `serialize()` would return. Throws if the value can't be represented in PHP. */
export function phpSerialize(value: PhpValue): string {
  return write(value, 0);
}

class Refusal extends Error {}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get finished(): boolean {
    return this.#at === this.#bytes.length;
  }

  #expect(text: string): void {
    if (this.#bytes.toString('latin1', this.#at, this.#at + text.length) !== text)
      throw new Refusal(`expected ${text}`);
    this.#at += text.length;
  }

  /**
   * Returns the text before the next `end` and moves past `end`. Throws if `end` doesn't follow within `limit` bytes;
   * the default is longer than any valid number.
   */
  #until(end: string, limit = 40): string {
    const stop = this.#bytes.indexOf(end, this.#at, 'latin1');
    if (stop === -1 || stop - this.#at > limit) throw new Refusal(`no ${end}`);
    const text = this.#bytes.toString('latin1', this.#at, stop);
    this.#at = stop + 1;
    return text;
  }

  #count(): number {
    const text = this.#until(':');
    if (!/^(?:0|[1-9]\d{0,5})$/.test(text)) throw new Refusal('not a count');
    return Number(text);
  }

  #integer(): number | bigint {
    const text = this.#until(';');
    if (!isIntegerText(text)) throw new Refusal('not an integer');
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : BigInt(text);
  }

  #float(): number {
    const text = this.#until(';');
    if (text === 'INF') return Number.POSITIVE_INFINITY;
    if (text === '-INF') return Number.NEGATIVE_INFINITY;
    if (text === 'NAN') return Number.NaN;
    if (!/^-?\d+(?:\.\d+)?(?:E[+-]?\d+)?$/.test(text)) throw new Refusal('not a float');
    return Number(text);
  }

  #string(): string {
    const length = this.#count();
    this.#expect('"');
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new Refusal('the text ends too early');
    const text = utf8.decode(this.#bytes.subarray(this.#at, end));
    this.#at = end;
    this.#expect('";');
    return text;
  }

  #array(depth: number): PhpArray {
    if (depth >= maxDepth) throw new Refusal('too deep');
    const count = this.#count();
    this.#expect('{');
    const entries = new Map<string | number, PhpValue>();
    for (let index = 0; index < count; index += 1) {
      const key = this.read(depth + 1);
      const usable =
        typeof key === 'number' ? Number.isSafeInteger(key) : typeof key === 'string' && !isIntegerText(key);
      if (!usable || entries.has(key as string | number)) throw new Refusal('not a key');
      entries.set(key as string | number, this.read(depth + 1));
    }
    this.#expect('}');
    return entries;
  }

  read(depth: number): PhpValue {
    const type = this.#bytes.toString('latin1', this.#at, this.#at + 2);
    this.#at += 2;
    switch (type) {
      case 'N;':
        return null;
      case 'b:': {
        const text = this.#until(';');
        if (text !== '0' && text !== '1') throw new Refusal('not a boolean');
        return text === '1';
      }
      case 'i:':
        return this.#integer();
      case 'd:':
        return this.#float();
      case 's:':
        return this.#string();
      case 'a:':
        return this.#array(depth);
      default:
        throw new Refusal('not data');
    }
  }
}

/**
 * Parses the output of PHP's `serialize()`. Returns undefined for anything else: objects, references, extra bytes
 * before or after the value, invalid UTF-8, more than 64 KiB, or arrays nested more than 16 levels deep.
 */
export function phpUnserialize(bytes: Buffer): PhpValue | undefined {
  if (bytes.length > maxBytes) return undefined;
  const reader = new Reader(bytes);
  try {
    const value = reader.read(0);
    return reader.finished ? value : undefined;
  } catch (error) {
    // The decoder throws a TypeError on invalid UTF-8.
    if (error instanceof Refusal || error instanceof TypeError) return undefined;
    throw error;
  }
}
