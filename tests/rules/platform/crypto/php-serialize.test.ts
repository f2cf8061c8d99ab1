/** Tests reading and writing PHP's serialization format. The reader refuses anything that PHP wouldn't write. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PhpValue, phpSerialize, phpUnserialize } from '#server/platform/crypto/php-serialize.ts';
import { someRuns } from '#tests/support/cases/some-of.ts';

const read = (text: string) => phpUnserialize(Buffer.from(text));

const key = fc.oneof(
  fc.integer(),
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !/^-?\d+$/.test(text)),
);
const { value: anyValue } = fc.letrec<{ value: PhpValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
    fc.double(),
    fc.string({ unit: 'grapheme' }).filter((text) => text.isWellFormed()),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 6 }).map((entries) => new Map(entries)),
  ),
}));

describe('phpSerialize', () => {
  it('writes the same text as PHP', () => {
    const contents = new Map<string | number, PhpValue>([
      ['frequency', 'month'],
      ['quantity', 5],
      ['yes', true],
      ['none', null],
      [0, new Map([[0, 'é']])],
      ['price', 0.1],
    ]);
    expect(phpSerialize(contents)).toBe(
      'a:6:{s:9:"frequency";s:5:"month";s:8:"quantity";i:5;s:3:"yes";b:1;s:4:"none";N;i:0;a:1:{i:0;s:2:"é";}s:5:"price";d:0.1;}',
    );
  });

  it('counts UTF-8 bytes rather than characters', () => {
    expect(phpSerialize('héllo €😀')).toBe('s:14:"héllo €😀";');
  });

  it("throws for values that PHP can't represent", () => {
    expect(() => phpSerialize('\ud800')).toThrow(TypeError);
    expect(() => phpSerialize(2n ** 63n)).toThrow(RangeError);
    expect(() => phpSerialize(new Map([['5', 'five']]))).toThrow(TypeError);
  });
});

describe('phpUnserialize', () => {
  it('round-trips any serialised value', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(phpUnserialize(Buffer.from(phpSerialize(value)))).toEqual(value);
      }),
      { numRuns: someRuns(500) },
    );
  });

  it.each([
    ['an object', 'O:8:"stdClass":0:{}'],
    ['an object inside an array', 'a:1:{s:1:"a";O:8:"stdClass":1:{s:1:"b";i:1;}}'],
    ['a custom serialized class', 'C:11:"ArrayObject":21:{x:i:0;a:0:{};m:a:0:{}}'],
    ['an enum', 'E:7:"Foo:Bar";'],
    ['a reference', 'a:2:{i:0;i:1;i:1;R:2;}'],
    ['a back reference', 'a:2:{i:0;i:1;i:1;r:2;}'],
    ['an escaped string', 'S:1:"\\41";'],
    ['nothing', ''],
    ['half a value', 'a:1:{s:1:"a";'],
    ['trailing garbage', 'i:5;x'],
    ['a second value', 'i:5;i:6;'],
    ['a length that is too short', 's:1:"ab";'],
    ['a length that is too long', 's:9:"ab";'],
    ['a length in characters', 's:1:"é";'],
    ['a huge length', 's:999999999999:"a";'],
    ['a negative length', 's:-1:"";'],
    ['a count that is too small', 'a:0:{i:0;i:1;}'],
    ['a count that is too large', 'a:2:{i:0;i:1;}'],
    ['a key twice', 'a:2:{i:0;i:1;i:0;i:2;}'],
    ['an array as a key', 'a:1:{a:0:{}i:1;}'],
    ['an integer as a text key', 'a:1:{s:1:"5";i:1;}'],
    ['leading zeros', 'i:05;'],
    ['a plus sign', 'i:+5;'],
    ['minus zero', 'i:-0;'],
    ['an integer over 64 bits', 'i:9223372036854775808;'],
    ['a boolean of two', 'b:2;'],
    ['a float in words', 'd:five;'],
    ['a float in hex', 'd:0x10;'],
    ['no type', '5;'],
    ['JSON', '{"a":1}'],
  ])('rejects %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  it("rejects text that isn't UTF-8", () => {
    expect(
      phpUnserialize(Buffer.from([...Buffer.from('s:1:"'), 0xe9, ...Buffer.from('";')])),
    ).toBeUndefined();
  });

  it('rejects deep nesting without a stack overflow', () => {
    expect(read('a:1:{i:0;'.repeat(7_000))).toBeUndefined();
    expect(read(`${'a:1:{i:0;'.repeat(20)}N;${'}'.repeat(20)}`)).toBeUndefined();
  });

  it('never throws for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        phpUnserialize(Buffer.from(bytes));
      }),
      { numRuns: someRuns(500) },
    );
    fc.assert(
      fc.property(anyValue, fc.nat(), fc.integer({ min: 0, max: 7 }), (value, at, bit) => {
        const bytes = Buffer.from(phpSerialize(value));
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
        phpUnserialize(bytes);
      }),
      { numRuns: someRuns(1_000) },
    );
  });

  it('reads a __proto__ key safely', () => {
    expect(read('a:1:{s:9:"__proto__";i:1;}')).toEqual(new Map([['__proto__', 1]]));
  });
});
