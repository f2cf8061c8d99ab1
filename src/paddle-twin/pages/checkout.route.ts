/** Serves the page behind a pay link, which shows and recalculates the price and takes payments. */
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { isEmailAddress } from '#shared/identity/email-address.ts';
import type { Account } from '#twin/account/account.ts';
import { payLink } from '#twin/account/checkout.ts';
import type { Product } from '#twin/catalogue/catalogue.ts';
import { html } from '#twin/look/html.ts';
import { page } from '#twin/look/layout.ts';
import type { PayLink } from '#twin/state/state.ts';
import { type CheckoutView, checkoutPage } from './checkout-page.ts';
import { onwardLinks } from './onward-links.ts';
import { declinedCard, readCard } from './test-cards.ts';
import { languageOf, type Words, words } from './words.ts';

const Answers = z.object({
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/)
    .transform((code) => code.toUpperCase())
    .optional()
    .catch(undefined),
  postcode: z.string().max(32).optional().catch(undefined),
  coupon: z.string().trim().max(60).optional().catch(undefined),
  quantity: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
  email: z.string().trim().max(254).optional().catch(undefined),
  name: z.string().trim().max(100).optional().catch(undefined),
  card: z.string().max(40).optional().catch(undefined),
  /** A test card or PayPal chosen from the list, instead of a typed number. */
  method: z.string().max(40).optional().catch(undefined),
  decline: z.string().optional().catch(undefined),
});
type Answers = z.output<typeof Answers>;

export interface CheckoutOutcome {
  status: 'paid' | 'declined' | 'refused';
  /** URL that the buyer is redirected to after paying; null if the payment failed. */
  redirectTo: string | null;
  problem: string | null;
}

/**
 * Returns the country that the buyer chose. Falls back to the link's country, then to the region of the browser's
 * language ("fr-BE"), then to the US.
 */
function countryOf(link: PayLink, answers: Answers, request: Request): string {
  const fromBrowser = /[a-z]{2}-([A-Z]{2})/.exec(request.get('accept-language') ?? '')?.[1];
  const fromLink = link.country !== null && /^[A-Z]{2}$/.test(link.country) ? link.country : null;
  return answers.country ?? fromLink ?? fromBrowser ?? 'US';
}

/** `sellerUrl` returns the address for links back to the seller, or null if it isn't known. */
export function checkoutRoutes(account: Account, sellerUrl: () => string | null): Router {
  const { catalogue } = account;
  const router = Router();

  function viewOf(link: PayLink, product: Product, answers: Answers, request: Request): CheckoutView {
    const country = countryOf(link, answers, request);
    return {
      link,
      product,
      today: account.today(),
      country,
      language: languageOf(request.get('accept-language'), country),
      postcode: answers.postcode ?? link.postcode,
      coupon: answers.coupon ?? link.coupon,
      quantity: (link.quantityVariable ? answers.quantity : undefined) ?? link.quantity,
      email: answers.email ?? link.email,
      problem: null,
    };
  }

  function sorry(
    request: Request,
    response: Response,
    status: number,
    sentence: (say: Words) => string,
  ): void {
    const language = languageOf(request.get('accept-language'), null);
    const say = words[language];
    const problem = sentence(say);
    if (request.accepts(['html', 'json']) === 'json') {
      response
        .status(status)
        .json({ status: 'refused', redirectTo: null, problem } satisfies CheckoutOutcome);
      return;
    }
    const body = html`<h1>${say.checkout}</h1><p role="alert">${problem}</p>${onwardLinks(say, sellerUrl(), null)}`;
    response
      .status(status)
      .send(page({ title: say.checkout, language, place: say.place, note: say.banner }, body));
  }

  /** Returns the link and its product. If the link can't be paid, sends an error response and returns null. */
  function openLink(request: Request, response: Response): { link: PayLink; product: Product } | null {
    const link = account.state.payLinks.find(({ token }) => token === request.params.token);
    const product = link && catalogue.product(link.planId);
    if (!link) sorry(request, response, 404, (say) => say.notFound);
    else if (link.orderId !== null) sorry(request, response, 410, (say) => say.alreadyPaid);
    else if (link.expiresOn !== null && link.expiresOn < account.today())
      sorry(request, response, 410, (say) => `${say.expired} ${link.expiresOn}.`);
    else if (!product) sorry(request, response, 410, (say) => say.noLongerSold);
    else return { link, product };
    return null;
  }

  router.get('/checkout/custom/:token', (request, response) => {
    const open = openLink(request, response);
    if (!open) return;
    response.send(
      checkoutPage(viewOf(open.link, open.product, Answers.parse(request.query), request), catalogue),
    );
  });

  router.post('/checkout/custom/:token', express.urlencoded({ extended: false }), (request, response) => {
    const open = openLink(request, response);
    if (!open) return;
    const { link, product } = open;
    const answers = Answers.parse(request.body ?? {});
    const view = viewOf(link, product, answers, request);
    const say = words[view.language];
    const asJson = request.accepts(['html', 'json']) === 'json';
    const refuse = (status: CheckoutOutcome['status'], problem: string) => {
      const outcome: CheckoutOutcome = { status, redirectTo: null, problem };
      response.status(status === 'declined' ? 402 : 422);
      if (asJson) response.json(outcome);
      else response.send(checkoutPage({ ...view, problem }, catalogue));
    };
    if (!isEmailAddress(view.email)) return refuse('refused', say.wrongEmail);
    const card = readCard(answers.decline ? declinedCard : answers.method || (answers.card ?? ''));
    if (card.status === 'unknown') return refuse('refused', say.wrongCard);
    if (card.status === 'declined') return refuse('declined', say.declined);
    const paid = payLink(account, link, product, {
      email: view.email,
      customerName: answers.name ?? '',
      country: view.country,
      hasVatNumber: link.vatNumber !== '',
      coupon: view.coupon,
      quantity: view.quantity,
      passthrough: link.passthrough,
      paysWith: card.method,
      terms: link,
    });
    const redirectTo = link.returnUrl?.replaceAll('{checkout_hash}', paid.checkoutId) ?? paid.receiptUrl;
    if (asJson) response.json({ status: 'paid', redirectTo, problem: null } satisfies CheckoutOutcome);
    else response.redirect(303, redirectTo);
  });
  return router;
}
