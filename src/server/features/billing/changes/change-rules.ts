/** The rules for changes of a subscription, Paddle's and the portal's own. Each rule has an error code of its own. */
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import type { PaddleCapabilities } from '#server/platform/paddle/port.ts';
import type { Forbidden } from '#shared/billing/changes.ts';
import { isSoldPerSeat, monthsOf, type Plan } from '#shared/catalogue/catalogue.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { StoredChange, StoredWish } from './subscription-change.repository.ts';

/** What a change is about. The subscription is null for licences that were granted or paid once. */
export interface ChangeSubject {
  licence: Pick<Licence, 'plan' | 'quantity' | 'status'>;
  subscription: Pick<Subscription, 'status' | 'pausedFrom' | 'endsOn'> | null;
}

type Rule = ErrorCode | null;

/** An ended subscription can't be changed, and one whose end is planned only ends. */
function endRule({ subscription }: ChangeSubject): Rule {
  if (!subscription) return 'no_subscription';
  return subscription.status === 'deleted' || subscription.endsOn !== null ? 'subscription_ended' : null;
}

/** A change that is paid for makes no sense for a licence that it couldn't be used with. */
function licenceRule({ licence }: ChangeSubject): Rule {
  if (licence.status === 'revoked') return 'licence_revoked';
  return licence.status === 'refunded' ? 'licence_refunded' : null;
}

function pauseRule({ subscription }: ChangeSubject): Rule {
  if (subscription?.status === 'paused') return 'change_while_paused';
  return subscription?.pausedFrom ? 'change_while_pausing' : null;
}

const trialRule = ({ subscription }: ChangeSubject): Rule =>
  subscription?.status === 'trialing' ? 'change_while_trialing' : null;

const overdueRule = ({ subscription }: ChangeSubject): Rule =>
  subscription?.status === 'past_due' ? 'change_while_past_due' : null;

const changeRule = (subject: ChangeSubject): Rule =>
  endRule(subject) ??
  licenceRule(subject) ??
  trialRule(subject) ??
  overdueRule(subject) ??
  pauseRule(subject);

/** An open cancellation blocks everything. Other open changes don't block a cancellation: leaving is easy. */
function openRule(kind: keyof Forbidden, open: readonly Pick<StoredChange, 'kind'>[]): Rule {
  const blocks = kind === 'cancel' ? open.some((change) => change.kind === 'cancel') : open.length > 0;
  return blocks ? 'change_in_progress' : null;
}

/** Returns why each kind of change is forbidden at the moment. */
export function forbiddenChanges(
  subject: ChangeSubject,
  {
    capabilities,
    open,
  }: { capabilities: Pick<PaddleCapabilities, 'canPause'>; open: readonly Pick<StoredChange, 'kind'>[] },
): Forbidden {
  const { plan } = subject.licence;
  const { canPause } = capabilities;
  const rules: Forbidden = {
    seats: isSoldPerSeat(plan.product) ? changeRule(subject) : 'plan_without_seats',
    plan: changeRule(subject),
    cancel: endRule(subject),
    // Paddle allows a pause while a payment is overdue.
    pause:
      endRule(subject) ??
      (canPause && plan.pauseAllowed ? null : 'pause_not_allowed') ??
      trialRule(subject) ??
      pauseRule(subject),
    resume: endRule(subject) ?? (pauseRule(subject) === null ? 'not_paused' : null),
  };
  const kinds = Object.keys(rules) as (keyof Forbidden)[];
  for (const kind of kinds) rules[kind] ??= openRule(kind, open);
  return rules;
}

/** Returns whether a change from one plan to another begins a new period, which is charged at once. */
export const startsNewPeriod = (
  from: Pick<Plan, 'frequency'>,
  to: Pick<Plan, 'frequency'>,
  { intervalChange }: Pick<PaddleCapabilities, 'intervalChange'>,
): boolean => intervalChange === 'bills_now' && monthsOf[from.frequency] !== monthsOf[to.frequency];

/**
 * Returns why the subscription can't change to a plan. `isSold` says whether Paddle has a price for the plan; null if
 * that is unknown.
 */
export function forbidsPlan(current: Plan, wanted: Plan, isSold: boolean | null): Rule {
  if (wanted.id === current.id) return 'same_plan';
  if (wanted.product !== current.product) {
    const losesSeats = isSoldPerSeat(current.product) && !isSoldPerSeat(wanted.product);
    return losesSeats ? 'plan_needs_seats' : 'plan_of_other_product';
  }
  return isSold === false ? 'plan_not_sold' : null;
}

/** A number of seats above this multiple of the current one has to be typed twice, as it may be a typing error. */
const typeTwiceFactor = 10;
export const typeTwiceAbove = (quantity: number): number => quantity * typeTwiceFactor;

/** What is known about a subscription, from the portal's projection or from Paddle. */
export type KnownState = Pick<Subscription, 'status' | 'quantity' | 'paddlePlanId' | 'pausedFrom'>;

/**
 * Returns whether a subscription has the state that a change was meant to bring about. Seats and plan also count if the
 * subscription has ended since.
 */
export function hasHappened(
  { kind, wanted }: { kind: StoredChange['kind']; wanted: StoredWish },
  state: KnownState,
): boolean {
  switch (kind) {
    case 'seats':
      return state.quantity === wanted.quantity;
    case 'plan':
      return state.paddlePlanId === wanted.paddlePlanId;
    case 'cancel':
      return state.status === 'deleted';
    case 'pause':
      return state.status === 'paused' || (state.status !== 'deleted' && state.pausedFrom !== null);
    case 'resume':
      return state.status !== 'deleted' && state.status !== 'paused' && state.pausedFrom === null;
    case 'keep':
      return state.status !== 'deleted';
  }
}
