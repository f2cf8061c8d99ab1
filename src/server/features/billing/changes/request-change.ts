/** Carries out a change that a customer has confirmed, at most once. */
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import { newPublicId } from '#server/features/billing/public-id.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { ChangedSubscription, ChangePreview } from '#server/platform/paddle/port.ts';
import type { Limit } from '#server/platform/rate-limits/limiter.ts';
import type { ChangeProgress, RequestInput } from '#shared/billing/changes.ts';
import { hourSeconds } from '#shared/durations.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { isRecentlyAuthenticated } from '#shared/identity/security-log.ts';
import type { Money } from '#shared/money.ts';
import { askCost } from './ask-cost.ts';
import { changeProgress } from './change-progress.ts';
import { findSubject } from './find-subject.ts';
import { codeOfRefusal } from './paddle-errors.ts';
import type { ChangingCustomer, PreviewDeps } from './preview-change.ts';
import type { ShownCost, StoredChange } from './subscription-change.repository.ts';
import { readWish, type Wish } from './wish.ts';

export type RequestDeps = PreviewDeps & Pick<Deps, 'limiter' | 'now' | 'recordNextCharge'>;

/** The customer, or an administrator who acts for the customer and whose own rules have been checked. */
type Requester = ChangingCustomer &
  (
    | {
        administratorId?: never;
        /** When the customer last authenticated in this session; null if unknown. */
        reauthenticatedAt: Date | null;
      }
    | { administratorId: number }
  );

type Requested = z.output<typeof RequestInput>;

/** Changes per account that may charge something. */
const chargingChanges: Limit = { tries: 10, seconds: hourSeconds };

/** Makes sure that the one who asks may charge something, and means it. */
async function requireConsent(
  { limiter }: Pick<Deps, 'limiter'>,
  wish: Wish,
  requester: Requester,
  { typedQuantity }: Requested,
): Promise<void> {
  const isProven =
    requester.administratorId !== undefined ||
    isRecentlyAuthenticated(requester.reauthenticatedAt, new Date());
  if (wish.needsReauthentication && !isProven)
    throw new AppError('confirmation_needed', 'the last confirmation was too long ago');
  if (wish.needsTypedQuantity && typedQuantity !== wish.quantity)
    throw new AppError('quantity_not_typed', 'the number of seats was not typed a second time');
  if (!wish.mayCharge || requester.administratorId !== undefined) return;
  const counted = { name: 'charging-changes', of: [String(requester.userId)], limit: chargingChanges };
  await limiter.takeOrThrow([counted], 'too many charging changes');
}

/** Throws the error of a refused change, also if the request is sent again. */
async function answer(
  deps: Pick<Deps, 'subscriptionChanges' | 'subscriptions'>,
  { publicId, userId }: Pick<StoredChange, 'publicId' | 'userId'>,
): Promise<ChangeProgress> {
  const progress = await changeProgress(deps, { changeId: publicId, userId });
  if (progress.refusal) throw new AppError(progress.refusal, `change ${publicId} was refused`);
  return progress;
}

/** Returns the progress of a request that has been stored before. */
function answerAgain(deps: RequestDeps, known: StoredChange, { licenceId, change }: Requested) {
  const { wanted } = known;
  const isSame =
    known.licenceId === licenceId &&
    known.kind === change.kind &&
    (change.kind !== 'seats' || wanted.quantity === change.quantity) &&
    (change.kind !== 'plan' || wanted.planId === change.planId);
  if (!isSame) throw new AppError('invalid_input', 'the request ID belongs to another request');
  return answer(deps, known);
}

const isSameAmount = (shown: Money | null, today: Money): boolean =>
  shown ? isDeepStrictEqual(shown, today) : today.minor === 0;

/**
 * Determines the cost once more, because the customer must not be charged more than they were shown. Throws
 * `amount_changed` if it differs.
 */
async function confirmCost(
  deps: RequestDeps,
  wish: Wish,
  subscription: Subscription,
  { country, shown }: { country: string | null; shown: Money | null },
): Promise<ChangePreview | null> {
  const cost = await askCost(deps, wish, { subscription, country });
  if (cost && !isSameAmount(shown, cost.today))
    throw new AppError('amount_changed', 'the amount of today has changed');
  return cost;
}

const shownCost = (cost: ChangePreview | null): ShownCost | null =>
  cost && { today: cost.today, next: cost.next, source: cost.source };

async function callPaddle(
  { paddle }: Pick<Deps, 'paddle'>,
  wish: Wish,
  { ref }: Subscription,
): Promise<ChangedSubscription | null> {
  if (wish.billed) return paddle.changeSubscription(ref, wish.billed.change, wish.billed.terms);
  if (wish.kind === 'cancel') await paddle.cancelSubscription(ref);
  else if (wish.kind === 'pause') await paddle.pauseSubscription(ref);
  else await paddle.resumeSubscription(ref);
  return null;
}

/**
 * Logs what Paddle will charge next, because alerts report it only with a payment. The expected price is logged with it
 * unless Paddle's answer shows that something else was expected. A failure is only logged, because the change has
 * succeeded; reconciliation logs the next charge later.
 */
