/**
 * Generates headers, URLs and cookies, including those that proxies and old browsers send and some that no client
 * sends.
 */
import { connect } from 'node:net';
import fc from 'fast-check';

/** Any text that fits on one line. */
const lines = fc
  .oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 30 }))
  .map((text) => text.replaceAll(/[\r\n]/g, ' '));
const long = fc.tuple(lines, fc.nat({ max: 400 })).map(([text, times]) => text.repeat(times).slice(0, 6_000));
const orAnything = (...known: fc.Arbitrary<string>[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.oneof(...known) }, { weight: 2, arbitrary: lines }, long);

const ports = fc.nat({ max: 99_999 });
const hops = orAnything(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV4Extended(),
  fc.tuple(fc.ipV4(), ports).map(([ip, port]) => `${ip}:${port}`),
  fc.tuple(fc.ipV6(), ports).map(([ip, port]) => `[${ip}]:${port}`),
  fc.ipV6().map((ip) => `"[${ip}%eth0]"`),
  fc.ipV4().map((ip) => `::ffff:${ip}`),
  fc.constantFrom('unknown', '_hidden', '', ' ', '[', '[::', '%', '::1%25lo', '0x7f.1', '1.2.3.4/8'),
);
const forwardedFor = fc
  .tuple(fc.array(hops, { maxLength: 6 }), fc.constantFrom(',', ', ', ' ,'))
  .map(([all, between]) => all.join(between));

const hosts = orAnything(
  fc.domain(),
  fc.constantFrom('evil.example', '127.0.0.1:1', '[::1]', '', '/', 'a@b', 'a b', 'xn--', 'http://x', '..'),
);
const languages = orAnything(
  fc
    .array(
      fc.tuple(
        fc.constantFrom('en', 'fr', 'de', '*', 'fr-CA', 'x'),
        fc.constantFrom('', ';q=0.5', ';q=', ';q=9e9', ';;'),
      ),
    )
    .map((all) => all.map((each) => each.join('')).join(',')),
);

