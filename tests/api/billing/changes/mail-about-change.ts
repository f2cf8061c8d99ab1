/** Composes the e-mail about the latest change, to compare it with what the dialog said and what Paddle charged. */
import { composeSubscriptionChanged } from '#server/features/billing/mails/compose-subscription-mail.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import type { ChangingCustomer } from '#tests/support/people/changing-customer.ts';

/** Returns null if no e-mail about a change is queued, or if it is no longer true. */
export async function mailAboutChange({ rows, deps }: ChangingCustomer) {
  const [queued] = await rows<{ ids: string }>(
    "SELECT ids FROM outbox WHERE template = 'subscription-changed' ORDER BY id DESC LIMIT 1",
  );
  if (!queued) return null;
  const owed = { template: 'subscription-changed', ids: JSON.parse(queued.ids) } as OutboxMail;
  const mail = await composeSubscriptionChanged(deps, owed);
  if (mail && mail.template !== 'subscription-changed') throw new Error(`it is a ${mail.template}`);
  return mail?.data ?? null;
}
