/** Keys and passwords of the demo: made once, kept in the data folder, never printed but where they are needed. */
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeSecretFile } from '#scripts/system/secret-file.ts';

const Secrets = z.object({
  appKey: z.string(),
  privateKey: z.string(),
  vendorAuthCode: z.string(),
  customerPassword: z.string(),
  adminPassword: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

const encryptionKey = (): string => `base64:${randomBytes(32).toString('base64')}`;

/** Letters and digits that nobody takes for one another. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789';
const word = (length: number): string =>
  Array.from({ length }, () => signs[randomInt(signs.length)]).join('');
const password = (): string => [word(5), word(5), word(5)].join('-');

/** The secrets kept in this folder, made at the first call. */
export function readSecrets(folder: string): Secrets {
  const path = join(folder, 'demo-secrets.json');
  if (!existsSync(path)) {
    const made: Secrets = {
      appKey: encryptionKey(),
      privateKey: encryptionKey(),
      vendorAuthCode: randomBytes(20).toString('hex'),
      customerPassword: password(),
      adminPassword: password(),
    };
    writeSecretFile(path, `${JSON.stringify(made, null, 2)}\n`);
  }
  return Secrets.parse(JSON.parse(readFileSync(path, 'utf8')));
}
