/**
 * Tests rules for every procedure: which values its input may consist of, and that it has a rate limit if it calls
 * Paddle.
 */
import superjson from 'superjson';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import type { Limit } from '#server/platform/rate-limits/limiter.ts';
import { callLimits, limitOf } from '#server/platform/trpc/call-limits.ts';
import { withoutPaddle } from '#server/platform/trpc/context.ts';
import { publicProcedure } from '#server/platform/trpc/procedures.ts';
import { readInput } from '#server/platform/trpc/read-input.ts';
import { appRouter } from '#server/router.ts';
import { AppError } from '#shared/errors.ts';
import { textOf } from '#tests/support/tree/repository.ts';

interface Defined {
  _def: { inputs: z.ZodType[]; middlewares: object[] };
}

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Defined>);

describe('Rate limits', () => {
  it('apply to procedures that call Paddle, reveal keys, send e-mail or check secrets', () => {
    const limited = procedures.flatMap(([path, { _def }]) => {
      const limit = limitOf(_def.middlewares);
      return limit ? [[path, limit]] : [];
    });
    expect(Object.fromEntries(limited)).toMatchObject({
      'billing.startCheckout': 'payLinks',
      'catalogue.offers': 'prices',
      'licences.revealKey': 'keys',
      'privacy.deleteAccount': 'deletion',
      'accounts.email.requestChange': 'mails',
      'accounts.email.sendAgain': 'mails',
      'accounts.tokens.create': 'tokens',
      'identity.reauthentication.byPassword': 'passwordGuesses',
      'identity.reauthentication.byCode': 'mailedCodeGuesses',
      'identity.reauthentication.sendCode': 'mailedCodes',
      'identity.twoStep.confirmAuthenticator': 'authenticatorCodes',
      'identity.passwords.change': 'signInMethods',
      'identity.passwords.setFirst': 'signInMethods',
    });
    expect(callLimits).toMatchObject({
      payLinks: { tries: 20, seconds: 60 },
      prices: { tries: 60, seconds: 60 },
      keys: { tries: 60, seconds: 60 },
    });
  });

  it('match docs/limits.md', () => {
    const periods: Record<number, string> = { 60: 'a minute', 900: 'in 15 minutes', 3600: 'an hour' };
    const rows = [...textOf('docs/limits.md').matchAll(/^\| .* \| (.*) \| `(\w+)` \|$/gm)];
    const documented = rows.map(([, calls, name]) => [name, calls]);
    const inTheCode = Object.entries<Limit & { network?: Limit }>(callLimits).map(
      ([name, { tries, seconds, network }]) => {
        expect(network?.seconds ?? seconds).toBe(seconds);
        const perNetwork = network ? `, and ${network.tries} from a network` : '';
        return [name, `${tries} ${periods[seconds]}${perNetwork}`];
      },
    );
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(inTheCode));
    expect(documented).toHaveLength(inTheCode.length);
  });

  it('are required for access to Paddle: without one, deps lack paddle and prices', () => {
    const deps = { paddle: 'asks', prices: 'asks', log: 'does not' } as unknown as Deps;
    expect(withoutPaddle(deps)).toEqual({ log: 'does not' });
    publicProcedure.query(
      ({ ctx }) =>
        // @ts-expect-error No limit, no Paddle.
        ctx.deps.paddle,
    );
    publicProcedure.query(
      ({ ctx }) =>
        // @ts-expect-error No limit, no prices of Paddle's.
        ctx.deps.prices,
    );
  });
});

type Def = { type: string } & Record<string, unknown>;

/** Returns the types of values that a schema accepts, including those of nested schemas. */
function kindsIn(schema: unknown): string[] {
  const def = (schema as z.ZodType)._zod.def as unknown as Def;
  const parts = [
    ...Object.values((def.shape as Record<string, unknown> | undefined) ?? {}),
    ...((def.options as unknown[] | undefined) ?? []),
    ...[def.innerType, def.element, def.keyType, def.valueType, def.in, def.out].filter(
      (part) => part !== undefined,
    ),
  ];
  return [def.type, ...parts.flatMap(kindsIn)];
}

describe('Procedure inputs', () => {
  it('use only kinds of values that JSON has, or undefined', () => {
    const plain = new Set([
      ...['object', 'string', 'number', 'boolean', 'enum', 'literal', 'array', 'union', 'record', 'null'],
      ...['optional', 'default', 'prefault', 'nullable', 'catch', 'readonly', 'nonoptional', 'undefined'],
      ...['pipe', 'transform'],
    ]);
    const inputs = procedures.flatMap(([path, { _def }]) =>
      _def.inputs.flatMap(kindsIn).map((kind) => [path, kind] as const),
    );
    expect(inputs.length).toBeGreaterThan(30);
    expect(inputs.filter(([, kind]) => !plain.has(kind))).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a string', 'a'],
    ['nested fields', { a: 1, b: [true, null, 'x'], c: { d: {} } }],
    [
      'undefined fields',
      { a: undefined, b: [undefined, 1], 'c.d': { 'e\\f': undefined, 'g\\.h': undefined } },
    ],
    [
      'field names with path characters',
      { '': undefined, '.': undefined, '\\': undefined, '..a': [undefined] },
    ],
  ])('%s: is read back as superjson wrote it', (_name, input) => {
    expect(readInput(JSON.parse(superjson.stringify(input)))).toEqual(input);
  });

  it.each<[string, unknown]>([
    ['a date', new Date()],
    ['a map', new Map([[1, 2]])],
    ['a set', new Set([1])],
    ['bytes', new Uint8Array(3)],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['minus zero', -0],
    ['a BigInt', 10n],
    ['an error', new Error('x')],
    ['a regular expression', /x/],
    ['a URL', new URL('https://example.com')],
  ])('%s is rejected', (_name, value) => {
    expect(() => readInput(JSON.parse(superjson.stringify({ a: value })))).toThrow(AppError);
  });

  it('reject an object referenced in two places', () => {
    const shared = { b: 1 };
    expect(() => readInput(JSON.parse(superjson.stringify({ a: shared, c: shared })))).toThrow(AppError);
  });
});
