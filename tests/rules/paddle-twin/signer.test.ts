/** Tests the twin's signer and the portal's verifier, which are independent implementations, against each other. */
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPlain } from '#server/platform/paddle/classic/php-form.ts';
import { readPublicKey } from '#server/platform/paddle/classic/public-key.ts';
import { proveBody } from '#server/platform/paddle/classic/signature.ts';
import { createSigner } from '#twin/alerts/signer.ts';

const newSigner = (modulusLength: number) =>
  createSigner(
    generateKeyPairSync('rsa', { modulusLength })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  );

const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((value) => value.isWellFormed());
const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_-]{0,30}$/).filter((value) => value !== 'p_signature');

describe.each([2_048, 4_096])('An alert signed by the twin with RSA-%d', (bits) => {
  const signer = newSigner(bits);
  const key = readPublicKey(signer.publicKey);

  it('is verified and read back unchanged for any fields', () => {
    fc.assert(
      fc.property(fc.dictionary(name, text, { maxKeys: 25 }), (fields) => {
        const proof = proveBody(Buffer.from(signer.sign(fields)), key);
        if (proof.status === 'refused') throw new Error(proof.reason);
        const { p_signature: signature, ...payload } = toPlain(proof.fields);
        expect(signature).toMatch(/^[A-Za-z0-9+/]+=*$/);
        expect(payload).toEqual({ ...fields });
      }),
      { numRuns: bits === 2_048 ? 100 : 20 },
    );
  });

  it('is rejected with a field changed, added or removed', () => {
    fc.assert(
      fc.property(fc.dictionary(name, text, { minKeys: 1, maxKeys: 10 }), fc.nat(), (fields, position) => {
        const good = new URLSearchParams(signer.sign(fields));
        const names = Object.keys(fields);
        const chosen = names[position % names.length] ?? '';
        const changed = new URLSearchParams(good);
        changed.set(chosen, `${good.get(chosen)}!`);
        const added = new URLSearchParams(good);
        added.set('not_there_before', '');
        const removed = new URLSearchParams(good);
        removed.delete(chosen);
        for (const bad of [changed, removed, ...(good.has('not_there_before') ? [] : [added])]) {
          expect(proveBody(Buffer.from(bad.toString()), key).status).toBe('refused');
        }
      }),
      { numRuns: bits === 2_048 ? 100 : 20 },
    );
  });

  it('is rejected with a different public key', () => {
    const other = readPublicKey(newSigner(2_048).publicKey);
    expect(proveBody(Buffer.from(signer.sign({ alert_name: 'x' })), other).status).toBe('refused');
  });
});
