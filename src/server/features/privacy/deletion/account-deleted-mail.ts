/**
 * The mail that tells somebody that their account is gone. Nothing can be looked up by then, so their address waits
 * with what is owed, encrypted, and is taken away once it was used (docs/decisions/0022).
 */
import { z } from 'zod';
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import type { PrivacyMailData } from './privacy-mails.ts';

const purpose = 'account-deleted-mail';

/** What is owed has a place of so many characters. */
const maxNameLength = 60;

const Addressee = z.object({
  to: z.string(),
  name: z.string(),
  locale: Locale,
  /** What an earlier release owed does not say. */
  cancelled: z.int().default(0),
});

interface Person {
  id: number;
  name: string;
  email: string;
  locale: Locale;
}

/**
 * In the transaction that removes the account: both or neither. `cancelled`: how many
 * subscriptions of theirs were ended at Paddle first.
 */
export async function oweAccountDeleted(
  { keyVault, outbox, now }: Pick<BoundDeps, 'keyVault' | 'outbox' | 'now'>,
  { id, name, email, locale }: Person,
  { cancelled }: { cancelled: number },
): Promise<void> {
  const idempotencyKey = `account-deleted:${id}`;
  const addressee: z.infer<typeof Addressee> = {
    to: email,
    name: name.slice(0, maxNameLength),
    locale,
    cancelled,
  };
  const { ciphertext, keyVersion } = keyVault.encrypt(
    purpose,
    Buffer.from(JSON.stringify(addressee)),
    idempotencyKey,
  );
  const sealed = `${keyVersion.toString('hex')}.${ciphertext.toString('base64url')}`;
  await outbox.add([{ idempotencyKey, template: 'account-deleted', ids: { sealed }, at: now() }]);
}

/** Null when it was sent before, and nobody's address is there any more. */
export async function composeAccountDeleted(
  { keyVault }: Pick<Deps, 'keyVault'>,
  { idempotencyKey, ids }: Pick<OutboxMail, 'idempotencyKey' | 'ids'>,
): Promise<MailOf<PrivacyMailData> | null> {
  if (ids.sealed === undefined) return null;
  const [version = '', ciphertext = ''] = String(ids.sealed).split('.');
  const stored = {
    keyVersion: Buffer.from(version, 'hex'),
    ciphertext: Buffer.from(ciphertext, 'base64url'),
  };
  const bytes = keyVault.decrypt(purpose, stored, idempotencyKey);
  const { to, name, locale, cancelled } = Addressee.parse(JSON.parse(bytes.toString('utf8')));
  return { to, locale, template: 'account-deleted', data: { name, cancelled } };
}
