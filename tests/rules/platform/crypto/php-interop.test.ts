/** Tests compatibility with PHP in both directions, using the real serialize() and the real Laravel Encrypter. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLicenceCipher, type LicenceKeyContents } from '#server/platform/crypto/licence-cipher.ts';
import { type PhpValue, phpSerialize, phpUnserialize } from '#server/platform/crypto/php-serialize.ts';
import { hasLaravelEncrypter, runPhp } from '#tests/support/php.ts';

const privateKey = randomBytes(32);
const wellFormed = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => text.isWellFormed());
const contents: fc.Arbitrary<LicenceKeyContents> = fc.record({
  frequency: fc.constantFrom('month', 'year'),
  purchaserEmail: wellFormed,
  quantity: fc.integer({ min: 1, max: 10_000 }),
  product: fc.constantFrom('Monica', 'OfficeLife'),
  plan: wellFormed,
  validUntil: fc.constant('2027-11-23'),
  nextCheckOn: fc.constant('2027-11-24'),
});
const encrypter =
  "$encrypter = new Illuminate\\Encryption\\Encrypter(base64_decode($input['key']), 'AES-256-GCM');";
const key = privateKey.toString('base64');

describe.skipIf(!hasLaravelEncrypter)(
  'Interoperability with PHP (skipped without php-illuminate-encryption)',
  () => {
    const cipher = createLicenceCipher([privateKey]);

    it("Laravel's Encrypter opens every key that the portal seals", () => {
      const samples = fc.sample(contents, 200);
      const opened = runPhp(
        `${encrypter} echo json_encode(array_map([$encrypter, 'decrypt'], $input['keys']));`,
        {
          key,
          keys: samples.map((sample) => cipher.seal(sample)),
        },
      );
      expect(opened).toEqual(
        samples.map((sample) => ({
          frequency: sample.frequency,
          purchaser_email: sample.purchaserEmail,
          quantity: sample.quantity,
          product: sample.product,
          plan: sample.plan,
          valid_until_at: sample.validUntil,
          next_check_at: sample.nextCheckOn,
        })),
      );
    });

    it("the portal opens every key that Laravel's Encrypter seals", () => {
      const sold = fc
        .sample(fc.tuple(wellFormed, fc.constantFrom('monthly', 'annual', 'Monthly', 'Annual')), 200)
        .map(([email, frequency]) => ({ frequency, purchaser_email: email, next_check_at: '2023-01-31' }));
      const keys = runPhp(
        `${encrypter} echo json_encode(array_map([$encrypter, 'encrypt'], $input['sold']));`,
        { key, sold },
      );
      expect((keys as string[]).map((each) => cipher.open(each))).toEqual(sold);
    });

    it("the portal rejects an object sealed by Laravel's Encrypter", () => {
      const sealed = runPhp(`${encrypter} echo json_encode($encrypter->encrypt(new ArrayObject([1])));`, {
        key,
      });
      expect(cipher.open(sealed as string)).toBeNull();
    });

    it('Laravel and the portal both reject a key with a flipped bit', () => {
      const bytes = Buffer.from(cipher.seal(fc.sample(contents, 1)[0] as LicenceKeyContents), 'base64');
      const { value, ...rest } = JSON.parse(bytes.toString('utf8'));
      const encrypted = Buffer.from(value, 'base64');
      encrypted[3] = (encrypted[3] ?? 0) ^ 1;
      const forged = Buffer.from(JSON.stringify({ ...rest, value: encrypted.toString('base64') })).toString(
        'base64',
      );
      expect(cipher.open(forged)).toBeNull();
      const said = runPhp(
        `${encrypter} try { $encrypter->decrypt($input['forged']); echo '"opened"'; }
       catch (Illuminate\\Contracts\\Encryption\\DecryptException $e) { echo '"refused"'; }`,
        { key, forged },
      );
      expect(said).toBe('refused');
    });

    it('the portal serialises values to the same bytes as PHP', () => {
      const values: [string, PhpValue][] = [
        ['null', null],
        [
          '[true, false, null]',
          new Map<number, PhpValue>([
            [0, true],
            [1, false],
            [2, null],
          ]),
        ],
        [
          '[0, -1, 9007199254740991, PHP_INT_MAX]',
          new Map<number, PhpValue>([
            [0, 0],
            [1, -1],
            [2, 9007199254740991],
            [3, 9223372036854775807n],
          ]),
        ],
        [
          '["héllo €😀", "", "a\\"b;}"]',
          new Map([
            [0, 'héllo €😀'],
            [1, ''],
            [2, 'a"b;}'],
          ]),
        ],
        [
          '[0.1, -2.5, 1.0e25, 1.5e-7, INF, -INF, -0.0]',
          new Map([0.1, -2.5, 1e25, 1.5e-7, Infinity, -Infinity, -0].entries()),
        ],
        [
          '["a" => ["b" => [1]], "5" => 2, "05" => 3, "-0" => 4]',
          new Map<string | number, PhpValue>([
            ['a', new Map([['b', new Map([[0, 1]])]])],
            [5, 2],
            ['05', 3],
            ['-0', 4],
          ]),
        ],
      ];
      const written = runPhp(
        `echo json_encode([${values.map(([php]) => `serialize(${php})`).join(', ')}]);`,
        null,
      );
      expect(values.map(([, value]) => phpSerialize(value))).toEqual(written);
      expect((written as string[]).map((text) => phpUnserialize(Buffer.from(text)))).toEqual(
        values.map(([, value]) => value),
      );
    });
  },
);
