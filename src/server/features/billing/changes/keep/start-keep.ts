/**
 * Continues an ended subscription: stores what the customer wants and creates the link where they buy the new
 * subscription, to which the licence then moves.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Deps } from '#server/deps.ts';
import type { StoredChange } from '#server/features/billing/changes/subscription-change.repository.ts';
import { payLinkError } from '#server/features/billing/checkout/pay-link-error.ts';
import { isAnyRunning } from '#server/features/billing/checkout/running-licence.ts';
import { linkExpired } from '#server/features/billing/keep/keep-intent.ts';
import { newPublicId } from '#server/features/billing/public-id.ts';
import { PaddleRefusal } from '#server/platform/paddle/errors.ts';
import type { PayLinkRequest } from '#server/platform/paddle/port.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { KeepPreview, StartedKeep, StartKeep } from '#shared/billing/keep.ts';
import type { Plan, Product } from '#shared/catalogue/catalogue.ts';
import { addDays, type CalendarDate, startOfDay } from '#shared/dates.ts';
import { AppError } from '#shared/errors.ts';
import { productPath } from '#shared/pages.ts';
import type { EndedSubject } from './ended-licence.ts';
import { type FoundOffer, findKeepOffer, type OfferDeps } from './offer-keep.ts';

type StartDeps = OfferDeps & Pick<Deps, 'accounts' | 'paddle'>;

interface Start {
  account: AccountView;
  country: string;
  wish: StartKeep;
}

/** An offer that can be accepted. */
interface Terms {
  subject: EndedSubject;
  preview: KeepPreview;
  plan: Plan;
  freeDays: number;
}

function termsOf({ subject, offer, freeDays, plan }: FoundOffer): Terms {
  if (offer.status === 'impossible' || plan === null) {
    const why = offer.status === 'impossible' ? offer.why : 'plan_not_sold';
    throw new AppError(why, `licence ${subject.licence.id} can't be continued`);
  }
  return { subject, preview: offer.preview, plan, freeDays };
}

const isAsShown = ({ payment, today }: KeepPreview, { shown }: StartKeep): boolean =>
  payment === shown.payment && today.minor === shown.today.minor && today.currency === shown.today.currency;

/** Returns the path of the page to which Paddle sends the buyer. It waits until the change is settled. */
const returnPath = (product: Product, changeId: string): string => `${productPath[product]}?kept=${changeId}`;

/** Returns whether another licence of the product renews, so that the customer deliberately has several. */
async function hasAnother(deps: StartDeps, { licence }: EndedSubject, userId: number): Promise<boolean> {
  const others = (await deps.licences.listForUser(userId, licence.plan.product)).filter(
    ({ id }) => id !== licence.id,
  );
  return isAnyRunning(deps, others);
}

async function linkRequest(
  deps: StartDeps,
  { subject, preview, plan, freeDays }: Terms,
  { account, intent, expiresOn }: { account: AccountView; intent: string; expiresOn: CalendarDate },
): Promise<PayLinkRequest> {
  const customer = await deps.accounts.findById(account.id);
  return {
    planId: plan.paddlePlanId,
    quantity: preview.quantity,
    returnUrl: `${deps.settings.appUrl}${returnPath(preview.product, intent)}`,
    customerId: account.id,
    another: await hasAnother(deps, subject, account.id),
    customerEmail: account.email,
    customerCountry: account.country,
    customerPostcode: customer?.postalCode ?? null,
    coupon: null,
    vat: null,
    keep: { freeDays, intent, expiresOn },
  };
}

/** Returns whether Paddle refused a link that charges nothing at the start. */
const isFreeStartRefused = (error: unknown): boolean =>
  error instanceof PaddleRefusal && error.reason === 'price_too_low';

async function createLink(
  deps: StartDeps,
  terms: Terms,
  link: { account: AccountView; intent: string; expiresOn: CalendarDate },
): Promise<{ url: string } | 'free_start_refused'> {
  try {
    return { url: await deps.paddle.createPayLink(await linkRequest(deps, terms, link)) };
  } catch (error) {
    if (terms.freeDays > 0 && isFreeStartRefused(error)) return 'free_start_refused';
    throw payLinkError(error, null);
  }
}

/**
 * Stores the intent, or finds the one that the same request, or another tab, has stored for the same terms. An intent
 * for other terms or with an expired link is closed.
 */
