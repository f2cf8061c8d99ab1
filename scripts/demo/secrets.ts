/** Generates the demo's keys and passwords once, and keeps them in the data folder. */
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeSecretFile } from '#scripts/system/secret-file.ts';
import type { LogIn } from './history/history.ts';

const Secrets = z.object({
  appKey: z.string(),
  privateKey: z.string(),
  vendorAuthCode: z.string(),
  customerPassword: z.string(),
  adminPassword: z.string(),
  newPassword: z.string(),
  activePassword: z.string(),
  pastDuePassword: z.string(),
  cancelledPassword: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

const encryptionKey = (): string => `base64:${randomBytes(32).toString('base64')}`;

/** Letters and digits that can't be mistaken for each other. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789';
const word = (length: number): string =>
  Array.from({ length }, () => signs[randomInt(signs.length)]).join('');
const password = (): string => [word(5), word(5), word(5)].join('-');

const make = (): Secrets => ({
  appKey: encryptionKey(),
  privateKey: encryptionKey(),
  vendorAuthCode: randomBytes(20).toString('hex'),
  customerPassword: password(),
  adminPassword: password(),
  newPassword: password(),
  activePassword: password(),
  pastDuePassword: password(),
  cancelledPassword: password(),
});

/**
 * Reads the stored secrets. Throws if the file is damaged: newly generated secrets wouldn't match the stored data, so
 * the error must not be hidden.
 */
function readKept(path: string): { [Name in keyof Secrets]?: string | undefined } {
  try {
    return Secrets.partial().parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new Error(
      `${path} no longer contains the demo's secrets: it is empty or damaged. Restore a copy of it, or delete its folder to start over.`,
      { cause },
    );
  }
}

/** Returns the secrets stored in the folder, generating any that are missing. */
export function readSecrets(folder: string): Secrets {
  const path = join(folder, 'demo-secrets.json');
  const kept = existsSync(path) ? readKept(path) : {};
  const secrets = Secrets.parse({ ...make(), ...kept });
  if (Object.keys(kept).length < Object.keys(secrets).length) {
    writeSecretFile(path, `${JSON.stringify(secrets, null, 2)}\n`);
  }
  return secrets;
}

/** Returns the passwords of the accounts that visitors of the demo can sign in to. */
export const passwordsOf = (secrets: Secrets): Record<LogIn, string> => ({
  new: secrets.newPassword,
  active: secrets.activePassword,
  past_due: secrets.pastDuePassword,
  cancelled: secrets.cancelledPassword,
});
