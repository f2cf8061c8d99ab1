/**
 * Signs alerts as Paddle does. Deliberately written separately from the portal's verifier, so that each tests the
 * other.
 */
import { createPrivateKey, createPublicKey, createSign, sign } from 'node:crypto';
import { promisify } from 'node:util';

type Fields = Readonly<Record<string, string>>;

export interface Signer {
  /** The key for verifying alerts, in PEM format. */
  publicKey: string;
  /**
   * Returns the fields as a form body that ends with `p_signature`. Names must not look like numbers, which PHP
   * serializes differently.
   */
  sign(fields: Fields): string;
  /** Like `sign`, but off the event loop, so that several alerts can be signed in parallel. */
  signBeside(fields: Fields): Promise<string>;
}

const signWith = promisify(sign);
const phpString = (text: string) => `s:${Buffer.byteLength(text)}:"${text}";`;

function serialised(fields: Fields): { entries: [string, string][]; text: string } {
  const entries = Object.entries(fields).sort(([left], [right]) =>
    Buffer.compare(Buffer.from(left), Buffer.from(right)),
  );
  const pairs = entries.map(([name, value]) => phpString(name) + phpString(value)).join('');
  return { entries, text: `a:${entries.length}:{${pairs}}` };
}

const bodyOf = (entries: [string, string][], signature: string) =>
  new URLSearchParams([...entries, ['p_signature', signature]]).toString();

export function createSigner(privateKeyPem: string): Signer {
  const privateKey = createPrivateKey(privateKeyPem);
  return {
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    sign(fields) {
      const { entries, text } = serialised(fields);
      return bodyOf(entries, createSign('sha1').update(text).sign(privateKey, 'base64'));
    },
    async signBeside(fields) {
      const { entries, text } = serialised(fields);
      const signature = await signWith('sha1', Buffer.from(text), privateKey);
      return bodyOf(entries, signature.toString('base64'));
    },
  };
}
