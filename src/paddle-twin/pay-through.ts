/** Pays a pay link over HTTP through its page, as a buyer would. */
import type { CheckoutOutcome } from './pages/checkout.route.ts';

export interface CheckoutAnswers {
  /** A test card; defaults to the one that works. */
  card?: string;
  email?: string;
  name?: string;
  country?: string;
  postcode?: string;
  coupon?: string;
}

export async function payThrough(payLink: string, answers: CheckoutAnswers = {}): Promise<CheckoutOutcome> {
  const form = new URLSearchParams({ card: '4242 4242 4242 4242', ...answers });
  const response = await fetch(payLink, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: form,
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`the checkout answered HTTP ${response.status} without JSON: ${text.slice(0, 200)}`, {
      cause,
    });
  }
}
