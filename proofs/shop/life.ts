/**
 * Simulates a buyer's life at Paddle and produces the alerts that Paddle would send. It is written from
 * docs/paddle-classic.md alone and shares no code with the twin or the portal, so that it doesn't share their mistakes.
 */
import { addDays, addMonths, CalendarDate } from '#shared/dates.ts';
import type { Cast } from './cast.ts';
import { type PlanOnSale, plans } from './plans.ts';

/** The fields of an alert as Paddle sends them, except `alert_id` and `p_signature`. */
export type AlertForm = Readonly<Record<string, string>>;

export type Status = 'trialing' | 'active' | 'past_due' | 'paused' | 'deleted';

/** A payment, with the data that is needed to refund or dispute it. */
export interface PaidOrder {
  orderId: string;
  paymentId: number;
  planId: number;
  /** In US cents. */
  gross: number;
  quantity: number;
  paidOn: CalendarDate;
  through: CalendarDate;
  receiptUrl: string;
}

/** The current state of the subscription at Paddle. */
export interface PaddleState {
  subscriptionId: number;
  plan: PlanOnSale;
  status: Status;
  quantity: number;
  signedUpOn: CalendarDate;
  nextBillOn: CalendarDate;
  pausedFrom: CalendarDate | null;
  pausedReason: 'voluntary' | 'delinquent' | null;
  orders: PaidOrder[];
}

export interface LifeOptions {
  plan?: PlanOnSale;
  quantity?: number;
  /** Which of the cast's two subscriptions this is. Defaults to the first. */
  subscription?: 'first' | 'other';
  /** The passthrough of the purchase. Defaults to the one that the portal's pay links contain. */
  passthrough?: string;
  /** The buyer's e-mail address. Defaults to the address of the buyer's account. */
  email?: string;
}

export const day = (text: string): CalendarDate => CalendarDate.parse(text);
const cents = (amount: number): string => (amount / 100).toFixed(2);
/** Formats an amount without trailing zeros. Real alerts contain amounts both with and without them. */
const short = (amount: number): string => String(amount / 100);

/** Returns the passthrough that the portal's pay links contain; empty for a buyer without an account. */
const passthroughOf = ({ userId }: Cast): string =>
  userId === null
    ? ''
    : JSON.stringify({ subscription_name: 'main', billable_id: userId, billable_type: 'App\\Models\\User' });

export type Life = ReturnType<typeof startLife>;

/**
 * Starts a life without any events. Each method that describes an event adds one alert, dated to the time that was last
 * set with `at`.
 */
