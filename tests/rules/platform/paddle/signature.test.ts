import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type Naming,
  phpArray,
  phpEntries,
  readPhpForm,
  sortByKey,
  toPlain,
} from '#server/platform/paddle/classic/php-form.ts';
import { readPublicKey } from '#server/platform/paddle/classic/public-key.ts';
import { proveBody, selfTestSignatures } from '#server/platform/paddle/classic/signature.ts';
import { someRuns } from '#tests/support/cases/some-of.ts';

const Synthetic = z.object({
  public_key: z.string(),
  cases: z.array(
    z.object({
      name: z.string(),
      form: z.string().nullable(),
      fields_json: z.record(z.string(), z.unknown()).nullable(),
      serialized_base64: z.string().nullable().optional(),
      serialized_sha1: z.string(),
      p_signature: z.string(),
    }),
  ),
  accept_reject: z.array(
    z.object({ name: z.string(), valid: z.boolean(), form: z.string(), public_key: z.string().optional() }),
  ),
});

const RealAlert = z.object({
  form: z.string().nullable(),
  payload: z.record(z.string(), z.string()),
  public_key: z.string(),
  valid: z.boolean(),
});

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const vectors = Synthetic.parse(
  readJson(new URL('../../../vectors/classic-synthetic.json', import.meta.url).pathname),
);
const syntheticKey = readPublicKey(vectors.public_key);

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ownKey = readPublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString());

function serializedOf(body: Buffer, naming: Naming = 'php'): Buffer | null {
  const form = readPhpForm(body, naming);
  if (form.status === 'refused') return null;
  form.fields.delete('p_signature');
  return phpArray(phpEntries(sortByKey(form.fields)));
}

/** Signs a form, using the portal's own serialization. The tests of the twin cover its independent signer. */
function signed(form: string): Buffer {
  const text = serializedOf(Buffer.from(form));
  if (!text) throw new Error('the form cannot be read');
  return Buffer.from(
    `${form}&p_signature=${encodeURIComponent(sign('RSA-SHA1', text, privateKey).toString('base64'))}`,
  );
}

const encode = (fields: Iterable<readonly [string, string]>) =>
  [...fields].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');

/**
 * Returns the fields of a test vector that has no form. The vector lists its fields, except for the longest value,
 * which is generated here.
 */
function fieldsOf(vector: {
  name: string;
  fields_json: Record<string, unknown> | null;
  p_signature: string;
}) {
  const long = vector.name === 'long_value_70k' ? { blob: 'é'.repeat(35_000) } : {};
  const fields = { ...vector.fields_json, ...long, p_signature: vector.p_signature };
  return Object.entries(fields).map(([name, value]) => [name, String(value)] as const);
}

describe('Test vectors signed by PHP', () => {
  it.each(vectors.cases)('$name: is serialised to the same bytes and verified', (vector) => {
    const body = vector.form ?? encode(fieldsOf(vector));
    // One vector has a field name with a dot. PHP signed that name as it was sent, without parsing it, which would have
    // replaced the dot.
    const serialized = serializedOf(
      Buffer.from(body),
      vector.name === 'integer_like_keys' ? 'as_sent' : 'php',
    );
    expect(
      createHash('sha1')
        .update(serialized ?? '')
        .digest('hex'),
    ).toBe(vector.serialized_sha1);
    if (vector.serialized_base64) expect(serialized?.toString('base64')).toBe(vector.serialized_base64);
    expect(proveBody(Buffer.from(body), syntheticKey).status).toBe('proven');
  });

  it.each(vectors.accept_reject)('$name: accepted is $valid', ({ valid, form, public_key }) => {
    const key = public_key ? readPublicKey(public_key) : syntheticKey;
    expect(proveBody(Buffer.from(form), key).status).toBe(valid ? 'proven' : 'refused');
  });

  it('are 18 signed cases and 12 cases to accept or reject', () => {
    expect([vectors.cases.length, vectors.accept_reject.length]).toEqual([18, 12]);
  });
});

const realVectors = process.env.PADDLE_VECTORS ?? '';
const hasRealVectors = realVectors !== '' && existsSync(realVectors);

describe.skipIf(!hasRealVectors)(
  hasRealVectors ? 'Real signed alerts' : 'Real signed alerts (skipped: PADDLE_VECTORS names no folder)',
  () => {
    const files = hasRealVectors
      ? readdirSync(realVectors).filter((name) => /^classic-\d+-.*\.json$/.test(name))
      : [];

    it('are at least 15', () => expect(files.length).toBeGreaterThanOrEqual(15));

    it.each(files)('%s is verified or rejected as recorded', (file) => {
      const alert = RealAlert.parse(readJson(join(realVectors, file)));
      const body = Buffer.from(alert.form ?? encode(Object.entries(alert.payload)));
      const proof = proveBody(body, readPublicKey(alert.public_key));
      expect(proof.status).toBe(alert.valid ? 'proven' : 'refused');
      if (proof.status === 'proven') expect(toPlain(proof.fields)).toEqual(alert.payload);
    });
  },
);

const formats = z
  .object({ variants: z.array(z.object({ name: z.string(), value: z.string(), der_sha256: z.string() })) })
  .parse(readJson(new URL('../../../vectors/classic-key-formats.json', import.meta.url).pathname));