const percents = fc.oneof(
  fc.nat({ max: 255 }).map((byte) => `%${byte.toString(16).padStart(2, '0')}`),
  fc.constantFrom(
    '%',
    '%2',
    '%zz',
    '%%',
    '%u0041',
    '%c0%af',
    '%e0%a4%a',
    '%ff',
    '%00',
    '%2e%2e',
    '%2f',
    '%5c',
    '%0d%0a',
  ),
  fc.constantFrom('..', '.', '//', '\\', ';', '~', '@', ':', '[', 'é', '\u202e', '|', '{}', '<script>'),
  fc.string({ unit: 'grapheme-ascii', maxLength: 5 }).map((text) => text.replaceAll(/[\s#?]/g, '')),
);

/** Generates URLs below `bases` with every kind of valid and invalid percent-encoding. */
export const targetsBelow = (bases: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...bases),
      fc.array(percents, { maxLength: 5 }),
      fc.option(fc.array(percents, { maxLength: 5 })),
    )
    .map(([base, path, query]) => `${base}${path.join('')}${query ? `?${query.join('&')}` : ''}`);

/**
 * Generates Cookie headers. They contain the portal's cookies, which may be changed, repeated or truncated, and
 * arbitrary ones. `known` are the name-value pairs that a browser has.
 */
const cookiesBeside = (known: readonly string[]): fc.Arbitrary<string> => {
  const theirs = fc.constantFrom(
    'portal.session_token=',
    '__Secure-portal.known_browser=',
    'locale=',
    ...known,
    '__proto__=',
    '=',
    '',
  );
  const values = fc.oneof(
    lines,
    long,
    fc.array(percents).map((all) => all.join('')),
    fc.constantFrom('x.y', 'fr', '"fr"', '.', 'null'),
  );
  const pair = fc.oneof(
    fc.constantFrom('', ...known),
    fc
      .tuple(theirs, values, fc.boolean())
      .map(([name, value, isCut]) => (isCut ? name.slice(0, -9) : name) + value),
  );
  return fc
    .tuple(fc.array(pair, { maxLength: 6 }), fc.constantFrom('; ', ';', ',', ' ; '))
    .map(([all, between]) => all.join(between));
};

/** Generates any number of the request headers that the portal reads. A header may be repeated. */
export function headersBeside(
  known: readonly string[],
  countryHeader: string,
): fc.Arbitrary<[string, string][]> {
  const header = (name: string, value: fc.Arbitrary<string>) =>
    value.map((text): [string, string] => [name, text]);
  return fc.array(
    fc.oneof(
      header('X-Forwarded-For', forwardedFor),
      header('X-Forwarded-Host', hosts),
      header('X-Forwarded-Proto', orAnything(fc.constantFrom('http', 'https', 'https,http', 'ftp', ''))),
      header(
        'Forwarded',
        forwardedFor.map((all) => `for=${all};host=evil.example;proto=http`),
      ),
      header(
        countryHeader,
        orAnything(fc.constantFrom('FR', 'fr', 'XX', 'T1', 'ZZ', 'FRA', 'F', '', 'FR,DE')),
      ),
      header('Cookie', cookiesBeside(known)),
      header('Accept-Language', languages),
      header(
        'User-Agent',
        orAnything(fc.constantFrom('Mozilla/5.0 (X11; Linux) Version/1 Safari/', 'Edg/', '')),
      ),
      header('Accept', orAnything(fc.constantFrom('text/html', 'application/json;q=0', '*/*;q=x', ''))),
      header('Accept-Encoding', orAnything(fc.constantFrom('br;q=0', 'gzip, br', 'identity;q=0', '*;q=0'))),
      header('Origin', orAnything(fc.constantFrom('null', 'http://evil.example'))),
      header('If-None-Match', lines),
      header(
        'Authorization',
        orAnything(
          fc.base64String().map((text) => `Basic ${text}`),
          lines.map((text) => `Bearer ${text}`),
        ),
      ),
      header('X-Request-Id', lines),
    ),
    { maxLength: 8 },
  );
}

const labels = fc.oneof(
  fc.constantFrom(
    'example',
    'münchen',
    'bücher',
    'xn--',
    'xn--a',
    'xn--mnchen-3ya',
    '例え',
    'مثال',
    '-a',
    'a-',
    '',
    '☃',
  ),
  fc.constantFrom(
    '\u00ad',
    '\u200d',
    '\u202e',
    'a\u0301',
    'ß',
    'İ',
    '[127.0.0.1]',
    '0x7f',
    '999',
    'a_b',
    'a'.repeat(64),
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const locals = fc.oneof(
  fc.constantFrom(
    'nora',
    'a+b',
    '.a',
    'a.',
    'a..b',
    '"a b"',
    '"',
    "o'neil",
    'a@b',
    '<a>',
    'a,b',
    '',
    'x'.repeat(65),
  ),
  fc.constantFrom(
    'a\r\nBcc: eve',
    'a\0',
    '\ud800',
    'é',
    '%s',
    '{{7*7}}',
    '__proto__',
    '=?utf-8?q?x?=',
    'a\tb',
    '\u202e',
  ),
  fc.string({ unit: 'binary', maxLength: 10 }),
);

/** Generates e-mail addresses: valid ones, international ones, and other text that users might type instead. */
export const addresses: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.emailAddress() },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        locals,
        fc.array(labels, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('.', '.', '。', '．', '..'),
      )
      .map(([local, all, dot]) => `${local}@${all.join(dot)}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(locals, fc.nat({ max: 300 }))
      .map(([local, times]) => `${local}@${'a.'.repeat(times)}example`),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);

export interface RawAnswer {
  status: number;
  text: string;
}

/**
 * Sends a request as plain text in UTF-8, so that no library corrects or rejects it. The text must include `Connection:
 * close`, because the end of the connection marks the end of the response. Half-closing the socket instead would tell
 * the server that no response is expected.
 */
export function sendRaw(portalUrl: string, request: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(portalUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(request));
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve({ status: Number(text.split(' ', 2)[1]), text }));
  });
}
