/** Adds amounts to later payments of a subscription, and removes such amounts, like `subscription/modifiers`. */
import type { Account } from '#twin/account/account.ts';
import type { Money } from '#twin/catalogue/money.ts';
import { done, type Outcome, refused } from '#twin/refusals.ts';
import type { Modifier, TwinSubscription } from '#twin/state/state.ts';

export type ModifierAnswer = { status: 'added'; modifier: Modifier } | Exclude<Outcome, { status: 'done' }>;

/** Adds an amount to the next payment, or to all later ones. Refuses subscriptions that have ended (119). */
export function addModifier(
  account: Account,
  subscription: TwinSubscription,
  wanted: { amount: Money; isRecurring: boolean; description: string },
): ModifierAnswer {
  const refusal = subscription.status === 'deleted' ? refused(119) : done;
  if (refusal.status === 'refused') return refusal;
  const modifier: Modifier = { id: account.nextId(), ...wanted };
  subscription.modifiers.push(modifier);
  account.changed();
  return { status: 'added', modifier };
}

/** Removes a modifier. Refuses unknown ones (116), including one-off modifiers that have been paid. */
export function removeModifier(account: Account, id: number): Outcome {
  const subscription = account.state.subscriptions.find(({ modifiers }) =>
    modifiers.some((modifier) => modifier.id === id),
  );
  if (!subscription) return refused(116);
  subscription.modifiers = subscription.modifiers.filter((modifier) => modifier.id !== id);
  account.changed();
  return done;
}
