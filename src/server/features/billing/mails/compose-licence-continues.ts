/** Composes the e-mail about a cancelled subscription that continues under the same licence. */

import type { Deps } from '#server/deps.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { askForCharge } from './ask-for-charge.ts';
import { type SituationDeps, situationOf } from './licence-situation.ts';
import type { KeepMailData } from './texts/keep-mail-texts.ts';

/**
 * Returns null if another subscription pays for the licence by now, or if this one has been cancelled, paused or
 * charged since. The amount is Paddle's.
 */
export async function composeLicenceContinues(
  deps: SituationDeps & Pick<Deps, 'paddle'>,
  owed: OutboxMail,
): Promise<MailOf<KeepMailData> | null> {
  const situation = await situationOf(deps, owed);
  if (!situation?.subscription) return null;
  const { licence, subscription, contact, urls } = situation;
  const { ref, status, nextBillOn, pausedFrom } = subscription;
  const isAsBegun = ref.id === String(owed.ids.subscription) && status === 'trialing' && pausedFrom === null;
  if (!isAsBegun || nextBillOn === null) return null;
  const { isDue, amount } = await askForCharge(deps, { ref, on: nextBillOn });
  if (!isDue) return null;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'licence-continues' },
    data: {
      ...{ name, product: licence.plan.product, url: urls.licence },
      ...{ on: nextBillOn, amount },
    },
  };
}
