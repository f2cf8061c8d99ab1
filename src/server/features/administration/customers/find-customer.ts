/** Collects what administrators see of one customer, mostly with what the customer's own pages use. */
import type { Deps } from '#server/deps.ts';
import { correctionOf } from '#server/features/accounts/email-correction/correction-hold.ts';
import type { CustomerDetails, CustomerMailPage, CustomerSubscription } from '#shared/customer-details.ts';
import { mailsPerPage } from '#shared/customer-details.ts';
import { AppError } from '#shared/errors.ts';
import { type LicencesDeps, licencesOfCustomer } from './licences-of-customer.ts';

type FindDeps = LicencesDeps &
  Pick<
    Deps,
    | 'emailCorrections'
    | 'listedCustomers'
    | 'listedReceipts'
    | 'passkeys'
    | 'plans'
    | 'profiles'
    | 'receipts'
    | 'sessions'
    | 'signInMethods'
    | 'streams'
    | 'subscriptions'
  >;

/** Throws `not_found` if there is no such account. */
export async function findCustomer(
  deps: FindDeps,
  { customerId, administratorId }: { customerId: number; administratorId: number },
): Promise<CustomerDetails> {
  const account = await deps.accounts.findById(customerId);
  const profile = await deps.profiles.find(customerId);
  const [listed] = await deps.listedCustomers.listByIds([customerId]);
  if (!account || !profile || !listed) throw new AppError('not_found', 'there is no such account');
  const owned = await deps.streams.listByUser(customerId);
  const waiting = await deps.streams.listUnclaimed([account.email]);
  const streams = [...owned, ...waiting].map(({ stream }) => stream);
  const licenceOf = await deps.licences.listByStreams(streams);
  const correction = await correctionOf(deps, customerId);
  const streamOf = new Map([...licenceOf].map(([stream, { id }]) => [id, stream]));
  return {
    account: {
      id: account.id,
      name: account.name,
      email: account.email,
      isEmailVerified: account.emailVerified,
      emailHeldUntil: correction?.heldUntil ?? null,
      emailRefusedSince: await deps.accounts.emailRefusedSince(customerId),
      locale: account.locale,
      since: listed.since,
      role: account.administratorRole,
      blockedAt: account.blockedAt,
      isSelf: customerId === administratorId,
    },
    profile,
    signInMethods: await deps.signInMethods.find(customerId),
    passkeys: await deps.passkeys.listForUser(customerId),
    sessions: await deps.sessions.listForUser(customerId, new Date()),
    licences: await licencesOfCustomer(deps, { userId: customerId, email: account.email, streamOf }),
    subscriptions: await subscriptionsOf(deps, customerId, licenceOf),
    claims: waiting.map(({ stream }) => ({ stream, licenceId: licenceOf.get(stream)?.id ?? null })),
    totals: await deps.listedReceipts.listTotals({ userId: customerId }),
  };
}

async function subscriptionsOf(
  deps: Pick<Deps, 'plans' | 'subscriptions'>,
  customerId: number,
  licenceOf: ReadonlyMap<string, { id: number }>,
): Promise<CustomerSubscription[]> {
  const subscriptions = await deps.subscriptions.listForUser(customerId);
  const plans = new Map((await deps.plans.list()).map((plan) => [plan.paddlePlanId, plan]));
  return subscriptions.map((subscription) => {
    const {
      ref,
      paddlePlanId,
      periodPrice,
      userId: _,
      updateUrl: __,
      cancelUrl: ___,
      ...rest
    } = subscription;
    const plan = plans.get(paddlePlanId);
    return {
      ...rest,
      subscriptionId: ref.id,
      licenceId: licenceOf.get(subscription.stream)?.id ?? null,
      plan: plan ? { id: plan.id, planName: plan.friendlyName, frequency: plan.frequency } : null,
      price: periodPrice,
    };
  });
}

/** Returns a page of the e-mails to a customer, newest first. */
export async function mailsOfCustomer(
  { outbox }: Pick<Deps, 'outbox'>,
  { customerId, before }: { customerId: number; before?: number | undefined },
): Promise<CustomerMailPage> {
  const found = await outbox.listForRecipient(customerId, { before, limit: mailsPerPage + 1 });
  const shown = found.slice(0, mailsPerPage);
  return {
    mails: shown.map(({ id, template, state, attempts, lastError, createdAt, settledAt }) => ({
      ...{ id, template, state, attempts, lastError, createdAt, settledAt },
    })),
    next: found.length > mailsPerPage ? (shown.at(-1)?.id ?? null) : null,
  };
}
