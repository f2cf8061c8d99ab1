/** What the parsers of public addresses make of the worst that can be sent: never more values than bytes (docs/limits.md). */
import { describe, expect, it } from 'vitest';
import { phpUnserialize } from '#server/platform/crypto/php-serialize.ts';
import { addressIn, clientAddress, trustOf } from '#server/platform/http/request/client-address.ts';
import { readTarget } from '#server/platform/http/request/request-target.ts';
import { readPhpForm } from '#server/platform/paddle/php-form.ts';
import { readInput } from '#server/platform/trpc/read-input.ts';
import { AppError } from '#shared/errors.ts';

/** Values in what was read, counted with a stack of its own. */
function valuesIn(root: unknown): number {
  const open = [root];
  let count = 0;
  for (; open.length > 0; count += 1) {
    const value = open.pop();
    if (value instanceof Map) for (const inner of value.values()) open.push(inner);
    else if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value)) open.push(inner);
  }
  return count;
}

function inputOf(body: string): unknown {
  try {
    return readInput(JSON.parse(body));
  } catch (error) {
    if (error instanceof AppError || error instanceof SyntaxError) return null;
    throw error;
  }
}

const form = (body: string): unknown => {
  const reading = readPhpForm(Buffer.from(body, 'latin1'));
  return reading.status === 'read' ? reading.fields : null;
};

type Kind = [string, number, (size: number) => string, (text: string) => unknown];
const kinds: Kind[] = [
  ['input: lists', 65_536, (size) => `{"json":[${'[],'.repeat(size / 3 - 8)}[]]}`, inputOf],
  [
    'input: lists in lists',
    65_536,
    (size) => `{"json":${'['.repeat(size / 2)}${']'.repeat(size / 2)}}`,
    inputOf,
  ],
  [
    'input: annotations in annotations',
    65_536,
    (size) => `{"json":{},"meta":{"values":${'{"a":'.repeat(size / 7)}["undefined"]${'}'.repeat(size / 7)}}}`,
    inputOf,
  ],
  [
    'input: a path of many steps',
    65_536,
    (size) => `{"json":{},"meta":{"values":{"${'.'.repeat(size)}":["undefined"]}}}`,
    inputOf,
  ],
  [
    'input: an index beyond all',
    65_536,
    () => '{"json":{"a":[]},"meta":{"values":{"a.4294967294":["undefined"]}}}',
    inputOf,
  ],
  [
    'input: a length that is said',
    65_536,
    () => '{"json":{"a":{"length":2147483647}},"meta":{"values":{"a":[["typed-array","Float64Array"]]}}}',
    inputOf,
  ],
  ['form: fields', 262_144, (size) => 'a&'.repeat(size / 2), form],
  ['form: a name in brackets', 262_144, (size) => `a${'[]'.repeat(size / 2)}=1`, form],
  ['form: an index beyond all', 262_144, () => 'a[9223372036854775807]=1&a[]=2', form],
  ['PHP: a count that is said', 65_536, () => 'a:999999:{}', (text) => phpUnserialize(Buffer.from(text))],
  ['PHP: a length that is said', 65_536, () => 's:999999:"";', (text) => phpUnserialize(Buffer.from(text))],
  [
    'PHP: entries',
    65_536,
    (size) => `a:${Math.floor(size / 8)}:{${'i:0;N;'.repeat(size / 8)}}`,
    (text) => phpUnserialize(Buffer.from(text)),
  ],
  ['an address', 16_384, (size) => '%41'.repeat(size / 3), (text) => readTarget(`/${text}`)],
  [
    'a forwarded address',
    16_384,
    (size) => '1.1.1.1,'.repeat(size / 8),
    (text) =>
      clientAddress(
        { headers: { 'x-forwarded-for': text }, socket: { remoteAddress: '10.0.0.1' } },
        trustOf(99),
      ),
  ],
  ['one address', 16_384, (size) => `[${':'.repeat(size)}`, addressIn],
];

describe('the worst of each kind', () => {
  it.each(kinds)('%s: at %i bytes and at half of them', (_name, limit, make, read) => {
    for (const size of [limit / 2, limit]) {
      const text = make(Math.floor(size));
      expect(valuesIn(read(text))).toBeLessThanOrEqual(text.length);
    }
  });
});
