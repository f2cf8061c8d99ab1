/** Signs an alert as Paddle does. Written apart from the portal's verifier on purpose: each is the other's test. */
import { createPrivateKey, createPublicKey, createSign } from 'node:crypto';

export interface Signer {
  /** PEM. */
  publicKey: string;
  /** The fields as a form body with `p_signature` at its end. Names must not look like numbers. */
  sign(fields: Readonly<Record<string, string>>): string;
}

const phpString = (text: string) => `s:${Buffer.byteLength(text)}:"${text}";`;

export function createSigner(privateKeyPem: string): Signer {
  const privateKey = createPrivateKey(privateKeyPem);
  return {
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    sign(fields) {
      const entries = Object.entries(fields).sort(([left], [right]) =>
        Buffer.compare(Buffer.from(left), Buffer.from(right)),
      );
      const pairs = entries.map(([name, value]) => phpString(name) + phpString(value)).join('');
      const signature = createSign('sha1')
        .update(`a:${entries.length}:{${pairs}}`)
        .sign(privateKey, 'base64');
      return new URLSearchParams([...entries, ['p_signature', signature]]).toString();
    },
  };
}
