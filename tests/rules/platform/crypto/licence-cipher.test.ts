/**
 * Tests that licence keys use Laravel's envelope. Any configured key can read them, and any alteration makes them
 * invalid.
 */
import { createCipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openEnvelope, sealEnvelope } from '#server/platform/crypto/laravel-envelope.ts';
import { createLicenceCipher, type LicenceKeyContents } from '#server/platform/crypto/licence-cipher.ts';
import { maxKeyLength } from '#shared/instances/instances.ts';
import { someRuns } from '#tests/support/cases/some-of.ts';

const privateKey = randomBytes(32);
const contents: LicenceKeyContents = {
  frequency: 'year',
  purchaserEmail: 'zoé@example.com',
  quantity: 12,
  product: 'OfficeLife',
  plan: 'Yearly plan',
  validUntil: '2027-11-23',
  nextCheckOn: '2027-11-24',
};

interface Fields {
  iv: string;
  value: string;
  mac: string;
  tag: string;
}
const fieldsOf = (key: string): Fields => JSON.parse(Buffer.from(key, 'base64').toString('utf8'));
const toKey = (fields: unknown): string => Buffer.from(JSON.stringify(fields)).toString('base64');

describe('A licence key', () => {
  const cipher = createLicenceCipher([privateKey]);

  it('contains the fields that the products read', () => {
    expect(cipher.open(cipher.seal(contents))).toEqual({
      frequency: 'year',
      purchaser_email: 'zoé@example.com',
      quantity: 12,
      product: 'OfficeLife',
      plan: 'Yearly plan',
      valid_until_at: '2027-11-23',
      next_check_at: '2027-11-24',
    });
  });

  it("has the fields of Laravel's envelope", () => {
    const fields = fieldsOf(cipher.seal(contents));
    expect(Object.keys(fields)).toEqual(['iv', 'value', 'mac', 'tag']);
    expect(fields.mac).toBe('');
    expect(Buffer.from(fields.iv, 'base64')).toHaveLength(12);
    expect(Buffer.from(fields.tag, 'base64')).toHaveLength(16);
  });

  it('is different each time it is sealed', () => {
    expect(cipher.seal(contents)).not.toBe(cipher.seal(contents));
  });

  it('stays within the length limit of /api/validate for the longest names', () => {
    const longest = { ...contents, purchaserEmail: `${'x'.repeat(242)}@example.com`, plan: '計'.repeat(255) };
    expect(cipher.seal(longest).length).toBeLessThanOrEqual(maxKeyLength);
  });

  it('opens with a previous private key and is sealed with the current one', () => {
    const next = randomBytes(32);
    const rotated = createLicenceCipher([next, privateKey]);
    expect(rotated.open(cipher.seal(contents))).toMatchObject({ quantity: 12 });
    expect(createLicenceCipher([next]).open(rotated.seal(contents))).toMatchObject({ quantity: 12 });
    expect(cipher.open(rotated.seal(contents))).toBeNull();
  });

  it('is rejected when it contains an object or a scalar', () => {
    expect(cipher.open(sealEnvelope('O:8:"stdClass":1:{s:1:"a";i:1;}', privateKey))).toBeNull();
    expect(cipher.open(sealEnvelope('s:5:"hello";', privateKey))).toBeNull();
    expect(cipher.open(sealEnvelope('', privateKey))).toBeNull();
  });
});

describe('The envelope', () => {
  it('round-trips any UTF-8 text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
        (text) => {
          expect(openEnvelope(sealEnvelope(text, privateKey), [privateKey])?.toString('utf8')).toBe(text);
        },
      ),
      { numRuns: someRuns(300) },
    );
  });

  it('is rejected with any single bit flipped', () => {
    const sealed = Buffer.from(sealEnvelope('a:1:{s:9:"frequency";s:5:"month";}', privateKey));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = Buffer.from(sealed);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openEnvelope(altered.toString('latin1'), [privateKey])).toBeNull();
    }
  });

  it('is rejected with any bit flipped in iv, value or tag', () => {
    const fields = fieldsOf(sealEnvelope('a:0:{}', privateKey));
    for (const name of ['iv', 'value', 'tag'] as const) {
      const bytes = Buffer.from(fields[name], 'base64');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const altered = Buffer.from(bytes);
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(
          openEnvelope(toKey({ ...fields, [name]: altered.toString('base64') }), [privateKey]),
        ).toBeNull();
      }
    }
  });

  it.each([12, 13, 14, 15, 8, 4])('is rejected with a GCM tag of %i bytes', (authTagLength) => {
    const iv = randomBytes(12);
    const gcm = createCipheriv('aes-256-gcm', privateKey, iv, { authTagLength });
    const value = Buffer.concat([gcm.update('a:0:{}'), gcm.final()]);
    const fields = {
      iv: iv.toString('base64'),
      value: value.toString('base64'),
      mac: '',
      tag: gcm.getAuthTag().toString('base64'),
    };
    expect(openEnvelope(toKey(fields), [privateKey])).toBeNull();
  });

  it('is rejected with an IV of 16 bytes', () => {
    const iv = randomBytes(16);
    const gcm = createCipheriv('aes-256-gcm', privateKey, iv);
    const value = Buffer.concat([gcm.update('a:0:{}'), gcm.final()]);
    const fields = {
      iv: iv.toString('base64'),
      value: value.toString('base64'),
      mac: '',
      tag: gcm.getAuthTag().toString('base64'),
    };
    expect(openEnvelope(toKey(fields), [privateKey])).toBeNull();
  });

  it('opens with slashes escaped by PHP', () => {
    let sealed = sealEnvelope('a:0:{}', privateKey);
    while (!fieldsOf(sealed).iv.includes('/')) sealed = sealEnvelope('a:0:{}', privateKey);
    const escaped = Buffer.from(Buffer.from(sealed, 'base64').toString().replaceAll('/', '\\/')).toString(
      'base64',
    );
    expect(openEnvelope(escaped, [privateKey])?.toString()).toBe('a:0:{}');
  });

  it.each<[string, (key: string) => string]>([
    ['nothing', () => ''],
    ['trailing garbage', (key) => `${key}AAAA`],
    ['a trailing line break', (key) => `${key}\n`],
    ['a line break inside', (key) => `${key.slice(0, 40)}\n${key.slice(40)}`],
    ['base64 of URLs', (key) => key.replace(/.$/, '-')],
    ['base64 without its padding', (key) => `${key.replace(/=+$/, '')}=====`],
    ['half a key', (key) => key.slice(0, 80)],
    ['no tag', (key) => toKey({ ...fieldsOf(key), tag: undefined })],
    ['an empty tag', (key) => toKey({ ...fieldsOf(key), tag: '' })],
    ['a null tag', (key) => toKey({ ...fieldsOf(key), tag: null })],
    ['a mac', (key) => toKey({ ...fieldsOf(key), mac: 'x' })],
    ['an array for a field', (key) => toKey({ ...fieldsOf(key), iv: [fieldsOf(key).iv] })],
    ['a further field', (key) => toKey({ ...fieldsOf(key), more: '' })],
    ['JSON of something else', () => toKey([1, 2])],
    ['no JSON', () => Buffer.from('hello').toString('base64')],
    [
      'a value that is not canonical base64',
      (key) => toKey({ ...fieldsOf(key), value: `${fieldsOf(key).value} ` }),
    ],
  ])('is rejected with %s', (_, alter) => {
    expect(openEnvelope(alter(sealEnvelope('a:0:{}', privateKey)), [privateKey])).toBeNull();
  });
});
