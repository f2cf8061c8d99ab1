/**
 * Generates settings with mistakes that operators could make: any text may be anywhere. Each value contains a mark that
 * error messages must not repeat.
 */
import fc from 'fast-check';

/** The mark that each value contains. No message of the portal contains this sixteen-character text. */
export const secretMark = 'Qz7Xv9Kj3Wp5Yg1B';

const around = fc.tuple(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const shapes: readonly ((mark: string) => string)[] = [
  (mark) => mark,
  (mark) => `base64:${mark}`,
  (mark) => `base64:${Buffer.from(mark.repeat(2)).toString('base64')}`,
  (mark) => `mysql://portal:${mark}@127.0.0.1:3306/portal`,
  (mark) => `mysql://portal:${mark}@127.0.0.1:99999/portal`,
  (mark) => `mysql://${mark}@[::1/portal?ssl-mode=${mark}`,
  (mark) => `mysql://user:p#${mark}@host/${mark}?${mark}=1&socketPath=/x`,
  (mark) => `mysql://user:%${mark}@host/db`,
  (mark) => `https://${mark}:${mark}@example.test/${mark}?${mark}#${mark}`,
  (mark) => `http://example.test:${mark}/`,
  (mark) => `https://${mark}`,
  (mark) => `https://[${mark}]/`,
  (mark) => `https://xn--${mark}/`,
  (mark) => `-----BEGIN PUBLIC KEY-----\n${mark}\n-----END PUBLIC KEY-----`,
  (mark) => `-----BEGIN RSA PRIVATE KEY-----\n${mark}\n-----END RSA PRIVATE KEY-----`,
  (mark) => `${mark}@example.test`,
  (mark) => `"${mark}" <a@${mark}>`,
  (mark) => `127.0.0.1, ${mark}/8`,
  (mark) => `fd:${mark}`,
  (mark) => `7 ${mark}`,
  (mark) => `{"client_secret":"${mark}"}`,
  (mark) => `/no/such/folder/${mark}`,
  (mark) => `/no/such\0/${mark}`,
  (mark) => `${mark}\n${mark}`,
  (mark) => mark.repeat(5_000),
];
const marked = fc.oneof(
  fc.constantFrom(...shapes).map((shape) => shape(secretMark)),
  around.map(([before, behind]) => before + secretMark + behind),
);
/** Values without the mark: numbers, switches and networks at their limits and beyond. */
const bare = fc.constantFrom(
  ...[
    '0',
    '1',
    '-1',
    '1e3',
    '0x10',
    ' 7 ',
    '٣',
    '1e999',
    'NaN',
    'Infinity',
    '9'.repeat(400),
    '1.5',
    '007',
    '--',
  ],
  ...[
    'true',
    'TRUE',
    'yes',
    'null',
    '',
    ' ',
    '\0',
    '\ud800',
    'production',
    'test',
    'fd:0',
    'fd:99999',
    'silent',
  ],
  ...[
    'loopback',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/8',
    '10.0.0.0/33',
    ',',
    '/',
    '1/1/1',
    'FR',
    'fr',
    'XX',
    'none',
    'tls',
  ],
  ...[
    'mysql://',
    'mysql://h',
    'mysql://h/d',
    '//',
    'http://',
    'https://a',
    'https://a/?',
    'required',
    'verify-full',
  ],
);

/** Generates changes to one to five settings, by name. `undefined` removes a setting. */
export const settingsAmong = (names: readonly string[]): fc.Arbitrary<Record<string, string | undefined>> =>
  fc.dictionary(
    fc.constantFrom(...names),
    fc.oneof({ weight: 3, arbitrary: marked }, { weight: 3, arbitrary: bare }, fc.constant(undefined)),
    {
      minKeys: 1,
      maxKeys: 5,
      noNullPrototype: true,
    },
  );