export function startLife(cast: Cast, options: LifeOptions = {}) {
  const other = options.subscription === 'other';
  const state: PaddleState = {
    subscriptionId: other ? cast.otherSubscriptionId : cast.subscriptionId,
    plan: options.plan ?? plans.monicaMonthly,
    status: 'active',
    quantity: options.quantity ?? 1,
    signedUpOn: day('2026-01-12'),
    nextBillOn: day('2026-01-12'),
    pausedFrom: null,
    pausedReason: null,
    orders: [],
  };
  const alerts: AlertForm[] = [];
  let time = '2026-01-12 09:14:00';
  const today = (): CalendarDate => day(time.slice(0, 10));
  const pages = {
    cancel_url: `https://checkout.example.test/subscription/cancel?user=${cast.paddleUserId}&subscription=${state.subscriptionId}&hash=3ae43cd642290f09`,
    update_url: `https://checkout.example.test/subscription/update?user=${cast.paddleUserId}&subscription=${state.subscriptionId}&hash=27f4ec31db009ccc`,
  };

  const buyer = () => ({
    email: options.email ?? cast.email,
    event_time: time,
    marketing_consent: '0',
    passthrough: options.passthrough ?? passthroughOf(cast),
  });
  const common = () => ({
    ...buyer(),
    checkout_id: `${cast.vendorId}-chre19a993fdd63-${state.subscriptionId}`,
    currency: 'USD',
    quantity: String(state.quantity),
    status: state.status,
    subscription_id: String(state.subscriptionId),
    subscription_plan_id: String(state.plan.id),
    unit_price: cents(state.plan.unitPrice),
    user_id: String(cast.paddleUserId),
  });
  const say = (alert_name: string, fields: AlertForm): void => {
    alerts.push({ alert_name, ...fields });
  };
  const nextOrder = () => {
    const count = state.orders.length + (other ? 51 : 1);
    return {
      orderId: `${cast.vendorId}-${count}`,
      paymentId: Number(`${cast.vendorId}${String(count).padStart(2, '0')}`),
    };
  };

  return {
    alerts,
    state,
    /** Sets the time of the events that follow (`YYYY-MM-DD HH:MM:SS`, UTC). */
    at(text: string) {
      time = text;
      return this;
    },

    created({ trialDays = 0 }: { trialDays?: number } = {}) {
      state.status = trialDays > 0 ? 'trialing' : 'active';
      state.signedUpOn = today();
      state.nextBillOn = trialDays > 0 ? addDays(today(), trialDays) : addMonths(today(), state.plan.months);
      say('subscription_created', {
        ...common(),
        ...pages,
        linked_subscriptions: '',
        next_bill_date: state.nextBillOn,
        source: '',
      });
      return this;
    },

    /** Adds a successful payment. By default, the payment covers one period, starting on its due date. */
    paid({
      through,
      gross,
      status = 'active',
    }: {
      through?: CalendarDate;
      gross?: number;
      status?: Status;
    } = {}) {
      state.status = status;
      state.nextBillOn =
        through ??
        (state.orders.length === 0 && state.signedUpOn === today()
          ? state.nextBillOn
          : addMonths(state.nextBillOn, state.plan.months));
      const amount = gross ?? state.plan.unitPrice * state.quantity;
      const { orderId, paymentId } = nextOrder();
      const receiptUrl = `https://my.example.test/receipt/${orderId}/1`;
      state.orders.push({
        orderId,
        paymentId,
        planId: state.plan.id,
        gross: amount,
        quantity: state.quantity,
        paidOn: today(),
        through: state.nextBillOn,
        receiptUrl,
      });
      const fee = Math.round(amount * 0.05) + (amount === 0 ? 0 : 50);
      say('subscription_payment_succeeded', {
        ...common(),
        balance_currency: 'USD',
        balance_earnings: short(amount - fee),
        balance_fee: cents(fee),
        balance_gross: short(amount),
        balance_tax: '0.00',
        country: 'US',
        coupon: '',
        customer_name: ' Nora  Lindqvist ',
        earnings: short(amount - fee),
        fee: cents(fee),
        initial_payment: state.orders.length === 1 ? '1' : '0',
        instalments: String(state.orders.length),
        next_bill_date: state.nextBillOn,
        next_payment_amount: short(state.plan.unitPrice * state.quantity),
        order_id: orderId,
        payment_method: amount === 0 ? 'free' : 'card',
        payment_tax: '0',
        plan_name: state.plan.name,
        receipt_url: receiptUrl,
        sale_gross: short(amount),
        subscription_payment_id: String(paymentId),
      });
      return this;
    },

    /** Adds a declined charge. `retryOn` is the date of the next attempt; null if this was the last one. */
    failed({ attempt, retryOn }: { attempt: number; retryOn: CalendarDate | null }) {
      state.status = 'past_due';
      const { orderId, paymentId } = nextOrder();
      say('subscription_payment_failed', {
        ...common(),
        ...pages,
        amount: cents(state.plan.unitPrice * state.quantity),
        attempt_number: String(attempt),
        instalments: String(state.orders.length + 1),
        next_retry_date: retryOn ?? '',
        order_id: orderId,
        subscription_payment_id: String(paymentId),
      });
      return this;
    },

    /** Adds a change of the subscription. It can affect the status, the plan, the seats, the next charge or a pause. */
    updated(
      changes: Partial<
        Pick<PaddleState, 'plan' | 'status' | 'quantity' | 'nextBillOn' | 'pausedFrom' | 'pausedReason'>
      >,
      /**
       * Overrides what the alert reports as the previous state. Needed if another alert in the same second has already
       * changed the state.
       */
      was: Partial<Pick<PaddleState, 'status'>> = {},
    ) {
      const old = { ...state, ...was };
      Object.assign(state, changes);
      if (state.status === 'active' && old.status === 'paused') state.pausedFrom = null;
      if (state.pausedFrom === null) state.pausedReason = null;
      const { quantity: _quantity, unit_price: _unitPrice, ...rest } = common();
      say('subscription_updated', {
        ...rest,
        ...pages,
        linked_subscriptions: '',
        new_price: cents(state.plan.unitPrice * state.quantity),
        new_quantity: String(state.quantity),
        new_unit_price: cents(state.plan.unitPrice),
        next_bill_date: state.nextBillOn,
        old_next_bill_date: old.nextBillOn,
        old_price: cents(old.plan.unitPrice * old.quantity),
        old_quantity: String(old.quantity),
        old_status: old.status,
        old_subscription_plan_id: String(old.plan.id),
        old_unit_price: cents(old.plan.unitPrice),
        ...(state.pausedFrom === null
          ? {}
          : {
              paused_at: time,
              paused_from: `${state.pausedFrom} 00:00:00`,
              paused_reason: state.pausedReason ?? 'voluntary',
            }),
      });
      return this;
    },

    cancelled(effectiveOn: CalendarDate) {
      state.status = 'deleted';
      say('subscription_cancelled', { ...common(), cancellation_effective_date: effectiveOn });
      return this;
    },

    /** Adds a refund of the payment with this index. The first payment has index 0. */
    refunded(index: number, kind: 'full' | 'partial' | 'vat', amount?: number) {
      const order = state.orders[index];
      if (!order) throw new RangeError(`payment ${index} of this life has not been made`);
      const back = amount ?? order.gross;
      say('subscription_payment_refunded', {
        ...common(),
        amount: cents(back),
        // If only tax is refunded, the earnings decrease can be negative.
        balance_currency: 'USD',
        balance_earnings_decrease: kind === 'vat' ? '-0.12' : cents(back),
        balance_fee_refund: '0.00',
        balance_gross_refund: cents(back),
        balance_tax_refund: kind === 'vat' ? cents(back) : '0.00',
        earnings_decrease: kind === 'vat' ? '-0.12' : cents(back),
        fee_refund: '0.00',
        gross_refund: cents(back),
        initial_payment: index === 0 ? '1' : '0',
        instalments: String(index + 1),
        order_id: order.orderId,
        quantity: String(order.quantity),
        refund_reason: 'customer request',
        refund_type: kind,
        subscription_payment_id: String(order.paymentId),
        tax_refund: kind === 'vat' ? cents(back) : '0.00',
      });
      return this;
    },

    /** Adds the start or the end of a dispute over a payment. The alert about the end doesn't say who won. */
    dispute(what: 'created' | 'closed', orderId: string) {
      say(`payment_dispute_${what}`, {
        ...buyer(),
        amount: '9.00',
        checkout_id: `${cast.vendorId}-chre19a993fdd63-${state.subscriptionId}`,
        currency: 'USD',
        fee_usd: '15.00',
        order_id: orderId,
        status: what === 'created' ? 'open' : 'closed',
      });
      return this;
    },

    /** Adds a suspicion of fraud (`created`) or Paddle's later decision about such a suspicion (`updated`). */
    highRisk(what: 'created' | 'updated', status: 'pending' | 'accepted' | 'rejected', orderId = '') {
      const { email: _email, ...rest } = buyer();
      say(`high_risk_transaction_${what}`, {
        ...rest,
        case_id: String(cast.caseId),
        checkout_id: `${cast.vendorId}-chre19a993fdd63-${state.subscriptionId}`,
        created_at: time,
        customer_email_address: cast.email,
        customer_user_id: String(cast.paddleUserId),
        product_id: String(state.plan.id),
        risk_score: '99.87',
        status,
        ...(what === 'updated' ? { order_id: orderId } : {}),
      });
      return this;
    },

    audience(what: 'new_audience_member' | 'update_audience_member', email: string) {
      const changed = {
        new_customer_email: email,
        new_marketing_consent: '1',
        old_customer_email: cast.email,
        old_marketing_consent: '0',
      };
      say(what, {
        created_at: time,
        event_time: time,
        products: String(state.plan.id),
        source: 'Checkout',
        subscribed: '1',
        updated_at: time,
        user_id: String(cast.paddleUserId),
        ...(what === 'update_audience_member' ? changed : { email, marketing_consent: '0' }),
      });
      return this;
    },

    /** Adds a one-off purchase and returns its order id. */
    boughtOnce(productId: number, gross: number): string {
      const orderId = `${cast.vendorId}-9${alerts.length}`;
      const fee = Math.round(gross * 0.05) + 50;
      say('payment_succeeded', {
        ...buyer(),
        balance_currency: 'USD',
        balance_earnings: short(gross - fee),
        balance_fee: cents(fee),
        balance_gross: short(gross),
        balance_tax: '0.00',
        checkout_id: `${cast.vendorId}-chre19a993fdd63-once`,
        country: 'US',
        coupon: '',
        currency: 'USD',
        customer_name: 'Nora Lindqvist',
        earnings: short(gross - fee),
        fee: cents(fee),
        ip: '203.0.113.7',
        order_id: orderId,
        payment_method: 'paypal',
        payment_tax: '0',
        product_id: String(productId),
        product_name: 'Once',
        quantity: '1',
        receipt_url: `https://my.example.test/receipt/${orderId}/1`,
        sale_gross: short(gross),
        used_price_override: '0',
      });
      return orderId;
    },

    refundedOnce(orderId: string, kind: 'full' | 'partial' | 'vat', amount: number) {
      say('payment_refunded', {
        ...buyer(),
        amount: cents(amount),
        balance_currency: 'USD',
        balance_earnings_decrease: cents(amount),
        balance_fee_refund: '0.00',
        balance_gross_refund: cents(amount),
        balance_tax_refund: '0.00',
        checkout_id: `${cast.vendorId}-chre19a993fdd63-once`,
        currency: 'USD',
        earnings_decrease: cents(amount),
        fee_refund: '0.00',
        gross_refund: cents(amount),
        order_id: orderId,
        quantity: '1',
        refund_reason: 'customer request',
        refund_type: kind,
        tax_refund: '0.00',
      });
      return this;
    },
  };
}
