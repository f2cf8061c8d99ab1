/**
 * Queues and composes the e-mail that confirms an account deletion. The account no longer exists when the e-mail is
 * sent, so its recipient is stored in the outbox entry, encrypted. The recipient is removed once the e-mail is sent or
 * abandoned (docs/decisions/0022).
 */
import { z } from 'zod';
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import type { PrivacyMailData } from './privacy-mail-texts.ts';

const purpose = 'account-deleted-mail';

/**
 * Maximum length of the name in the e-mail. It keeps the encrypted recipient within the 1,024 characters of the
 * outbox's `ids` column.
 */
const maxNameLength = 60;

const Addressee = z.object({
  to: z.string(),
  name: z.string(),
  locale: Locale,
  /** Entries queued by earlier releases lack this field. */
  cancelled: z.int().default(0),
});

interface Person {
  id: number;
  name: string;
  email: string;
  locale: Locale;
}

/**
 * Queues the e-mail. Call this in the transaction that removes the account, so that neither happens without the other.
 * `cancelled` is the number of subscriptions cancelled at Paddle before the deletion.
 */
export async function enqueueAccountDeletedMail(
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

/**
 * Decrypts the recipient and composes the e-mail. Returns null if the e-mail was already sent and its recipient
 * therefore removed.
 */
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
