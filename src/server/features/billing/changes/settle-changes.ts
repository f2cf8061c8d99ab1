/** Finds out what became of changes whose outcome isn't known, after a time-out or a crash. Never repeats a change. */
import type { Deps } from '#server/deps.ts';
import { foundCharge } from '#server/features/billing/charge-at-paddle.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { PaddleSubscription } from '#server/platform/paddle/port.ts';
import { minuteMs, secondMs } from '#shared/durations.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { hasHappened, type KnownState } from './change-rules.ts';
import type { StoredChange } from './subscription-change.repository.ts';

/** Milliseconds for which the request itself may still settle the change. */
const settledByRequestMs = 30 * secondMs;

/** Milliseconds after which a change whose call hasn't been started is refused, so that it can't be started later. */
const startsWithinMs = 2 * minuteMs;

/** Milliseconds after the call until a change that Paddle doesn't show counts as not made. A call lives ten seconds. */
const visibleWithinMs = 10 * minuteMs;

/** Shorter, because asking again for a cancellation is harmless, and leaving must be easy. */
const cancelVisibleWithinMs = minuteMs;

const changesTogether = 100;

type SettleDeps = Pick<
  Deps,
  'log' | 'now' | 'paddle' | 'recordNextCharge' | 'subscriptionChanges' | 'subscriptionRefs'
>;

type Verdict = { state: 'confirmed' } | { state: 'refused'; refusal: ErrorCode } | 'open';

const stateAtPaddle = ({ status, quantity, planId, pausedFrom }: PaddleSubscription): KnownState => ({
  ...{ status, quantity, paddlePlanId: planId, pausedFrom },
});

/** Decides by what Paddle reports. `found` is null if Paddle doesn't know the subscription. */
function verdictOf(change: StoredChange, found: PaddleSubscription | null, now: Date): Verdict {
  const hasEnded = found === null || found.status === 'deleted';
  if (found && hasHappened(change, stateAtPaddle(found))) return { state: 'confirmed' };
  if (hasEnded && change.kind === 'cancel') return { state: 'confirmed' };
  if (hasEnded) return { state: 'refused', refusal: 'subscription_ended' };
  const calledMs = now.getTime() - (change.calledAt ?? change.askedAt).getTime();
  const isOver = calledMs >= (change.kind === 'cancel' ? cancelVisibleWithinMs : visibleWithinMs);
  return isOver ? { state: 'refused', refusal: 'change_not_made' } : 'open';
}

async function settleOne(deps: SettleDeps, change: StoredChange): Promise<void> {
  const { subscriptionChanges, paddle, subscriptionRefs } = deps;
  const now = deps.now();
  if (change.calledAt === null) {
    const isLate = now.getTime() - change.askedAt.getTime() >= startsWithinMs;
    if (isLate) await subscriptionChanges.refuseUncalled(change.id, 'change_not_made', now);
    return;
  }
  const ref = (await subscriptionRefs.currentOf([change.stream])).get(change.stream);
  if (!ref) return;
  const [found = null] = await paddle.subscriptions({ ref });
  const verdict = verdictOf(change, found, now);
  if (verdict === 'open') return;
  const isSettled = await subscriptionChanges.settle(change.id, { ...verdict, at: now });
  if (!isSettled) return;
  deps.log.info({ change: change.publicId, ...verdict }, 'a change was settled');
  if (verdict.state === 'confirmed' && found && isChargedAfter(change))
    await recordCharge(deps, change.stream, found);
}

const isChargedAfter = ({ kind }: StoredChange): boolean => kind !== 'cancel' && kind !== 'pause';

/**
 * Logs what Paddle will charge next, as the request would have with Paddle's answer. A failure is only logged, because
 * the change is settled; reconciliation logs the next charge later.
 */
async function recordCharge(deps: SettleDeps, stream: string, found: PaddleSubscription): Promise<void> {
  const charge = foundCharge(found, 'system');
  if (!charge) return;
  try {
    await deps.recordNextCharge(stream, charge);
  } catch (error) {
    logFailure(deps.log, error, { level: 'warn' }, 'the next charge after a change could not be stored');
  }
}

/**
 * Milliseconds after a change for which Paddle is asked about a next charge that isn't known. After that,
 * reconciliation finds it.
 */
const findsChargeWithinMs = 10 * minuteMs;

/**
 * Asks Paddle for the next charges after changes that an alert has settled before Paddle's answer: an alert about a
 * change that charges nothing doesn't report them. What Paddle says about terms that no alert has reported yet is left
 * out: it wouldn't make the charge known, so that each round would log it again.
 */
async function findNextCharges(deps: SettleDeps, stopped?: AbortSignal): Promise<void> {
  const since = new Date(deps.now().getTime() - findsChargeWithinMs);
  const unknown = await deps.subscriptionChanges.listUnknownCharges({ since, limit: changesTogether });
  const refs = await deps.subscriptionRefs.currentOf(unknown.map(({ stream }) => stream));
  for (const { stream, planId, quantity } of unknown) {
    const ref = refs.get(stream);
    if (!ref) continue;
    if (stopped?.aborted) return;
    await unlessPaddleFails(deps, async () => {
      const [found] = await deps.paddle.subscriptions({ ref });
      if (found?.planId === planId && found.quantity === quantity) await recordCharge(deps, stream, found);
    });
  }
}

async function unlessPaddleFails({ log }: SettleDeps, ask: () => Promise<void>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof PaddleUnavailable || error instanceof PaddleRefusal)) throw error;
    logFailure(log, error, { level: 'warn' }, 'Paddle could not be asked about a change');
  }
}

/**
 * Asks Paddle about all open changes, and for next charges that recent changes have left unknown. Failures concern one
 * change only: the next round asks again. Several processes may run this at once.
 */
export async function settleChanges(deps: SettleDeps, stopped?: AbortSignal): Promise<void> {
  await settleOpen(deps, stopped);
  await findNextCharges(deps, stopped);
}

async function settleOpen(deps: SettleDeps, stopped?: AbortSignal): Promise<void> {
  const before = new Date(deps.now().getTime() - settledByRequestMs);
  for (let after = 0; ; ) {
    const open = await deps.subscriptionChanges.listOpen({ before, after, limit: changesTogether });
    for (const change of open) {
      if (stopped?.aborted) return;
      await unlessPaddleFails(deps, () => settleOne(deps, change));
    }
    const last = open.at(-1);
    if (!last || open.length < changesTogether) return;
    after = last.id;
  }
}

/**
 * Confirms changes that alerts show to have happened. `states` are the subscriptions whose alerts have just been
 * applied, by stream. Doesn't query Paddle.
 */
export async function settleByAlerts(
  deps: Pick<Deps, 'now' | 'subscriptionChanges'>,
  states: ReadonlyMap<string, KnownState>,
): Promise<void> {
  for (const change of await deps.subscriptionChanges.listOpenByStreams([...states.keys()])) {
    const state = states.get(change.stream);
    if (change.calledAt !== null && state && hasHappened(change, state))
      await deps.subscriptionChanges.settle(change.id, { state: 'confirmed', at: deps.now() });
  }
}
