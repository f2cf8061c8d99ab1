/** Serves the actions of `life.ts` on subscriptions, orders and cases over HTTP. */
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { isEmailAddress } from '#shared/identity/email-address.ts';
import { isPlan } from '#twin/catalogue/catalogue.ts';
import { parseDecimal } from '#twin/catalogue/money.ts';
import type { Control } from '#twin/control.ts';
import { refused } from '#twin/refusals.ts';
import { answering, FormBoolean, formNumber } from './answering.ts';
import { managePage } from './manage-page.ts';
import { languageOf } from './words.ts';

const Nothing = z.object({});
/** An e-mail address. It isn't normalized, because Paddle doesn't normalize addresses either. */
const Address = z.string().refine(isEmailAddress);
const Whole = formNumber(z.int().min(1).max(1_000_000));

const Purchase = z.object({
  planId: Whole,
  quantity: Whole.default(1),
  email: Address,
  customerName: z.string().max(100).default(''),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('US'),
  coupon: z.string().max(60).default(''),
  passthrough: z.string().max(1_000).default(''),
  card: z.enum(['works', 'fails_later']).default('works'),
});
const Terms = {
  prorate: FormBoolean.default(true),
  billImmediately: FormBoolean.default(false),
  keepModifiers: FormBoolean.default(true),
};
const ModifierWish = z.object({
  amount: z.union([z.string(), z.number().transform(String)]),
  isRecurring: FormBoolean.default(true),
  description: z.string().max(200).default(''),
});
const RefundWish = z.object({
  kind: z.enum(['full', 'partial', 'vat']),
  amount: z.union([z.string(), z.number().transform(String)]).optional(),
});

export function lifeRoutes(control: Control): Router {
  const { life, catalogue } = control;
  const change = answering(control);
  const router = Router();

  const paymentOf = (orderId: string) => {
    const { subscriptions, oneOffs } = control.truth();
    return [...subscriptions.flatMap(({ payments }) => payments), ...oneOffs].find(
      (payment) => payment.orderId === orderId,
    );
  };
  const subscriptionOf = (id: unknown) => control.subscriptions().find((one) => one.id === Number(id));

  router.post(
    '/control/purchase',
    change(Purchase, (purchase) => {
      const product = catalogue.product(purchase.planId);
      if (!product) return refused(108);
      return isPlan(product)
        ? { subscriptionId: life.subscribe(purchase) }
        : { orderId: life.buyOnce(purchase) };
    }),
  );

  router.get('/control/subscription/:id', (request: Request, response: Response) => {
    const subscription = subscriptionOf(request.params.id);
    if (!subscription) {
      response.redirect(303, '/');
      return;
    }
    const language = languageOf(request.get('accept-language'), null);
    const payments = control.truthOf(subscription.id)?.payments ?? [];
    response.send(managePage({ language, subscription, payments, plans: catalogue.plans() }));
  });

  const ofSubscription = <T extends z.ZodType>(
    action: string,
    schema: T,
    work: (id: number, input: z.output<T>) => unknown,
  ) =>
    router.post(
      `/control/subscription/:id/${action}`,
      change(schema, (input, { id }) => {
        const subscription = subscriptionOf(id);
        return subscription ? work(subscription.id, input) : refused(119);
      }),
    );
  const userOf = (id: number) => subscriptionOf(id)?.userId ?? 0;

  ofSubscription('card', z.object({ works: FormBoolean }), (id, { works }) => life.setCard(id, works));
  ofSubscription('fail', z.object({ attempts: formNumber(z.int().min(0).max(100)) }), (id, { attempts }) =>
    life.failNextRenewals(id, attempts),
  );
  ofSubscription('plan', z.object({ planId: Whole, ...Terms }), (id, { planId, ...terms }) =>
    life.swapPlan(id, planId, terms),
  );
  ofSubscription('quantity', z.object({ quantity: Whole, ...Terms }), (id, { quantity, ...terms }) =>
    life.setQuantity(id, quantity, terms),
  );
  ofSubscription('modifier', ModifierWish, (id, { amount: text, ...options }) => {
    const currency = subscriptionOf(id)?.unitPrice.currency ?? '';
    const amount = parseDecimal(text, currency);
    if (!amount || amount.minor === 0) return refused(129);
    return { modifierId: life.addModifier(id, amount, options) };
  });
  ofSubscription('pause', Nothing, (id) => life.pause(id));
  ofSubscription('resume', Nothing, (id) => life.resume(id));
  ofSubscription('cancel', Nothing, (id) => life.cancel(id));
  ofSubscription('email', z.object({ email: Address }), (id, { email }) =>
    life.changeEmail(userOf(id), email),
  );
  ofSubscription('audience', Nothing, (id) => life.joinAudience(userOf(id)));

  router.post(
    '/control/order/:orderId/refund',
    change(RefundWish, ({ kind, amount: text }, { orderId }) => {
      const payment = paymentOf(String(orderId));
      if (!payment) return refused(110);
      const amount = text ? parseDecimal(text, payment.amount.currency) : undefined;
      return amount === null ? refused(129) : life.refund(payment.orderId, kind, amount);
    }),
  );
  router.post(
    '/control/order/:orderId/dispute',
    change(Nothing, (_, { orderId }) => life.dispute(String(orderId))),
  );
  router.post(
    '/control/order/:orderId/close-dispute',
    change(Nothing, (_, { orderId }) => life.closeDispute(String(orderId))),
  );
  router.post(
    '/control/order/:orderId/suspect',
    change(Nothing, (_, { orderId }) =>
      paymentOf(String(orderId)) ? { caseId: life.riskCase(String(orderId)) } : refused(110),
    ),
  );
  router.post(
    '/control/case/:id',
    change(z.object({ verdict: z.enum(['accepted', 'rejected']) }), ({ verdict }, { id }) =>
      life.decideRisk(Number(id), verdict),
    ),
  );
  router.post(
    '/control/pay-out',
    change(Nothing, () => life.payOut()),
  );
  return router;
}
