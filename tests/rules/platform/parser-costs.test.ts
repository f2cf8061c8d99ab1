/**
 * Tests the worst input for each public parser. A parser may return at most one value per byte of input, and the memory
 * it uses may only grow in proportion to the input (docs/limits.md). The test counts values and memory, and measures no
 * times.
 */
import { describe, expect, it } from 'vitest';
import { readInput as readEndpoint } from '#server/features/identity/better-auth/endpoints.ts';
import { reSignCookies } from '#server/features/identity/sessions/cookie-key-rotation.ts';
import { deviceCookieOf } from '#server/features/identity/sessions/device-cookie.ts';
import { presentedCredentials } from '#server/features/instances/oauth/client-credentials.ts';
import { readFault } from '#server/platform/browser-faults/browser-faults.route.ts';
import { createLicenceCipher } from '#server/platform/crypto/licence-cipher.ts';
import { phpUnserialize } from '#server/platform/crypto/php-serialize.ts';
import { addressIn, clientAddress, trustOf } from '#server/platform/http/request/client-address.ts';
import { preferredLocale } from '#server/platform/http/request/preferred-locale.ts';
import { readTarget } from '#server/platform/http/request/request-target.ts';
import { readPhpForm } from '#server/platform/paddle/classic/php-form.ts';
import { fieldInBody } from '#server/platform/rest/body-field.ts';
import { readInput } from '#server/platform/trpc/read-input.ts';
import { AppError } from '#shared/errors.ts';
import { deviceName } from '#shared/identity/device.ts';
import { isEmailAddress } from '#shared/identity/email-address.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { allocatedBy } from '#tests/support/fuzzing/allocations.ts';

/**
 * Counts the values in a parser's result. Uses an explicit stack instead of recursion, because the result may be deeply
 * nested.
 */
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

const secrets = [
  { version: 1, value: 'a' },
  { version: 2, value: 'b' },
] as const;
const cookies = (text: string): unknown => [
  preferredLocale({ asked: undefined, ofAccount: undefined, cookies: text, acceptLanguage: undefined }),
  deviceCookieOf(text, 'nora@example.test', { prefix: 'portal', secrets }),
  reSignCookies(text, 'portal', secrets),
];
const languages = (text: string): unknown =>
  preferredLocale({ asked: undefined, ofAccount: undefined, cookies: undefined, acceptLanguage: text });
const basic = (text: string): unknown =>
  presentedCredentials(new URLSearchParams(), `Basic ${Buffer.from(text).toString('base64')}`);
const endpoint = (body: string): unknown => readEndpoint('/sign-up/email', JSON.parse(body));
const cipher = createLicenceCipher([Buffer.alloc(32, 'a'), Buffer.alloc(32, 'b')]);
const key = (text: string): unknown => cipher.open(Buffer.from(text).toString('base64'));
const php = (text: string): unknown => phpUnserialize(Buffer.from(text));
const multipart = (body: string): unknown =>
  fieldInBody(Buffer.from(body, 'latin1'), 'multipart/form-data; boundary=b', 'licence_key');
const part = (headers: string, body = '') =>
  `--b\r\nContent-Disposition: form-data; name="licence_key"${headers}\r\n\r\n${body}\r\n`;
const signUp = (email: string) =>
  JSON.stringify({ name: 'Nora', email, password: 'a long enough secret', termsAccepted: true });

const fault = (frames: string) =>
  `{"kind":"error","name":"E","message":"m","page":null,"release":null,"frames":[${frames}]}`;
const faultIn = (text: string): unknown => readFault(Buffer.from(text));

