/** Composes the e-mails about a licence that was bought and about a key that was replaced. */

import type { Deps } from '#server/deps.ts';
import { readInternalEvent } from '#server/features/billing/fold/internal-events.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import { noOldKeys } from '#shared/licences/licences.ts';
import { type LicenceSituation, type SituationDeps, situationOf } from './licence-situation.ts';
import { firstPayment, type PaidDeps } from './paid-at.ts';
import type { LicenceMailData } from './texts/licence-mail-texts.ts';

type BoughtDeps = SituationDeps & PaidDeps;
type LicenceMail = MailOf<LicenceMailData> | null;

async function boughtMail(
  deps: BoughtDeps,
  { licence, subscription, contact, validity, urls }: LicenceSituation,
): Promise<LicenceMail> {
  const { product } = licence.plan;
  if (validity.standing === 'ended' || subscription?.status === 'deleted') return null;
  const renewsOn = subscription?.nextBillOn ?? null;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'licence-bought' },
    data: {
      name,
      product,
      url: urls.licence,
      billingUrl: deps.settings.billingUrls[product],
      seats: isSoldPerSeat(product) ? licence.quantity : null,
      renews: renewsOn !== null,
      day: renewsOn ?? validity.worksThrough,
      paid: (await firstPayment(deps, licence))?.amount ?? null,
      nextCharge: subscription?.nextCharge ?? null,
    },
  };
}

/** Returns null if the licence has been cancelled, refunded or revoked since. */
export async function composeLicenceBought(deps: BoughtDeps, owed: OutboxMail): Promise<LicenceMail> {
  const situation = await situationOf(deps, owed);
  return situation?.isOwned ? boughtMail(deps, situation) : null;
}

/** Returns null if the licence has been revoked or has ended since. */
export async function composeLicenceGranted(deps: SituationDeps, owed: OutboxMail): Promise<LicenceMail> {
  const situation = await situationOf(deps, owed);
  if (!situation?.isOwned || situation.validity.standing === 'ended') return null;
  const { licence, contact, validity, urls } = situation;
  const { product } = licence.plan;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'licence-granted' },
    data: {
      ...{ name, product, url: urls.licence, billingUrl: deps.settings.billingUrls[product] },
      seats: isSoldPerSeat(product) ? licence.quantity : null,
      day: validity.worksThrough,
    },
  };
}

/**
 * Returns the e-mail about the licence itself if an account has claimed it in the meantime, and null if the licence has
 * ended.
 */
export async function composeClaimWaiting(deps: BoughtDeps, owed: OutboxMail): Promise<LicenceMail> {
  const situation = await situationOf(deps, owed);
  if (!situation || situation.validity.standing === 'ended') return null;
  if (situation.isOwned) return boughtMail(deps, situation);
  const { licence, contact, urls } = situation;
  // The language of an account that hasn't confirmed the address yet.
  const account = await deps.accounts.findByEmail(contact.to);
  return {
    ...{ to: contact.to, locale: account?.locale ?? contact.locale, template: 'claim-waiting' },
    data: { name: '', product: licence.plan.product, url: urls.register },
  };
}

/** Returns null if the key has been replaced again since, or if the licence has ended. */
export async function composeKeyReissued(
  deps: SituationDeps & Pick<Deps, 'events' | 'licenceKeys'>,
  owed: OutboxMail,
): Promise<LicenceMail> {
  const situation = await situationOf(deps, owed);
  if (!situation || situation.validity.standing === 'ended') return null;
  const { licence, contact, urls } = situation;
  const latest = (await deps.events.listByStreamsOfTypes(['licence_reissued'], [licence.stream])).at(-1);
  if (latest?.id !== Number(owed.ids.event)) return null;
  const now = deps.now();
  const { stopping } = (await deps.licenceKeys.listOld([licence.id], now)).get(licence.id) ?? noOldKeys;
  const { data: fact } = readInternalEvent(latest.type, latest.payload);
  const { product } = licence.plan;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'key-reissued' },
    data: {
      name,
      product,
      url: urls.licence,
      billingUrl: deps.settings.billingUrls[product],
      hasStopped: fact?.type === 'licence_reissued' && new Date(fact.oldKeyUntil) <= now,
      stopping,
    },
  };
}
