/**
 * Generates procedure inputs. Some look as the client would send them; others contain superjson annotations, meta trees
 * or batches that the client never sends.
 */
import fc from 'fast-check';
import superjson from 'superjson';

/** Field names, including those that have a special meaning in prototypes or paths. */
const names = fc.oneof(
  fc.constantFrom('a', 'b', '0', '1', '', 'a.b', 'a\\b', 'a\\.b', '.', '\\', 'json', 'length', 'toString'),
  fc.string({ maxLength: 6 }),
);
const forbidden = fc.constantFrom('__proto__', 'constructor', 'prototype', '4294967294', '-1', '1e9');
const kept = names.filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));

const scalars = fc.oneof(fc.constantFrom(null, undefined, true, false), fc.integer(), fc.string());

/** Values that an input may contain: JSON and `undefined`, nested a few levels deep. */
export const plainValues: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(kept, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

export const written = (value: unknown): unknown => JSON.parse(JSON.stringify(superjson.serialize(value)));

/** Every kind of annotation that superjson 2 knows, and some that are invalid. */
const leaves = fc.constantFrom<unknown>(
  ...[['undefined'], ['undefined'], ['undefined'], ['Date'], ['bigint'], ['regexp'], ['Error'], ['number']],
  ...[['map'], ['set'], ['URL'], [['symbol', 'x']], [['class', 'Object']], [['custom', 'x']]],
  ...[[['typed-array', 'Float64Array']], [['undefined']], ['undefined', 'undefined'], ['toString'], [7], []],
  ...['undefined', null, 7, true, {}],
);
const paths = fc.oneof(
  { weight: 3, arbitrary: names },
  { weight: 1, arbitrary: forbidden },
  {
    weight: 3,
    arbitrary: fc.array(fc.oneof(names, forbidden), { maxLength: 40 }).map((all) => all.join('.')),
  },
);
const annotations: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaves,
    fc.dictionary(paths, tie('node'), { maxKeys: 3, noNullPrototype: true }),
    fc.tuple(leaves, fc.dictionary(paths, tie('node'), { maxKeys: 2, noNullPrototype: true })),
  ),
})).node;

const metas = fc.oneof(
  annotations.map((values) => ({ values })),
  annotations.map((values) => ({ values, v: 1 })),
  fc.record(
    { values: annotations, v: fc.integer(), referentialEqualities: annotations },
    { requiredKeys: [] },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Request payloads: valid superjson, superjson whose annotations were replaced, and arbitrary JSON. */
export const payloads: fc.Arbitrary<unknown> = fc.oneof(
  plainValues.map(written),
  fc.tuple(plainValues, metas).map(([value, meta]) => ({ ...(written(value) as object), meta })),
  fc.record({ json: fc.jsonValue({ maxDepth: 4 }), meta: metas, more: names }, { requiredKeys: [] }),
  fc.jsonValue({ maxDepth: 3 }),
);

export interface Batch {
  /** Procedure names in the URL. */
  calls: string[];
  method: string;
  /** The value of the `batch` query parameter. */
  batch: string;
  /** The inputs as JSON, keyed by the index of their call. */
  inputs: string;
}

const indexes = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 11 }).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('-1', '00', '1.5', '4294967294', '1e3', '', ' ', '__proto__', 'x', '٣'),
  },
);

/**
 * Generates batch requests. They may mix procedures, name unknown or too many procedures, and have inputs under invalid
 * indexes.
 */
export function batchesOf(procedures: readonly string[]): fc.Arbitrary<Batch> {
  const calls = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...procedures) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', 'account', '__proto__', 'constructor', 'a.b.c', '%2c'),
    },
  );
  const inputs = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.dictionary(indexes, payloads, { maxKeys: 12 }).map((all) => JSON.stringify(all)),
    },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', '{', '{"0":', '[[[', '"x', '{"0":{"json":1},"0":{"json":2}}'),
    },
  );
  return fc.record({
    calls: fc.array(calls, { minLength: 1, maxLength: 14 }),
    method: fc.constantFrom('GET', 'POST', 'POST'),
    batch: fc.oneof(
      { weight: 8, arbitrary: fc.constant('1') },
      fc.constantFrom('', '0', 'true', '1&batch=1'),
    ),
    inputs,
  });
}
