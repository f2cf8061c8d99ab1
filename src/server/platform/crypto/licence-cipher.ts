/** Creates and decrypts licence keys with PRIVATE_KEY, which the portal shares with the products. */
import { openEnvelope, sealEnvelope } from './laravel-envelope.ts';
import { type PhpArray, type PhpValue, phpSerialize, phpUnserialize } from './php-serialize.ts';

/**
 * Contents of an issued key. All products read `frequency` and the e-mail address; only OfficeLife also reads the
 * quantity.
 */
export interface LicenceKeyContents {
  frequency: 'month' | 'year';
  purchaserEmail: string;
  quantity: number;
  product: string;
  plan: string;
  /** The last day that is paid for, YYYY-MM-DD. */
  validUntil: string;
  /**
   * The first day on which an instance should check the key, YYYY-MM-DD. In the key it is named `next_check_at`, as in
   * the PHP portal's keys.
   */
  nextCheckOn: string;
}

/** A JSON value. Keys from other issuers, such as the PHP portal, may contain any plain data. */
export type KeyEntry = null | boolean | number | string | KeyEntry[] | { [name: string]: KeyEntry };
export type KeyEntries = Record<string, KeyEntry>;

export interface LicenceCipher {
  /** Returns a new key, different on every call: base64, at most 4,096 characters. */
  seal(contents: LicenceKeyContents): string;
  /**
   * Decrypts a key, trying each private key in turn. Returns null if the key is forged or damaged, or if it doesn't
   * contain an array of plain data.
   */
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

/** Creates a cipher from 32-byte keys. The first one encrypts and decrypts; the others only decrypt. */
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
