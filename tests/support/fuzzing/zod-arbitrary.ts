/** Generates inputs that a schema usually accepts, and others that no schema should accept. */
import fc from 'fast-check';
import type { z } from 'zod';

type Def = { type: string } & Record<string, unknown>;
const defOf = (schema: z.ZodType): Def => schema._zod.def as unknown as Def;
const inner = (value: unknown): fc.Arbitrary<unknown> => arbitraryOf(value as z.ZodType);

const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('US', 'FR', 'a name', '123456', 'nobody@example.test', 'a long enough secret'),
);

/** Generates text in the formats that the portal's schemas use. */
function textOf({ format }: Def): fc.Arbitrary<unknown> {
  if (format === 'email') return fc.oneof(fc.emailAddress(), texts);
  if (format === 'url') return fc.oneof(fc.webUrl(), texts);
  return format === 'uuid' ? fc.oneof(fc.uuid(), texts) : texts;
}

/** Generates inputs that `schema` usually accepts. Throws if it doesn't support the kind of schema. */
export function arbitraryOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(def.shape as Record<string, z.ZodType>).map(([key, value]) => [key, inner(value)]),
        ),
      );
    case 'string':
      return textOf(def);
    case 'number':
      return fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.maxSafeInteger(), fc.double());
    case 'boolean':
      return fc.boolean();
    case 'date':
      return fc.date();
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries as Record<string, unknown>));
    case 'literal':
      return fc.constantFrom(...(def.values as unknown[]));
    case 'array':
      return fc.array(inner(def.element), { maxLength: 5 });
    case 'union':
      return fc.oneof(...(def.options as z.ZodType[]).map(inner));
    case 'record':
      return fc.dictionary(fc.string(), inner(def.valueType), { maxKeys: 5 });
    case 'optional':
    case 'default':
    case 'prefault':
      return fc.option(inner(def.innerType), { nil: undefined });
    case 'nullable':
      return fc.option(inner(def.innerType), { nil: null });
    case 'catch':
    case 'readonly':
    case 'nonoptional':
      return inner(def.innerType);
    case 'pipe':
      return inner(def.in);
    case 'undefined':
    case 'null':
      return fc.constant(def.type === 'null' ? null : undefined);
    case 'transform':
    case 'any':
    case 'unknown':
    case 'custom':
      return nasty;
    default:
      throw new Error(`tests/support/fuzzing/zod-arbitrary does not know ${def.type} yet`);
  }
}

function nest(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
}

/** Values of the wrong type, huge or deeply nested values, names of prototype properties, and invalid characters. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, '', 0, -1, 1.5, 1e308, 2 ** 53, true, [], {}, [[]]],
    ...['\u0000', '\ud800', '\udfff\ud800', '\u202e', "' OR 1=1 --", '{{7*7}}', '%00', '../../etc/passwd'],
    ...['__proto__', 'constructor', 'prototype', 'toString', 'NaN', '-0', 'x'.repeat(10_000)],
    JSON.parse('{"__proto__":{"isAdministrator":true},"constructor":{"prototype":{"x":1}}}'),
    { toString: 'x', valueOf: 1, hasOwnProperty: null, length: -1 },
    Array.from({ length: 1_000 }, (_, index) => index),
    nest(500),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/**
 * Generates accepted values in which one or two fields were replaced by bad ones, and values that are bad altogether.
 */
export function besideOf(accepted: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const spoilt = fc.tuple(accepted, fc.nat(), nasty, fc.boolean()).map(([value, at, bad, more]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad;
    const keys = Object.keys(value);
    const key = keys[at % Math.max(1, keys.length)];
    return { ...value, ...(key ? { [key]: bad } : {}), ...(more ? { [`extra${at}`]: bad } : {}) };
  });
  return fc.oneof({ weight: 2, arbitrary: spoilt }, { weight: 1, arbitrary: nasty });
}