async function storeIntent(
  deps: StartDeps,
  { subject: { licence, subscription }, preview, plan }: Terms,
  { account, wish }: Start,
): Promise<string> {
  if (!subscription) throw new AppError('no_subscription', `no subscription pays for licence ${licence.id}`);
  const at = deps.now();
  const { ref: ended } = subscription;
  const { payment, paidThrough, quantity } = preview;
  const wanted: StoredChange['wanted'] = {
    ...{ quantity, planId: plan.id, paddlePlanId: plan.paddlePlanId },
    keep: { payment, paidThrough: payment === 'later' ? paidThrough : null, ended },
  };
  const expiresAt = startOfDay(addDays(preview.linkExpiresOn, 1));
  const change = {
    ...({ kind: 'keep', stream: licence.stream, licenceId: licence.id, userId: account.id } as const),
    ...{ requestId: wish.requestId, wanted, askedAt: at, expiresAt },
    preview: { today: preview.today, next: preview.next, source: 'calculated' as const },
  };
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const publicId = newPublicId();
    const added = await deps.subscriptionChanges.add({ ...change, publicId });
    if (added === 'added') return publicId;
    const known =
      added === 'request_known'
        ? await deps.subscriptionChanges.findByRequest(account.id, wish.requestId)
        : ((await deps.subscriptionChanges.listOpenByStreams([licence.stream])).find(
            ({ kind }) => kind === 'keep',
          ) ?? null);
    const isUsable =
      known?.kind === 'keep' &&
      known.state === 'asked' &&
      known.licenceId === licence.id &&
      known.expiresAt?.getTime() === expiresAt.getTime() &&
      isDeepStrictEqual(known.wanted, wanted);
    if (known && isUsable) return known.publicId;
    if (added === 'request_known')
      throw new AppError('changed_meanwhile', `request ${wish.requestId} was made for something else`);
    if (known)
      await deps.subscriptionChanges.settle(known.id, { state: 'refused', refusal: linkExpired, at });
  }
  throw new AppError('change_in_progress', `another change of ${licence.stream} is open`);
}

/**
 * Creates the link for the terms that the customer confirmed. If they have changed since, returns the new preview
 * instead of a link: nothing that a customer hasn't been shown can be paid. Throws an `AppError` with the rule that
 * forbids it, or `paddle_unavailable`. A link that isn't paid has no effect.
 */
export async function startKeep(deps: StartDeps, start: Start): Promise<StartedKeep> {
  const { account, country, wish } = start;
  const { licenceId, planId, quantity, shown } = wish;
  const asked = { userId: account.id, country, licenceId, planId, quantity };
  const best = termsOf(await findKeepOffer(deps, asked));
  const { payment, linkExpiresOn: expiresOn } = best.preview;
  if (payment === shown.payment) {
    if (!isAsShown(best.preview, wish)) return { status: 'terms_changed', preview: best.preview };
    const intent = await storeIntent(deps, best, start);
    const link = await createLink(deps, best, { account, intent, expiresOn });
    if (link !== 'free_start_refused') return { status: 'link', changeId: intent, url: link.url, expiresOn };
    await closeIntent(deps, intent);
    return { status: 'terms_changed', preview: termsOf(await findKeepOffer(deps, asked, 'today')).preview };
  }
  if (payment === 'today') return { status: 'terms_changed', preview: best.preview };
  // The customer has agreed to pay today, although the days that are already paid for could come first. That is offered
  // only where Paddle refuses a start without a charge, so it is tried again, with an intent that isn't stored: the
  // link leads nowhere else.
  const tried = await createLink(deps, best, { account, intent: newPublicId(), expiresOn });
  if (tried !== 'free_start_refused') return { status: 'terms_changed', preview: best.preview };
  const charged = termsOf(await findKeepOffer(deps, asked, 'today'));
  if (!isAsShown(charged.preview, wish)) return { status: 'terms_changed', preview: charged.preview };
  const intent = await storeIntent(deps, charged, start);
  const link = await createLink(deps, charged, { account, intent, expiresOn });
  if (link === 'free_start_refused') throw new AppError('change_refused', 'Paddle refused the pay link');
  return { status: 'link', changeId: intent, url: link.url, expiresOn };
}

/** Closes an intent for which there is no link. */
async function closeIntent(deps: StartDeps, publicId: string): Promise<void> {
  const stored = await deps.subscriptionChanges.findByPublicId(publicId);
  if (!stored) return;
  await deps.subscriptionChanges.settle(stored.id, {
    ...{ state: 'refused', refusal: 'change_refused', at: deps.now() },
  });
}
