/**
 * Encrypts and decrypts the stored data of two-step verification: the secret of the authenticator app and the recovery
 * codes.
 */
import { generateRandomString, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type AuthSecrets, encryptionKeys } from '#server/features/identity/better-auth/auth-secrets.ts';
import { parsed } from '#server/features/identity/better-auth/stored-rows/read-kept.ts';
import { tellOnce } from '#server/features/identity/better-auth/stored-rows/tell-once.ts';
import { unreadableSecret } from './secret-forms.ts';

/** The encryption secrets, and the log in which rows that can't be read are reported to the operator. */
export interface SecretKeeper {
  authSecrets: AuthSecrets;
  log: Pick<Logger, 'error'>;
}

/**
 * Generates a secret. 25 of 62 characters give 148 bits (RFC 4226, section 4, asks for 128). In base32 these are 40
 * letters to type, without padding.
 */
export const newSecret = () => generateRandomString(25, 'a-z', 'A-Z', '0-9');

/** Encrypts data for storage. */
export const encrypted = (
  { authSecrets }: Pick<SecretKeeper, 'authSecrets'>,
  data: string,
): Promise<string> => symmetricEncrypt({ key: encryptionKeys(authSecrets), data });

/**
 * Returns the decrypted value. Returns null if the text can't be decrypted or `read` rejects it, and reports that to
 * the operator.
 */
async function decrypted<T>(
  { authSecrets, log }: SecretKeeper,
  data: string,
  { what, read }: { what: string; read: (text: string) => T | null },
): Promise<T | null> {
  const tell = (cause?: unknown) => tellOnce(log, what, (err) => log.error({ err }, what), cause);
  try {
    const value = read(await symmetricDecrypt({ key: encryptionKeys(authSecrets), data }));
    if (value === null) tell();
    return value;
  } catch (error) {
    tell(error);
    return null;
  }
}

/** Returns the app's decrypted secret; null if it can't be read, which is reported to the operator. */
export const secretOf = (
  keeper: SecretKeeper,
  { userId, secret }: { userId: string | number; secret: string },
): Promise<string | null> =>
  decrypted(keeper, secret, {
    what: `The secret of the authenticator app of account ${userId} cannot be read`,
    read: (text) => (text === unreadableSecret ? null : text),
  });

/** Returns the decrypted unused recovery codes; null if they can't be read, which is reported to the operator. */
export const recoveryCodesOf = (
  keeper: SecretKeeper,
  { userId, backupCodes }: { userId: string | number; backupCodes: string },
): Promise<string[] | null> =>
  decrypted(keeper, backupCodes, {
    what: `The recovery codes of account ${userId} cannot be read`,
    read: (text) => parsed(z.array(z.string()), text),
  });
