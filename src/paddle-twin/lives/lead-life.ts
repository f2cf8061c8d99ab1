/** Implements `TwinLife` on an account. */
import type { Account } from '#twin/account/account.ts';
import { changeEmail, joinAudience } from '#twin/account/audience.ts';
import { cancelSubscription } from '#twin/account/cancel.ts';
import { setCard } from '#twin/account/cards.ts';
import { changeSubscription } from '#twin/account/changes/change-subscription.ts';
import { addModifier } from '#twin/account/changes/modifiers.ts';
import { buyOnce, type Checkout, subscribe } from '#twin/account/checkout.ts';
import { closeDispute, decideRiskCase, openDispute, openRiskCase } from '#twin/account/disputes.ts';
import { pauseSubscription, resumeSubscription } from '#twin/account/pause.ts';
import { payOut } from '#twin/account/pay-out.ts';
import { giveBack } from '#twin/account/refunds.ts';
import { isPlan } from '#twin/catalogue/catalogue.ts';
import { type Outcome, refused } from '#twin/refusals.ts';
import type { Order, TwinSubscription } from '#twin/state/state.ts';
import type { ChangeTerms, Purchase, TwinLife } from './life.ts';

const working = {
  kind: 'card',
  type: 'visa',
  lastFour: '4242',
  expires: '12/2099',
  paysRenewals: true,
} as const;
const failingLater = { ...working, lastFour: '0341', paysRenewals: false } as const;

const checkoutOf = (purchase: Purchase): Checkout => ({
  email: purchase.email,
  customerName: purchase.customerName ?? '',
  country: purchase.country ?? 'US',
  hasVatNumber: false,
  coupon: purchase.coupon ?? '',
  quantity: purchase.quantity ?? 1,
  passthrough: purchase.passthrough,
  paysWith: purchase.card === 'fails_later' ? failingLater : working,
});

const termsOf = ({ prorate = true, billImmediately = false, keepModifiers = true }: ChangeTerms = {}) => ({
  prorate,
  billImmediately,
  keepModifiers,
});
const unchanged = { plan: null, quantity: null, unitPrice: null, passthrough: null };

export function leadLife(account: Account): TwinLife {
  const { agenda, catalogue, clock } = account;

  function subscriptionWith(id: number): TwinSubscription {
    const subscription = account.subscription(id);
    if (!subscription) throw new Error(`the twin has no subscription ${id}`);
    return subscription;
  }
  const withSubscription = (id: number, work: (subscription: TwinSubscription) => Outcome): Outcome => {
    const subscription = account.subscription(id);
    return subscription ? work(subscription) : refused(119);
  };
  const withOrder = (orderId: string, work: (order: Order) => Outcome): Outcome => {
    const order = account.order(orderId);
    return order ? work(order) : refused(110);
  };

  return {
    subscribe(purchase) {
      const plan = catalogue.product(purchase.planId);
      if (!isPlan(plan)) throw new Error(`the twin sells no plan ${purchase.planId}`);
      const id = account.nextId();
      const begin = () => {
        subscribe(account, plan, checkoutOf(purchase), id);
      };
      const at = purchase.at?.getTime() ?? clock.now();
      if (at <= clock.now()) begin();
      else agenda.add(at, begin);
      return id;
    },
    buyOnce(purchase) {
      const product = catalogue.product(purchase.planId);
      if (!product) throw new Error(`the twin sells no product ${purchase.planId}`);
      return buyOnce(account, product, checkoutOf(purchase)).orderId;
    },
    failNextRenewals(id, attempts) {
      subscriptionWith(id).failNext = attempts;
      account.changed();
    },
    setCard: (id, works) => setCard(account, subscriptionWith(id), works),
    swapPlan(id, planId, terms) {
      const plan = catalogue.product(planId);
      if (!isPlan(plan)) return refused(141);
      const change = { ...unchanged, plan, ...termsOf(terms) };
      return withSubscription(id, (subscription) => changeSubscription(account, subscription, change));
    },
    setQuantity(id, quantity, terms) {
      const change = { ...unchanged, quantity, ...termsOf(terms) };
      return withSubscription(id, (subscription) => changeSubscription(account, subscription, change));
    },
    addModifier(id, amount, { isRecurring = true, description = '' } = {}) {
      const answer = addModifier(account, subscriptionWith(id), { amount, isRecurring, description });
      if (answer.status === 'refused') throw new Error(answer.message);
      return answer.modifier.id;
    },
    pause: (id) => withSubscription(id, (subscription) => pauseSubscription(account, subscription)),
    resume: (id) => withSubscription(id, (subscription) => resumeSubscription(account, subscription)),
    cancel: (id) => withSubscription(id, (subscription) => cancelSubscription(account, subscription)),
    refund: (orderId, kind, amount) =>
      withOrder(orderId, (order) => giveBack(account, order, { kind, amount: amount ?? null })),
    dispute: (orderId) => withOrder(orderId, (order) => openDispute(account, order)),
    closeDispute: (orderId) => withOrder(orderId, (order) => closeDispute(account, order)),
    riskCase(orderId) {
      const order = account.order(orderId);
      if (!order) throw new Error(`the twin has no order ${orderId}`);
      return openRiskCase(account, order).id;
    },
    decideRisk: (caseId, verdict) => decideRiskCase(account, caseId, verdict),
    changeEmail: (userId, email) => changeEmail(account, userId, email),
    joinAudience: (userId) => joinAudience(account, userId),
    payOut: () => payOut(account),
    schedule: (at, work) => agenda.addVisitor(at.getTime(), work),
  };
}
