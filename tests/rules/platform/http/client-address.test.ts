/** Tests how the client address of a request is determined, in whatever form proxies write it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressIn,
  clientAddress,
  isTrustedProxies,
  type TrustedProxies,
  trustOf,
} from '#server/platform/http/request/client-address.ts';
import { countryReader } from '#server/platform/http/request/country.ts';
import { networkOf } from '#server/platform/http/request/network.ts';

describe('An address in a forwarded header', () => {
  it.each([
    ['198.51.100.23', '198.51.100.23'],
    [' 198.51.100.23\t', '198.51.100.23'],
    ['198.51.100.23:40000', '198.51.100.23'],
    ['"198.51.100.23:40000"', '198.51.100.23'],
    ['[198.51.100.23]:443', '198.51.100.23'],
    ['::ffff:198.51.100.23', '198.51.100.23'],
    ['::ffff:198.51.100.23:40000', '198.51.100.23'],
    ['::FFFF:c633:6417', '198.51.100.23'],
    ['[::ffff:198.51.100.23]:40000', '198.51.100.23'],
    ['::ffff:198.51.100.23%eth0', '198.51.100.23'],
    ['0:0:0:0:0:ffff:198.51.100.23', '198.51.100.23'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:40000', '2001:db8::1'],
    ['"[2001:db8::1]:40000"', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:443', 'fe80::1'],
    ['::1', '::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ])('%s is parsed as %s', (text, address) => {
    expect(addressIn(text)).toBe(address);
  });

  it.each([
    ...['', ' ', 'unknown', '_hidden', 'localhost', '198.51.100', '198.51.100.256', '198.51.100.23:', '1'],
    ...[
      '198.51.100.23:abc',
      '198.51.100.23:1234567',
      '0198.51.100.23',
      '0x7f.1',
      '[198.51.100.23',
      '2001:db8::1::2',
    ],
    ...[
      '[2001:db8::1]x',
      '[]',
      '%',
      '198.51.100.23\u0000',
      '٣.٣.٣.٣',
      'a'.repeat(200),
      `::${'0'.repeat(200)}1`,
    ],
  ])('%j is rejected', (text) => {
    expect(addressIn(text)).toBeNull();
  });

  it('is normalised from every notation of IPv4 and IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(65_535), (address, port) => {
        for (const text of [`${address}:${port}`, `::ffff:${address}`, `[::ffff:${address}]:${port}`])
          expect(addressIn(text)).toBe(address);
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), fc.nat(65_535), (address, port) => {
        const known = addressIn(address);
        expect(known).not.toBeNull();
        for (const text of [`[${address}]:${port}`, address.toUpperCase(), `${known}%eth0`])
          expect(addressIn(text)).toBe(known);
      }),
    );
  });
});

const from = (peer: string, forwarded: string | undefined, proxies: TrustedProxies) =>
  clientAddress(
    {
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
      socket: { remoteAddress: peer },
    },
    trustOf(proxies),
  );

describe('The client address behind proxies', () => {
  it.each<[string, string, string | undefined, TrustedProxies, string]>([
    ['no proxy is trusted', '10.0.0.1', '1.2.3.4', null, '10.0.0.1'],
    ['zero proxies', '10.0.0.1', '1.2.3.4', 0, '10.0.0.1'],
    ['one proxy', '10.0.0.1', '1.2.3.4', 1, '1.2.3.4'],
    ['one proxy that appends the port', '10.0.0.1', '1.2.3.4:5678', 1, '1.2.3.4'],
    ['one proxy and a forged entry', '10.0.0.1', '6.6.6.6, 1.2.3.4', 1, '1.2.3.4'],
    ['two proxies', '10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2:80', 2, '1.2.3.4'],
    ['two proxies without a header', '10.0.0.1', undefined, 2, '10.0.0.1'],
    ['loopback by name', '::ffff:127.0.0.1', '1.2.3.4', 'loopback', '1.2.3.4'],
    ['loopback by name over IPv6', '::1', '1.2.3.4', 'loopback', '1.2.3.4'],
    ['a trusted network', '10.1.2.3', '1.2.3.4, 10.9.9.9:443', '10.0.0.0/8', '1.2.3.4'],
    ['a peer outside the trusted networks', '11.1.2.3', '1.2.3.4', '10.0.0.0/8, loopback', '11.1.2.3'],
    [
      'a trusted IPv6 network',
      '2001:db8::1',
      '[2001:db8:1::9]:99, [2001:db8::2]:80',
      '2001:db8::/48',
      '2001:db8:1::9',
    ],
    ['only trusted proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.0/8', '10.0.0.3'],
    ['an invalid entry', '10.0.0.1', 'unknown', 1, '10.0.0.1'],
    ['an invalid entry before a valid one', '10.0.0.1', '_x, 10.0.0.2', 2, '10.0.0.2'],
    ['a trailing comma', '10.0.0.1', '9.9.9.9,', 1, '9.9.9.9'],
    ['empty entries', '10.0.0.1', '6.6.6.6,, 9.9.9.9 , ,10.0.0.2', 2, '9.9.9.9'],
    ['only empty entries', '10.0.0.1', ',,', 2, '10.0.0.1'],
  ])(
    'is taken from X-Forwarded-For only as far as its proxies are trusted: %s',
    (_name, peer, forwarded, proxies, address) => {
      expect(from(peer, forwarded, proxies)).toBe(address);
    },
  );

  it('is null for a closed connection', () => {
    expect(clientAddress({ headers: {}, socket: {} }, trustOf(1))).toBeNull();
  });
});

describe('TRUST_PROXY', () => {
  it.each([
    '0',
    '1',
    '2',
    'loopback',
    '10.0.0.1',
    'loopback, 10.0.0.0/8',
    '::1',
    'fc00::/7',
    'uniquelocal,linklocal',
    ...['10.0.0.0/8', '2001::/16', '::ffff:10.0.0.0/104', '::ffff:10.0.0.1'],
  ])('accepts %s', (text) => {
    expect(isTrustedProxies(text)).toBe(true);
    expect(trustOf(/^\d+$/.test(text) ? Number(text) : text)).toBeTypeOf('function');
  });

  it.each([
    ...[
      'true',
      'false',
      '*',
      '0.0.0.0/0',
      '::/0',
      'loopback, 0.0.0.0/0',
      '10.0.0.0/33',
      'fc00::/129',
      '10.0.0.0/',
    ],
    ...[
      '10.0.0.0/8/8',
      '10.0.0',
      '-1',
      '1.5',
      '100',
      'proxy.example.com',
      '10.0.0.1,',
      'toString',
      '10.0.0.0/255.0.0.0',
    ],
    ...['0.0.0.0/1,128.0.0.0/1', '10.0.0.0/7', '2000::/3', '2000::/15', '::/1', '::/64', 'fc00::/6'],
    ...['::ffff:0:0/96', '::ffff:10.0.0.0/103', '::ffff:0.0.0.0/97', '::fffe:0:0/95'],
  ])('rejects %s', (text) => {
    expect(isTrustedProxies(text)).toBe(false);
  });
});

describe('The network of an invalid address', () => {
  it("is the same for all, so invalid text can't select its own rate limit", () => {
    expect(new Set(['x', 'y', '1.2.3', '', null].map(networkOf))).toEqual(new Set(['']));
    expect(networkOf('198.51.100.23:40000')).toBe('198.51.100.23');
  });
});

describe('COUNTRY_HEADER', () => {
  const request = (headers: Record<string, string>, peer = '10.0.0.1') =>
    ({ headers, socket: { remoteAddress: peer } }) as unknown as Parameters<
      ReturnType<typeof countryReader>
    >[0];
  it.each<[string, string | null, TrustedProxies, Record<string, string>, string | null]>([
    ['not configured', null, 1, { 'cf-ipcountry': 'FR' }, null],
    ['a header other than the configured one', 'x-country', 1, { 'cf-ipcountry': 'FR' }, null],
    ['the configured header', 'x-country', 1, { 'x-country': 'FR' }, 'FR'],
    ['a lower-case code', 'x-country', 1, { 'x-country': 'fr' }, 'FR'],
    ['no trusted proxies configured', 'x-country', null, { 'x-country': 'FR' }, 'FR'],
    ['a trusted proxy', 'x-country', '10.0.0.0/8', { 'x-country': 'FR' }, 'FR'],
    ['an untrusted peer', 'x-country', '11.0.0.0/8', { 'x-country': 'FR' }, null],
    ['zero trusted proxies', 'x-country', 0, { 'x-country': 'FR' }, null],
    ['the code for an unknown country', 'x-country', 1, { 'x-country': 'XX' }, null],
    ['the code for Tor', 'x-country', 1, { 'x-country': 'T1' }, null],
    ['a repeated header', 'x-country', 1, { 'x-country': 'FR, US' }, null],
    ['no header', 'x-country', 1, {}, null],
  ])(
    'gives a country only from a trusted proxy and a valid header: %s',
    (_name, countryHeader, trustProxy, headers, country) => {
      expect(countryReader({ countryHeader, trustProxy })(request(headers))).toBe(country);
    },
  );
});
