/** Looks up what e-mails about a licence need: the licence, its subscription and the recipient. */

import type { Deps } from '#server/deps.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { type LicenceValidity, validityOf } from '#server/features/licences/licence-validity.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { dayOf } from '#shared/dates.ts';
import { pages, productPath } from '#shared/pages.ts';
import { type Contact, contactOf } from './contact-of.ts';

export type SituationDeps = Pick<
  Deps,
  'accounts' | 'licences' | 'now' | 'settings' | 'streams' | 'subscriptions'
>;

/** What is true about a licence when an e-mail about it is sent. */
export interface LicenceSituation {
  licence: Licence;
  /** Null if the licence was granted or paid once. */
  subscription: Subscription | null;
  contact: Contact;
  /** Whether the licence belongs to an account. */
  isOwned: boolean;
  validity: LicenceValidity;
  /** Pages of the portal. */
  urls: { licence: string; receipts: string; register: string };
}

/** Returns null if there is no such licence, if it was revoked, or if there is no recipient. */
export async function situationOf(
  deps: SituationDeps,
  { ids }: Pick<OutboxMail, 'ids'>,
): Promise<LicenceSituation | null> {
  const stream = String(ids.stream);
  const licence = await deps.licences.findByStream(stream);
  if (!licence || licence.status === 'revoked') return null;
  const subscription = (await deps.subscriptions.listByStreams([stream])).get(stream) ?? null;
  const head = (await deps.streams.find([stream])).get(stream);
  const contact = await contactOf(deps, {
    userId: licence.userId,
    contactEmail: subscription?.contactEmail ?? head?.buyerEmail ?? null,
  });
  if (!contact) return null;
  const { appUrl } = deps.settings;
  return {
    licence,
    subscription,
    contact,
    isOwned: licence.userId !== null,
    validity: validityOf(licence, dayOf(deps.now()), deps.settings),
    urls: {
      licence: `${appUrl}${productPath[licence.plan.product]}`,
      receipts: `${appUrl}${pages.receipts}`,
      register: `${appUrl}${pages.register}`,
    },
  };
}
