/**
 * Tests that inputs can contain only plain JSON and `undefined`. Nothing that a caller sends is instantiated before it
 * is validated.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { callRaw } from '#tests/support/portal/procedures.ts';

const database = useDatabase();
let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ databaseUrl: database.url });
});
beforeEach(() => {
  portal.log.length = 0;
});
afterAll(() => portal.stop());

const offers = { path: 'catalogue.offers', type: 'query' as const };
const rename = { path: 'accounts.rename', type: 'mutation' as const };
const json = (value: unknown) => JSON.stringify(value);
const annotated = (json: unknown, values: unknown, more: object = {}) => ({
  json,
  meta: { values, ...more },
});

const nested = (depth: number): unknown => {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
};

/** Every type annotation that superjson 2 knows and some that it doesn't, each with a value it could be applied to. */
const annotations: [string, unknown, unknown][] = [
  ['bigint', '9'.repeat(4_000), ['bigint']],
  ['Date', '2026-11-29T00:00:00.000Z', ['Date']],
  ['Error', { name: 'x', message: 'y', stack: 'z' }, ['Error']],
  ['regexp', '/(a+)+$/', ['regexp']],
  ['set', [1, 2], ['set']],
  ['map', [[1, 2]], ['map']],
  ['number', 'NaN', ['number']],
  ['URL', 'https://example.com', ['URL']],
  ['symbol', 'x', [['symbol', 'x']]],
  ['class', {}, [['class', 'Object']]],
  ['custom', {}, [['custom', 'x']]],
  ['typed-array', { length: 50_000_000 }, [['typed-array', 'Float64Array']]],
  [
    'typed-array in a nested field',
    { length: 50_000_000 },
    ['undefined', { length: [['typed-array', 'Uint8Array']] }],
  ],
  ['a set in a map', [[1, [2]]], ['map', { '0.1': ['set'] }]],
  ['an unknown annotation', 'x', ['nothing-of-the-kind']],
  ['a name on Object.prototype', 'x', ['toString']],
  ['a number as the annotation', 'x', [7]],
  ['an empty annotation', 'x', []],
  ['undefined for a value that is present', 'Monica', ['undefined']],
  ['undefined with nested annotations', null, ['undefined', { a: ['undefined'] }]],
  ['undefined applied twice', null, ['undefined', ['undefined']]],
  ['undefined as a type in an array', null, [['undefined']]],
];

describe('Unneeded annotations', () => {
  it.each(annotations)('are rejected with 400: %s', async (_name, value, annotation) => {
    const below = annotated({ product: value }, { product: annotation });
    const whole = annotated(value, annotation);
    for (const input of [below, whole]) {
      const answers = [
        await callRaw(portal.url, offers, json(input)),
        await callRaw(portal.url, rename, json(input)),
        await callRaw(
          portal.url,
          { ...offers, path: 'catalogue.publicConfig,catalogue.offers' },
          json(input),
        ),
      ];
      const batch = await fetch(
        `${portal.url}/trpc/catalogue.offers?batch=1&input=${encodeURIComponent(json({ 0: input }))}`,
      );
      expect(batch.status).toBe(400);
      expect(answers[0]).toMatchObject({ status: 400, appCode: 'invalid_input' });
      // A signed-out caller may get a 401 before the input is read. Otherwise the response must be a 400.
      expect([400, 401]).toContain(answers[1]?.status);
    }
    expect(portal.log.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
});

describe('Annotated paths', () => {
  const undefinedAt = (path: string, value: unknown = { product: null }) =>
    callRaw(portal.url, offers, json(annotated(value, { [path]: ['undefined'] })));

  it.each([
    ['an index that would create a huge array', 'product.4294967294', { product: [] }],
    ['a negative index', 'product.-1', { product: [null] }],
    ['__proto__', '__proto__.polluted', { product: null }],
    ['constructor.prototype', 'constructor.prototype.polluted', { product: null }],
    ['a missing field', 'product.a.b', { product: null }],
    ['an inherited property', 'toString', { product: null }],
    ['the length of an array', 'product.length', { product: [null] }],
    ['an invalid escape sequence', 'product\\x', { product: null }],
    ['a path of 3,000 steps', Array.from({ length: 3_000 }, () => 'a').join('.'), { product: null }],
  ])('are rejected with 400: %s', async (_name, path, value) => {
    expect(await undefinedAt(path, value)).toMatchObject({ status: 400, appCode: 'invalid_input' });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('are rejected with 400 when nested 500 levels deep', async () => {
    const deep = `{"json":{},"meta":{"values":${'{"a":'.repeat(500)}["undefined"]${'}'.repeat(500)}}}`;
    expect(await callRaw(portal.url, offers, deep)).toMatchObject({ status: 400 });
  });
});

describe('Other invalid inputs', () => {
  it.each([
    [
      'a reference',
      { json: { product: 'Monica', b: {} }, meta: { referentialEqualities: { b: ['product'] } } },
    ],
    [
      'a reference from the root',
      { json: { product: 'Monica' }, meta: { referentialEqualities: [['product']] } },
    ],
    ['an unknown field in meta', { json: { product: 'Monica' }, meta: { values: {}, more: 1 } }],
    ['an unknown version of meta', { json: { product: 'Monica' }, meta: { values: {}, v: 2 } }],
    ['meta that is not an object', { json: { product: 'Monica' }, meta: 'x' }],
    ['values that is not an object', { json: { product: 'Monica' }, meta: { values: 'x' } }],
    ['an unknown field next to json', { json: { product: 'Monica' }, more: 1 }],
    ['a missing json field', { product: 'Monica' }],
    ['an array', [{ product: 'Monica' }]],
    ['a string', 'Monica'],
    ['null', null],
    ['an object nested too deeply', { json: nested(200) }],
  ])('are rejected with 400: %s', async (_name, input) => {
    expect(await callRaw(portal.url, offers, json(input))).toMatchObject({
      status: 400,
      appCode: 'invalid_input',
    });
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'are rejected with 400 for a field named %s',
    async (name) => {
      const body = `{"json":{"product":"Monica","a":[{"${name}":{"isAdministrator":true}}]}}`;
      expect(await callRaw(portal.url, offers, body)).toMatchObject({
        status: 400,
        appCode: 'invalid_input',
      });
    },
  );
});

describe("Inputs from the portal's client", () => {
  it.each([
    ['a field', { json: { product: 'Monica' } }],
    ['an undefined field', annotated({ product: 'Monica', a: null }, { a: ['undefined'] }, { v: 1 })],
    [
      'undefined fields in nested objects and arrays',
      annotated({ product: 'Monica', 'a.b': { c: [1, null] } }, { 'a\\.b.c.1': ['undefined'] }, { v: 1 }),
    ],
    [
      'an undefined field with an empty name',
      annotated({ product: 'Monica', '': { '': null } }, { '.': ['undefined'] }, { v: 1 }),
    ],
    ['meta without annotations', { json: { product: 'Monica' }, meta: { v: 1 } }],
    ['an empty set of annotations', { json: { product: 'Monica' }, meta: { values: {}, v: 1 } }],
  ])('are accepted with %s', async (_name, input) => {
    expect((await callRaw(portal.url, offers, json(input))).status).toBe(200);
  });

  it('are accepted when empty', async () => {
    const none = json(annotated(null, ['undefined'], { v: 1 }));
    expect((await callRaw(portal.url, { path: 'accounts.me', type: 'query' }, none)).status).toBe(200);
    expect((await callRaw(portal.url, { path: 'accounts.me', type: 'query' }, undefined)).status).toBe(200);
  });
});
