/** Manages the buyers' e-mail addresses and the seller's audience. */
import { changedMemberFields, newMemberFields } from '#twin/alerts/order-alerts.ts';
import { done, type Outcome, refused } from '#twin/refusals.ts';
import type { Account } from './account.ts';

const customerWith = (account: Account, userId: number) =>
  account.state.customers.find(({ id }) => id === userId) ?? null;

const productsOf = (account: Account, userId: number): number[] => [
  ...new Set(account.state.subscriptions.filter((one) => one.userId === userId).map(({ planId }) => planId)),
];

export function joinAudience(account: Account, userId: number): Outcome {
  const customer = customerWith(account, userId);
  if (!customer) return refused(126);
  customer.isInAudience = true;
  const fields = newMemberFields(customer, productsOf(account, userId), account.clock.now());
  account.tell('new_audience_member', null, fields);
  return done;
}

/** Changes a buyer's e-mail address. All later alerts contain the new address. Refuses unknown buyers (126). */
export function changeEmail(account: Account, userId: number, email: string): Outcome {
  const customer = customerWith(account, userId);
  if (!customer) return refused(126);
  const oldEmail = customer.email;
  account.moveCustomer(customer, email);
  for (const subscription of account.state.subscriptions) {
    if (subscription.userId === userId) subscription.email = email;
  }
  const fields = changedMemberFields(customer, oldEmail, productsOf(account, userId), account.clock.now());
  account.tell('update_audience_member', null, fields);
  return done;
}