async function recordNextCharge(
  deps: Pick<Deps, 'log' | 'recordNextCharge'>,
  { stream, ref }: Subscription,
  { wish, cost, changed }: { wish: Wish; cost: ChangePreview | null; changed: ChangedSubscription | null },
): Promise<void> {
  const next = changed?.nextPayment;
  if (!changed || !next) return;
  const isExpected = cost?.next?.amount.minor === next.amount.minor;
  const event = {
    ...({ type: 'next_charge_found', by: 'system', ref } as const),
    ...{ planId: changed.planId, quantity: wish.quantity, amount: next.amount, on: next.on },
    price: isExpected ? cost.price : null,
    firstCharge: isExpected ? cost.firstCharge : null,
  };
  try {
    await deps.recordNextCharge(stream, event);
  } catch (error) {
    logFailure(deps.log, error, { level: 'warn' }, 'the next charge after a change could not be stored');
  }
}

/** Stores why a customer cancelled. A failure is only logged, because the cancellation has succeeded. */
async function keepReason(
  { subscriptionChanges, log }: Pick<Deps, 'log' | 'subscriptionChanges'>,
  id: number,
  { change }: Requested,
): Promise<void> {
  if (change.kind !== 'cancel' || !change.reason) return;
  try {
    await subscriptionChanges.saveReason(id, change.reason);
  } catch (error) {
    logFailure(log, error, { level: 'warn' }, 'the reason for a cancellation could not be stored');
  }
}

/**
 * Carries out the change in these steps, each of which may be the last one before a crash:
 *
 * 1. Stores the change. From then on, the database refuses other changes of the subscription.
 * 2. Checks that the change costs what the customer was shown.
 * 3. Records that Paddle is being called. If Paddle may have been called, only what Paddle reports settles the change.
 * 4. Calls Paddle once.
 * 5. Records Paddle's response, or that there was none.
 *
 * Also logs what Paddle says about the next charge. Writes nothing else: the licence, its seats and its receipts follow
 * from Paddle's alerts. `settle-changes` finishes what a crash or a missing response leaves open. Throws an `AppError`
 * if nothing was changed.
 */
export async function requestChange(
  deps: RequestDeps,
  requester: Requester,
  request: Requested,
): Promise<ChangeProgress> {
  const { userId, country } = requester;
  const { licenceId, requestId, change } = request;
  const { subscriptionChanges } = deps;
  const known = await subscriptionChanges.findByRequest(userId, requestId);
  if (known) return answerAgain(deps, known, request);
  const subject = await findSubject(deps, { licenceId, userId });
  const { licence, subscription } = subject;
  const wish = await readWish(deps, subject, { change, country: country ?? deps.settings.fallbackCountry });
  const intent = {
    ...{ publicId: newPublicId(), requestId, userId, licenceId, stream: licence.stream },
    ...{ kind: wish.kind, wanted: wish.stored, askedAt: deps.now() },
    administratorId: requester.administratorId ?? null,
  };
  const storedAnswer = async (): Promise<ChangeProgress> => {
    const found = await subscriptionChanges.findByRequest(userId, requestId);
    if (!found) throw new AppError('not_found', 'the account was deleted in the meantime');
    return answerAgain(deps, found, request);
  };
  const refuseAtOnce = async (refusal: ErrorCode): Promise<ChangeProgress> => {
    // Another click may have stored the same request since. The rule may then only say that it is in progress.
    const refused = await subscriptionChanges.add({ ...intent, refusal });
    if (refused === 'request_known') return storedAnswer();
    throw new AppError(refusal, `a ${wish.kind} change is forbidden`);
  };
  if (wish.forbidden) return refuseAtOnce(wish.forbidden);
  if (!subscription) return refuseAtOnce('no_subscription');
  await requireConsent(deps, wish, requester, request);

  const added = await subscriptionChanges.add(intent);
  if (added === 'another_open') return refuseAtOnce('change_in_progress');
  if (added === 'request_known') return storedAnswer();
  const stored = await subscriptionChanges.findByRequest(userId, requestId);
  if (!stored) throw new AppError('not_found', 'the account was deleted in the meantime');

  const { id } = stored;
  let cost: ChangePreview | null;
  try {
    cost = await confirmCost(deps, wish, subscription, { country, shown: request.shown });
  } catch (error) {
    const refusal = error instanceof AppError ? error.code : 'change_not_made';
    await subscriptionChanges.refuseUncalled(id, refusal, deps.now());
    throw error;
  }
  if (!(await subscriptionChanges.startCall(id, { at: deps.now(), preview: shownCost(cost) }))) {
    return answer(deps, stored);
  }
  try {
    const changed = await callPaddle(deps, wish, subscription);
    await subscriptionChanges.settle(id, { state: 'confirmed', at: deps.now() });
    await recordNextCharge(deps, subscription, { wish, cost, changed });
  } catch (error) {
    if (error instanceof PaddleRefusal) {
      const refusal = codeOfRefusal(error);
      await subscriptionChanges.settle(id, { state: 'refused', refusal, at: deps.now() });
    } else if (error instanceof PaddleUnavailable) {
      await subscriptionChanges.markUnknown(id);
    } else throw error;
  }
  await keepReason(deps, id, request);
  return answer(deps, stored);
}
