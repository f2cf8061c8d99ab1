/**
 * Tests that a stored ciphertext can be decrypted only for its own purpose and row, with a key that is still
 * configured.
 */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyVault, VaultError } from '#server/platform/crypto/key-vault.ts';

const first = randomBytes(32);
const second = randomBytes(32);

describe('The key vault', () => {
  const vault = createKeyVault([first]);
  const rotated = createKeyVault([second, first]);

  it('decrypts any bytes that it encrypted', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), fc.string(), (bytes, purpose, context) => {
        const sealed = vault.encrypt(purpose, Buffer.from(bytes), context);
        expect(vault.decrypt(purpose, sealed, context)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('rejects a ciphertext for another purpose or row, or with any bit flipped', () => {
    const sealed = vault.encrypt('licence-key', Buffer.from('secret'), 'licence:1');
    expect(() => vault.decrypt('signing-key', sealed, 'licence:1')).toThrow(VaultError);
    expect(() => vault.decrypt('licence-key', sealed, 'licence:2')).toThrow(VaultError);
    for (let bit = 0; bit < sealed.ciphertext.length * 8; bit += 1) {
      const ciphertext = Buffer.from(sealed.ciphertext);
      ciphertext[bit >> 3] = (ciphertext[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => vault.decrypt('licence-key', { ...sealed, ciphertext }, 'licence:1')).toThrow(VaultError);
    }
    expect(() =>
      vault.decrypt('licence-key', { ...sealed, ciphertext: Buffer.alloc(3) }, 'licence:1'),
    ).toThrow(VaultError);
  });

  it('separates purpose and context unambiguously', () => {
    const sealed = vault.encrypt('a', Buffer.from('x'), 'b:c');
    expect(() => vault.decrypt('a:b', sealed, 'c')).toThrow(VaultError);
  });

  it('decrypts with the previous key after a rotation, and throws when that key is gone', () => {
    const sealed = vault.encrypt('licence-key', Buffer.from('secret'), 'licence:1');
    expect(rotated.decrypt('licence-key', sealed, 'licence:1').toString()).toBe('secret');
    expect(sealed.keyVersion).toHaveLength(4);
    expect(rotated.currentVersion).not.toEqual(vault.currentVersion);
    expect(() => createKeyVault([second]).decrypt('licence-key', sealed, 'licence:1')).toThrow(
      /is configured/,
    );
  });

  it('computes stable hashes under every configured key, the current one first', () => {
    const stored = vault.currentHash('licence-key', 'text');
    expect(stored).toHaveLength(32);
    expect(vault.hashes('licence-key', 'text')).toEqual([stored]);
    expect(rotated.hashes('licence-key', 'text')).toEqual([
      rotated.currentHash('licence-key', 'text'),
      stored,
    ]);
    expect(vault.currentHash('licence-key', 'Text')).not.toEqual(stored);
    expect(vault.currentHash('other', 'text')).not.toEqual(stored);
  });
});
