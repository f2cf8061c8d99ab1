/** Makes and opens licence keys with the key that the portal and the products share (PRIVATE_KEY). */
import { openEnvelope, sealEnvelope } from './laravel-envelope.ts';
import { type PhpArray, type PhpValue, phpSerialize, phpUnserialize } from './php-serialize.ts';

/** What goes into a key when it is issued. The products read `frequency` and the e-mail, OfficeLife the quantity. */
export interface LicenceKeyContents {
  frequency: 'month' | 'year';
  purchaserEmail: string;
  quantity: number;
  product: string;
  plan: string;
  /** The last paid day, YYYY-MM-DD. */
  validUntil: string;
  /** When an instance asks first, YYYY-MM-DD: the name the PHP portal's keys have for it. */
  nextCheckOn: string;
}

/** JSON's values: what a key holds, whoever made it. */
export type KeyEntry = null | boolean | number | string | KeyEntry[] | { [name: string]: KeyEntry };
export type KeyEntries = Record<string, KeyEntry>;

export interface LicenceCipher {
  /** A new key, never the same twice: base64, at most 4,096 characters. */
  seal(contents: LicenceKeyContents): string;
  /** What a key holds, by any of the private keys; null when it is forged, damaged or not an array of data. */
  open(key: string): KeyEntries | null;
}

function toEntry(value: PhpValue): KeyEntry {
  if (typeof value === 'bigint') return value.toString();
  if (!(value instanceof Map)) return value as KeyEntry;
  const entries: [string | number, PhpValue][] = [...value];
  return entries.length > 0 && entries.every(([key], index) => key === index)
    ? entries.map(([, each]) => toEntry(each))
    : toEntries(value);
}

const toEntries = (array: PhpArray): KeyEntries =>
  Object.fromEntries(Array.from(array, ([key, each]) => [String(key), toEntry(each)]));

/** `privateKeys`: 32 bytes each, the current one first; the others only open. */
export function createLicenceCipher(privateKeys: readonly Buffer[]): LicenceCipher {
  const [current] = privateKeys;
  if (!current) throw new Error('there is no private key');
  return {
    seal: (contents) =>
      sealEnvelope(
        phpSerialize(
          new Map<string, PhpValue>([
            ['frequency', contents.frequency],
            ['purchaser_email', contents.purchaserEmail],
            ['quantity', contents.quantity],
            ['product', contents.product],
            ['plan', contents.plan],
            ['valid_until_at', contents.validUntil],
            ['next_check_at', contents.nextCheckOn],
          ]),
        ),
        current,
      ),
    open(key) {
      const plaintext = openEnvelope(key, privateKeys);
      const value = plaintext && phpUnserialize(plaintext);
      return value instanceof Map ? toEntries(value) : null;
    },
  };
}
