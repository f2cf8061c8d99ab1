/** Translates Paddle's refusals of a change into errors, each with a sentence of its own. */
import type { PaddleRefusal, RefusalReason } from '#server/platform/paddle/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';

const codes: Partial<Record<RefusalReason, ErrorCode>> = {
  unknown_subscription: 'subscription_ended',
  invoice_in_progress: 'invoice_in_progress',
  trialing: 'change_while_trialing',
  past_due: 'change_while_past_due',
  paused: 'change_while_paused',
  interval_refused: 'interval_refused',
  per_seat_to_single: 'plan_needs_seats',
  plan_without_seats: 'plan_without_seats',
  price_too_low: 'amount_too_low',
  card_declined: 'card_declined',
  currency_refused: 'other_currency',
  unknown_plan: 'plan_not_sold',
};

export const codeOfRefusal = ({ reason }: PaddleRefusal): ErrorCode => codes[reason] ?? 'change_refused';