describe('The public key', () => {
  it.each(formats.variants)('is read from $name as the same key', ({ value, der_sha256 }) => {
    const reading = readPublicKey(value);
    if (reading.status === 'unusable') throw new Error(reading.reason);
    const der = reading.key.export({ type: 'spki', format: 'der' });
    expect(createHash('sha256').update(der).digest('hex')).toBe(der_sha256);
  });

  it('is accepted in PKCS#1 format', () => {
    expect(readPublicKey(publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()).status).toBe(
      'usable',
    );
  });

  it.each([
    ['an empty text', '', 'is missing'],
    ['quotes around nothing', '""', 'is missing'],
    ['a sentence', 'ask the finance team', 'not a public key'],
    ['a placeholder', '<your key here>', 'not base64'],
    ['half a key', vectors.public_key.slice(0, 200).concat('\n-----END PUBLIC KEY-----'), 'not a public key'],
    ['a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'PRIVATE KEY'],
    [
      'an elliptic key',
      generateKeyPairSync('ec', { namedCurve: 'P-256' })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
      'RSA',
    ],
    [
      'a key of 512 bits',
      generateKeyPairSync('rsa', { modulusLength: 512 })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
      '512 bits',
    ],
  ])('is rejected as %s with a reason, and so is every alert', (_, text, reason) => {
    const reading = readPublicKey(text);
    expect(reading).toEqual({ status: 'unusable', reason: expect.stringContaining(reason) });
    const proof = proveBody(Buffer.from(vectors.cases[0]?.form ?? ''), reading);
    expect(proof).toEqual({ status: 'refused', reason: expect.stringContaining('PADDLE_PUBLIC_KEY') });
  });
});

/**
 * Generates field names that aren't numeric. Real alerts have no numeric names, and PHP sorts a mixture of both
 * inconsistently.
 */
const fieldName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .map((text) => `k${text}`)
  .filter((text) => !/[.[\]\0 ]/.test(text) && text.isWellFormed());
const fields = fc.dictionary(
  fieldName,
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
  { minKeys: 1, maxKeys: 20 },
);

describe('Any form', () => {
  it('is verified when signed, and rejected with a value or name changed, added or removed', () => {
    fc.assert(
      fc.property(fields, fc.nat(), (form, position) => {
        const entries = Object.entries(form);
        const good = signed(encode(entries));
        expect(proveBody(good, ownKey).status).toBe('proven');
        const signature = good.toString().slice(good.toString().indexOf('&p_signature='));
        const chosen = position % entries.length;
        const altered = {
          value: entries.map(
            ([name, value], index) => [name, index === chosen ? `${value}x` : value] as const,
          ),
          name: entries.map(([name, value], index) => [index === chosen ? `${name}x` : name, value] as const),
          removed: entries.filter((_, index) => index !== chosen),
          added: [...entries, ['q', ''] as const],
        };
        for (const bad of Object.values(altered)) {
          expect(proveBody(Buffer.from(encode(bad) + signature), ownKey).status).toBe('refused');
        }
      }),
      { numRuns: someRuns(60) },
    );
  });

  it('never makes the parser throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.string({ unit: fc.constantFrom(...'ab[].=&%+ \0_9-1e\t'), maxLength: 200 }),
        ),
        (body) => {
          expect(['proven', 'refused']).toContain(proveBody(Buffer.from(body), ownKey).status);
        },
      ),
      { numRuns: someRuns(1_000) },
    );
  });

  it('has a digest that ignores alert_id and field order but not other values', () => {
    const digestOf = (form: string) => {
      const proof = proveBody(signed(form), ownKey);
      return proof.status === 'proven' ? proof.digest.toString('hex') : proof.reason;
    };
    const digest = digestOf('alert_id=1&alert_name=x&subscription_id=5');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(digestOf('subscription_id=5&alert_name=x&alert_id=2')).toBe(digest);
    expect(digestOf('alert_id=1&alert_name=x&subscription_id=6')).not.toBe(digest);
  });
});

describe('Hostile bodies', () => {
  it.each([
    ['2,000 fields', Array.from({ length: 2_000 }, (_, index) => `f${index}=1`).join('&'), 'fields'],
    ['nesting 200 deep', `a${'[b]'.repeat(200)}=1`, 'deep'],
    ['nothing', '', 'p_signature is missing'],
    ['a JSON body', '{"alert_name":"subscription_created","p_signature":"AAAA"}', 'p_signature is missing'],
    ['a signature given twice as a list', 'a=1&p_signature[]=AAAA&p_signature[]=AAAA', 'not base64'],
  ])('%s: rejected with a reason', (_, body, reason) => {
    expect(proveBody(Buffer.from(body), ownKey)).toEqual({
      status: 'refused',
      reason: expect.stringContaining(reason),
    });
  });

  it('treat prototype names as ordinary fields', () => {
    const body = signed('alert_name=x&__proto__=polluted&constructor=c&toString[__proto__]=deep');
    const proof = proveBody(body, ownKey);
    if (proof.status === 'refused') throw new Error(proof.reason);
    const payload = toPlain(proof.fields);
    expect(Object.getPrototypeOf(payload)).toBe(Object.prototype);
    expect(Object.keys(payload)).toEqual(expect.arrayContaining(['__proto__', 'constructor', 'toString']));
    expect(JSON.stringify(payload)).toContain('"__proto__":"polluted"');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('at the limit of fields are parsed within 500 ms', () => {
    const started = performance.now();
    proveBody(Buffer.from(Array.from({ length: 1_000 }, () => 'a[]=1').join('&')), ownKey);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('The self-test at startup', () => {
  it('passes on this system', () => {
    expect(selfTestSignatures()).toEqual({ status: 'working' });
  });

  it.each([
    [
      'forbids SHA-1',
      () => {
        throw new Error('invalid digest');
      },
      /invalid digest.*OPENSSL_CONF.*no payment will arrive/,
    ],
    ['refuses genuine signatures', () => false, /genuine.*OPENSSL_CONF.*no payment will arrive/],
    ['accepts altered texts', () => true, /altered text passed/],
  ])('reports a system that %s', (_, check, problem) => {
    expect(selfTestSignatures(check)).toEqual({ status: 'broken', problem: expect.stringMatching(problem) });
  });
});