type Kind = [string, number, (size: number) => string, (text: string) => unknown];
const kinds: Kind[] = [
  ['tRPC input: arrays', 65_536, (size) => `{"json":[${'[],'.repeat(size / 3 - 8)}[]]}`, inputOf],
  [
    'tRPC input: nested arrays',
    65_536,
    (size) => `{"json":${'['.repeat(size / 2)}${']'.repeat(size / 2)}}`,
    inputOf,
  ],
  [
    'tRPC input: nested annotations',
    65_536,
    (size) => `{"json":{},"meta":{"values":${'{"a":'.repeat(size / 7)}["undefined"]${'}'.repeat(size / 7)}}}`,
    inputOf,
  ],
  [
    'tRPC input: a path of many steps',
    65_536,
    (size) => `{"json":{},"meta":{"values":{"${'.'.repeat(size)}":["undefined"]}}}`,
    inputOf,
  ],
  [
    'tRPC input: a huge index',
    65_536,
    () => '{"json":{"a":[]},"meta":{"values":{"a.4294967294":["undefined"]}}}',
    inputOf,
  ],
  [
    'tRPC input: a huge claimed length',
    65_536,
    () => '{"json":{"a":{"length":2147483647}},"meta":{"values":{"a":[["typed-array","Float64Array"]]}}}',
    inputOf,
  ],
  ['form: fields', 262_144, (size) => 'a&'.repeat(size / 2), form],
  ['form: a name with many brackets', 262_144, (size) => `a${'[]'.repeat(size / 2)}=1`, form],
  ['form: a huge index', 262_144, () => 'a[9223372036854775807]=1&a[]=2', form],
  ['PHP: a huge claimed count', 65_536, () => 'a:999999:{}', (text) => phpUnserialize(Buffer.from(text))],
  ['PHP: a huge claimed length', 65_536, () => 's:999999:"";', (text) => phpUnserialize(Buffer.from(text))],
  [
    'PHP: entries',
    65_536,
    (size) => `a:${Math.floor(size / 8)}:{${'i:0;N;'.repeat(size / 8)}}`,
    (text) => phpUnserialize(Buffer.from(text)),
  ],
  ['URL path: escapes', 16_384, (size) => '%41'.repeat(size / 3), (text) => readTarget(`/${text}`)],
  [
    'X-Forwarded-For: many entries',
    16_384,
    (size) => '1.1.1.1,'.repeat(size / 8),
    (text) =>
      clientAddress(
        { headers: { 'x-forwarded-for': text }, socket: { remoteAddress: '10.0.0.1' } },
        trustOf(99),
      ),
  ],
  ['X-Forwarded-For: colons', 16_384, (size) => `[${':'.repeat(size)}`, addressIn],
  ['cookies: many', 16_384, (size) => 'a=;'.repeat(size / 3), cookies],
  ['cookies: separators', 16_384, (size) => '; '.repeat(size / 2), cookies],
  ['cookies: a portal cookie repeated', 16_384, (size) => 'portal.a=b.c;'.repeat(size / 13), cookies],
  [
    'cookies: signatures',
    16_384,
    (size) => `portal.known_browser=${'a'.repeat(22)}${'.b'.repeat(size / 2)}`,
    cookies,
  ],
  ['cookies: escapes', 16_384, (size) => `portal.session_token=${'%2e'.repeat(size / 3)}`, cookies],
  ['cookies: invalid escapes', 16_384, (size) => `portal.session_token=${'%'.repeat(size)}`, cookies],
  ['Accept-Language: many entries', 16_384, (size) => 'en,'.repeat(size / 3), languages],
  ['Accept-Language: weights', 16_384, (size) => `en${';q=1'.repeat(size / 4)}`, languages],
  ['Accept-Language: spaces', 16_384, (size) => `en;${' '.repeat(size)}q=1`, languages],
  ['User-Agent: repeated names', 16_384, (size) => 'Version/1 Mac '.repeat(size / 14), deviceName],
  ['User-Agent: a long version', 16_384, (size) => `Version/${'1.'.repeat(size / 2)}`, deviceName],
  ['Basic: escapes', 12_000, (size) => `${'%41'.repeat(size / 6)}:${'%42'.repeat(size / 6)}`, basic],
  ['Basic: colons', 12_000, (size) => ':'.repeat(size), basic],
  [
    'Basic: invisible characters',
    12_000,
    (size) => `\u200b${' '.repeat(size)}:${'\t'.repeat(size / 2)}x`,
    basic,
  ],
  ['multipart: parts', 65_536, (size) => part('').repeat(size / 56), multipart],
  ['multipart: one field', 65_536, (size) => `${part('', 'x'.repeat(size))}--b--`, multipart],
  ['multipart: headers', 65_536, (size) => `${part('\r\na: b'.repeat(size / 6))}--b--`, multipart],
  ['multipart: a long header', 65_536, (size) => `${part(`; a="${'x'.repeat(size)}"`)}--b--`, multipart],
  ['multipart: parameters', 65_536, (size) => `${part('; a=b'.repeat(size / 5))}--b--`, multipart],
  ['multipart: near-boundaries', 65_536, (size) => part('', '\r\n--'.repeat(size / 4)), multipart],
  ['multipart: no closing boundary', 65_536, (size) => '--b\r\n'.repeat(size / 5), multipart],
  ['licence key: random text', 48_000, (size) => 'x'.repeat(size), key],
  ['licence key: arrays', 48_000, (size) => `[${'[],'.repeat(size / 3 - 8)}[]]`, key],
  [
    'licence key: fields',
    48_000,
    (size) => `{${Array.from({ length: size / 8 }, (_, at) => `"${at}":1`).join()}}`,
    key,
  ],
  [
    'licence key: encrypted with another key',
    48_000,
    (size) => {
      const zero = (bytes: number) => Buffer.alloc(bytes).toString('base64');
      return JSON.stringify({ iv: zero(12), value: zero((size * 3) / 4 - 90), mac: '', tag: zero(16) });
    },
    key,
  ],
  ['fault report: frames', 8_192, (size) => fault(`${'"",'.repeat(size / 3 - 40)}""`), faultIn],
  ['fault report: arrays', 8_192, (size) => fault(`${'[],'.repeat(size / 3 - 40)}[]`), faultIn],
  [
    'fault report: fields',
    8_192,
    (size) => `{${Array.from({ length: size / 10 }, (_, at) => `"a${at}":1`).join()}}`,
    faultIn,
  ],
  [
    'fault report: an incomplete frame',
    8_192,
    (size) => fault(`"/assets/${'.'.repeat(size / 2)}","${'a'.repeat(size / 2 - 200)}"`),
    faultIn,
  ],
  ['sign-up: arrays', 16_384, (size) => `{"email":[${'[],'.repeat(size / 3 - 8)}[]]}`, endpoint],
  [
    'sign-up: fields',
    16_384,
    (size) => `{${Array.from({ length: size / 10 }, (_, at) => `"a${at}":1`).join()}}`,
    endpoint,
  ],
  ['sign-up: a long e-mail address', 16_384, (size) => signUp(`${'@'.repeat(size)}`), endpoint],
  ['sign-up: spaces', 16_384, (size) => signUp(`${' '.repeat(size)}x`), endpoint],
  ['sign-up: a long name', 16_384, (size) => JSON.stringify({ name: ` ${'x '.repeat(size / 2)}` }), endpoint],
  [
    'e-mail address: an international domain',
    1_000,
    (size) => `a@${'ü.'.repeat(size / 3)}example`,
    isEmailAddress,
  ],
  [
    'e-mail address: letters that expand when normalised',
    1_000,
    (size) => `a@${'\ufdfa'.repeat(size / 3)}`,
    isEmailAddress,
  ],
  [
    'e-mail address: combining marks',
    1_000,
    (size) => `a@a${'\u0301'.repeat(size / 2)}.example`,
    isEmailAddress,
  ],
  ['e-mail address: Punycode', 1_000, (size) => `a@xn--${'9'.repeat(size)}ü`, isEmailAddress],
  ['e-mail address: labels', 1_000, (size) => `a@${'a.'.repeat(size / 2)}`, isEmailAddress],
  ['e-mail address: many parts', 16_384, (size) => `${'a@ü'.repeat(size / 4)}`, isEmailAddress],
  [
    'PHP: names',
    65_536,
    (size) => {
      const entries = Array.from(
        { length: Math.floor(size / 16) },
        (_, at) => `s:5:"${String(at).padStart(5, 'a')}";N;`,
      );
      return `a:${entries.length}:{${entries.join('')}}`;
    },
    php,
  ],
  ['PHP: nested arrays', 65_536, (size) => `${'a:1:{i:0;'.repeat(size / 10)}N;${'}'.repeat(size / 10)}`, php],
  ['PHP: one long string', 65_536, (size) => `s:${Math.floor(size) - 12}:"${'x'.repeat(size - 12)}";`, php],
  ['PHP: digits', 65_536, (size) => `i:${'9'.repeat(size - 4)};`, php],
];

