/**
 * Encrypts and hashes stored data with subkeys derived from APP_KEY. Each purpose and each operation has its own
 * subkey.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Ciphertext layout: IV (12 bytes), tag (16 bytes), encrypted data. */
const cipherName = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
const keyVersionBytes = 4;

export interface Sealed {
  ciphertext: Buffer;
  /** Identifies the APP_KEY used for encryption: the first four bytes of a value derived from that key. */
  keyVersion: Buffer;
}

/**
 * Thrown if no configured APP_KEY matches the stored ciphertext, or if the ciphertext was altered or copied from
 * another row.
 */
export class VaultError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'VaultError';
  }
}

export interface KeyVault {
  /** The key version written to new rows. */
  readonly currentVersion: Buffer;
  /** Versions of the previous keys that are still configured. */
  readonly previousVersions: readonly Buffer[];
  /**
   * Encrypts bytes for one purpose and one row. `context` identifies the row; decrypting with any other `context`
   * fails.
   */
  encrypt(purpose: string, bytes: Buffer, context: string): Sealed;
  /**
   * Throws `VaultError` if the key is no longer configured, or the ciphertext was altered or belongs to another row.
   */
  decrypt(purpose: string, sealed: Sealed, context: string): Buffer;
  /**
   * Returns keyed hashes (32 bytes each), one per configured APP_KEY, the current key's first. Look-ups must try all of
   * them.
   */
  hashes(purpose: string, text: string): Buffer[];
  /** Returns the keyed hash under the current APP_KEY, for storing. */
  currentHash(purpose: string, text: string): Buffer;
}

function subkey(appKey: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', appKey, Buffer.alloc(0), `customer-portal:${info}`, 32));
}

function subkeysOf(appKey: Buffer) {
  const known = new Map<string, Buffer>();
  return (info: string): Buffer => {
    let key = known.get(info);
    if (!key) {
      key = subkey(appKey, info);
      known.set(info, key);
    }
    return key;
  };
}

const boundTo = (purpose: string, context: string): Buffer => Buffer.from(JSON.stringify([purpose, context]));

/** Creates a vault from 32-byte keys, current key first. Throws if there are none. */
export function createKeyVault(appKeys: readonly Buffer[]): KeyVault {
  const keys = appKeys.map((appKey) => ({
    version: subkey(appKey, 'version').subarray(0, keyVersionBytes),
    subkey: subkeysOf(appKey),
  }));
  const [current] = keys;
  if (!current) throw new Error('there is no application key');
  const hash = (key: typeof current, purpose: string, text: string): Buffer =>
    createHmac('sha256', key.subkey(`hash:${purpose}`))
      .update(text)
      .digest();

  return {
    currentVersion: current.version,
    previousVersions: keys.slice(1).map(({ version }) => version),

    encrypt(purpose, bytes, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(cipherName, current.subkey(`encrypt:${purpose}`), iv, {
        authTagLength: tagBytes,
      });
      cipher.setAAD(boundTo(purpose, context));
      const encrypted = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return { ciphertext: Buffer.concat([iv, cipher.getAuthTag(), encrypted]), keyVersion: current.version };
    },

    decrypt(purpose, { ciphertext, keyVersion }, context) {
      const key = keys.find((each) => each.version.equals(keyVersion));
      if (!key) throw new VaultError(`no APP_KEY of version ${keyVersion.toString('hex')} is configured`);
      if (ciphertext.length < ivBytes + tagBytes) throw new VaultError('the ciphertext is too short');
      const iv = ciphertext.subarray(0, ivBytes);
      const decipher = createDecipheriv(cipherName, key.subkey(`encrypt:${purpose}`), iv, {
        authTagLength: tagBytes,
      });
      decipher.setAAD(boundTo(purpose, context));
      decipher.setAuthTag(ciphertext.subarray(ivBytes, ivBytes + tagBytes));
      try {
        return Buffer.concat([decipher.update(ciphertext.subarray(ivBytes + tagBytes)), decipher.final()]);
      } catch (cause) {
        throw new VaultError('the ciphertext was altered or belongs to another row', { cause });
      }
    },

    hashes: (purpose, text) => keys.map((key) => hash(key, purpose, text)),
    currentHash: (purpose, text) => hash(current, purpose, text),
  };
}
