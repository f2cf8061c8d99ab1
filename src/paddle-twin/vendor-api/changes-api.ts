/** Implements the changes of `subscription/…`: updates, their previews, modifiers and cancellation. */
import type { Account } from '#twin/account/account.ts';
import { cancelSubscription } from '#twin/account/cancel.ts';
import { type Change, changeSubscription, previewChange } from '#twin/account/changes/change-subscription.ts';
import { addModifier, removeModifier } from '#twin/account/changes/modifiers.ts';
import { amountDue } from '#twin/account/charge.ts';
import { pauseSubscription, resumeSubscription } from '#twin/account/pause.ts';
import { isPlan, type Plan } from '#twin/catalogue/catalogue.ts';
import { isKnownCurrency, type Money, parseDecimal, toDecimal } from '#twin/catalogue/money.ts';
import type { Faults } from '#twin/faults.ts';
import { done } from '#twin/refusals.ts';
import type { TwinSubscription } from '#twin/state/state.ts';
import { type Fields, flagIn, numberIn } from './fields.ts';
import { orRefuse, Refusal, refuse } from './refusal.ts';
import { payment, subscriptionAsked } from './subscriptions-api.ts';

function planAsked(account: Account, fields: Fields): Plan | null {
  const id = numberIn(fields, 'plan_id');
  if (id === null) return null;
  const product = account.catalogue.product(id);
  if (!isPlan(product)) throw refuse(141);
  return product;
}

/**
 * Parses `recurring_price`, the price of one unit, and its `currency`. Either is accepted only together with the other.
 */
function priceAsked(fields: Fields): Money | null {
  const { recurring_price: text, currency } = fields;
  if (!text && !currency) return null;
  if (!text || !currency) throw refuse(116);
  if (!isKnownCurrency(currency)) throw refuse(109);
  const price = parseDecimal(text, currency);
  if (!price) throw refuse(129);
  return price;
}

function changeAsked(account: Account, subscription: TwinSubscription, fields: Fields): Change {
  const plan = planAsked(account, fields);
  return {
    plan: plan?.id === subscription.planId ? null : plan,
    quantity: numberIn(fields, 'quantity', { max: 1_000_000 }),
    unitPrice: priceAsked(fields),
    passthrough: fields.passthrough ?? null,
    prorate: flagIn(fields, 'prorate') ?? true,
    billImmediately: flagIn(fields, 'bill_immediately') ?? false,
    keepModifiers: flagIn(fields, 'keep_modifiers') ?? true,
  };
}

const changesSomething = ({ plan, quantity, unitPrice, passthrough }: Change): boolean =>
  plan !== null || quantity !== null || unitPrice !== null || passthrough !== null;

/** While Paddle processes an invoice, it refuses every change. */
function refuseWhileProcessing({ invoiceInProgress }: Faults): void {
  if (invoiceInProgress) throw refuse(146);
}

/** Implements `subscription/users/update`. Resuming happens before all other changes, pausing after them. */
export function updateUser(account: Account, fields: Fields, faults: Faults) {
  const subscription = subscriptionAsked(account, fields);
  refuseWhileProcessing(faults);
  const pause = flagIn(fields, 'pause');
  const change = changeAsked(account, subscription, fields);
  const changesMore = changesSomething(change);
  if (pause === null && !changesMore && !fields.plan_id) throw refuse(116);
  if (pause === false) orRefuse(resumeSubscription(account, subscription));
  orRefuse(changesMore ? changeSubscription(account, subscription, change) : done);
  if (pause === true) orRefuse(pauseSubscription(account, subscription));
  const { nextBillDate } = subscription;
  return {
    subscription_id: subscription.id,
    user_id: subscription.userId,
    plan_id: subscription.planId,
    ...(nextBillDate !== null && { next_payment: payment(amountDue(subscription), nextBillDate) }),
  };
}

/**
 * Implements `subscription/preview_update`. Paddle doesn't document the shape of its response (docs/paddle-twin.md).
 */
export function previewUpdate(account: Account, fields: Fields, faults: Faults) {
  const subscription = subscriptionAsked(account, fields);
  if (faults.preview === 'error_120') throw refuse(120);
  refuseWhileProcessing(faults);
  const change = changeAsked(account, subscription, fields);
  if (!changesSomething(change)) throw refuse(116);
  const preview = previewChange(account, subscription, change);
  if (preview.status === 'refused') throw new Refusal(preview.code, preview.message);
  const { after, today, next } = preview;
  if (faults.preview === 'other_shape') {
    return { subscription: { id: subscription.id }, due: { now: toDecimal(today) } };
  }
  return {
    subscription_id: subscription.id,
    plan_id: after.planId,
    user_id: subscription.userId,
    immediate_payment: payment(today, account.today()),
    ...(next !== null && { next_payment: payment(next.amount, next.on) }),
  };
}

/** Implements `subscription/users_cancel`. Refuses (119) if the subscription has already ended. */
export function cancelUser(account: Account, fields: Fields, faults: Faults): undefined {
  const subscription = subscriptionAsked(account, fields);
  refuseWhileProcessing(faults);
  orRefuse(cancelSubscription(account, subscription));
}

/** Implements `subscription/modifiers`: lists the amounts that later payments will include. */
export function listModifiers(account: Account, fields: Fields) {
  const asked = fields.subscription_id ? [subscriptionAsked(account, fields)] : account.state.subscriptions;
  const planId = numberIn(fields, 'plan_id');
  return asked
    .filter((one) => planId === null || one.planId === planId)
    .flatMap((one) =>
      one.modifiers.map(({ id, amount, isRecurring, description }) => ({
        modifier_id: id,
        subscription_id: one.id,
        amount: toDecimal(amount),
        currency: amount.currency,
        is_recurring: isRecurring,
        description,
      })),
    );
}

/** Implements `subscription/modifiers/create`. The amount is in the currency of the subscription. */
export function createModifier(account: Account, fields: Fields) {
  const subscription = subscriptionAsked(account, fields);
  if (!fields.modifier_amount) throw refuse(116);
  const amount = parseDecimal(fields.modifier_amount, subscription.unitPrice.currency);
  if (!amount || amount.minor === 0) throw refuse(129);
  const answer = addModifier(account, subscription, {
    amount,
    isRecurring: flagIn(fields, 'modifier_recurring') ?? true,
    description: fields.modifier_description ?? '',
  });
  if (answer.status === 'refused') throw new Refusal(answer.code, answer.message);
  return { subscription_id: subscription.id, modifier_id: answer.modifier.id };
}

/** Implements `subscription/modifiers/delete`. */
export function deleteModifier(account: Account, fields: Fields): undefined {
  const id = numberIn(fields, 'modifier_id');
  if (id === null) throw refuse(116);
  orRefuse(removeModifier(account, id));
}