/** The first input for each parser, or all inputs with EVERY_CASE. */
const tried = isEveryCase
  ? kinds
  : kinds.filter(([, , , read], at) => kinds.findIndex(([, , , other]) => other === read) === at);

/** Bytes that a parser may allocate per byte of input, both for its result and for temporary values. */
const allocatedPerByte = 400;
/** Bytes that a call may allocate however small its input is. This includes the sampling error. */
const allocatedAnyway = 256 * 1024;

describe('The worst input for each parser', () => {
  it.each(tried)(
    '%s: values and memory stay proportional to the input at %i bytes',
    async (_name, limit, make, read) => {
      const [half, whole] = [make(Math.floor(limit / 2)), make(limit)];
      // Calls the parser once in advance, so that compiling and loading on the first call aren't counted.
      await read(half);
      const allocated = new Map<string, number>();
      for (const text of [half, whole]) {
        let made: unknown;
        const bytes = await allocatedBy(async () => {
          made = await read(text);
        });
        allocated.set(text, bytes);
        expect(valuesIn(made)).toBeLessThanOrEqual(Math.max(text.length, 10));
        expect(bytes).toBeLessThanOrEqual(allocatedPerByte * text.length + allocatedAnyway);
      }
      // For twice the input, a parser may allocate about twice as much, but not four times as much. The factor allows
      // for sampling errors.
      expect(allocated.get(whole)).toBeLessThanOrEqual(3.4 * (allocated.get(half) ?? 0) + allocatedAnyway);
    },
  );
});
